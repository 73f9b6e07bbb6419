"""What a difference in cost is worth, and which factors make it.

A cost per unit is often a product: cost per pupil = cost per class · classes per pupil. The difference between two
products is then split without a remainder, by the values of Shapley (1953) or by the logarithmic mean (LMDI, Ang 2005).
A factor that divides enters as its reciprocal.
"""

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import SmupError

Matrix = npt.NDArray[np.float64]

MOST_FACTORS = 6


def gap_worth(cost: pd.Series, reference: pd.Series | float, volume: pd.Series | float) -> pd.Series:
    """(``cost`` − ``reference``) · ``volume`` in złoty a year, indexed by area; above 0 where an area pays more.

    ``cost`` and ``reference`` (the median of the peers, or the cost of a dominating peer) in złoty per unit,
    ``volume`` in units a year. Where one of them is missing there is no worth. ``SmupError`` for an area given twice,
    an infinite value or a volume below 0.
    """
    parts = [_aligned(part, cost.index) for part in (cost, reference, volume)]
    if any(np.isinf(part).any() for part in parts):
        raise SmupError("An infinite cost or volume has no worth.")
    if (parts[2] < 0).any():
        raise SmupError("A volume cannot be below 0.")
    return pd.Series((parts[0] - parts[1]) * parts[2], index=cost.index, name="worth")


def shapley(own: pd.DataFrame, reference: pd.DataFrame | pd.Series, volume: pd.Series | float = 1.0) -> pd.DataFrame:
    """What each factor adds to ``volume`` · (Π own − Π reference): its mean effect over every order of changing them.

    ``own``: one row per area, one column per factor (up to 6), each in its own unit; ``reference``: the same for all
    areas, or a frame with one row each. Result: one column per factor in the unit of the product times that of
    ``volume`` (złoty a year); ``difference``, the whole; ``residual`` = difference − Σ factors, 0 up to rounding. A row
    with a missing value has no parts. ``SmupError`` for an area given twice, other factors on the two sides, none or
    more than 6 of them, or an infinite value or product.
    """
    if own.shape[1] > MOST_FACTORS:
        raise SmupError(f"A cost is split into at most {MOST_FACTORS} factors, not {own.shape[1]}.")
    return _decomposed(own, reference, volume, _shapley_parts)


def lmdi(own: pd.DataFrame, reference: pd.DataFrame | pd.Series, volume: pd.Series | float = 1.0) -> pd.DataFrame:
    """What each factor adds to ``volume`` · (Π own − Π reference): L · ln(own / reference), L the logarithmic mean.

    L = (A − R) / ln(A / R) of the two products A and R, and A where they are equal (additive LMDI-I). Arguments and
    result as for ``shapley``, for any number of factors; ``SmupError`` also for a factor of 0 or less.
    """
    return _decomposed(own, reference, volume, _lmdi_parts)


def _shapley_parts(own: Matrix, reference: Matrix) -> Matrix:
    k = own.shape[1]
    parts = np.zeros_like(own)
    for factor in range(k):
        rest = [other for other in range(k) if other != factor]
        for size in range(k):
            weight = factorial(size) * factorial(k - size - 1) / factorial(k)
            for changed in combinations(rest, size):
                level = np.where(np.isin(np.arange(k), changed), own, reference)
                parts[:, factor] += weight * level[:, rest].prod(axis=1)
        parts[:, factor] *= own[:, factor] - reference[:, factor]
    return parts


def _lmdi_parts(own: Matrix, reference: Matrix) -> Matrix:
    if (own <= 0).any() or (reference <= 0).any():
        raise SmupError("The logarithmic decomposition needs factors above 0.")
    growth = np.log(own / reference)
    half = growth.sum(axis=1) / 2
    # The logarithmic mean of A and R as sqrt(A · R) · sinh(h) / h, h = ln(A / R) / 2, is exact near A = R too.
    bend = np.divide(np.sinh(half), half, out=np.ones_like(half), where=half != 0)
    mean = np.sqrt(own.prod(axis=1)) * np.sqrt(reference.prod(axis=1)) * bend
    parts: Matrix = mean[:, None] * growth
    return parts


def _decomposed(
    own: pd.DataFrame,
    reference: pd.DataFrame | pd.Series,
    volume: pd.Series | float,
    parts_of: Callable[[Matrix, Matrix], Matrix],
) -> pd.DataFrame:
    a, r = _both_sides(own, reference)
    scale = _aligned(volume, own.index)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        products = np.column_stack([a.prod(axis=1), r.prod(axis=1)]) * scale
        parts = parts_of(a, r) * scale
    if any(np.isinf(each).any() for each in (scale, products, parts)):
        raise SmupError("The factors of a cost hold or make an infinite value.")
    difference = products[:, [0]] - products[:, [1]]
    missing = np.isnan(difference)
    result = pd.DataFrame(np.where(missing, np.nan, parts), index=own.index, columns=own.columns)
    return result.assign(difference=difference, residual=difference[:, 0] - result.sum(axis=1, skipna=False))


def _both_sides(own: pd.DataFrame, reference: pd.DataFrame | pd.Series) -> tuple[Matrix, Matrix]:
    """The factors of the areas and those they are compared with, row by row and in the same order of columns."""
    theirs = reference if isinstance(reference, pd.DataFrame) else reference.to_frame().T
    factors = list(own.columns)
    if not factors or sorted(factors) != sorted(theirs.columns) or len(set(factors)) < len(factors):
        raise SmupError("Both sides of a comparison need the same factors, at least one and each once.")
    if isinstance(reference, pd.DataFrame):
        if reference.index.has_duplicates:
            raise SmupError("An area is given twice.")
        theirs = reference.reindex(own.index)
    ours = own.to_numpy(dtype=float, na_value=np.nan)
    return ours, np.broadcast_to(theirs[factors].to_numpy(dtype=float, na_value=np.nan), ours.shape)


def _aligned(part: pd.Series | float, index: pd.Index) -> Matrix:
    """One number per area of ``index``: from a series by area, or the same for all."""
    if index.has_duplicates or (isinstance(part, pd.Series) and part.index.has_duplicates):
        raise SmupError("An area is given twice.")
    series = part.reindex(index) if isinstance(part, pd.Series) else pd.Series(part, index=index, dtype=float)
    numbers: Matrix = series.to_numpy(dtype=float, na_value=np.nan)
    return numbers
