"""Whether a series rises or falls, and by how much a year.

The test of Mann (1945) and Kendall (1975) with ties, and the slope of Theil and Sen (1968) with its interval. Both look
only at which of two years is higher, or at medians, so that one odd year decides nothing.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import SmupError, Status

Vector = npt.NDArray[np.float64]

FEWEST_JUDGED = 5
MOST_EXACT = 30
_DECIMALS = 9
_JUDGEMENT = ["tau", "p", "slope", "slope_low", "slope_high"]


class Withheld(StrEnum):
    """Why nothing is said about significance."""

    FEW_POINTS = "few_points"
    BREAK = "break"


@dataclass(frozen=True)
class Trend:
    """A trend over ``n`` years with a value, the ``first`` to the ``last`` of them.

    ``s``: years that follow a lower one less years that follow a higher one, over all pairs; ``tau``: Kendall's tau-b;
    ``p``: two-sided, ``exact`` or by the normal approximation; ``slope``: in the unit of the values per year, within
    ``slope_low`` and ``slope_high``. ``significant`` is None where it may not be said, and ``withheld`` says why.
    What cannot be worked out is None: everything below two values, ``tau`` of a constant series.
    """

    n: int
    first: int | None
    last: int | None
    s: int
    tau: float | None
    p: float | None
    exact: bool
    slope: float | None
    slope_low: float | None
    slope_high: float | None
    significant: bool | None
    withheld: Withheld | None


def trend(
    periods: Sequence[int] | pd.Series,
    values: Sequence[float | None] | pd.Series,
    breaks: Collection[int] = (),
    confidence: float = 0.95,
) -> Trend:
    """The trend of one series: ``periods`` (years, each once, in any order) and ``values``, of the same length.

    A missing value is left out. ``breaks`` are the years from which the series is not comparable with the years before
    (status B). Significance, at 1 − ``confidence``, is withheld below five values, where p = 0.05 can hardly be reached
    (the least two-sided p is 0.333 of three values, 0.083 of four, 0.017 of five), and where a break lies between the
    first and the last value. ``p`` is exact up to 30 values without ties, else it comes from the normal approximation
    with correction for ties and continuity. Ties are values equal to nine decimals. ``SmupError`` for different
    lengths, a year that is missing or given twice, an infinite value or a confidence outside (0, 1).
    """
    years, numbers = _checked(periods, values, confidence)
    n = len(numbers)
    if n < 2:
        only = int(years[0]) if n else None
        return Trend(n, only, only, 0, None, None, False, None, None, None, None, Withheld.FEW_POINTS)
    earlier, later = np.triu_indices(n, k=1)
    s = int(np.sign(_rounded(numbers)[later] - _rounded(numbers)[earlier]).sum())
    ties = np.unique(_rounded(numbers), return_counts=True)[1]
    variance = (_tie_term(np.array([n])) - _tie_term(ties)) / 18
    exact = bool(n <= MOST_EXACT and (ties == 1).all())
    p = _exact_p(n, s) if exact else _normal_p(s, variance)
    slopes = np.sort((numbers[later] - numbers[earlier]) / (years[later] - years[earlier]))
    low, high = _interval(slopes, variance, confidence)
    withheld = _withheld(years, breaks)
    return Trend(
        n=n, first=int(years[0]), last=int(years[-1]), s=s, tau=_tau(n, s, ties), p=p, exact=exact,
        slope=float(np.median(slopes)), slope_low=low, slope_high=high,
        significant=None if withheld else p < 1 - confidence, withheld=withheld,
    )  # fmt: skip


def trends(series: pd.DataFrame, column: str) -> pd.DataFrame:
    """The trend of ``column`` in each area of ``series``: one row per area, in its order.

    ``series``: one row per ``area_id``, ``label`` and ``period``, with ``status``. Nothing is judged across a break:
    the years since the last one are judged instead, and ``break_period`` is its year. The other columns are the fields
    of ``Trend``; where significance is withheld, so are slope, interval, tau and p.
    """
    rows = []
    for (area_id, label), line in series.groupby(["area_id", "label"], sort=False):
        breaks = line.loc[line["status"] == Status.BREAK, "period"].tolist()
        found, broken = trend(line["period"], line[column], breaks), None
        if found.withheld is Withheld.BREAK and found.last is not None:
            broken = max(year for year in breaks if year <= found.last)
            since = line[line["period"] >= broken]
            found = trend(since["period"], since[column])
        rows.append({"area_id": area_id, "label": label, "break_period": broken, **asdict(found)})
    table = pd.DataFrame(rows)
    years = dict.fromkeys(["break_period", "first", "last"], "Int64")
    table = table.astype({**years, **dict.fromkeys(_JUDGEMENT, float), "significant": "boolean"})
    table.loc[table["withheld"].notna(), _JUDGEMENT] = np.nan
    return table


def _checked(
    periods: Sequence[int] | pd.Series, values: Sequence[float | None] | pd.Series, confidence: float
) -> tuple[npt.NDArray[np.int64], Vector]:
    """Years and values in order, without the years whose value is missing."""
    if not 0 < confidence < 1:
        raise SmupError("The confidence of a trend lies between 0 and 1.")
    if len(periods) != len(values):
        raise SmupError("A series needs as many years as values.")
    years = pd.Series(periods).reset_index(drop=True)
    if years.isna().any() or years.duplicated().any():
        raise SmupError("A series needs one value per year, and each year once.")
    numbers = pd.Series(values).to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(numbers).any():
        raise SmupError("A series with an infinite value has no trend.")
    known = ~np.isnan(numbers)
    kept = years.to_numpy(dtype=np.int64)[known]
    order = np.argsort(kept)
    return kept[order], numbers[known][order]


def _rounded(values: Vector) -> Vector:
    with np.errstate(over="ignore"):
        rounded = np.round(values, _DECIMALS)
    return np.where(np.isinf(rounded), values, rounded)


def _tie_term(counts: npt.NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) * (2 * counts + 5)).sum())


def _tau(n: int, s: int, ties: npt.NDArray[np.int64]) -> float | None:
    pairs = n * (n - 1) / 2
    untied = pairs - float((ties * (ties - 1) / 2).sum())
    return s / math.sqrt(pairs * untied) if untied else None


def _exact_p(n: int, s: int) -> float:
    """P(|S| ≥ |s|) of n different values in random order (Kendall 1975): S is pairs less twice the inversions."""
    pairs = n * (n - 1) // 2
    return sum(count for k, count in enumerate(_orders(n)) if abs(pairs - 2 * k) >= abs(s)) / math.factorial(n)


@cache
def _orders(n: int) -> tuple[int, ...]:
    """How many orders of n different values have 0, 1, 2 … inversions: a value put in at place k adds k of them."""
    if n == 1:
        return (1,)
    counts = [0] * (n * (n - 1) // 2 + 1)
    for inversions, count in enumerate(_orders(n - 1)):
        for place in range(n):
            counts[inversions + place] += count
    return tuple(counts)


def _normal_p(s: int, variance: float) -> float:
    if not s or not variance:
        return 1.0
    return math.erfc((abs(s) - 1) / math.sqrt(2 * variance))


def _interval(slopes: Vector, variance: float, confidence: float) -> tuple[float, float]:
    """The slopes of the two ranks that equation 2.6 of Sen (1968) gives, the outermost ones where there are too few."""
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(variance)
    low = max(round((len(slopes) - reach) / 2) - 1, 0)
    high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return float(slopes[low]), float(slopes[high])


def _withheld(years: npt.NDArray[np.int64], breaks: Collection[int]) -> Withheld | None:
    if any(years[0] < year <= years[-1] for year in breaks):
        return Withheld.BREAK
    return Withheld.FEW_POINTS if len(years) < FEWEST_JUDGED else None
