"""Places among areas: rank, percentile and quartile, and how far a rank moves under other reasonable choices.

The same rules as the macro ``placed`` of ``schema.sql``: ties are values equal to nine decimals, nothing is ranked
below four values, no quartile is given below eight.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import Polarity, SmupError

FEWEST_RANKED = 4
FEWEST_FOR_QUARTILES = 8
_DECIMALS = 9

Numbers = npt.NDArray[np.float64]


def standing(values: pd.Series, polarity: Polarity, target: float | None = None) -> pd.DataFrame:
    """The place of each area among all with a value: one row per row of ``values`` (indexed by area), in its order.

    * ``value``, in the unit given; a missing one has no rank, percentile or quartile and counts nowhere;
    * ``rank``: 1 + number strictly better (competition rank); none for fewer than 4 values or polarity ``none``;
    * ``percentile``: mid-rank 100 · (B + 0.5 · E) / n with B strictly worse and E equal, the area included; none for
      fewer than 4 values. For polarity ``none`` "worse" reads "lower";
    * ``quartile``: 1 (lowest values) to 4; none for fewer than 8 values;
    * ``n``, ``median`` (from 4 values on), ``p25`` and ``p75`` (from 8 on; Hyndman & Fan 1996, type 7): the group's.

    ``target`` belongs to polarity ``target``, where nearer is better. ``SmupError`` for an area given twice, an
    infinite value, or a target that is missing or out of place.
    """
    numbers = _numbers(values)
    known = ~np.isnan(numbers)
    found = place(numbers[known], polarity, target)
    every = {name: np.full(len(numbers), np.nan) for name in ("rank", "percentile", "quartile")}
    for name, column in every.items():
        column[known] = getattr(found, name)
    frame = pd.DataFrame({"value": numbers, **every}, index=values.index)
    return frame.assign(n=found.n, median=found.median, p25=found.p25, p75=found.p75).astype(
        {"rank": "Int64", "quartile": "Int64"}
    )


class Places(NamedTuple):
    """The places of values among each other, as ``standing`` describes them; NaN where there is none."""

    rank: Numbers
    percentile: Numbers
    quartile: Numbers
    n: int
    median: float
    p25: float
    p75: float


def place(values: Numbers, polarity: Polarity, target: float | None = None) -> Places:
    """The places of finite ``values`` among each other, in their order. Errors as of ``standing``."""
    goodness = goodness_of(values, polarity, target)
    n = len(values)
    none = np.full(n, np.nan)
    if n < FEWEST_RANKED:
        return Places(none, none, none, n, np.nan, np.nan, np.nan)
    ascending = np.sort(goodness)
    worse, not_better = (np.searchsorted(ascending, goodness, side) for side in ("left", "right"))
    percentile = 100 * (worse + 0.5 * (not_better - worse)) / n
    rank = none if polarity == Polarity.NONE else (n - not_better + 1).astype(float)
    p25, median, p75 = quartiles = _quartiles(np.sort(values))
    if n < FEWEST_FOR_QUARTILES:
        return Places(rank, percentile, none, n, float(median), np.nan, np.nan)
    quartile = (np.searchsorted(quartiles, values, side="left") + 1).astype(float)
    return Places(rank, percentile, quartile, n, float(median), float(p25), float(p75))


def _quartiles(ascending: Numbers) -> Numbers:
    """The quartiles by linear interpolation (type 7)."""
    place = np.array([0.25, 0.5, 0.75]) * (len(ascending) - 1)
    below = place.astype(int)
    lower, upper = ascending[below], ascending[np.minimum(below + 1, len(ascending) - 1)]
    interpolated: Numbers = lower + (upper - lower) * (place - below)
    return interpolated


def _numbers(values: pd.Series) -> Numbers:
    if values.index.has_duplicates:
        raise SmupError(f"The area “{values.index[values.index.duplicated()][0]}” is given twice.")
    numbers: Numbers = values.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(numbers).any():
        raise SmupError("An infinite value cannot be ranked.")
    return numbers


def goodness_of(values: Numbers, polarity: Polarity, target: float | None) -> Numbers:
    """Return a number for each value that is larger where it is better."""
    if (polarity == Polarity.TARGET) != (target is not None and math.isfinite(target)):
        raise SmupError("A target is needed exactly where the value nearest to it is the best.")
    goodness = values
    if polarity == Polarity.LOWER:
        goodness = -values
    elif target is not None:
        goodness = -np.abs(values - target)
    return rounded(goodness)


def rounded(goodness: Numbers) -> Numbers:
    """Round, so that equal rates stay equal whatever the last digit of their division."""
    with np.errstate(over="ignore"):
        found = np.round(goodness, _DECIMALS)
    return np.where(np.isinf(found), goodness, found)  # the largest numbers have no decimals to round


def rank_intervals(
    alternatives: Mapping[str, pd.Series], polarity: Polarity, target: float | None = None
) -> pd.DataFrame:
    """How far each rank moves: ranks worked out again over ``alternatives``, the first of which is the point.

    An alternative is another reasonable set of values: 5, 7, 10 or 15 peers, the last three periods, nominal or real
    money. Where the alternatives are groups made for one area (its peers), only that area's row has a meaning.
    One row per area of the point: ``rank`` and ``n`` at the point; ``best`` and ``worst`` rank over all alternatives;
    ``largest_n``, the most areas an alternative ranked it among ("3–9 of 20"); ``alternatives``, in how many of them
    it has a rank. An area without a rank at the point has no interval. ``SmupError`` for no alternative, else as
    ``standing``.
    """
    if not alternatives:
        raise SmupError("A rank interval needs at least one set of values.")
    standings = [standing(values, polarity, target) for values in alternatives.values()]
    point = standings[0]
    ranks = pd.concat(
        [each["rank"].astype(float).reindex(point.index) for each in standings], axis=1, ignore_index=True
    )
    ranks.loc[point["rank"].isna().to_numpy()] = np.nan
    sizes = ranks.notna() * [int(each["n"].max()) if len(each) else 0 for each in standings]
    return pd.DataFrame(
        {
            "rank": point["rank"],
            "n": point["n"],
            "best": ranks.min(axis=1).astype("Int64"),
            "worst": ranks.max(axis=1).astype("Int64"),
            "largest_n": sizes.max(axis=1).astype("Int64").where(point["rank"].notna()),
            "alternatives": ranks.notna().sum(axis=1),
        }
    )


def overlaps(intervals: pd.DataFrame, area_id: str, other_id: str) -> bool:
    """Whether neither area can be called better: their rank intervals share a rank, or one of them has none.

    ``intervals`` as ``rank_intervals`` gives them. ``SmupError`` for an area that they do not hold.
    """
    for name in (area_id, other_id):
        if name not in intervals.index:
            raise SmupError(f"The area “{name}” has no rank to compare.")
    one, other = (intervals.loc[name, ["best", "worst"]] for name in (area_id, other_id))
    if one.isna().any() or other.isna().any():
        return True
    return bool(one["best"] <= other["worst"] and other["best"] <= one["worst"])


def winner(intervals: pd.DataFrame) -> str | None:
    """The one area whose worst rank is better than the best rank of every other; none where intervals overlap."""
    ranked = intervals.dropna(subset=["best", "worst"])
    if len(ranked) < 2:
        return None
    first = ranked["worst"].idxmin()
    return str(first) if (ranked["best"].drop(first) > ranked.loc[first, "worst"]).all() else None
