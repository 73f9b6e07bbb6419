"""A metropolitan area and its members: lists, wholes, weights and spreads, recomputed by hand and over all areas."""

import math

import pandas as pd
import pytest

from conftest import SKAWINA, YEAR, World
from smup.methods.aggregate import pulls
from smup.queries import metros
from smup.store import Store

FUNCTIONAL = "functional_urban_area"
# Residents and cost of the six members of the small world; the city has powiat rights.
COSTS = {
    "126101": (900, 40), SKAWINA: (300, 25), "120601": (100, 8), "120602": (50, 9), "120605": (100, 10),
    "120607": (100, 11),
}  # fmt: skip
COST = 46_850 / 1_550  # Σ residents · cost / Σ residents


def test_all_seventy_one_areas_have_a_list_with_its_source(store: Store) -> None:
    lists = metros.metros(store)
    areas = store.query("select area_id from area where level = 'metro'")["area_id"]
    assert set(lists["area_id"]) == set(areas)
    assert lists["kind"].tolist() == ["metropolitan_area"] * 13 + [FUNCTIONAL] * 58
    assert lists.set_index("area_id").loc["smk", ["members", "cities", "as_of"]].tolist() == [15, 1, "2024-03"]
    assert set(lists["confidence"][:13]) == {"high", "medium", "low"}
    assert lists["source"].notna().all()


def test_of_functional_areas_one_stands_in_for_another(store: Store) -> None:
    lists = metros.metros(store)
    functional = lists[lists["kind"] == FUNCTIONAL].set_index("name")
    assert functional["members"].sum() == 754
    assert set(functional["as_of"]) == {"2019"} and set(functional["compiled_from"]) == {"Eurostat LAU 2019"}
    doubtful = functional[functional["confidence"] != "high"]
    assert doubtful.index.tolist() == ["Gdańsk"]
    assert doubtful["confidence"].item() == "medium" and "Gdynia" in doubtful["note"].item()
    assert functional["note"].notna().sum() == 1


def test_around_an_area_the_metropolitan_area_comes_before_the_functional(store: Store) -> None:
    assert metros.around(store, "126101") == ["smk", "PL003L2"]
    assert metros.around(store, "226201") == ["PL006L2"], "Gdynia lies in no metropolitan area of the store"
    assert metros.around(store, "PL003L2") == ["PL003L2"]
    assert metros.around(store, "1206") == []


def test_only_indicators_with_a_value_of_a_member_are_offered(small_world: World) -> None:
    store = small_world.build()
    offered = metros.indicators(store, "smk")["indicator_id"].tolist()
    assert {"cost", "score_lower", "children_share"} <= set(offered)
    assert metros.indicators(store, "smk", "culture").empty
    small_world.observations["cke_exam8"] = [
        row for row in small_world.observations["cke_exam8"] if row[0] not in COSTS or row[1] != "score_pct"
    ]
    again = small_world.build()
    assert not {"score", "score_lower"} & set(metros.indicators(again, "smk")["indicator_id"])


def test_members_stand_from_the_highest_down_with_their_weight_and_place(small_store: Store) -> None:
    members = metros.members(small_store, "smk", "cost", YEAR).set_index("area_id")
    assert members.index.tolist() == ["126101", SKAWINA, "120607", "120605", "120602", "120601"]
    assert members["value"].tolist() == [40, 25, 11, 10, 9, 8]
    assert members["weight"].to_dict() == {area_id: residents for area_id, (residents, _cost) in COSTS.items()}
    assert members["tasks"].tolist() == ["gmina_powiat"] + ["gmina"] * 5
    assert pd.isna(members.loc["126101", "rank"]), "the city is compared with no other member"
    assert members.loc["120601", ["rank", "n"]].tolist() == [1, 5]


def test_the_pulls_of_members_by_hand(small_store: Store) -> None:
    members = metros.members(small_store, "smk", "cost", YEAR)
    pull = pulls(members).set_index("area_id")["pull"]
    for area_id, (residents, cost) in COSTS.items():
        assert pull[area_id] == pytest.approx(residents * (cost - COST) / 1_550)
    assert pull.sum() == pytest.approx(0, abs=1e-12)
    whole = metros.whole(small_store, "smk", "cost", YEAR).iloc[0]
    assert whole["value"] == pytest.approx(COST)
    assert whole[["status", "coverage", "aggregation"]].tolist() == ["D", 1, "mean"]


