"""Ranks, percentiles and quartiles, as the store gives them, and how far a rank moves."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.apart import place_apart
from smup.methods.ranking import goodness_of, overlaps, place, rank_intervals, standing, winner
from smup.model import Polarity, SmupError
from smup.store import Store


def by_area(*values: float | None) -> pd.Series:
    return pd.Series(values, index=[chr(ord("a") + i) for i in range(len(values))], dtype=float)


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    found = standing(by_area(10, 20, 20, 30), Polarity.HIGHER)
    assert found["rank"].tolist() == [4, 2, 2, 1]
    assert found["percentile"].tolist() == [12.5, 50, 50, 87.5]  # 100 (B + 0.5 E) / 4
    assert found["n"].tolist() == [4] * 4
    assert found["median"].tolist() == [20] * 4


def test_lower_and_target_turn_the_order() -> None:
    values = by_area(1, 2, 3, 5)
    assert standing(values, Polarity.LOWER)["rank"].tolist() == [1, 2, 3, 4]
    assert standing(values, Polarity.TARGET, target=2.5)["rank"].tolist() == [3, 1, 1, 4]
    assert standing(values, Polarity.LOWER)["percentile"].tolist() == [87.5, 62.5, 37.5, 12.5]


def test_without_judgement_there_is_a_position_and_no_rank() -> None:
    found = standing(by_area(1, 2, 3, 4), Polarity.NONE)
    assert found["rank"].isna().all()
    assert found["percentile"].tolist() == [12.5, 37.5, 62.5, 87.5]


def test_quartiles_from_eight_values_on_by_linear_interpolation() -> None:
    found = standing(by_area(*range(1, 9)), Polarity.HIGHER)
    assert found[["p25", "median", "p75"]].iloc[0].tolist() == [2.75, 4.5, 6.25]
    assert found["quartile"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    on_the_line = standing(by_area(*range(1, 10)), Polarity.LOWER)  # p25 is 3: a value on a line belongs below it
    assert on_the_line["quartile"].tolist() == [1, 1, 1, 2, 2, 3, 3, 4, 4]
    assert standing(by_area(*range(1, 8)), Polarity.HIGHER)[["quartile", "p25", "p75"]].isna().all(axis=None)
    assert standing(by_area(*range(1, 8)), Polarity.HIGHER)["median"].tolist() == [4] * 7


@pytest.mark.parametrize("values", [(), (1.0,), (1, 2, 3), (1, 2, 3, None), (None, None, None, None, None)])
def test_nothing_is_ranked_below_four_values(values: tuple[float | None, ...]) -> None:
    found = standing(by_area(*values), Polarity.HIGHER)
    assert found[["rank", "percentile", "quartile", "median", "p25", "p75"]].isna().all(axis=None)
    assert found["n"].tolist() == [sum(value is not None for value in values)] * len(values)


def test_a_missing_value_is_not_zero_and_counts_nowhere() -> None:
    found = standing(by_area(-1, -2, None, -3, -4), Polarity.HIGHER)
    assert found["rank"].dropna().tolist() == [1, 2, 3, 4]
    assert found.loc["c", ["value", "rank", "percentile", "quartile"]].isna().all()


def test_equal_to_nine_decimals_is_equal() -> None:
    found = standing(by_area(0.1 + 0.2, 0.3, 0.3 + 1e-8, 0), Polarity.HIGHER)
    assert found["rank"].tolist() == [2, 2, 1, 4]


def test_huge_values_are_ranked_as_they_are() -> None:
    assert standing(by_area(1e308, -1e308, 1e300, 5), Polarity.LOWER)["rank"].tolist() == [4, 1, 3, 2]


def test_constant_values_share_the_first_rank_and_the_middle() -> None:
    found = standing(by_area(*[7] * 9), Polarity.LOWER)
    assert set(found["rank"]) == {1}
    assert set(found["percentile"]) == {50}


@pytest.mark.parametrize(
    ("values", "polarity", "target", "sentence"),
    [
        (pd.Series([1, 2], index=["a", "a"]), Polarity.HIGHER, None, "“a” is given twice"),
        (by_area(1, math.inf), Polarity.HIGHER, None, "infinite"),
        (by_area(1, 2), Polarity.TARGET, None, "A target is needed exactly"),
        (by_area(1, 2), Polarity.TARGET, math.nan, "A target is needed exactly"),
        (by_area(1, 2), Polarity.HIGHER, 3.0, "A target is needed exactly"),
    ],
)
def test_bad_values_are_refused(values: pd.Series, polarity: Polarity, target: float | None, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        standing(values, polarity, target)


whole = st.lists(st.integers(-1000, 1000), min_size=4, max_size=30)


@given(whole)
def test_no_increasing_transform_changes_a_rank(values: list[int]) -> None:
    places = ["rank", "percentile"]
    before = standing(by_area(*values), Polarity.HIGHER)[places]
    after = standing(np.exp(by_area(*values) / 100) * 50 + 3, Polarity.HIGHER)[places]
    pd.testing.assert_frame_equal(before, after)
    lower = standing(-by_area(*values), Polarity.LOWER)[places]
    pd.testing.assert_frame_equal(before, lower)


@given(whole)
def test_percentiles_average_fifty_and_better_never_ranks_behind(values: list[int]) -> None:
    found = standing(by_area(*values), Polarity.HIGHER).sort_values("value")
    assert found["percentile"].mean() == pytest.approx(50)
    assert (found["rank"].astype(float).diff().dropna() <= 0).all()


def test_the_store_places_every_area_the_same_way(store: Store) -> None:
    cells = store.query(
        "select b.*, i.polarity, i.target from benchmark b join indicator i using (indicator_id)"
        " where hash(b.indicator_id, b.period, b.group_id) % 97 = 0"
    )
    tried = 0
    for _, cell in cells.groupby(["indicator_id", "period", "group_id", "tasks"]):
        target = cell["target"].iloc[0]
        found = standing(
            cell.set_index("area_id")["value"], Polarity(cell["polarity"].iloc[0]), None if pd.isna(target) else target
        )
        for column in ("rank", "percentile", "quartile", "n", "median", "p25", "p75"):
            expected = cell[column].to_numpy(dtype=float, na_value=np.nan)
            assert found[column].to_numpy(dtype=float, na_value=np.nan) == pytest.approx(
                expected, nan_ok=True, rel=1e-9
            )
        tried += 1
    assert tried > 50


def test_an_interval_holds_the_best_and_the_worst_rank() -> None:
    found = rank_intervals(
        {"7 peers": by_area(9, 5, 4, 3, 1), "5 peers": by_area(2, 5, 4, 3), "10 peers": by_area(6, 5, 7, 8, 9, 1)},
        Polarity.HIGHER,
    )
    assert found.columns.tolist() == ["rank", "n", "best", "worst", "largest_n", "alternatives"]
    assert found.loc["a"].tolist() == [1, 5, 1, 4, 6, 3]
    assert found.loc["e"].tolist() == [5, 5, 1, 5, 6, 2]  # 5 peers do not hold it
    assert found.index.tolist() == list("abcde")


def test_without_a_rank_at_the_point_there_is_no_interval() -> None:
    found = rank_intervals({"2024": by_area(None, 1, 2, 3, 4), "2023": by_area(9, 1, 2, 3, 4)}, Polarity.HIGHER)
    assert found.loc["a", ["rank", "best", "worst", "largest_n"]].isna().all()
    assert found.loc["b", ["rank", "best", "worst"]].tolist() == [4, 4, 5]
    few = rank_intervals({"2024": by_area(1, 2, 3)}, Polarity.HIGHER)
    assert few[["rank", "best", "worst"]].isna().all(axis=None)


def test_no_winner_is_named_where_intervals_overlap() -> None:
    clear = rank_intervals({"2024": by_area(9, 3, 2, 1), "2023": by_area(9, 2, 3, 1)}, Polarity.HIGHER)
    assert winner(clear) == "a"
    assert not overlaps(clear, "a", "b")
    assert overlaps(clear, "b", "c")
    assert overlaps(clear, "a", "a")
    moved = rank_intervals({"2024": by_area(9, 3, 2, 1), "2023": by_area(2, 9, 3, 1)}, Polarity.HIGHER)
    assert winner(moved) is None
    tied = rank_intervals({"2024": by_area(9, 9, 2, 1)}, Polarity.HIGHER)
    assert winner(tied) is None
    nobody = rank_intervals({"2024": by_area(9, 2, 1)}, Polarity.HIGHER)
    assert winner(nobody) is None
    assert overlaps(nobody, "a", "b")
    with pytest.raises(SmupError, match="“z” has no rank"):
        overlaps(clear, "a", "z")
    with pytest.raises(SmupError, match="at least one set"):
        rank_intervals({}, Polarity.HIGHER)


@pytest.mark.parametrize(
    ("polarity", "target"),
    [(Polarity.HIGHER, None), (Polarity.LOWER, None), (Polarity.NONE, None), (Polarity.TARGET, 3.0)],
)
def test_many_parts_at_once_are_placed_as_each_by_itself(polarity: Polarity, target: float | None) -> None:
    numbers = np.random.default_rng(11)
    parts = numbers.integers(0, 400, 3_000)  # about seven values in each: some are too few for a place or a quarter
    values = np.round(numbers.normal(3, 2, len(parts)), 1)  # many are equal
    judged = polarity != Polarity.NONE
    found = place_apart(values, goodness_of(values, polarity, target), parts, judged)
    for part in range(parts.max() + 1):
        mine = parts == part
        for name, expected in place(values[mine], polarity, target)._asdict().items():
            np.testing.assert_array_equal(getattr(found, name)[mine], expected, err_msg=name)
    assert len(place_apart(values[:0], values[:0], parts[:0], judged).rank) == 0
