"""Trends: the test of Mann and Kendall, Sen's slope, and when nothing is said."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.trend import Trend, Withheld, trend, trends
from smup.model import SmupError


def yearly(*values: float | None, breaks: tuple[int, ...] = ()) -> Trend:
    return trend(range(2015, 2015 + len(values)), values, breaks)


@pytest.mark.parametrize(("n", "least"), [(2, 1), (3, 1 / 3), (4, 1 / 12), (5, 1 / 60), (6, 1 / 360)])
def test_the_least_p_of_a_short_series_is_exact(n: int, least: float) -> None:
    found = yearly(*range(n))
    assert found.exact
    assert found.p == pytest.approx(least)
    assert found.tau == 1
    assert found.significant == (True if n >= 5 else None)
    assert found.withheld == (None if n >= 5 else Withheld.FEW_POINTS)


def test_exact_p_counts_the_orders_of_the_values() -> None:
    values = (2, 1, 4, 3, 5, 6)

    def s(order: tuple[int, ...]) -> int:
        return sum(int(np.sign(order[j] - order[i])) for j in range(len(order)) for i in range(j))

    orders = [abs(s(order)) for order in permutations(values)]
    found = yearly(*values)
    assert found.s == s(values) == 11
    assert found.p == pytest.approx(np.mean(np.array(orders) >= 11))


def test_ties_lower_the_variance_and_leave_the_normal_approximation() -> None:
    found = yearly(1, 2, 2, 3, 4, 4, 4, 5)
    variance = (8 * 7 * 21 - 2 * 1 * 9 - 3 * 2 * 11) / 18
    assert not found.exact
    assert found.s == 28 - 1 - 3
    assert found.p == pytest.approx(math.erfc((24 - 1) / math.sqrt(variance) / math.sqrt(2)))
    assert found.tau == pytest.approx(24 / math.sqrt(28 * 24))
    assert found.significant


def test_ties_are_equal_to_nine_decimals() -> None:
    assert yearly(0.3, 0.1 + 0.2).s == 0


def test_sens_slope_is_the_median_of_the_slopes_between_years_as_they_lie() -> None:
    found = trend([2010, 2011, 2013, 2014], [1, 2, 4, 50])  # slopes 1 1 1 49/4 16 46
    assert found.slope == pytest.approx((1 + 49 / 4) / 2)
    assert (found.first, found.last, found.n) == (2010, 2014, 4)
    assert (found.slope_low, found.slope_high) == (1, 46)
    wild = yearly(1, 2, 3, 1000, 5, 6, 7, 8, 9)
    assert wild.slope == 1
    assert wild.slope_low <= 1 <= wild.slope_high


def test_missing_years_are_left_out_and_the_order_given_does_not_matter() -> None:
    gap = yearly(1, None, 3, 4, 5, 6)
    assert gap == trend([2015, 2017, 2018, 2019, 2020], [1, 3, 4, 5, 6])
    assert gap == trend([2020, 2015, 2019, 2016, 2017, 2018], [6, 1, 5, None, 3, 4])
    assert gap.slope == 1


@pytest.mark.parametrize(
    ("breaks", "withheld"),
    [((), None), ((2015,), None), ((2014,), None), ((2030,), None), ((2018,), "break"), ((2022,), "break")],
)
def test_nothing_is_said_across_a_break(breaks: tuple[int, ...], withheld: str | None) -> None:
    found = yearly(*range(8), breaks=breaks)
    assert found.withheld == withheld
    assert found.significant == (None if withheld else True)
    assert found.slope == 1


def test_a_break_in_a_year_without_a_value_is_a_break() -> None:
    assert yearly(1, 2, 3, None, 5, 6, 7, breaks=(2018,)).withheld == Withheld.BREAK


def test_a_constant_series_has_no_trend() -> None:
    found = yearly(*[3] * 8)
    assert (found.s, found.p, found.tau, found.slope, found.significant) == (0, 1, None, 0, False)


@pytest.mark.parametrize(("values", "n"), [((), 0), ((None, None), 0), ((5,), 1), ((None, 5), 1)])
def test_below_two_values_there_is_nothing(values: tuple[float | None, ...], n: int) -> None:
    found = yearly(*values)
    assert found.n == n
    assert (found.tau, found.p, found.slope, found.slope_low, found.significant) == (None,) * 5
    assert found.withheld == Withheld.FEW_POINTS


def test_long_series_and_huge_values() -> None:
    found = yearly(*np.arange(60) * 1e300)
    assert not found.exact
    assert found.significant
    assert found.slope == pytest.approx(1e300)


def test_noise_is_not_significant() -> None:
    assert yearly(3, 1, 4, 1.5, 5, 2, 4.5).significant is False


@pytest.mark.parametrize(
    ("periods", "values", "confidence", "sentence"),
    [
        ([2020, 2020], [1, 2], 0.95, "each year once"),
        ([2020, None], [1, 2], 0.95, "each year once"),
        ([2020], [1, 2], 0.95, "as many years as values"),
        ([2020, 2021], [1, math.inf], 0.95, "infinite"),
        ([2020, 2021], [1, 2], 1, "between 0 and 1"),
    ],
)
def test_bad_series_are_refused(periods: list[int], values: list[float], confidence: float, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        trend(periods, values, confidence=confidence)


series = st.lists(st.integers(-50, 50), min_size=2, max_size=15)


@given(series)
def test_an_increasing_transform_keeps_the_test_and_a_mirror_turns_it(values: list[int]) -> None:
    plain, bent, mirrored = yearly(*values), yearly(*np.exp(np.array(values) / 10) * 7), yearly(*(-v for v in values))
    assert (plain.s, plain.p, plain.tau) == (bent.s, bent.p, bent.tau)
    assert (mirrored.s, mirrored.p, mirrored.slope) == (-plain.s, plain.p, -plain.slope)
    assert 0 < plain.p <= 1
    assert plain.slope_low <= plain.slope <= plain.slope_high


def area(label: str, values: list[float | None], breaks: tuple[int, ...] = ()) -> pd.DataFrame:
    years = range(2015, 2015 + len(values))
    status = ["B" if year in breaks else "A" for year in years]
    return pd.DataFrame({"area_id": label.lower(), "label": label, "period": years, "value": values, "status": status})


def test_areas_are_judged_one_by_one_in_their_order() -> None:
    found = trends(pd.concat([area("B", [1.0, 2, 3, 4, 6]), area("A", [None, 2.0, 1, 5, 5])]), "value")
    assert found["label"].tolist() == ["B", "A"]
    assert found.loc[0, ["first", "last", "n", "slope", "p", "significant"]].tolist() == pytest.approx(
        [2015, 2019, 5, 1, 1 / 60, True]
    )
    few = found.loc[1]
    assert (few["first"], few["n"], few["withheld"]) == (2016, 4, Withheld.FEW_POINTS)
    assert few[["slope", "slope_low", "slope_high", "tau", "p", "significant", "break_period"]].isna().all()


def test_across_a_break_only_the_years_since_the_last_one_are_judged() -> None:
    jump = [1.0, 2, 3, 4, 5]
    found = trends(
        pd.concat([
            area("Enough", [90.0, 80, *jump], breaks=(2016, 2017)),
            area("Few", [*jump, 9.0], breaks=(2018,)),
            area("First", jump, breaks=(2015,)),
            area("After", [*jump, None], breaks=(2020,)),
        ]),
        "value",
    ).set_index("label")  # fmt: skip
    assert found["break_period"].fillna(0).to_dict() == {"Enough": 2017, "Few": 2018, "First": 0, "After": 0}
    assert found["n"].to_dict() == {"Enough": 5, "Few": 3, "First": 5, "After": 5}
    assert found["first"].to_dict() == {"Enough": 2017, "Few": 2018, "First": 2015, "After": 2015}
    assert found.loc[["Enough", "First", "After"], "slope"].tolist() == [1, 1, 1], "a falling start before the break"
    assert found["significant"].fillna(False).tolist() == [True, False, True, True]
    assert found.loc["Few", "withheld"] == Withheld.FEW_POINTS


def test_an_area_without_values_has_no_trend() -> None:
    (row,) = trends(area("A", [None, None]), "value").to_dict("records")
    assert row["n"] == 0 and pd.isna(row["first"]) and pd.isna(row["significant"])
