"""Areas of similar structure: each area's nearest neighbours among those of its legal kind.

After the nearest-neighbour model of CIPFA and the "liknande kommuner" of Kolada. Only structure counts (how many
people, how dense, how old, how wealthy), never the costs or results that are then compared between the neighbours.
Every variable x of an area becomes z = (f(x) − median) / spread within its kind, f the logarithm or nothing,
clipped to ±3; the distance between two areas is d = sqrt(Σ w (z − z′)² / Σ w) over the variables that both have.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import SmupError

Matrix = npt.NDArray[np.float64]

FEWEST, MOST = 5, 15
_CLIP = 3.0
_SD_PER_MAD = 1.4826
_SD_PER_MEAN_DEVIATION = 1.2533
_WEIGHT_NEEDED = 0.8 - 1e-9  # four fifths, whatever the last digit of the sum of weights
_CONSTANT = 1e-12  # a spread below this part of the largest value is rounding, not a difference
_CELLS = 500_000  # distances held at once


@dataclass(frozen=True)
class StructureVariable:
    """One trait of structure: its weight, and whether its logarithm is compared (skewed positive variables)."""

    variable_id: str
    weight: float = 1.0
    log: bool = False


@dataclass(frozen=True)
class Structure:
    """The traits that make areas similar. ``SmupError`` for none, for one named twice or for a weight not above 0."""

    variables: tuple[StructureVariable, ...]

    def __post_init__(self) -> None:
        if not self.variables or len(set(self.ids)) < len(self.variables):
            raise SmupError("A structure needs at least one variable, and each of them once.")
        if not all(math.isfinite(weight) and weight > 0 for weight in self.weights):
            raise SmupError("Every variable of a structure needs a weight above 0.")

    @property
    def ids(self) -> list[str]:
        """The identifiers of the variables, in order."""
        return [variable.variable_id for variable in self.variables]

    @property
    def weights(self) -> Matrix:
        """The weights of the variables, in order."""
        return np.array([variable.weight for variable in self.variables], dtype=float)


def standardised(frame: pd.DataFrame, structure: Structure, kind: str = "kind") -> pd.DataFrame:
    """Robust z of every area and variable: one row per ``area_id``, one column per variable, no unit, within ±3.

    ``frame`` holds ``area_id``, ``kind`` and the variables, one row per area. The spread is 1.4826 · MAD within the
    kind; where more than half of the areas share one value, so that MAD is 0, it is 1.2533 · mean absolute deviation
    (Iglewicz & Hoaglin 1993); a variable that is the same everywhere is 0 for all and sets nobody apart.
    A missing value stays missing. ``SmupError`` for a missing column, an area given twice or without a kind, an
    infinite value, or a value of 0 or less where the logarithm is asked for.
    """
    _check(frame, structure, kind)
    values = frame.set_index("area_id")[structure.ids].astype(float)
    for variable in structure.variables:
        if variable.log:
            if (values[variable.variable_id] <= 0).any():
                raise SmupError(f"“{variable.variable_id}” is compared by its logarithm, so it must be above 0.")
            values[variable.variable_id] = np.log(values[variable.variable_id])
    kinds = frame[kind].to_numpy()
    centred = values - values.groupby(kinds).transform("median")
    deviation = centred.abs().groupby(kinds)
    rounding = _CONSTANT * values.abs().groupby(kinds).transform("max")
    median, mean = deviation.transform("median"), deviation.transform("mean")
    spread = (_SD_PER_MAD * median).where(median > rounding, _SD_PER_MEAN_DEVIATION * mean)
    z = (centred / spread).where(spread > rounding, 0.0)
    return z.where(values.notna()).clip(-_CLIP, _CLIP)


def _check(frame: pd.DataFrame, structure: Structure, kind: str) -> None:
    for column in ("area_id", kind, *structure.ids):
        if column not in frame.columns:
            raise SmupError(f"The structure of areas has no column “{column}”.")
    if frame["area_id"].duplicated().any():
        raise SmupError(f"The area “{frame.loc[frame['area_id'].duplicated(), 'area_id'].iloc[0]}” is given twice.")
    if frame["area_id"].isna().any() or frame[kind].isna().any():
        raise SmupError("Every area needs an identifier and a kind, because areas are compared within a kind.")
    if np.isinf(frame[structure.ids].to_numpy(dtype=float, na_value=np.nan)).any():
        raise SmupError("The structure of areas holds an infinite value.")


def similar(frame: pd.DataFrame, structure: Structure, kind: str = "kind", n: int = 7) -> pd.DataFrame:
    """The ``n`` (5–15) nearest areas of the same kind: ``area_id``, ``kind``, ``peer_id``, ``position``, ``distance``.

    One row per area and peer, nearest first, ``position`` from 1; of two equally near the identifier decides.
    Distances have no unit and are symmetric. Two areas that share less than 80 % of the weight have no distance, so an
    area may have fewer than ``n`` peers, or no row at all. ``frame`` and errors as for ``standardised``;
    ``SmupError`` also for an ``n`` out of range. Memory grows with the number of areas, not with its square.
    """
    if not FEWEST <= n <= MOST:
        raise SmupError(f"Between {FEWEST} and {MOST} similar areas can be asked for, not {n}.")
    z = standardised(frame, structure, kind)
    columns = ["area_id", "kind", "peer_id", "position", "distance"]
    found = [
        _nearest(members.sort_index(), structure.weights, n).assign(kind=name)
        for name, members in z.groupby(frame[kind].to_numpy())
    ]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def _nearest(z: pd.DataFrame, weights: Matrix, n: int) -> pd.DataFrame:
    values, ids = z.to_numpy(), z.index.to_numpy()
    size = max(1, _CELLS // len(ids))
    areas, peers, distances = [], [], []
    for start in range(0, len(ids), size):
        block = distance_matrix(values[start : start + size], values, weights)
        rows = np.arange(len(block))
        block[rows, start + rows] = np.inf  # nobody is their own neighbour
        row, column = _smallest(block, n)
        areas.append(start + row)
        peers.append(column)
        distances.append(block[row, column])
    area, peer = np.concatenate(areas), np.concatenate(peers)
    result = pd.DataFrame({"area_id": ids[area], "peer_id": ids[peer], "distance": np.concatenate(distances)})
    return result.assign(position=result.groupby("area_id", sort=False).cumcount() + 1)


def distance_matrix(some: Matrix, others: Matrix, weights: Matrix) -> Matrix:
    """Distances of every row of ``some`` to every row of ``others``; infinite where too little is known of both.

    Rows of standard scores, columns as ``weights``.
    """
    squares = np.zeros((len(some), len(others)))
    present = np.zeros_like(squares)
    for k, weight in enumerate(weights):
        difference = some[:, k, None] - others[None, :, k]
        known = ~np.isnan(difference)
        squares += weight * np.where(known, difference * difference, 0.0)
        present += weight * known
    enough = present >= _WEIGHT_NEEDED * weights.sum()
    return np.sqrt(np.divide(squares, present, out=np.full_like(squares, np.inf), where=enough))


def _smallest(block: Matrix, n: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Row and column of the ``n`` smallest finite cells of each row, in order; of equal ones the first columns."""
    kth = np.partition(block, min(n, block.shape[1]) - 1, axis=1)[:, min(n, block.shape[1]) - 1]
    row, column = np.nonzero((block <= kth[:, None]) & np.isfinite(block))
    order = np.lexsort((column, block[row, column], row))
    row, column = row[order], column[order]
    position = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    return row[position < n], column[position < n]


