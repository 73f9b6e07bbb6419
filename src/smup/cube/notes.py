"""What is said of the observations behind values: few different texts, each known by a number."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.cube.areas import Numbers
from smup.cube.theme import catalogue
from smup.model import Language
from smup.store import Store
from smup.text import language

_YEARS = 10_000  # more than a calendar year can be


@dataclass(frozen=True, eq=False)
class _Notes:
    hashes: npt.NDArray[np.uint64]  # ascending; 64 bits tell some hundred texts apart
    texts: dict[Language, Any]  # in their order, after a first one that is none
    indicators: set[str]  # those of whose values some have a note

    def numbers(self, hashes: npt.NDArray[np.uint64]) -> Numbers:
        """Return the place of each text."""
        return 1 + np.searchsorted(self.hashes, hashes)


def _notes(store: Store) -> _Notes:
    frame = store.query(
        """
        select hash(note_pl, note_en) as hash, note_pl, note_en, list(distinct indicator_id::varchar) as indicators
        from value_note group by all order by all
        """
    )
    return _Notes(
        frame["hash"].to_numpy(),
        {one: pd.array([None, *frame[f"note_{one}"]], dtype="str") for one in Language},
        set().union(*frame["indicators"]),
    )


def notes(store: Store, numbers: npt.NDArray[Any]) -> Any:
    """Return the texts known by ``numbers``, in the reader's language; of 0 there is none."""
    return store.keep("notes", _notes).texts[language.get()].take(numbers)


def of_indicator(store: Store, indicator_id: str) -> dict[str, npt.NDArray[Any]]:
    """Return area, period and the number of the note of each value of the indicator that has one."""
    known = store.keep("notes", _notes)
    if indicator_id not in known.indicators:
        return {name: np.array([], dtype=np.intp) for name in ("area", "period", "note")}
    found = store.arrays(
        """
        select enum_code(area_id)::bigint as area, period, hash(note_pl, note_en) as note
        from value_note where indicator_id = $indicator_id
        """,
        indicator_id=indicator_id,
    )
    return found | {"note": known.numbers(found["note"])}


def notes_of(store: Store, area_id: str, indicators: Numbers, periods: npt.NDArray[np.int16]) -> Any:
    """Return the note on each value of an area, in the reader's language; ``indicators`` are lines of the catalogue."""
    found = store.arrays(
        """
        select enum_code(indicator_id)::bigint as indicator, period, hash(note_pl, note_en) as note
        from value_note where area_id = $area_id
        """,
        area_id=area_id,
    )
    cells = indicators * _YEARS + periods
    noted = catalogue(store).line[found["indicator"]] * _YEARS + found["period"]
    _, here, there = np.intersect1d(cells, noted, assume_unique=True, return_indices=True)
    numbers = np.zeros(len(cells), dtype=np.intp)
    numbers[here] = store.keep("notes", _notes).numbers(found["note"][there])
    return notes(store, numbers)
