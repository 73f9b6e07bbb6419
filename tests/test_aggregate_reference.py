"""Every aggregate and every place in the shipped store, worked out a second time with pandas and NumPy."""

import re
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from conftest import YEAR, World, found
from smup.store import Store

KEY = ["area_id", "period"]
CELL = ["group_id", "indicator_id", "period", "tasks"]
CLOSE = 1e-9  # relative


@dataclass
class Inputs:
    """The input files as pandas reads them, without the program's help."""

    area: pd.DataFrame
    indicator: pd.DataFrame
    member: pd.DataFrame
    observation: dict[str, pd.DataFrame]
    periods: list[int]


@pytest.fixture(scope="module")
def inputs(data: Path) -> Inputs:
    area = pd.read_csv(data / "area.csv", dtype=str, keep_default_na=False)
    frames = [pd.read_parquet(path) for path in (data / "observation").glob("*.parquet")]
    observation = pd.concat(frames, ignore_index=True)
    observation["period"] = observation["period"].astype(int)
    return Inputs(
        area=area.assign(first_year=pd.to_numeric(area["valid_from"].str[:4], errors="coerce").fillna(0)),
        indicator=pd.read_csv(data / "indicator.csv").set_index("indicator_id"),
        member=pd.read_csv(data / "area_member.csv", dtype=str)[["group_id", "area_id"]],
        observation={name: rows.set_index(KEY) for name, rows in observation.groupby("variable_id")},
        periods=sorted(observation["period"].unique()),
    )


def term(inputs: Inputs, name: str) -> tuple[pd.Series, pd.Series]:
    """Values of one variable by area and year, and where it is not applicable; ``name@YYYY`` reaches four years."""
    name, _, pinned = name.partition("@")
    rows = inputs.observation[name]
    values, absent = rows["value"].astype(float), rows["status"] == "M"
    if pinned:
        near = [period for period in inputs.periods if abs(period - int(pinned)) <= 4]
        at_year = [frame.xs(int(pinned), level="period") for frame in (values, absent)]
        values, absent = (pd.concat(dict.fromkeys(near, frame), names=["period"]).swaplevel() for frame in at_year)
    return values, absent


def own_values(inputs: Inputs, indicator_id: str) -> pd.DataFrame:
    """One row per area and year: the two sides of the fraction, its value, and whether it is not applicable."""
    catalogue = inputs.indicator.loc[indicator_id]
    terms = {name: term(inputs, name) for name in set(re.findall(r"[a-z]\w*(?:@\d{4})?", catalogue["formula"]))}
    known = reduce(lambda left, right: left.intersection(right), [values.index for values, _ in terms.values()])
    namespace = {name.replace("@", "_at_"): values.reindex(known) for name, (values, _) in terms.items()}
    above, _, below = (part.strip() for part in catalogue["formula"].replace("@", "_at_").partition("/"))
    frame = pd.DataFrame({"above": eval(above, {}, namespace)}, index=known)
    frame["below"] = eval(below, {}, namespace) if below else 1.0
    frame["value"] = (frame["above"] / frame["below"].where(frame["below"] != 0)).where(frame["above"].notna())
    absent = [missing.reindex(known) for _, missing in terms.values()]
    nothing_to_divide_by = frame["above"].notna() & (frame["below"] == 0)
    frame["absent"] = frame["value"].isna() & (np.logical_or.reduce(absent) | nothing_to_divide_by)
    frame["share"] = 1.0
    if isinstance(coverage := catalogue["coverage_variable_id"], str):
        frame["share"] = (inputs.observation[coverage]["value"] / 100).reindex(known).fillna(1)
    return frame


def weights(inputs: Inputs, variable_id: str) -> pd.Series:
    """Weight of each area in every year, from the nearest year with a value, the earlier of two that are as near."""
    wide = inputs.observation[variable_id]["value"].dropna().unstack("period")
    by_year = {}
    for period in inputs.periods:
        nearest_first = sorted(wide.columns, key=lambda year, period=period: (abs(year - period), year))
        by_year[period] = wide[nearest_first].bfill(axis="columns").iloc[:, 0]
    return pd.concat(by_year, names=["period"]).swaplevel().rename("weight")


