"""Cost against quality: scores, dominating areas, refusals.

``python tests/test_methods_frontier.py`` measures the time that 2,479 areas take.
"""

import math
import sys
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.frontier import dea_vrs, dominating, fdh
from smup.model import SmupError

#         a    b   c   d   e    f
COST = [100, 80, 60, 60, 40, 120.0]
QUALITY = [50, 60, 40, 50, 10, 70.0]


def two_sides(cost: list[float | None], *outputs: list[float | None]) -> tuple[pd.Series, pd.DataFrame]:
    index = [chr(ord("a") + i) if len(cost) <= 26 else f"{i:04}" for i in range(len(cost))]
    frame = pd.DataFrame({f"y{k}": output for k, output in enumerate(outputs)}, index=index, dtype=float)
    return pd.Series(cost, index=index, dtype=float), frame


def test_the_score_is_the_cost_of_the_cheapest_area_that_is_as_good() -> None:
    found = fdh(*two_sides(COST, QUALITY))
    assert found["score"].tolist() == [0.6, 1, 1, 1, 1, 1]  # a: d costs 60 and is as good
    assert found["n_dominating"].tolist() == [2, 0, 0, 0, 0, 0]  # b and d


def test_a_second_output_protects_those_who_excel_in_it() -> None:
    found = fdh(*two_sides([*COST, 10, 10, 10], [*QUALITY, 0, 0, 0], [9, 1, 1, 5, 1, 1, 0, 0, 0]))
    assert found["score"].tolist() == [1] * 9
    found = fdh(*two_sides([*COST, 10, 10, 10], [*QUALITY, 0, 0, 0], [5, 1, 1, 5, 1, 1, 0, 0, 0]))
    assert found["score"].tolist()[:2] == [0.6, 1]


def test_areas_with_a_missing_value_are_left_out() -> None:
    found = fdh(*two_sides([None, 10, *COST], [90, None, *QUALITY]))
    assert found.index.tolist() == list("cdefgh")
    assert found["score"].tolist() == [0.6, 1, 1, 1, 1, 1]


def test_equal_areas_do_not_dominate_each_other() -> None:
    found = fdh(*two_sides([5] * 6, [1] * 6))
    assert found["score"].tolist() == [1] * 6
    assert found["n_dominating"].tolist() == [0] * 6


def test_dominating_areas_come_nearest_first_with_what_they_save() -> None:
    costs, outputs = two_sides(COST, QUALITY)
    found = dominating(costs, outputs, "a", distances=pd.Series({"b": 0.1, "d": 0.2}))
    assert found.index.tolist() == ["b", "d"]
    assert found.columns.tolist() == ["cost", "saving", "y0", "distance"]
    assert found.loc["d"].tolist() == [60, 40, 50, 0.2]
    assert dominating(costs, outputs, "a").index.tolist() == ["d", "b"]  # without distances the cheapest first
    assert dominating(costs, outputs, "a", pd.Series({"b": 0.1})).index.tolist() == ["b", "d"]
    assert dominating(costs, outputs, "b").empty


@pytest.mark.parametrize("area_id", ["z", "a"])
def test_an_area_without_values_has_nobody_to_learn_from(area_id: str) -> None:
    costs, outputs = two_sides([None, *COST], [1, *QUALITY])
    with pytest.raises(SmupError, match=f"“{area_id}” has no cost or no quality"):
        dominating(costs, outputs, area_id)


SIX = two_sides(COST, QUALITY)


