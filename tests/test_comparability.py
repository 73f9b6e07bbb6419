"""The light of comparability: every reason fires where it should, and nowhere else."""

import pandas as pd
import pytest

from conftest import SKAWINA, YEAR, World
from smup.queries import figures, places
from smup.store import Store

ALL = ["126101", "126301", SKAWINA, "120601", "smk"]


def lights(frame: pd.DataFrame, key: str = "area_id") -> dict[str, tuple[str, str | None]]:
    """Light and reasons, by area; the words of the small world begin with the code of the reason."""
    return {
        row[key]: (row["light"], None if pd.isna(row["why"]) else " ".join(row["why"].split(" name_pl żółć"))[:-1])
        for _, row in frame.replace({"why": {", ": ""}}, regex=True).iterrows()
    }


def test_rates_of_one_kind_and_year_are_green_and_another_kind_is_amber(small_store: Store) -> None:
    frame = figures.comparison(small_store, "score", YEAR, "rural", ALL)
    assert lights(frame) == {
        "126101": ("green", None), "126301": ("green", None), SKAWINA: ("amber", "other_kind"),
        "120601": ("amber", "other_kind"), "smk": ("amber", "other_kind"),
    }  # fmt: skip


def test_money_of_other_tasks_is_grey_and_a_mixed_whole_has_another_cost_scope(small_store: Store) -> None:
    frame = figures.comparison(small_store, "cost", YEAR, "rural", ALL)
    assert lights(frame) == {
        "126101": ("green", None), "126301": ("green", None), SKAWINA: ("grey", "other_kind other_tasks"),
        "120601": ("grey", "other_kind other_tasks"), "smk": ("grey", "other_kind other_cost_scope other_tasks"),
    }  # fmt: skip
    assert frame.set_index("area_id")["explained"].notna().to_dict() == {
        "126101": False, "126301": False, SKAWINA: True, "120601": True, "smk": True,
    }  # fmt: skip
    seen_from_skawina = figures.comparison(small_store, "cost", YEAR, "rural", [SKAWINA, "126101", "120601"])
    assert lights(seen_from_skawina)["126101"] == ("grey", "other_kind other_tasks")
    assert lights(seen_from_skawina)["120601"] == ("amber", "other_kind")


@pytest.mark.parametrize(("status", "light"), [*((code, "amber") for code in "PVEUDB"), *((c, "grey") for c in "LOQM")])
def test_every_status_but_the_normal_one_has_its_light(small_world: World, status: str, light: str) -> None:
    small_world.observe("120601", "score_pct", YEAR, None if light == "grey" else 10, status)
    store = small_world.build()
    frame = figures.comparison(store, "score", YEAR, "rural", ["120602", "120601"])
    assert lights(frame) == {"120602": ("green", None), "120601": (light, status)}
    assert frame["value"].isna().tolist() == [False, light == "grey"]


def test_a_value_that_rests_on_too_little_is_amber_from_below_four_fifths(small_world: World) -> None:
    small_world.observe("120601", "score_coverage_pct", YEAR, 79)
    small_world.observe("120602", "score_coverage_pct", YEAR, 80)
    store = small_world.build()
    frame = figures.comparison(store, "score", YEAR, "rural", ["120605", "120601", "120602"])
    assert lights(frame) == {
        "120605": ("green", None), "120601": ("amber", "low_coverage"), "120602": ("green", None),
    }  # fmt: skip


def test_the_reasons_and_the_limit_are_data(small_world: World) -> None:
    small_world.row("comparability", "low_coverage")["threshold"] = 0.95
    small_world.row("comparability", "other_kind")["light"] = "grey"
    store = small_world.build()
    frame = figures.comparison(store, "score", YEAR, "rural", ["120601", "126101"])
    assert lights(frame)["126101"] == ("grey", "other_kind low_coverage")


