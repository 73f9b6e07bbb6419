"""What a difference in cost is worth and what makes it."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.gap import gap_worth, lmdi, shapley
from smup.model import SmupError


def areas(*rows: tuple[float | None, ...]) -> pd.DataFrame:
    index = [chr(ord("a") + i) for i in range(len(rows))]
    return pd.DataFrame(list(rows), index=index, columns=[f"f{k}" for k in range(len(rows[0]))], dtype=float)


def reference(*values: float) -> pd.Series:
    return pd.Series(values, index=[f"f{k}" for k in range(len(values))], dtype=float)


def test_a_gap_is_worth_its_size_times_the_volume() -> None:
    cost = pd.Series({"a": 120.0, "b": 90, "c": np.nan})
    worth = gap_worth(cost, 100, pd.Series({"b": 10, "a": 1000, "c": 5}))
    assert worth.to_dict() == pytest.approx({"a": 20_000, "b": -100, "c": math.nan}, nan_ok=True)
    assert gap_worth(cost, cost, 7).tolist()[:2] == [0, 0]  # an area compared with itself
    assert gap_worth(cost, pd.Series({"a": 1.0}), 1).isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("cost", "volume", "sentence"),
    [
        (pd.Series([1.0, 2], index=["a", "a"]), 1, "given twice"),
        (pd.Series({"a": math.inf}), 1, "infinite"),
        (pd.Series({"a": 1.0}), -1, "below 0"),
        (pd.Series({"a": 1.0}), pd.Series([1.0, 2], index=["a", "a"]), "given twice"),
    ],
)
def test_bad_gaps_are_refused(cost: pd.Series, volume: pd.Series | float, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        gap_worth(cost, 1, volume)


def test_shapley_of_two_factors_shares_the_joint_part_in_half() -> None:
    # 12 · 5 against 10 · 4: 12 − 10 at the mean level 4.5, 5 − 4 at the mean level 11.
    found = shapley(areas((12, 5)), reference(10, 4), volume=100).loc["a"]
    assert found.to_dict() == pytest.approx({"f0": 900, "f1": 1100, "difference": 2000, "residual": 0})


def test_lmdi_weighs_the_growth_of_factors_by_the_logarithmic_mean() -> None:
    found = lmdi(areas((20, 3)), reference(10, 3)).loc["a"]
    assert found.to_dict() == pytest.approx({"f0": 30, "f1": 0, "difference": 30, "residual": 0})
    found = lmdi(areas((20, 6)), reference(10, 3)).loc["a"]
    assert found["f0"] == pytest.approx(45)  # both double: half each of 90
    assert found["f1"] == pytest.approx(45)


def test_factors_that_cancel_out_still_have_parts() -> None:
    for how in (shapley, lmdi):
        found = how(areas((20, 3)), reference(10, 6)).loc["a"]
        assert found["f0"] == pytest.approx(-found["f1"])
        assert found["f0"] > 0
        assert found["difference"] == 0


@pytest.mark.parametrize("how", [shapley, lmdi])
def test_an_area_compared_with_itself_differs_in_nothing(how) -> None:  # type: ignore[no-untyped-def]
    own = areas((12, 5, 0.25), (3, 4, 7))
    assert (how(own, own) == 0).all(axis=None)


@pytest.mark.parametrize("how", [shapley, lmdi])
def test_a_missing_factor_or_volume_leaves_no_parts(how) -> None:  # type: ignore[no-untyped-def]
    found = how(areas((12, None), (12, 5), (12, 5)), reference(10, 4), pd.Series({"a": 1.0, "b": 1.0}))
    assert found.isna().all(axis=1).tolist() == [True, False, True]
    against = how(areas((12, 5), (12, 5)), areas((10, 4)))
    assert against.isna().all(axis=1).tolist() == [False, True]


def test_the_columns_of_the_reference_may_stand_in_any_order() -> None:
    pd.testing.assert_frame_equal(
        shapley(areas((12, 5)), reference(10, 4)[["f1", "f0"]]), shapley(areas((12, 5)), reference(10, 4))
    )


@pytest.mark.parametrize(
    ("own", "base", "sentence"),
    [
        (areas((1, 2)), reference(1), "the same factors"),
        (areas((1,))[[]], reference()[[]], "the same factors"),
        (areas((1, 2)).set_axis(["f0", "f0"], axis=1), reference(1, 2), "the same factors"),
        (areas((1e200, 1e200)), reference(1, 1), "infinite"),
        (areas((math.inf, 1)), reference(1, 1), "infinite"),
        (areas((1, 2), (1, 2)).set_axis(["a", "a"]), reference(1, 2), "given twice"),
        (areas((1, 2)), areas((1, 2), (1, 2)).set_axis(["a", "a"]), "given twice"),
    ],
)
def test_what_cannot_be_split_is_refused(own: pd.DataFrame, base: pd.Series, sentence: str) -> None:
    for how in (shapley, lmdi):
        with pytest.raises(SmupError, match=sentence):
            how(own, base)


def test_seven_factors_are_too_many_for_shapley_and_none_below_zero_suits_lmdi() -> None:
    with pytest.raises(SmupError, match="at most 6 factors, not 7"):
        shapley(areas((1,) * 7), reference(*[1] * 7))
    for bad in (0, -1):
        with pytest.raises(SmupError, match="factors above 0"):
            lmdi(areas((1, bad)), reference(1, 1))


pairs = st.lists(st.tuples(st.floats(0.01, 100), st.floats(0.01, 100)), min_size=1, max_size=6)
signed = st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=1, max_size=6)


@given(pairs)
def test_both_split_without_a_remainder(pairs: list[tuple[float, float]]) -> None:
    own, base = areas(tuple(a for a, _ in pairs)), reference(*(b for _, b in pairs))
    size = np.maximum(own.iloc[0], base).prod()  # the largest product on the way from one to the other
    for how in (shapley, lmdi):
        assert abs(how(own, base)["residual"].item()) <= 1e-11 * size


@given(signed)
def test_shapley_is_the_mean_over_all_orders_of_change(pairs: list[tuple[float, float]]) -> None:
    own, base = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    parts = np.zeros(len(pairs))
    orders = list(permutations(range(len(pairs))))
    for order in orders:
        level = base.copy()
        for factor in order:
            before = level.prod()
            level[factor] = own[factor]
            parts[factor] += (level.prod() - before) / len(orders)
    found = shapley(areas(tuple(own)), reference(*base))
    scale = np.maximum(np.abs(own), np.abs(base)).prod()
    assert np.abs(found.iloc[0, : len(pairs)].to_numpy() - parts).max() <= 1e-11 * max(scale, 1e-300)
    assert abs(found["residual"].item()) <= 1e-11 * max(scale, 1e-300)
