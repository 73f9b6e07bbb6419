"""Cost against quality for one area: towns, gaps and their worth, worked out by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.cost_quality import MedianGap, cheaper, median_gap, scored, split
from smup.model import Polarity, SmupError

#          cost  output units  distance in_group
TOWNS = {
    "a": (100, 50, 1000, 0.0, True),
    "b": (80, 50, 500, 2.0, True),
    "c": (90, 70, 200, 1.0, True),
    "d": (60, 40, 100, 0.5, True),
    "e": (120, 90, 300, None, False),
    "f": (70, 60, 400, None, True),
}


def towns(**changes: tuple[object, ...]) -> pd.DataFrame:
    rows = {**TOWNS, **changes}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["cost", "output", "units", "distance", "in_group"])


def test_the_cheaper_and_at_least_as_good_are_named_nearest_first_with_what_they_would_save() -> None:
    found = cheaper(towns(), "a", Polarity.HIGHER)
    assert found.index.tolist() == ["c", "b", "f"], "d is worse, e is dearer; f has no distance"
    assert found["saving"].tolist() == [10, 20, 30]
    assert found["share"].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert found["worth"].tolist() == [10_000, 20_000, 30_000], "1000 units of a, whatever those of the others"


def test_where_less_is_better_the_same_towns_change_sides() -> None:
    assert cheaper(towns(), "a", Polarity.LOWER).index.tolist() == ["d", "b"]
    assert cheaper(towns(), "d", Polarity.LOWER).empty


def test_the_frontier_is_made_of_towns_that_nobody_dominates() -> None:
    rows = scored(towns(), Polarity.HIGHER)
    assert rows.index[rows["n_dominating"] == 0].tolist() == ["c", "d", "e", "f"]
    assert rows.loc["a", "score"] == pytest.approx(0.7) and rows.loc["b", "score"] == pytest.approx(70 / 80)


def test_an_area_compared_with_itself_dominates_nobody() -> None:
    assert "a" not in cheaper(towns(), "a", Polarity.HIGHER).index
    same = towns(**dict.fromkeys("abcdef", (100, 50, 1, 0.0, True)))
    assert cheaper(same, "a", Polarity.HIGHER).empty
    assert (scored(same, Polarity.HIGHER)["score"] == 1).all()


def test_the_gap_to_the_median_leaves_the_area_itself_out() -> None:
    assert median_gap(towns(), "a") == MedianGap(75.0, 4, 25_000.0), "median of 80, 90, 60, 70"
    assert median_gap(towns(), "d") == MedianGap(85.0, 4, -2_500.0), "d pays less than the median"
    assert median_gap(towns(), "e") == MedianGap(80.0, 5, 12_000.0), "an area outside is held against all members"
    assert median_gap(towns(b=(80, 50, 500, 2.0, False)), "a") is None, "three others are too few"
    assert median_gap(towns(), "x") is None


def test_without_a_number_of_units_there_is_a_gap_but_no_worth() -> None:
    points = towns(a=(100, 50, None, 0.0, True))
    assert median_gap(points, "a") == MedianGap(75.0, 4, None)
    assert cheaper(points, "a", Polarity.HIGHER)["worth"].isna().all()


def test_the_gap_is_split_between_the_factors_without_a_remainder() -> None:
    # a: 100 = 5 · 20, b: 80 = 10 · 8; Shapley: (5 − 10) · (20 + 8) / 2 = −70 and (20 − 8) · (5 + 10) / 2 = 90.
    factors = pd.DataFrame({"per_client": [5.0, 10.0], "clients": [20.0, 8.0]}, index=["a", "b"])
    parts = split(factors, towns(), "a", "b")
    assert parts is not None
    assert parts["worth"].to_dict() == pytest.approx({"per_client": -70_000, "clients": 90_000})
    assert parts["worth"].sum() == pytest.approx(20 * 1000)
    assert parts["own"].tolist() == [5, 20] and parts["other"].tolist() == [10, 8]
    in_percent = split(factors * [1, 100], towns(), "a", "b")
    assert in_percent is not None and in_percent["worth"].tolist() == pytest.approx([-70_000, 90_000])


def test_a_gap_whose_factors_are_not_known_is_not_split_and_wrong_factors_are_refused() -> None:
    factors = pd.DataFrame({"x": [5.0, None], "y": [20.0, 8.0]}, index=["a", "b"])
    assert split(factors, towns(), "a", "b") is None
    assert split(factors.dropna(), towns(), "a", "b") is None
    assert split(factors.fillna(10), towns(a=(100, 50, None, 0.0, True)), "a", "b") is None
    with pytest.raises(SmupError, match="not the cost"):
        split(factors.fillna(11), towns(), "a", "b")


@pytest.mark.parametrize("better", [Polarity.NONE, Polarity.TARGET])
def test_an_output_without_a_better_side_is_refused(better: Polarity) -> None:
    with pytest.raises(SmupError, match="better side"):
        cheaper(towns(), "a", better)


def test_too_few_towns_free_costs_and_unknown_areas_are_refused_in_a_sentence() -> None:
    with pytest.raises(SmupError, match="Only 5 areas"):
        cheaper(towns().drop("f"), "a", Polarity.HIGHER)
    with pytest.raises(SmupError, match="not above 0"):
        cheaper(towns(b=(0, 50, 1, 1.0, True)), "a", Polarity.HIGHER)
    with pytest.raises(SmupError, match="no cost or no quality"):
        cheaper(towns(), "x", Polarity.HIGHER)
    with pytest.raises(SmupError, match="infinite"):
        scored(towns(b=(float("inf"), 50, 1, 1.0, True)), Polarity.HIGHER)


@given(
    st.lists(st.tuples(st.floats(0.01, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e7)), min_size=6, max_size=30),
    st.sampled_from([Polarity.HIGHER, Polarity.LOWER]),
)
def test_whoever_is_found_is_cheaper_and_no_worse(rows: list[tuple[float, float, float]], better: Polarity) -> None:
    points = pd.DataFrame(rows, columns=["cost", "output", "units"]).assign(distance=0.0, in_group=True)
    points.index = points.index.astype(str)
    found = cheaper(points, "0", better)
    own = points.loc["0"]
    side = 1 if better == Polarity.HIGHER else -1
    assert (found["cost"] < own["cost"]).all() and (side * found["output"] >= side * own["output"]).all()
    assert len(found) == scored(points, better).loc["0", "n_dominating"]
    assert (found["worth"] >= 0).all() and ((found["share"] > 0) & (found["share"] < 1)).all()
