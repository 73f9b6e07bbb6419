"""Places within many groups and years at once: one sort instead of one for each of them."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from smup.methods.ranking import FEWEST_FOR_QUARTILES, FEWEST_RANKED

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]


class Apart(NamedTuple):
    """The places of values, as ``standing`` describes them, one of each for every value; NaN where there is none."""

    rank: Numbers
    percentile: Numbers
    quartile: Numbers
    n: Whole
    median: Numbers
    p25: Numbers
    p75: Numbers


def place_apart(values: Numbers, goodness: Numbers, parts: Whole, judged: npt.NDArray[np.bool_] | bool) -> Apart:
    """The places of finite ``values`` among those of the same part (whole numbers from 0), in their order.

    The same as ``place`` of each part by itself, for thousands of parts at once: larger ``goodness`` is better; nothing
    is ranked that is not ``judged``.
    """
    sizes = np.bincount(parts)
    start, n = np.cumsum(sizes) - sizes, sizes[parts]
    order = _sorted(goodness, parts)
    ascending, part = goodness[order], parts[order]
    first = np.flatnonzero(np.r_[True, (ascending[1:] != ascending[:-1]) | (part[1:] != part[:-1])][: len(values)])
    runs = np.diff(np.append(first, len(values)))  # of equal values
    worse, equal = np.empty(len(values), dtype=np.intp), np.empty(len(values), dtype=np.intp)
    worse[order], equal[order] = np.repeat(first, runs), np.repeat(runs, runs)
    worse -= start[parts]
    enough = n >= FEWEST_RANKED
    p25, median, p75 = (one[parts] for one in _quartiles(values[_sorted(values, parts)], start, sizes))
    quartile = 1.0 + (values > p25) + (values > median) + (values > p75)
    return Apart(
        rank=np.where(enough & judged, n - worse - equal + 1.0, np.nan),
        percentile=np.where(enough, 100 * (worse + 0.5 * equal) / n, np.nan),
        quartile=np.where(n >= FEWEST_FOR_QUARTILES, quartile, np.nan),
        n=n,
        median=np.where(enough, median, np.nan),
        p25=np.where(n >= FEWEST_FOR_QUARTILES, p25, np.nan),
        p75=np.where(n >= FEWEST_FOR_QUARTILES, p75, np.nan),
    )


def _sorted(numbers: Numbers, parts: Whole) -> Whole:
    """Return the order in which the numbers of each part stand together, ascending."""
    order = np.argsort(numbers)
    short = parts[order].astype(np.min_scalar_type(parts.max(initial=0)))  # numbers of 16 bits take a tenth of the time
    return order[np.argsort(short, kind="stable")]


def _quartiles(ascending: Numbers, start: Whole, n: Whole) -> list[Numbers]:
    """The quartiles by linear interpolation (type 7) of each part: its ``n`` values from ``start`` on."""
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * (n - 1)
        below = place.astype(np.intp)
        above = np.minimum(below + 1, n - 1)
        lower, upper = (ascending.take(start + one, mode="clip") for one in (below, above))  # a part may be empty
        found.append(lower + (upper - lower) * (place - below))
    return found
