"""What moved last and what is out of date: the rules by hand in a small world, the shipped figures with pandas."""

import pandas as pd
import pytest

from conftest import YEAR, World, found
from smup.queries import monitoring
from smup.store import Store

BUILT = 2026  # the year in which the editions of these tests say they were built


def movers(world: World, area_id: str = "126101") -> pd.DataFrame:
    store = world.build()
    frame = monitoring.movers(store, area_id).set_index("indicator_id")
    store.close()
    return frame


def aged(world: World, area_id: str | None = None) -> pd.DataFrame:
    """The ages, as if the edition had been built in ``BUILT``."""
    store = world.build()
    frame = monitoring.ages(store, area_id).set_index("id")
    built = store.edition["built_at"].year
    store.close()
    age = frame["age"] - (built - BUILT)
    assert (frame["due"].isna() == frame["rhythm"].isna()).all()
    assert frame["due"].dropna().astype(bool).equals((frame["age"] > frame["rhythm"] + 1)[frame["due"].notna()])
    return frame.assign(age=age, due=(age > frame["rhythm"] + 1).where(frame["rhythm"].notna()))


# Movers


def test_one_year_moves_nothing(small_store: Store) -> None:
    assert monitoring.movers(small_store, "126101").empty


def test_a_mover_is_the_change_from_the_year_before_with_a_value(small_world: World) -> None:
    small_world.observe("126101", "cost_pc", YEAR - 3, 32)
    row = movers(small_world).loc["cost"]
    assert row[["period_before", "period", "value_before", "value", "change"]].tolist() == [YEAR - 3, YEAR, 32, 40, 8]
    assert row["relative"] == pytest.approx(0.25)
    assert pd.isna(row["percentile_change"]), "alone in the year before: no position"
    assert not row["broken"]
    assert row["light"] == "green"


@pytest.mark.parametrize("year", [YEAR, YEAR - 1])
def test_nothing_moves_across_a_break(small_world: World, year: int) -> None:
    small_world.observe("126101", "cost_pc", YEAR - 2, 32)
    small_world.observe("126101", "cost_pc", year, 40 if year == YEAR else None, "B" if year == YEAR else "M")
    if year != YEAR:
        small_world.observe("126101", "cost_pc", year, 35, "B")
        small_world.observe("126101", "cost_pc", YEAR, None, "M")
        small_world.observe("126101", "cost_pc", YEAR + 1, 44)
    row = movers(small_world).loc["cost"]
    if year == YEAR:
        assert row["broken"]
        assert row[["change", "relative", "percentile_change"]].isna().all()
    else:  # the break begins the series that is compared
        assert not row["broken"]
        assert row[["period_before", "period", "change"]].tolist() == [YEAR - 1, YEAR + 1, 9]


def test_of_levels_that_differ_from_year_to_year_only_the_position_moves(small_world: World) -> None:
    small_world.row("indicator", "score")["over_time"] = "positions"
    for area_id, value in {"120601": 90, "120602": 10, "120605": 20, "120607": 30, "120608": 40, "120609": 50,
                           "120615": 60, "120616": 70}.items():  # fmt: skip
        small_world.observe(area_id, "score_pct", YEAR + 1, value)
        small_world.observe(area_id, "score_coverage_pct", YEAR + 1, 100)
    row = movers(small_world, "120601").loc["score"]
    # Rural gminas: lowest of eight, then highest of eight; mid-rank percentiles 100 · (0.5 / 8) and 100 · (7.5 / 8).
    assert row["percentile_change"] == pytest.approx(87.5)
    assert row[["change", "relative"]].isna().all()
    assert row[["value_before", "value"]].tolist() == [10, 90]


def test_a_position_among_many_fewer_is_no_other_position(small_world: World) -> None:
    for area_id, value in {"120601": 90, "120602": 10, "120605": 20, "120607": 30, "120608": 40}.items():
        small_world.observe(area_id, "score_pct", YEAR + 1, value)
        small_world.observe(area_id, "score_coverage_pct", YEAR + 1, 100)
    row = movers(small_world, "120601").loc["score"]
    assert pd.isna(row["percentile_change"]), "five of eight"
    assert row["relative"] == pytest.approx(8)


@pytest.mark.parametrize(("before", "after", "share"), [(0, 5, None), (-4, -2, None), (4, -1, None), (4, 0, -1)])
def test_a_share_needs_something_to_begin_with(
    small_world: World, before: float, after: float, share: float | None
) -> None:
    small_world.observe("126101", "cost_pc", YEAR, before)
    small_world.observe("126101", "cost_pc", YEAR + 1, after)
    row = movers(small_world).loc["cost"]
    assert row["change"] == after - before
    assert pd.isna(row["relative"]) if share is None else row["relative"] == share


