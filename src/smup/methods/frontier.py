"""Cost against quality: how much of its cost an area would need, were it as thrifty as a real town of its quality.

Free disposal hull, input side (Deprins, Simar & Tulkens 1984): θ of an area is the least cost among the areas that
are at least as good in every output, divided by its own cost. The benchmark is therefore a town that exists. Data
envelopment analysis with variable returns (Banker, Charnes & Cooper 1984) also allows mixes of towns, so its θ is
never higher.

Compare areas of one legal kind; let quality be an output; turn outputs so that more is better. A low cost can be
poverty instead of efficiency: show the revenue per head beside the score.
"""

from bisect import bisect_left, insort

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import SmupError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MOST_OUTPUTS = 2
_ROWS = 500  # areas compared with all others at once


def fewest(outputs: int) -> int:
    """How many areas are needed to set a cost against so many outputs: three for each of the columns."""
    return 3 * (1 + outputs)


def fdh(costs: pd.Series, outputs: pd.DataFrame) -> pd.DataFrame:
    """FDH scores: ``score`` θ in (0, 1], without unit, and ``n_dominating``, how many are as good and cheaper.

    ``costs`` per unit of service and one or two ``outputs`` (more is better), both indexed by area. An area with a
    missing value is left out of the result. ``SmupError`` for an area given twice, different areas on the two sides,
    a cost of 0 or less, an infinite value, no or more than two outputs, or fewer than 3 · (1 + outputs) areas.
    """
    x, y, index = _compared(costs, outputs)
    score, n_dominating = _scores(x, y)
    return pd.DataFrame({"score": score, "n_dominating": n_dominating}, index=index)


def dominating(
    costs: pd.Series, outputs: pd.DataFrame, area_id: str, distances: pd.Series | None = None
) -> pd.DataFrame:
    """The areas at least as good as ``area_id`` in every output, and cheaper: one row each, indexed by area.

    ``cost``; ``saving``, the cost of ``area_id`` less this cost, in the unit of cost; the outputs; ``distance`` in
    structure, from ``distances`` (indexed by area, as ``peers.similar`` gives them for this area). Nearest first, those
    without a distance last; of equally near ones the cheapest first. Errors as for ``fdh``; ``SmupError`` also where
    ``area_id`` is unknown or has a missing value.
    """
    x, y, index = _compared(costs, outputs)
    if area_id not in index:
        raise SmupError(f"The area “{area_id}” has no cost or no quality to compare.")
    own = index.get_loc(area_id)
    found = (x < x[own]) & (y >= y[own]).all(axis=1)
    result = pd.DataFrame(y, index=index, columns=outputs.columns)[found]
    result.insert(0, "cost", x[found])
    result.insert(1, "saving", x[own] - x[found])
    near = pd.Series(np.nan, index=result.index) if distances is None else distances.reindex(result.index)
    return result.assign(distance=near).sort_values(["distance", "cost"], na_position="last", kind="stable")


def dea_vrs(costs: pd.Series, outputs: pd.DataFrame) -> pd.DataFrame:
    """DEA scores with variable returns to scale: ``score`` θ in (0, 1], without unit; never above that of ``fdh``.

    θ · cost is the least cost of a mix of areas (weights ≥ 0 that sum to 1) that is at least as good in every output:
    one linear programme per area, solved by HiGHS. Arguments and errors as for ``fdh``; ``SmupError`` also where
    SciPy is not installed or a programme has no solution.
    """
    try:
        from scipy.optimize import linprog
    except ImportError as fault:
        raise SmupError("Data envelopment analysis needs SciPy: install smup with its extra “dea”.") from fault
    x, y, index = _compared(costs, outputs)
    score, _ = _scores(x, y)
    thrifty = score == 1.0  # a mix gains nothing from an area that another one dominates
    spread = np.ptp(y, axis=0)
    levels = (y - y.min(axis=0)) / np.where(spread > 0, spread, 1.0)
    theta = np.ones(len(x))
    for area in range(len(x)):
        found = linprog(
            x[thrifty] / x[area],
            A_ub=-levels[thrifty].T,
            b_ub=-levels[area],
            A_eq=np.ones((1, int(thrifty.sum()))),
            b_eq=[1.0],
            method="highs",
        )
        if not found.success:
            raise SmupError(f"The efficiency of “{index[area]}” could not be worked out.")
        theta[area] = min(found.fun, score[area])
    return pd.DataFrame({"score": theta}, index=index)


def _compared(costs: pd.Series, outputs: pd.DataFrame) -> tuple[Vector, Matrix, pd.Index]:
    """Costs, outputs and identifiers of the areas without a missing value, checked."""
    if not 1 <= outputs.shape[1] <= MOST_OUTPUTS:
        raise SmupError(f"Costs are compared with one or {MOST_OUTPUTS} outputs, not {outputs.shape[1]}.")
    if costs.index.has_duplicates or outputs.index.has_duplicates:
        raise SmupError("An area is given twice.")
    if len(costs) != len(outputs) or not costs.index.isin(outputs.index).all():
        raise SmupError("Costs and outputs must be given for the same areas.")
    x = costs.to_numpy(dtype=float, na_value=np.nan)
    y = outputs.reindex(costs.index).to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(x).any() or np.isinf(y).any():
        raise SmupError("An infinite cost or output cannot be compared.")
    if (x <= 0).any():
        raise SmupError(f"The cost of “{costs.index[x <= 0][0]}” is not above 0.")
    complete = ~np.isnan(x) & ~np.isnan(y).any(axis=1)
    needed = fewest(outputs.shape[1])
    if complete.sum() < needed:
        raise SmupError(f"Only {complete.sum()} areas have both cost and outputs; {needed} are needed to compare them.")
    return x[complete], y[complete], costs.index[complete]


def _scores(x: Vector, y: Matrix) -> tuple[Vector, Counts]:
    return _one_output(x, y[:, 0]) if y.shape[1] == 1 else _many_outputs(x, y)


def _one_output(x: Vector, y: Vector) -> tuple[Vector, Counts]:
    """Best first, so that whoever is as good as an area stands before it: O(n log n)."""
    order = np.argsort(-y, kind="stable")
    descending = -y[order]
    cheapest = np.minimum.accumulate(x[order])
    as_good = np.searchsorted(descending, -y, side="right")  # how many, the area included
    counts = np.zeros(len(x), dtype=np.int64)
    seen: list[float] = []
    for area in order:
        while len(seen) < as_good[area]:
            insort(seen, x[order[len(seen)]])
        counts[area] = bisect_left(seen, x[area])
    return cheapest[as_good - 1] / x, counts


def _many_outputs(x: Vector, y: Matrix) -> tuple[Vector, Counts]:
    """Every area against all others, a block of areas at a time: O(n²)."""
    cheapest = np.empty(len(x))
    counts = np.zeros(len(x), dtype=np.int64)
    for start in range(0, len(x), _ROWS):
        block = slice(start, start + _ROWS)
        as_good = (y[None, :, :] >= y[block, None, :]).all(axis=2)
        cheapest[block] = np.where(as_good, x[None, :], np.inf).min(axis=1)
        counts[block] = (as_good & (x[None, :] < x[block, None])).sum(axis=1)
    return cheapest / x, counts
