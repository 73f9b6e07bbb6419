"""What is known when a file is checked, and what was found in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

COLUMNS = ("area", "indicator", "period", "value", "status", "note")
ROW = {"row": "int64", "area_id": "str", "indicator_id": "str", "period": "int16", "value": "float64",
       "status": "str", "note": "str"}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The areas, indicators and statuses that a file may speak of, and who is meant by a name that is none.

    ``areas``: area_id, name, label, level. ``indicators``: indicator_id, name_pl, name_en, unit, short_pl, short_en,
    lowest and highest official value. ``statuses``: status, name_pl, name_en, missing.
    """

    areas: pd.DataFrame
    indicators: pd.DataFrame
    statuses: pd.DataFrame
    likely_areas: Callable[[str], list[str]]
    likely_indicators: Callable[[str], list[str]]
    last_period: int


class Finding(NamedTuple):
    """A cell that was refused, or was read as something else than it says: where, what, and how it should be."""

    row: int
    column: str
    read: str
    expected: str


@dataclass(frozen=True)
class Submission:
    """A file that was read.

    ``rows``: the good rows, one per area, indicator and year (columns of ``ROW``; ``value`` is null exactly when the
    status explains why). ``faults``: one row per cell that was refused. ``remarks``: one per cell whose reading a
    person should confirm. Both have the columns of ``Finding``.
    """

    rows: pd.DataFrame
    faults: pd.DataFrame
    remarks: pd.DataFrame