def test_a_total_has_no_weights_and_some_wholes_have_no_number(small_world: World) -> None:
    small_world.observe("120605", "children", YEAR, None, "O")
    small_world.observe(SKAWINA, "children", YEAR, None, "O")
    store = small_world.build()
    population = metros.whole(store, "smk", "population", YEAR).iloc[0]
    assert population[["value", "aggregation"]].tolist() == [1_550, "sum"]
    assert metros.members(store, "smk", "population", YEAR)["weight"].isna().all()
    share = metros.whole(store, "smk", "children_share", YEAR).iloc[0]
    assert math.isnan(share["value"]) and share["status"] == "O"
    assert share["coverage"] == pytest.approx(1_150 / 1_550)
    members = metros.members(store, "smk", "children_share", YEAR)
    assert members["value"].tolist()[:4] == [20, 10, 10, 0] and members["value"][4:].isna().all()
    assert members["label"].tolist()[4:] == ["Kocmyrzów-Luborzyca", "Skawina"]
    lower = metros.whole(store, "smk", "score_lower", YEAR).iloc[0]
    assert math.isnan(lower["value"]) and math.isnan(lower["coverage"]) and lower["aggregation"] == "none"


def test_the_spread_keeps_cities_apart_where_tasks_differ_and_knows_gaps_and_breaks(small_world: World) -> None:
    for area_id in ("126101", SKAWINA, "120601", "120602"):
        small_world.observe(area_id, "score_pct", YEAR - 2, 50.0)
    for area_id, status in (("126101", "B"), (SKAWINA, "B"), ("120601", "B"), ("120602", "A")):
        small_world.observe(area_id, "score_pct", YEAR + 1, 60.0, status)
    store = small_world.build()
    cost = metros.spread(store, "smk", "cost")
    assert cost["tasks"].tolist() == ["gmina", "gmina_powiat"]
    assert cost[["n", "lowest", "highest"]].values.tolist() == [[5, 8, 25], [1, 40, 40]]
    assert cost["median"].iloc[0] == 10 and math.isnan(cost["median"].iloc[1])
    score = metros.spread(store, "smk", "score_lower")
    assert score["period"].tolist() == [YEAR - 2, YEAR, YEAR + 1], "the year between has no row"
    assert score["status"].tolist() == ["A", "A", "B"]
    assert score.loc[1, ["n", "lowest", "median", "highest"]].tolist() == [6, 10, 30, 90]


def test_members_and_their_weights_make_up_every_whole_of_the_store(store: Store) -> None:
    frame = store.query(
        """
        select w.area_id, w.indicator_id, w.period, i.aggregation, w.value as whole,
          m.area_id as member_id, v.value, v.weight
        from indicator_value w
        join area g on g.area_id = w.area_id and g.level = 'metro'
        join indicator i using (indicator_id)
        join area_member m on m.group_id = w.area_id
        join indicator_value v
          on v.area_id = m.area_id and v.indicator_id = w.indicator_id and v.period = w.period
        where w.value is not null and v.value is not null and i.aggregation in ('ratio', 'mean', 'harmonic')
        """
    )
    frame["group_id"] = frame["area_id"] + " " + frame["indicator_id"] + " " + frame["period"].astype(str)
    amount = (frame["value"] * frame["weight"]).groupby(frame["group_id"]).sum()
    weight = frame.groupby("group_id")["weight"].sum()
    whole = frame.groupby("group_id")["whole"].first()
    assert len(whole) > 7_000 and frame["area_id"].nunique() == 71
    assert set(frame["aggregation"]) == {"ratio", "mean", "harmonic"}
    assert ((amount / weight - whole).abs() <= 1e-9 * whole.abs()).all()
    parts = pulls(frame.drop(columns="area_id").rename(columns={"member_id": "area_id"}))
    known = parts["pull"].notna()
    assert (parts["pull"].groupby(parts["group_id"]).sum().abs() <= 1e-9 * whole.abs().clip(lower=1)).all()
    assert known.mean() > 0.999
