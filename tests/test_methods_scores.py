"""Scores: zero unitarisation, composites and their rank range, Hellwig's measure."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.scores import composite, hellwig, unitarised
from smup.model import Polarity, SmupError


def by_area(*values: float | None) -> pd.Series:
    return pd.Series(values, index=[chr(ord("a") + i) for i in range(len(values))], dtype=float)


@pytest.mark.parametrize(
    ("polarity", "target", "scores"),
    [
        (Polarity.HIGHER, None, [0, 0.25, 0.75, 1]),
        (Polarity.LOWER, None, [1, 0.75, 0.25, 0]),
        (Polarity.TARGET, 20, [0, 1, 0.5, 0]),  # (x − 10)/10 up to 20, (50 − x)/30 beyond: 40 has 1/3
        (Polarity.TARGET, 10, [1, 0.75, 0.25, 0]),
        (Polarity.TARGET, 50, [0, 0.25, 0.75, 1]),
        (Polarity.TARGET, 90, [0, 0.125, 0.375, 0.5]),  # nobody reaches it
        (Polarity.TARGET, -30, [0.5, 0.375, 0.125, 0]),
    ],
)
def test_unitarisation(polarity: Polarity, target: float | None, scores: list[float]) -> None:
    if target == 20:
        scores[2] = 1 / 3
    assert unitarised(by_area(10, 20, 40, 50), polarity, target).tolist() == pytest.approx(scores)


def test_the_years_compared_share_one_minimum_and_maximum() -> None:
    index = pd.MultiIndex.from_product([["a", "b"], [2020, 2021]], names=["area_id", "period"])
    scores = unitarised(pd.Series([0, 5, 5, 10.0], index=index), Polarity.HIGHER)
    assert scores.tolist() == [0, 0.5, 0.5, 1]
    assert scores.index.equals(index)


@pytest.mark.parametrize("values", [(3, 3, 3), (0.3, 0.1 + 0.2), (None, None), (5,), ()])
def test_a_constant_variable_has_no_scores(values: tuple[float | None, ...]) -> None:
    assert unitarised(by_area(*values), Polarity.HIGHER).isna().all()
    assert unitarised(by_area(*values), Polarity.TARGET, 3.0).isna().all()


def test_a_missing_value_stays_missing() -> None:
    for polarity, target in ((Polarity.LOWER, None), (Polarity.TARGET, 2.0)):
        assert unitarised(by_area(1, None, 3), polarity, target).isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("values", "polarity", "target", "sentence"),
    [
        (by_area(1, 2), Polarity.NONE, None, "not judged has no score"),
        (by_area(1, 2), Polarity.TARGET, None, "target is needed"),
        (by_area(1, 2), Polarity.LOWER, 1.0, "target is needed"),
        (by_area(1, math.inf), Polarity.HIGHER, None, "infinite"),
        (pd.Series([1.0, 2], index=["a", "a"]), Polarity.HIGHER, None, "given twice"),
    ],
)
def test_bad_values_have_no_scores(values: pd.Series, polarity: Polarity, target: float | None, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        unitarised(values, polarity, target)


@given(st.lists(st.integers(-100, 100), min_size=2, max_size=20), st.none() | st.integers(-120, 120))
def test_scores_lie_between_zero_and_one(values: list[int], target: int | None) -> None:
    polarity = Polarity.HIGHER if target is None else Polarity.TARGET
    scores = unitarised(pd.Series(values, dtype=float), polarity, target).dropna()
    assert scores.between(0, 1).all()
    if len(scores) and target is None:
        assert (scores.min(), scores.max()) == (0, 1)


def table(**columns: list[float | None]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[chr(ord("a") + i) for i in range(n)], dtype=float)


def test_a_composite_is_a_weighted_mean() -> None:
    found = composite(table(x=[1, 0, 0.5, 0.2], y=[0, 1, 0.5, 0.2]), {"x": 3, "y": 1})
    assert found["score"].tolist() == pytest.approx([0.75, 0.25, 0.5, 0.2])
    assert found["rank"].tolist() == [1, 3, 2, 4]
    assert found.columns.tolist() == ["score", "weight_share", "rank", "best", "worst"]


def test_four_fifths_of_the_weight_are_enough() -> None:
    scores = table(x=[1, 1, None, 1, 1], y=[None, 0, 0, 0, 0])
    found = composite(scores, {"x": 4, "y": 1})
    assert found.loc["a", ["score", "weight_share"]].tolist() == [1, 0.8]
    assert found.loc["c", "weight_share"] == 0.2
    assert found.loc["c", ["score", "rank", "best", "worst"]].isna().all()


def test_the_rank_range_shows_what_the_weights_decide() -> None:
    scores = table(x=[1, 0, 0.9, 0], y=[0, 1, 0.9, 0])
    found = composite(scores, {"x": 1, "y": 1})
    assert found.loc["a", ["best", "worst"]].tolist() == [2, 3]  # a and b change places with the weights
    assert found.loc["c", ["best", "worst"]].tolist() == [1, 1]
    assert found.loc["d", ["best", "worst"]].tolist() == [4, 4]
    assert found.equals(composite(scores, {"y": 1, "x": 1}))
    assert (found["best"] <= found["rank"]).all()
    assert (found["rank"] <= found["worst"]).all()


def test_the_weights_move_by_half_and_no_further() -> None:
    # b wins only where the weight of y is above 3.5 times that of x; between a half and one and a half it is up to 3.
    scores = table(x=[0.7, 0, 0, 0], y=[0, 0.2, 0, 0])
    assert composite(scores, {"x": 1, "y": 1}, draws=5000).loc["b", "best"] == 2
    scores = table(x=[0.5, 0, 0, 0], y=[0, 0.2, 0, 0])  # above 2.5
    assert composite(scores, {"x": 1, "y": 1}, draws=5000).loc["b", "best"] == 1


def test_fewer_than_four_areas_have_scores_and_no_ranks() -> None:
    found = composite(table(x=[1, 0, None, None]), {"x": 1})
    assert found["score"].tolist()[:2] == [1, 0]
    assert found[["rank", "best", "worst"]].isna().all(axis=None)
    assert composite(table(x=[None, None]), {"x": 1})["score"].isna().all()


@pytest.mark.parametrize(
    ("scores", "weights", "sentence"),
    [
        (table(x=[1, 0]), {}, "exactly one weight"),
        (table(x=[1, 0]), {"x": 1, "y": 1}, "exactly one weight"),
        (table(x=[1, 0]), {"x": 0}, "above 0"),
        (table(x=[1, 0]), {"x": math.nan}, "above 0"),
        (table(x=[1, 2]), {"x": 1}, "between 0 and 1"),
        (table(x=[1, -math.inf]), {"x": 1}, "between 0 and 1"),
        (table(x=[1, 0]).rename({"a": "b"}), {"x": 1}, "given twice"),
        (table(x=[1, 0])[[]], {}, "exactly one weight"),
    ],
)
def test_bad_composites_are_refused(scores: pd.DataFrame, weights: dict[str, float], sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        composite(scores, weights)


HIGHER = {"x": Polarity.HIGHER}


def test_hellwig_measures_the_distance_from_the_best() -> None:
    found = hellwig(table(x=[0, 1, 2]), HIGHER)  # sd sqrt(2/3): distances sqrt(6), sqrt(1.5), 0
    d = np.array([math.sqrt(6), math.sqrt(1.5), 0])
    assert found.tolist() == pytest.approx((1 - d / (d.mean() + 2 * d.std())).tolist())
    assert found["c"] == 1


def test_hellwig_turns_with_polarity() -> None:
    assert hellwig(table(x=[0, 1, 2]), {"x": Polarity.LOWER})["a"] == 1
    assert hellwig(table(x=[0, 1, 2]), {"x": Polarity.TARGET}, {"x": 1})["b"] == 1


def test_hellwig_leaves_out_areas_with_gaps_and_constant_variables() -> None:
    plain = hellwig(table(x=[0, 1, 2]), HIGHER)
    gaps = hellwig(table(x=[0, 1, 2, None, 99], y=[5, 5, 5, 5, None]), {"x": Polarity.HIGHER, "y": Polarity.LOWER})
    assert gaps[:3].tolist() == pytest.approx(plain.tolist())
    assert gaps[3:].isna().all()


@pytest.mark.parametrize("values", [[3, 3, 3], [None, None], [5], [0.3, 0.1 + 0.2]])
def test_where_nothing_varies_nobody_is_measured(values: list[float | None]) -> None:
    assert hellwig(table(x=values), HIGHER).isna().all()


@pytest.mark.parametrize(
    ("values", "polarities", "sentence"),
    [
        (table(x=[1, 2]), {}, "not judged"),
        (table(x=[1, 2]), {"x": Polarity.TARGET}, "target is needed"),
        (table(x=[1, math.inf]), HIGHER, "infinite"),
        (table(x=[1, 2]).rename({"a": "b"}), HIGHER, "given twice"),
    ],
)
def test_bad_values_are_not_measured(values: pd.DataFrame, polarities: dict[str, Polarity], sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        hellwig(values, polarities)
