"""Input tables of ``data/``: CSV files that a person can review, and those of ``data/live/`` that a sync has made.

Every fault is reported as one sentence that names the file, the row and the column.
"""

import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from smup import model
from smup.model import SmupError


@dataclass(frozen=True)
class Table:
    """An input table: its name (also the file's and the store table's), row type, key and references."""

    name: str
    row: type
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        """Column names, in the order of the file."""
        return [field.name for field in fields(self.row)]


TABLES = (
    Table("status", model.StatusCode, ("status",)),
    Table("comparability", model.ComparabilityReason, ("reason",)),
    Table("cost_scope", model.CostScopeName, ("cost_scope",)),
    Table("unit", model.Unit, ("unit",)),
    Table("source", model.Source, ("source_id",)),
    Table("area", model.Area, ("area_id",), (("powiat_id", "area"), ("voivodeship_id", "area"))),
    Table("area_member", model.AreaMember, ("group_id", "area_id"),
          (("group_id", "area"), ("area_id", "area"), ("source_id", "source"))),
    Table("area_adjective", model.AreaAdjective, ("area_id", "adjective"), (("area_id", "area"),)),
    Table("area_name", model.AreaName, ("area_id", "name"), (("area_id", "area"),)),
    Table("area_change", model.AreaChange, ("area_id", "state_before", "attribute"), (("area_id", "area"),)),
    Table("metro", model.Metro, ("area_id",), (("area_id", "area"),)),
    Table("theme", model.Theme, ("theme_id",)),
    Table("service", model.Service, ("service_id",), (("theme_id", "theme"),)),
    Table("variable", model.Variable, ("variable_id",), (("source_id", "source"), ("unit", "unit"))),
    Table("indicator", model.Indicator, ("indicator_id",),
          (("service_id", "service"), ("unit", "unit"),
           ("weight_variable_id", "variable"), ("coverage_variable_id", "variable"))),
    Table("pair", model.Pair, ("pair_id",),
          (("service_id", "service"), ("cost_indicator_id", "indicator"), ("output_indicator_id", "indicator"))),
    Table("structure", model.StructureTrait, ("structure_id",), (("indicator_id", "indicator"),)),
    Table("observation_note", model.ObservationNote, ("variable_id", "area_id", "period"),
          (("variable_id", "variable"), ("area_id", "area"))),
    Table("event_kind", model.EventKind, ("kind",)),
    Table("initiative_kind", model.InitiativeKind, ("kind",)),
)  # fmt: skip

_SHOWN = 200  # characters of a refused cell
LIVE = ("theme", "unit", "service", "variable", "indicator")  # tables that a sync may add rows to, in data/live/


def read_table(table: Table, *paths: Path) -> pd.DataFrame:
    """Read the CSV files (UTF-8, comma, header row) of a table into one frame with the columns of ``table.row``.

    Its index says where each row stands: the file and the number of the row.
    """
    rows, places = [], []
    for path in paths:
        read = _validated(path, table, _cells(path, table))
        rows += [asdict(row) for row in read]
        places += [f"{path}, row {number}" for number in range(2, len(read) + 2)]
    frame = pd.DataFrame(rows, columns=table.columns, index=pd.Index(places, dtype=object))
    refuse_duplicates(frame, table.key, places.__getitem__)
    return frame


def _cells(path: Path, table: Table) -> list[dict[str, Any]]:
    """Read the rows of one file as texts, blank ones as None."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header, *cells = list(csv.reader(lines, strict=True)) or [[]]
    except FileNotFoundError as fault:
        raise SmupError(f"{path} is missing; restore it from the project's repository.") from fault
    except UnicodeDecodeError as fault:
        raise SmupError(f"{path} is not UTF-8 (byte {fault.start + 1}); save it as UTF-8.") from fault
    except csv.Error as fault:
        raise SmupError(f"{path} is not a well-formed CSV file: {fault}.") from fault
    while cells and not cells[-1]:
        cells.pop()  # blank lines at the end
    if header != table.columns:
        wrong = sorted(set(header) ^ set(table.columns)) or ["their order"]
        raise SmupError(
            f"{path}, row 1: the columns must be {', '.join(table.columns)}; check {_shown(', '.join(wrong))}."
        )
    for number, row in enumerate(cells, start=2):
        if len(row) != len(header):
            more = "more" if len(row) > len(header) else "fewer"
            raise SmupError(f"{path}, row {number} has {more} cells than there are columns; quote cells with commas.")
        if any("\0" in cell for cell in row):
            raise SmupError(f"{path}, row {number} holds a NUL character; remove it.")
    return [dict(zip(header, (cell or None for cell in row), strict=True)) for row in cells]


def _shown(cell: object) -> str:
    """Write what a file says on one line, and no more of it than tells which cell it is."""
    text = " ".join(str(cell).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _validated(path: Path, table: Table, rows: list[dict[str, Any]]) -> list[Any]:
    try:
        valid = TypeAdapter(list[table.row]).validate_python(rows)  # type: ignore[name-defined]
    except ValidationError as faults:
        first = faults.errors()[0]
        index, *rest = first["loc"][:2]
        where = f"{path}, row {int(index) + 2}" + "".join(f", column {name}" for name in rest)
        found = " is empty" if first["input"] is None else f" holds “{_shown(first['input'])}”" if rest else ""
        raise SmupError(f"{where}{found}: {first['msg']}.") from faults
    for number, row in enumerate(valid, start=2):
        for column, value in asdict(row).items():
            if isinstance(value, float) and not math.isfinite(value):
                raise SmupError(f"{path}, row {number}, column {column} holds “{value}”: a finite number is wanted.")
    return valid


def refuse_duplicates(frame: pd.DataFrame, key: Iterable[str], place: Callable[[int], str]) -> None:
    """Raise ``SmupError`` for the first row whose ``key`` is there before; ``place`` names a row by its position."""
    columns = list(key)
    again = frame.duplicated(columns)
    if again.any():
        index = int(again.to_numpy().argmax())
        what = _shown(", ".join(str(frame[column].iloc[index]) for column in columns))
        raise SmupError(f"{place(index)}, column {', '.join(columns)}: {what} is there twice; remove one row.")


def table_files(folder: Path, table: Table) -> list[Path]:
    """List the files that hold ``table``: the one of ``folder``, and the live one where there is one."""
    live = folder / "live" / f"{table.name}.csv"
    return [folder / f"{table.name}.csv", *([live] if table.name in LIVE and live.exists() else [])]


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read all CSV tables of ``folder``, live ones after the others, and check the references between them.

    The index of each frame says where a row stands: the file and the number of the row.
    """
    frames = {table.name: read_table(table, *table_files(folder, table)) for table in TABLES}
    keys = {table.name: set(frames[table.name][table.key[0]]) for table in TABLES}
    for table in TABLES:
        for column, target in table.references:
            cells = frames[table.name][column]
            unknown = cells.notna() & ~cells.isin(keys[target])
            if unknown.any():
                cell = cells[unknown]
                raise SmupError(f"{cell.index[0]}, column {column}: “{_shown(cell.iloc[0])}” is not in {target}.csv.")
    return frames