def contributions(frame: pd.DataFrame, structure: Structure, pairs: pd.DataFrame, kind: str = "kind") -> pd.DataFrame:
    """What sets two areas apart: ``area_id``, ``peer_id``, ``variable_id``, ``share`` of the squared distance.

    ``pairs`` holds ``area_id`` and ``peer_id`` (such as ``similar`` gives); one row per pair and variable. The shares
    of a pair sum to 1; a variable that one of the two lacks has none, and neither has a pair without a distance or
    with the distance 0 (an area and itself). ``SmupError`` for unknown areas or a pair of two kinds.
    """
    z = standardised(frame, structure, kind)
    kinds = frame.set_index("area_id")[kind]
    if not (pairs["area_id"].isin(z.index) & pairs["peer_id"].isin(z.index)).all():
        raise SmupError("The pairs name an area whose structure is not given.")
    if (kinds.loc[pairs["area_id"]].to_numpy() != kinds.loc[pairs["peer_id"]].to_numpy()).any():
        raise SmupError("Only areas of the same kind are compared by their structure.")
    difference = z.loc[pairs["area_id"]].to_numpy() - z.loc[pairs["peer_id"]].to_numpy()
    squares = structure.weights * difference**2
    total = np.nansum(squares, axis=1, keepdims=True)
    present = (~np.isnan(squares) * structure.weights).sum(axis=1, keepdims=True)
    shown = (total > 0) & (present >= _WEIGHT_NEEDED * structure.weights.sum())
    share = np.divide(squares, total, out=np.full_like(squares, np.nan), where=shown)
    rows = pairs.loc[pairs.index.repeat(len(structure.ids)), ["area_id", "peer_id"]].reset_index(drop=True)
    return rows.assign(variable_id=structure.ids * len(pairs), share=share.ravel())


def no_good_peers(peers: pd.DataFrame, n: int = 7) -> pd.Series:
    """Whether an area has no good peers: one truth value per ``area_id`` of ``peers`` (as ``similar`` gives them).

    True where the ``n``-th distance is above the 90th percentile (type 7) of all ``n``-th distances within the kind,
    and where an area has fewer than ``n`` peers. An area that is not in ``peers`` has no peers at all.
    """
    kinds = peers.drop_duplicates("area_id").set_index("area_id")["kind"]
    last = peers[peers["position"] == n].set_index("area_id")["distance"].reindex(kinds.index)
    limit = last.groupby(kinds).transform(lambda distances: distances.quantile(0.9))
    return ((last > limit) | last.isna()).rename("no_good_peers")