def test_the_more_serious_status_of_the_two_is_said(small_world: World) -> None:
    small_world.observe("126101", "cost_pc", YEAR - 1, 32, "E")
    assert movers(small_world).loc["cost", ["light", "why"]].tolist() == ["amber", "E name_pl żółć"]


def test_the_movers_of_gdynia_are_those_that_pandas_finds(store: Store) -> None:
    values = store.query("""
        select v.indicator_id, v.period, v.value, v.status, b.percentile, b.n
        from indicator_value v left join benchmark b
          on b.area_id = v.area_id and b.indicator_id = v.indicator_id and b.period = v.period
            and b.group_id = 'city_with_powiat_rights'
        where v.area_id = '226201' order by v.indicator_id, v.period
    """)
    positions = set(store.query("select indicator_id from indicator where over_time = 'positions'")["indicator_id"])
    frame = monitoring.movers(store, "226201").set_index("indicator_id")
    expected = set()
    for indicator_id, rows in values.groupby("indicator_id"):
        known = rows[rows["value"].notna()]
        if len(known) < 2:
            continue
        expected.add(indicator_id)
        old, new = known.iloc[-2], known.iloc[-1]
        row = frame.loc[indicator_id]
        assert (row["period_before"], row["period"]) == (old["period"], new["period"])
        between = rows[(rows["period"] > old["period"]) & (rows["period"] <= new["period"])]
        broken = (between["status"] == "B").any()
        assert row["broken"] == broken
        if broken or indicator_id in positions:
            assert pd.isna(row["relative"]) and pd.isna(row["change"])
        else:
            assert row["change"] == pytest.approx(new["value"] - old["value"])
            if old["value"] > 0 and new["value"] >= 0:
                assert row["relative"] == pytest.approx(new["value"] / old["value"] - 1)
        alike = 0.8 * old["n"] <= new["n"] <= 1.25 * old["n"]
        if alike and not broken and pd.notna(new["percentile"]) and pd.notna(old["percentile"]):
            assert row["percentile_change"] == pytest.approx(new["percentile"] - old["percentile"])
        else:
            assert pd.isna(row["percentile_change"])
    assert set(frame.index) == expected
    assert frame["percentile_change"].abs().dropna().is_monotonic_decreasing
    maths = frame.loc["exam8_maths"]
    assert maths["value"] == found(store, "226201", "exam8_maths", 2025)[0] == 58.45
    assert pd.isna(maths["relative"])


# Ages


def test_a_yearly_figure_is_due_after_its_year_and_a_year_to_publish_it(small_world: World) -> None:
    for year in (2021, 2022, 2023):
        small_world.observe("126101", "cost_pc", year, 40)
    for year in (2021, 2022, 2023, 2024):
        small_world.observe("126101", "class_size", year, 20)
    frame = aged(small_world)
    assert frame.loc["cost", ["years", "rhythm", "last_period", "age", "due"]].tolist() == [4, 1, 2023, 3, True]
    assert frame.loc["class_size", ["years", "rhythm", "last_period", "age", "due"]].tolist() == [5, 1, 2024, 2, False]


def test_a_figure_of_every_second_year_is_due_a_year_later(small_world: World) -> None:
    small_world.observe("126101", "cost_pc", 2022, 40)
    small_world.observe("126101", "class_size", 2018, 20)
    small_world.observe("126101", "class_size", 2022, 20)
    small_world.observe("126101", "class_size", 2024, 20)
    frame = aged(small_world)
    assert frame.loc["cost", ["rhythm", "age", "due"]].tolist() == [2, 4, True]
    assert frame.loc["class_size", ["rhythm", "age", "due"]].tolist() == [2, 2, False], "gaps of 2, 2 and 2 years"


def test_a_single_year_has_no_rhythm_and_is_never_called_due(small_world: World) -> None:
    row = aged(small_world).loc["population"]
    assert row[["years", "first_period", "last_period", "age"]].tolist() == [1, YEAR, YEAR, BUILT - YEAR]
    assert pd.isna(row["rhythm"]) and pd.isna(row["due"])


def test_sources_come_first_with_the_years_of_all_their_series(small_world: World) -> None:
    small_world.observe("126301", "cost_pc", 2024, 40)
    small_world.observe("126301", "pupils", 2025, None, "M")
    frame = aged(small_world, "126101")
    assert frame["kind"].tolist()[:2] == ["source", "source"]
    assert frame.loc["gus_bdl", ["last_period", "rhythm", "area_period"]].tolist() == [2024, 4, YEAR]
    assert frame.loc["cost", ["last_period", "area_period"]].tolist() == [2024, YEAR]
    assert "gus_teryt" not in frame.index, "a source without values has no age"


def test_without_an_area_the_years_of_none_are_told(small_store: Store) -> None:
    assert monitoring.ages(small_store)["area_period"].isna().all()
