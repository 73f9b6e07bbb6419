"""Observations of ``data/observation/``: Parquet files, one of a source or one of each variable of a source.

``<source_id>.parquet`` holds all that a source says; ``<source_id>/<variable_id>.parquet`` what a large one says of one
variable, which is then the source's alone. Nothing here holds more than a few million rows at a time.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.model import SmupError
from smup.sources.tables import refuse_duplicates

OBSERVATION = pa.schema([
    ("area_id", pa.string()), ("variable_id", pa.string()), ("period", pa.int16()),
    ("value", pa.float64()), ("status", pa.string()),
])  # fmt: skip
KEY = ["area_id", "variable_id", "period"]
FILES_AT_ONCE = 32  # of one variable each, some 1.5 million rows
RESTORE, FETCH = "restore it from the project's repository", "run “smup sync” again"

Tables = dict[str, pd.DataFrame]


def observation_files(data: Path) -> list[Path]:
    """List all files of observations below ``data``, sorted."""
    folder = data / "observation"
    return sorted([*folder.glob("*.parquet"), *folder.glob("*/*.parquet")])


def observation_batches(folder: Path, tables: Tables) -> Iterator[pd.DataFrame]:
    """Yield all observations, checked: the sources of one file together, then variables of their own files in order.

    Grain: one row per area, variable and period over all batches; ``value`` is null exactly when the status explains
    why. Columns of ``OBSERVATION`` and ``source_id``. Raises ``SmupError`` naming file, row and column.
    """
    by_variable = _files_of_variables(folder, tables)
    yield _whole_sources(folder, tables, by_variable)
    variables = sorted(by_variable)
    for start in range(0, len(variables), FILES_AT_ONCE):
        paths = [by_variable[variable_id] for variable_id in variables[start : start + FILES_AT_ONCE]]
        yield pd.concat([_of_variable(path, tables) for path in paths], ignore_index=True)


def _files_of_variables(folder: Path, tables: Tables) -> dict[str, Path]:
    """Find the file of each variable that has one of its own; refuse one that is misplaced, another that is missing."""
    source_of = tables["variable"].set_index("variable_id")["source_id"]
    paths = sorted(folder.glob("*/*.parquet"))
    for path in paths:
        source_id = path.parent.name
        if source_id not in set(tables["source"]["source_id"]):
            raise SmupError(f"{path.parent}: “{source_id}” is not in source.csv; name the folder after its source.")
        if source_of.get(path.stem) != source_id:
            fault = f"“{path.stem}” is no variable of {source_id} in variable.csv"
            raise SmupError(f"{path}: {fault}; name the file after its variable.")
    sources = {path.parent.name for path in paths}
    for source_id in sorted(sources):
        if (folder / f"{source_id}.parquet").exists():
            raise SmupError(f"{folder / source_id}.parquet and a folder of that name say the same; keep one of them.")
    found = {path.stem: path for path in paths}
    for variable_id in source_of.index[source_of.isin(sources)]:
        if variable_id not in found:
            raise SmupError(f"{folder / source_of[variable_id] / variable_id}.parquet is missing; {FETCH}.")
    return found


def _whole_sources(folder: Path, tables: Tables, elsewhere: dict[str, Path]) -> pd.DataFrame:
    present = sorted(folder.glob("*.parquet"))
    if not present and not elsewhere:
        raise SmupError(f"{folder} holds no Parquet file; {RESTORE}.")
    variables = tables["variable"]
    wanted = {folder / f"{one}.parquet" for one in variables["source_id"][~variables["variable_id"].isin(elsewhere)]}
    paths = [*present, *sorted(wanted - set(present))]
    frames = []
    for path in paths:
        frame = read_observations(path, tables)
        theirs = frame["variable_id"].isin(elsewhere)
        _refuse_cells(path, frame, "variable_id", theirs, "has a file of its own, in the folder of its source")
        frames.append(frame)
    frame = _with_live_values(pd.concat(frames, ignore_index=True), tables["source"])
    again = frame.duplicated(KEY)
    if again.any():
        row = frame[again].iloc[0]
        raise SmupError(
            f"{folder / row.source_id}.parquet, column {', '.join(KEY)}: {row.area_id}, "
            f"{row.variable_id}, {row.period} is in another source too; keep one of them."
        )
    return frame


def _with_live_values(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Drop what a live source replaces: a live value goes before a shipped one, a shipped one before a live gap."""
    live = sources.loc[sources["live"], "source_id"]
    is_live, has_value = frame["source_id"].isin(live), frame["value"].notna()
    keys = pd.MultiIndex.from_frame(frame[KEY])
    replaced = ~is_live & keys.isin(keys[is_live & has_value])
    empty = is_live & ~has_value & keys.isin(keys[~is_live])
    return frame[~replaced & ~empty].reset_index(drop=True)


def read_observations(path: Path, tables: Tables) -> pd.DataFrame:
    """Read one Parquet file of observations; the file's name is its ``source_id``.

    Grain: one row per area, variable and period; ``value`` is null exactly when the status explains why.
    ``tables`` are the input tables that the file refers to.
    """
    if path.stem not in set(tables["source"]["source_id"]):
        raise SmupError(f"{path}: “{path.stem}” is not in source.csv; name the file after its source.")
    return _checked(path, _read_parquet(path, RESTORE), tables).assign(source_id=path.stem)


def _of_variable(path: Path, tables: Tables) -> pd.DataFrame:
    frame = _read_parquet(path, FETCH)
    other = frame["variable_id"].ne(path.stem)
    _refuse_cells(path, frame, "variable_id", other, "is not the variable that the file is named after")
    return _checked(path, frame, tables).assign(source_id=path.parent.name)


def _checked(path: Path, frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Refuse rows that nobody can use; texts come as categories, of which each is looked up once, and go as texts."""
    missing = frame["status"].map(tables["status"].set_index("status")["missing"]).astype(object)
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
    refuse_duplicates(frame, KEY, lambda index: f"{path}, row {index + 1}")
    return frame.astype(dict.fromkeys(["area_id", "variable_id", "status"], "str"))


def _read_parquet(path: Path, remedy: str) -> pd.DataFrame:
    try:
        table = pq.read_table(path)
    except FileNotFoundError as fault:
        raise SmupError(f"{path} is missing; {remedy}.") from fault
    except (pa.ArrowInvalid, OSError) as fault:
        raise SmupError(f"{path} is damaged or no Parquet file; {remedy}.") from fault
    if table.schema.names != OBSERVATION.names:
        raise SmupError(f"{path}: the columns must be {', '.join(OBSERVATION.names)}.")
    for position, field in enumerate(OBSERVATION):
        try:
            table = table.set_column(position, field, table[field.name].cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
            raise SmupError(f"{path}, column {field.name} is not of the expected type: {fault}.") from fault
    return table.to_pandas(ignore_metadata=True, strings_to_categorical=True)


def _refuse_cells(path: Path, frame: pd.DataFrame, column: str, wrong: pd.Series, why: str) -> None:
    if wrong.any():
        index = int(wrong.to_numpy().argmax())
        raise SmupError(f"{path}, row {index + 1}, column {column}: “{frame[column].iloc[index]}” {why}.")