def tiers(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The members of every larger area, twice: as gminas, and as land powiats and cities."""
    area = inputs.area
    larger = pd.concat(
        [
            area.assign(group_id=area["voivodeship_id"])[["group_id", "area_id"]],
            area.assign(group_id="PL")[["group_id", "area_id"]],
        ]
    )
    level = area.set_index("area_id")["level"]
    larger = larger[larger["area_id"].map(level).isin(["gmina", "powiat"]) & (larger["group_id"] != "")]
    facts = area.set_index("area_id")[["level", "kind", "first_year"]]
    gminas = pd.concat([larger, inputs.member]).join(facts, on="area_id")
    powiats = larger.join(facts, on="area_id")
    is_city = powiats["kind"] == "city_with_powiat_rights"
    return {"gmina": gminas[gminas["level"] == "gmina"], "powiat": powiats[is_city | (powiats["level"] == "powiat")]}


def aggregated(
    catalogue: pd.Series, own: pd.DataFrame, members: pd.DataFrame, weight: dict[str, pd.Series]
) -> pd.DataFrame:
    """One row per larger area and year that one tier serves: value and coverage."""
    weigh_by = catalogue["weight_variable_id"] if isinstance(catalogue["weight_variable_id"], str) else "population"
    residents = weight["population"].rename("residents").reset_index()
    residents = residents[residents["period"].isin(own.index.unique("period"))]
    everyone = members.merge(residents, on="area_id")
    everyone = everyone[everyone["period"] >= everyone["first_year"]].join(weight[weigh_by], on=KEY).join(own, on=KEY)
    has = everyone["value"].notna()
    factor = everyone["weight"] if weigh_by == catalogue["weight_variable_id"] else 1.0
    match catalogue["aggregation"]:
        case "sum" | "ratio":
            above, below = factor * everyone["above"], factor * everyone["below"]
        case "mean":
            below = everyone["weight"] * everyone["share"]
            above = below * everyone["value"]
        case "harmonic":
            above, below = everyone["weight"], everyone["weight"] / everyone["value"]
    everyone = everyone.assign(
        top=above.where(has),
        bottom=below.where(has),
        covered=(everyone["weight"] * everyone["share"]).where(has),
        applicable=everyone["weight"].where(~(everyone["absent"] == True)),  # noqa: E712 - nullable
        known=everyone["residents"].where(everyone["weight"].notna()),
        has=has & everyone["weight"].notna(),
    )
    columns = ["top", "bottom", "covered", "applicable", "known", "residents", "has"]
    total = everyone.groupby(["group_id", "period"])[columns].sum()
    total = total[total["has"] > 0]
    value = total["top"] if catalogue["aggregation"] == "sum" else total["top"] / total["bottom"]
    # A member whose weight nobody knows is a part of the whole all the same: its residents say how large a part.
    coverage = (total["covered"] / total["applicable"]).clip(upper=1) * total["known"] / total["residents"]
    return pd.DataFrame({"value": value, "coverage": coverage})


@pytest.fixture(scope="module")
def single(inputs: Inputs) -> dict[str, pd.DataFrame]:
    return {indicator_id: own_values(inputs, indicator_id) for indicator_id in inputs.indicator.index}


@pytest.fixture(scope="module")
def reference(inputs: Inputs, single: dict[str, pd.DataFrame]) -> pd.DataFrame:
    used = set(inputs.indicator["weight_variable_id"].dropna()) | {"population"}
    weight = {variable_id: weights(inputs, variable_id) for variable_id in used}
    answers = {}
    for indicator_id in inputs.indicator.index[inputs.indicator["aggregation"] != "none"]:
        catalogue, own = inputs.indicator.loc[indicator_id], single[indicator_id]
        by_tier = [aggregated(catalogue, own, members, weight) for members in tiers(inputs).values()]
        both = pd.concat(by_tier).sort_values("coverage", ascending=False, kind="stable")
        best = both[~both.index.duplicated()]
        needed = 0.999999 if catalogue["aggregation"] == "sum" else 0.8
        answers[indicator_id] = best.assign(value=best["value"].where(best["coverage"] >= needed))
    return pd.concat(answers, names=["indicator_id"])


def test_every_value_of_a_single_area_is_its_formula(store: Store, single: dict[str, pd.DataFrame]) -> None:
    stored = store.query("select v.* from indicator_value v join area a using (area_id) where a.level <> 'metro'")
    expected = pd.concat(single, names=["indicator_id"])["value"].rename("expected").reset_index()
    both = expected.merge(stored, on=["indicator_id", *KEY], how="left", indicator=True)
    assert (both["_merge"] == "both").all(), both[both["_merge"] != "both"].head()
    assert (both["expected"].isna() == both["value"].isna()).all()
    difference = ((both["value"] - both["expected"]).abs() / both["expected"].abs().clip(lower=1e-300)).max()
    print(f"\n{len(both)} values of single areas, largest relative difference {difference:.1e}")
    assert difference < CLOSE


def test_every_aggregate_is_made_of_its_members(store: Store, reference: pd.DataFrame) -> None:
    stored = store.query(
        """
        select v.indicator_id, v.area_id as group_id, v.period, v.value, v.coverage, v.status, a.level
        from indicator_value v join area a using (area_id)
        where a.level in ('metro', 'voivodeship', 'country')
        """
    )
    keys = ["indicator_id", "group_id", "period"]
    both = reference.reset_index().merge(stored, on=keys, how="outer", suffixes=("_expected", ""), indicator=True)
    assert (both["_merge"] == "both").all(), both[both["_merge"] != "both"].head()
    groups = both.groupby("level")["group_id"].nunique().to_dict()
    assert groups == {"country": 1, "metro": 13 + 58, "voivodeship": 16}
    wrong = both["value"].isna() != both["value_expected"].isna()
    assert not wrong.any(), f"{wrong.sum()} values are there or absent wrongly, first:\n{both[wrong].head()}"
    for column in ("value", "coverage"):
        expected = both[f"{column}_expected"]
        difference = (both[column] - expected).abs() / expected.abs().where(expected != 0, 1)
        print(f"\n{len(both)} aggregates, {column}: largest relative difference {difference.max():.1e}")
        assert difference.max() < CLOSE, f"first:\n{both[difference >= CLOSE].head()}"


def tasks(area: pd.DataFrame, member: pd.DataFrame) -> pd.Series:
    """Whose tasks the money of each area pays for, by area; that of a voivodeship those of gminas and cities alike."""
    cities = set(area.loc[area["kind"] == "city_with_powiat_rights", "area_id"])
    special = {"city_with_powiat_rights": "gmina_powiat", "voivodeship": "mixed", "country": "mixed"}
    single = area.set_index("area_id")["kind"].map(lambda kind: special.get(kind, "gmina"))
    shares = member.assign(city=member["area_id"].isin(cities)).groupby("group_id")["city"].mean()
    wholes = shares.map(lambda share: "gmina_powiat" if share == 1 else "mixed" if share else "gmina")
    return pd.concat([single.drop(shares.index), wholes])


def test_every_place_in_the_benchmark_is_counted_again(store: Store, inputs: Inputs) -> None:
    area = inputs.area
    groups = pd.concat(
        [
            area[area["kind"] != "country"].assign(group_id=area["kind"]),
            area[area["voivodeship_id"] != ""].assign(group_id=area["kind"] + "." + area["voivodeship_id"]),
            inputs.member.merge(area, on="area_id"),
        ]
    )[["group_id", "area_id", "kind"]]
    values = store.query("select area_id, indicator_id, period, value from indicator_value where value is not null")
    catalogue = inputs.indicator[["polarity", "target", "comparability"]]
    frame = values.join(catalogue, on="indicator_id").merge(groups, on="area_id")
    frame["tasks"] = (
        frame["area_id"].map(tasks(area, inputs.member)).where(frame["comparability"] == "same_tasks", "any")
    )
    away = (frame["value"] - frame["target"]).abs()
    frame["goodness"] = frame["value"].where(frame["polarity"] != "lower", -frame["value"])
    frame["goodness"] = frame["goodness"].where(frame["polarity"] != "target", -away).round(9)
    cells = frame.groupby(CELL)
    frame["n"] = cells["value"].transform("size")
    worse = cells["goodness"].rank(method="min") - 1
    equal = frame.groupby([*CELL, "goodness"])["value"].transform("size")
    frame["percentile"] = (100 * (worse + 0.5 * equal) / frame["n"]).where(frame["n"] >= 4)
    ranked = (frame["n"] >= 4) & (frame["polarity"] != "none")
    frame["rank"] = cells["goodness"].rank(method="min", ascending=False).where(ranked)
    frame = frame.sort_values(CELL)
    for n, rows in frame.groupby("n"):  # all cells of one size at once, a row each
        split = np.quantile(rows["value"].to_numpy().reshape(-1, n), [0.25, 0.5, 0.75], axis=1, method="linear")
        frame.loc[rows.index, ["p25", "median", "p75"]] = split.repeat(n, axis=1).T
    quarter = 1 + sum((frame["value"] > frame[name]).astype(int) for name in ("p25", "median", "p75"))
    frame["quartile"] = quarter.where(frame["n"] >= 8)
    frame["median"] = frame["median"].where(frame["n"] >= 4)
    frame["p25"], frame["p75"] = frame["p25"].where(frame["n"] >= 8), frame["p75"].where(frame["n"] >= 8)

    stored = store.query("select * from benchmark")
    keys = ["area_id", "group_id", "indicator_id", "period"]
    both = frame.merge(stored, on=keys, how="outer", suffixes=("_expected", ""), indicator=True)
    assert len(both) == len(stored) == len(frame)
    assert (both["_merge"] == "both").all()
    assert (both["tasks"] == both["tasks_expected"]).all()
    for column in ("n", "rank", "quartile", "value"):
        expected = both[f"{column}_expected"].astype("Float64")
        wrong = both[column].astype("Float64").fillna(-1) != expected.fillna(-1)
        assert not wrong.any(), f"{column}, first:\n{both[wrong].head()}"
    for column in ("percentile", "median", "p25", "p75"):
        expected = both[f"{column}_expected"]
        assert (both[column].isna() == expected.isna()).all(), column
        difference = ((both[column] - expected).abs() / expected.abs().where(expected != 0, 1)).max()
        print(f"\n{len(both)} places, {column}: largest relative difference {difference:.1e}")
        assert difference < CLOSE, column


def test_an_aggregate_needs_four_fifths_of_its_weight(small_world: World) -> None:
    small_world.observe("126101", "score_pct", YEAR + 1, None, "Q")
    for area_id in ("120611", "120601", "120602", "120605", "120607"):
        small_world.observe(area_id, "score_pct", YEAR + 1, 50)
        small_world.observe(area_id, "cost_pc", YEAR + 1, 10)
    small_world.observe("126101", "cost_pc", YEAR + 1, 20)
    small_world.observe("120611", "cost_pc", YEAR + 1, None, "O")
    store = small_world.build()
    assert found(store, "smk", "score", YEAR + 1) == (None, "O", pytest.approx(60 / 160)), "Kraków has most candidates"
    cost = (900 * 20 + 350 * 10) / 1250
    assert found(store, "smk", "cost", YEAR + 1) == (pytest.approx(cost), "D", pytest.approx(1250 / 1550)), "0.806"
    small_world.observe("120602", "cost_pc", YEAR + 1, None, "O")
    assert found(small_world.build(), "smk", "cost", YEAR + 1) == (None, "O", pytest.approx(1200 / 1550)), "0.774"


def test_a_sum_needs_every_member_however_small(small_world: World) -> None:
    small_world.observe("120602", "population", YEAR, None, "O")
    small_world.observe("120602", "population", YEAR - 1, 50)
    store = small_world.build()
    assert found(store, "smk", "population", YEAR) == (None, "O", pytest.approx(1500 / 1550))
    assert found(store, "12", "population", YEAR)[0] == 2900, "but the land powiats and cities are all known"


def test_a_member_of_unknown_weight_counts_by_its_residents(small_world: World) -> None:
    rows = small_world.observations["cke_exam8"]
    rows[:] = [row for row in rows if row[:2] != ("126101", "candidates")]
    store = small_world.build()
    assert found(store, "smk", "score", YEAR) == (None, "O", pytest.approx(650 / 1550)), "Kraków is most of smk"
    assert found(store, "12", "score", YEAR) == (None, "O", pytest.approx(2000 / 2900))


def test_an_area_to_which_an_indicator_does_not_apply_is_no_gap(small_store: Store) -> None:
    assert found(small_store, "126201", "pupils_per_school", YEAR) == (None, "M", 0), "Nowy Sącz without a school"
    pupils, schools = 400 + 200 + 0 + 100 + 8 * 20, 4 + 2 + 0 + 2 + 8
    assert found(small_store, "12", "pupils_per_school", YEAR) == (pupils / schools, "A", 1)