def test_a_ranking_is_lit_from_the_chosen_area_if_it_belongs_to_the_group(small_store: Store) -> None:
    inside = lights(places.ranking(small_store, "score", YEAR, "smk", SKAWINA))
    assert inside[SKAWINA] == ("green", None) and inside["126101"] == ("amber", "other_kind")
    outside = lights(places.ranking(small_store, "score", YEAR, "smk", "126301"))
    assert set(outside.values()) == {("green", None)}
    alone = lights(places.ranking(small_store, "cost", YEAR, "smk", "126101"))
    assert alone["126101"] == ("grey", "few_areas"), "the only city of the group has nobody to be compared with"


def test_a_profile_says_which_values_may_not_be_held_against_the_group(small_store: Store) -> None:
    rural = lights(places.profile(small_store, "120601", "education", "rural"), "indicator_id")
    assert rural["score"] == ("green", None) and rural["cost"] == ("green", None)
    mixed = lights(places.profile(small_store, "120601", "education", "smk"), "indicator_id")
    assert mixed["score"] == ("amber", "other_kind")
    city = lights(places.profile(small_store, "126101", "education", "city_with_powiat_rights"), "indicator_id")
    assert city["cost"] == ("grey", "few_areas")


def test_the_table_and_the_years_carry_the_light_too(small_store: Store) -> None:
    table = figures.comparison_table(small_store, ["score", "cost"], "rural", ["126101", SKAWINA])
    assert table["light"].tolist() == ["green", "amber", "green", "grey"]
    years = figures.trend(small_store, "score", ["120616", "120601"])
    assert years["light"].tolist() == ["amber", "green"], "the note makes the value of 120616 one of low reliability"


def test_on_the_shipped_data_the_money_of_a_metropolitan_area_is_told_from_that_of_its_members(store: Store) -> None:
    frame = figures.comparison(store, "expenditure_education_per_capita", 2024, "smk", ["126101", "120607", "smk"])
    assert frame["light"].tolist() == ["green", "grey", "grey"]
    assert frame["why"].tolist()[1:] == [
        "inny rodzaj jednostki, inne zadania", "inny rodzaj jednostki, inny zakres kosztu, inne zadania",
    ]  # fmt: skip


def test_seen_from_outside_a_group_the_tasks_of_most_members_decide(small_store: Store, store: Store) -> None:
    frame = lights(places.ranking(small_store, "cost", YEAR, "smk", "126301"))
    assert frame["126101"] == ("grey", "other_tasks few_areas"), "Kraków among five gminas, seen from Tarnów"
    assert {light for area_id, (light, _) in frame.items() if area_id != "126101"} == {"green"}
    gzm = places.ranking(store, "expenditure_total_per_capita", 2019, "gzm", "126101")
    assert gzm.groupby("kind")["light"].unique().map(set).to_dict() == {
        "city_with_powiat_rights": {"grey"}, "rural": {"green"}, "urban": {"green"}, "urban_rural": {"green"},
    }  # fmt: skip


def test_a_profile_within_a_mixed_group_is_green_among_those_of_the_same_tasks(store: Store) -> None:
    frame = places.profile(store, "246901", "finance", "gzm").set_index("indicator_id")
    assert frame.loc["expenditure_total_per_capita", "light"] == "green", "Katowice among the thirteen cities"


def test_larger_areas_are_compared_where_their_members_have_the_same_tasks(store: Store) -> None:
    wholes = places.ranking(store, "expenditure_total_per_capita", 2019, "functional_urban_area", "PL002L2")
    tasks = store.query("from area_tasks").set_index("area_id")["tasks"]
    assert tasks[wholes["area_id"]].value_counts().to_dict() == {"mixed": 43, "gmina": 14, "gmina_powiat": 1}
    by_tasks = wholes.assign(tasks=wholes["area_id"].map(tasks)).groupby("tasks")
    assert by_tasks["light"].unique().map(set).to_dict() == {
        "gmina": {"grey"}, "gmina_powiat": {"grey"}, "mixed": {"amber"},
    }  # fmt: skip
    assert by_tasks["n"].first().to_dict() == {"gmina": 14, "gmina_powiat": 1, "mixed": 43}
