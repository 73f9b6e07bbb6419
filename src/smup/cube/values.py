"""The values of one indicator by area and year, and their notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.cube.areas import Floats, Numbers, areas
from smup.cube.notes import of_indicator
from smup.model import Status
from smup.store import Store


@dataclass(frozen=True, eq=False)
class Cells:
    """Some values of an indicator; every array has a place for each of them."""

    value: Floats  # NaN: none
    status: npt.NDArray[np.uint8]  # letter of the status; 0: nothing is known
    partial: npt.NDArray[np.bool_]
    coverage: Floats
    weight: Floats  # NaN: none
    note: npt.NDArray[np.int16]  # row in ``notes``; 0: none

    def take(self, order: Numbers) -> "Cells":
        """Return them in another order."""
        return Cells(**{name: array[order] for name, array in vars(self).items()})


@dataclass(frozen=True, eq=False)
class Values:
    """All values of an indicator."""

    column: dict[int, int]  # by year
    cells: Cells  # a line for each area, a column for each year, and a last one where nothing is known

    @property
    def nbytes(self) -> int:
        """Count the bytes."""
        return sum(array.nbytes for array in vars(self.cells).values())

    def year(self, period: int) -> Floats:
        """Return the values of all areas in a year."""
        return self.cells.value[:, self.column.get(period, -1)]

    def holders(self, period: int, lines: Numbers) -> int:
        """Count the areas on ``lines`` that have a value in a year."""
        return int((~np.isnan(self.year(period)[lines])).sum())

    def breaks(self, period: int, lines: Numbers) -> int:
        """Count those of them whose value breaks the series."""
        column = self.column.get(period, -1)
        known = ~np.isnan(self.cells.value[lines, column])
        return int((known & (self.cells.status[lines, column] == ord(Status.BREAK))).sum())

    def known(self, lines: Numbers) -> list[int]:
        """Return the years in which some areas on ``lines`` have a value."""
        return [year for year in self.column if self.holders(year, lines)]

    def at(self, lines: Numbers, periods: Iterable[int]) -> Cells:
        """Return the values on ``lines`` in some years, those of the first line first."""
        columns = np.array([self.column.get(period, -1) for period in periods], dtype=np.intp)
        places = np.ix_(lines, columns)
        return Cells(**{name: array[places].ravel() for name, array in vars(self.cells).items()})


_EMPTY: dict[str, tuple[Any, Any]] = {
    "value": (np.float64, np.nan),
    "status": (np.uint8, 0),
    "partial": (np.bool_, False),
    "coverage": (np.float64, np.nan),
    "weight": (np.float64, np.nan),
    "note": (np.int16, 0),
}


def values(store: Store, indicator_id: str) -> Values:
    """Return all values of an indicator; of an unknown one none."""
    return store.remember(f"values {indicator_id}", lambda: _values(store, indicator_id))


def _values(store: Store, indicator_id: str) -> Values:
    found = store.arrays(
        """
        select enum_code(area_id::area_key)::bigint as area, period, value, ascii(status)::utinyint as status, partial,
          coverage, weight
        from indicator_value where indicator_id = $indicator_id
        """,
        indicator_id=indicator_id,
    )
    if not len(found["period"]):
        return Values({}, Cells(**{name: _none(store, 0, name) for name in _EMPTY}))
    first = int(found["period"].min())
    known = np.bincount(found["period"] - first) > 0
    years, column = np.flatnonzero(known), np.cumsum(known) - 1

    def cell(rows: dict[str, npt.NDArray[Any]]) -> Numbers:
        """Return where each row stands in an array that is read line by line."""
        places: Numbers = rows["area"] * (len(years) + 1) + column[rows["period"] - first]
        return places

    arrays = {name: _none(store, len(years), name) for name in _EMPTY}
    place = cell(found)
    for name in _EMPTY.keys() & found.keys():
        arrays[name].ravel()[place] = found[name]
    noted = of_indicator(store, indicator_id)
    arrays["note"].ravel()[cell(noted)] = noted["note"]
    return Values({int(first + year): place for place, year in enumerate(years)}, Cells(**arrays))


def _none(store: Store, years: int, name: str) -> npt.NDArray[Any]:
    dtype, empty = _EMPTY[name]
    return np.full((len(areas(store).words), years + 1), empty, dtype)


def whole(numbers: Floats) -> Any:
    """Return whole numbers as such, some of which may be missing."""
    missing = np.isnan(numbers)
    found = np.where(missing, 0, numbers).astype(np.int32)
    return pd.arrays.IntegerArray(found, missing) if missing.any() else found