@pytest.mark.parametrize(
    ("costs", "outputs", "sentence"),
    [
        (*two_sides(COST[:5], QUALITY[:5]), "Only 5 areas have both cost and outputs; 6 are needed"),
        (*two_sides([*COST[:5], None], QUALITY), "Only 5 areas"),
        (*two_sides([None] * 6, [None] * 6), "Only 0 areas"),
        (*two_sides([*COST, 1, 1], [*QUALITY, 1, 1], [1] * 8), "Only 8 areas have both cost and outputs; 9 are needed"),
        (SIX[0], SIX[1][[]], "one or 2 outputs, not 0"),
        (*two_sides(COST, QUALITY, QUALITY, QUALITY), "one or 2 outputs, not 3"),
        (*two_sides([*COST, 0], [*QUALITY, 0]), "cost of “g” is not above 0"),
        (*two_sides([*COST, -1], [*QUALITY, None]), "not above 0"),
        (*two_sides([*COST, math.inf], [*QUALITY, 0]), "infinite"),
        (*two_sides([*COST, 1], [*QUALITY, -math.inf]), "infinite"),
        (SIX[0], SIX[1][:5], "the same areas"),
        (SIX[0].rename({"a": "b"}), SIX[1], "given twice"),
    ],
)
def test_what_cannot_be_compared_is_refused(costs: pd.Series, outputs: pd.DataFrame, sentence: str) -> None:
    for how in (fdh, dea_vrs):
        with pytest.raises(SmupError, match=sentence):
            how(costs, outputs)


rows = st.lists(st.tuples(st.integers(1, 20), st.integers(-5, 5), st.integers(-5, 5)), min_size=9, max_size=30)


@given(rows)
def test_scores_lie_above_zero_up_to_one_and_follow_domination(rows: list[tuple[int, int, int]]) -> None:
    cost, first, second = ([float(row[k]) for row in rows] for k in range(3))
    for outputs in ((first,), (first, second)):
        costs, frame = two_sides(cost, *outputs)
        found = fdh(costs, frame)
        assert found["score"].between(0, 1, inclusive="right").all()
        assert ((found["score"] < 1) == (found["n_dominating"] > 0)).all()
        worst = found["n_dominating"].idxmax()
        assert len(dominating(costs, frame, worst)) == found.loc[worst, "n_dominating"]


@given(rows)
def test_one_output_gives_what_the_same_output_twice_gives(rows: list[tuple[int, int, int]]) -> None:
    cost, output = [float(row[0]) for row in rows], [float(row[1]) for row in rows]
    pd.testing.assert_frame_equal(fdh(*two_sides(cost, output)), fdh(*two_sides(cost, output, output)))


@given(rows)
def test_neither_unit_nor_a_monotone_change_of_quality_matters(rows: list[tuple[int, int, int]]) -> None:
    cost, output = np.array([float(row[0]) for row in rows]), np.array([float(row[1]) for row in rows])
    before = fdh(*two_sides(list(cost), list(output)))
    after = fdh(*two_sides(list(cost * 1024), list(np.exp(output))))
    pd.testing.assert_frame_equal(before, after)


def test_a_mix_of_two_towns_is_the_benchmark_of_dea() -> None:
    # p and q cost 10 and 30 for qualities of 0 and 10: half of each costs 20 for 5; FDH compares with q alone.
    cost, quality = [10, 30, 40, 60, 60, 60], [0, 10, 5, 5, 0, 10]
    found = dea_vrs(*two_sides(cost, quality))["score"]
    assert found.tolist() == pytest.approx([1, 1, 20 / 40, 20 / 60, 10 / 60, 30 / 60])
    assert fdh(*two_sides(cost, quality))["score"]["c"] == 30 / 40


def test_dea_does_not_depend_on_units() -> None:
    plain = dea_vrs(*two_sides(COST, QUALITY))
    large = dea_vrs(*two_sides([c * 1e9 for c in COST], [q * 1e-6 + 7 for q in QUALITY]))
    np.testing.assert_allclose(plain, large, atol=1e-7)
    assert (dea_vrs(*two_sides([5] * 6, [1] * 6))["score"] == 1).all()


def test_without_scipy_dea_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(SmupError, match="needs SciPy: install smup with its extra “dea”"):
        dea_vrs(*SIX)


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    n = 2479
    quality, other, cost = rng.normal(size=n), rng.normal(size=n), rng.lognormal(size=n)
    for name, how, outputs in (
        ("FDH, 1 output", fdh, (quality,)),
        ("FDH, 2 outputs", fdh, (quality, other)),
        ("DEA, 1 output", dea_vrs, (quality,)),
    ):
        sides = two_sides(list(cost), *(list(output) for output in outputs))
        start = time.perf_counter()
        how(*sides)
        print(f"{name}, {n} areas: {time.perf_counter() - start:.3f} s")
