"""Input files of ``data/``: CSV tables that a person can review, and Parquet files of observations.

Every fault is reported as one sentence that names the file, the row and the column.
"""

import csv
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
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


LIVE = "live"  # below data/: tables that “smup sync” makes, added to the reviewed ones

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

OBSERVATION = pa.schema([
    ("area_id", pa.string()), ("variable_id", pa.string()), ("period", pa.int16()),
    ("value", pa.float64()), ("status", pa.string()),
])  # fmt: skip


def read_table(path: Path, table: Table) -> pd.DataFrame:
    """Read one CSV file (UTF-8, comma, header row) into a frame with the columns of ``table.row``."""
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
        raise SmupError(f"{path}, row 1: the columns must be {', '.join(table.columns)}; check {', '.join(wrong)}.")
    for number, row in enumerate(cells, start=2):
        if len(row) != len(header):
            more = "more" if len(row) > len(header) else "fewer"
            raise SmupError(f"{path}, row {number} has {more} cells than there are columns; quote cells with commas.")
        if any("\0" in cell for cell in row):
            raise SmupError(f"{path}, row {number} holds a NUL character; remove it.")
    rows = [dict(zip(header, (cell or None for cell in row), strict=True)) for row in cells]
    frame = pd.DataFrame([asdict(row) for row in _validated(path, table, rows)], columns=table.columns)
    _refuse_duplicates(path, frame, table.key, first_row=2)
    return frame


def _validated(path: Path, table: Table, rows: list[dict[str, Any]]) -> list[Any]:
    try:
        valid = TypeAdapter(list[table.row]).validate_python(rows)  # type: ignore[name-defined]
    except ValidationError as faults:
        first = faults.errors()[0]
        index, *rest = first["loc"][:2]
        where = f"{path}, row {int(index) + 2}" + "".join(f", column {name}" for name in rest)
        found = " is empty" if first["input"] is None else f" holds “{first['input']}”" if rest else ""
        raise SmupError(f"{where}{found}: {first['msg']}.") from faults
    for number, row in enumerate(valid, start=2):
        for column, value in asdict(row).items():
            if isinstance(value, float) and not math.isfinite(value):
                raise SmupError(f"{path}, row {number}, column {column} holds “{value}”: a finite number is wanted.")
    return valid


def _refuse_duplicates(path: Path, frame: pd.DataFrame, key: Iterable[str], first_row: int) -> None:
    columns = list(key)
    again = frame.duplicated(columns)
    if again.any():
        index = int(again.to_numpy().argmax())
        what = ", ".join(str(frame[column].iloc[index]) for column in columns)
        raise SmupError(
            f"{path}, row {index + first_row}, column {', '.join(columns)}: {what} is there twice; remove one row."
        )


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read all CSV tables of ``folder`` and check the references between them."""
    frames = {table.name: read_table(folder / f"{table.name}.csv", table) for table in TABLES}
    keys = {table.name: set(frames[table.name][table.key[0]]) for table in TABLES}
    for table in TABLES:
        for column, target in table.references:
            cells = frames[table.name][column]
            unknown = cells.notna() & ~cells.isin(keys[target])
            if unknown.any():
                index = int(unknown.to_numpy().argmax())
                raise SmupError(
                    f"{folder / table.name}.csv, row {index + 2}, column {column}: “{cells.iloc[index]}” "
                    f"is not in {target}.csv."
                )
    return frames


def read_observations(path: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Read one Parquet file of observations; the file's name is its ``source_id``.

    Grain: one row per area, variable and period; ``value`` is null exactly when the status explains why.
    ``tables`` are the input tables that the file refers to.
    """
    if path.stem not in set(tables["source"]["source_id"]):
        raise SmupError(f"{path}: “{path.stem}” is not in source.csv; name the file after its source.")
    frame = _read_parquet(path)
    missing = frame["status"].map(tables["status"].set_index("status")["missing"])
    says_missing, has_value = missing.eq(True), frame["value"].notna()
    for column, wrong, why in (
        ("area_id", ~frame["area_id"].isin(tables["area"]["area_id"]), "is not in area.csv"),
        ("variable_id", ~frame["variable_id"].isin(tables["variable"]["variable_id"]), "is not in variable.csv"),
        ("status", missing.isna(), "is not a status of status.csv"),
        ("period", ~frame["period"].between(1990, 2100), "is not a year"),
        ("value", frame["value"].abs() == float("inf"), "is not a finite number"),
        ("value", ~has_value & ~says_missing, "(no value) needs a status that explains it"),
        ("value", has_value & says_missing, "is there although its status says that it is missing"),
    ):
        _refuse_cells(path, frame, column, wrong, why)
    _refuse_duplicates(path, frame, ("area_id", "variable_id", "period"), first_row=1)
    return frame.assign(source_id=path.stem)


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        table = pq.read_table(path)
    except FileNotFoundError as fault:
        raise SmupError(f"{path} is missing; restore it from the project's repository.") from fault
    except (pa.ArrowInvalid, OSError) as fault:
        raise SmupError(f"{path} is damaged or no Parquet file; restore it from the repository.") from fault
    if table.schema.names != OBSERVATION.names:
        raise SmupError(f"{path}: the columns must be {', '.join(OBSERVATION.names)}.")
    for position, field in enumerate(OBSERVATION):
        try:
            table = table.set_column(position, field, table[field.name].cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
            raise SmupError(f"{path}, column {field.name} is not of the expected type: {fault}.") from fault
    return table.to_pandas(ignore_metadata=True)


def _refuse_cells(path: Path, frame: pd.DataFrame, column: str, wrong: pd.Series, why: str) -> None:
    if wrong.any():
        index = int(wrong.to_numpy().argmax())
        raise SmupError(f"{path}, row {index + 1}, column {column}: “{frame[column].iloc[index]}” {why}.")
