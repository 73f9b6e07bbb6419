"""One number out of several indicators: zero unitarisation, a weighted composite, Hellwig's measure.

An index hides what it is made of: show it with its parts, with its rank range, and never first.
"""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import Polarity, SmupError

Matrix = npt.NDArray[np.float64]

_WEIGHT_NEEDED = 0.8 - 1e-9  # four fifths, whatever the last digit of the sum of weights
_FEWEST_RANKED = 4
_DECIMALS = 9
_CONSTANT = 1e-12  # a spread below this part of the largest value is rounding, not a difference


def unitarised(values: pd.Series, polarity: Polarity, target: float | None = None) -> pd.Series:
    """Zero unitarisation (Kukuła 2000): scores from 0 (worst) to 1 (best), without unit, indexed as ``values``.

    Give the values of all years compared together, because minimum and maximum are taken over the whole series.
    ``higher``: (x − min) / (max − min); ``lower``: (max − x) / (max − min); ``target`` c: (x − min) / (c − min)
    up to c, (max − x) / (max − c) beyond. A missing value stays missing; a constant series has no scores at all.
    ``SmupError`` for a row given twice, an infinite value, an indicator that is not judged, or a target missing or
    out of place.
    """
    if values.index.has_duplicates:
        raise SmupError("An area is given twice for one year.")
    _check_polarity(polarity, target)
    x = _finite(values)
    low, high = (np.nanmin(x), np.nanmax(x)) if (~np.isnan(x)).any() else (np.nan, np.nan)
    if not high - low > _CONSTANT * max(abs(low), abs(high)):
        return pd.Series(np.nan, index=values.index, name=values.name)
    if target is not None:
        below = np.divide(x - low, target - low, out=np.ones_like(x), where=x < target)
        above = np.divide(high - x, high - target, out=np.ones_like(x), where=x > target)
        score = np.where(np.isnan(x), np.nan, np.minimum(below, above))
    else:
        score = (high - x if polarity == Polarity.LOWER else x - low) / (high - low)
    return pd.Series(score, index=values.index, name=values.name)


def composite(scores: pd.DataFrame, weights: Mapping[str, float], draws: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Σ w · score / Σ w over the scores that an area has, and how far its rank depends on the weights.

    ``scores``: one row per area, one column per indicator, all from 0 to 1 (``unitarised``); ``weights`` above 0, one
    per column. Per area: ``score`` in [0, 1], none below 80 % of the weight; ``weight_share``, the part of the
    weight it has scores for; ``rank`` (1 + number strictly better, none for fewer than 4 areas); ``best`` and ``worst``
    rank when each weight is drawn ``draws`` times between half and one and a half of itself, evenly, with the same
    ``seed`` always the same way. ``SmupError`` for an area given twice, a score outside [0, 1] or weights that do not
    match the columns.
    """
    z, w = _weighted(scores, weights)
    known = ~np.isnan(z)
    share = known @ w / w.sum()
    enough = share >= _WEIGHT_NEEDED
    drawn = w[:, None] * np.random.default_rng(seed).uniform(0.5, 1.5, size=(len(w), draws))
    drawn = np.column_stack([w, drawn])  # the first draw is the point
    parts, whole = np.where(known, z, 0.0)[enough] @ drawn, known[enough] @ drawn
    means = pd.DataFrame(np.round(parts / whole, _DECIMALS), index=scores.index[enough])
    ranks = means.rank(method="min", ascending=False)
    if len(ranks) < _FEWEST_RANKED:
        ranks *= np.nan
    result = pd.DataFrame(
        {
            "score": pd.Series((parts / whole)[:, 0], index=means.index),
            "rank": ranks[0],
            "best": ranks.min(axis=1),
            "worst": ranks.max(axis=1),
        }
    ).reindex(scores.index)
    result.insert(1, "weight_share", share)
    return result.astype({"rank": "Int64", "best": "Int64", "worst": "Int64"})


def hellwig(
    values: pd.DataFrame, polarities: Mapping[str, Polarity], targets: Mapping[str, float] | None = None
) -> pd.Series:
    """Hellwig's measure of development (1968): 1 − d / (mean d + 2 · s), without unit, at most 1; it may fall below 0.

    ``values``: one row per area, one column per indicator in its own unit. d is the Euclidean distance, over variables
    standardised to mean 0 and deviation 1, from a pattern of the best values: the highest, the lowest, or the target.
    Both deviations divide by n (ddof = 0). An area with a missing value has no measure and no say; a constant variable
    is left out; none has a measure where nothing varies. ``SmupError`` for an area given twice, an infinite value,
    a column without a polarity or one that is not judged, a target missing or out of place.
    """
    if values.index.has_duplicates:
        raise SmupError("An area is given twice.")
    complete = values[values.notna().all(axis=1)]
    gaps = []
    for column in values.columns:
        target = (targets or {}).get(column)
        _check_polarity(polarities.get(column, Polarity.NONE), target)
        x = _finite(values[column])[values.notna().all(axis=1).to_numpy()]
        if len(x) and np.ptp(x) > _CONSTANT * np.abs(x).max():
            best = {Polarity.HIGHER: x.max(), Polarity.LOWER: x.min()}.get(polarities[column], target)
            gaps.append((x - best) / x.std(ddof=0))
    result = pd.Series(np.nan, index=values.index, name="hellwig")
    if gaps:
        distance = np.sqrt(np.square(gaps).sum(axis=0))
        result.loc[complete.index] = 1 - distance / (distance.mean() + 2 * distance.std(ddof=0))
    return result


def _check_polarity(polarity: Polarity, target: float | None) -> None:
    if polarity == Polarity.NONE:
        raise SmupError("An indicator that is not judged has no score.")
    if (polarity == Polarity.TARGET) != (target is not None and math.isfinite(target)):
        raise SmupError("A target is needed exactly where the value nearest to it is the best.")


def _finite(values: pd.Series) -> Matrix:
    x: Matrix = values.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(x).any():
        raise SmupError("An infinite value has no score.")
    return x


def _weighted(scores: pd.DataFrame, weights: Mapping[str, float]) -> tuple[Matrix, Matrix]:
    if scores.index.has_duplicates:
        raise SmupError("An area is given twice.")
    if scores.columns.empty or set(weights) != set(scores.columns):
        raise SmupError("A composite needs exactly one weight for each of its indicators.")
    w = np.array([weights[column] for column in scores.columns], dtype=float)
    if not (np.isfinite(w) & (w > 0)).all():
        raise SmupError("Every weight of a composite must be above 0.")
    z: Matrix = scores.to_numpy(dtype=float, na_value=np.nan)
    if ((z < 0) | (z > 1)).any():
        raise SmupError("A composite is made of scores between 0 and 1.")
    return z, w
