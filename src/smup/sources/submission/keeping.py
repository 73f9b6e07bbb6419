"""Submitted data that are kept: a Parquet file for each under ``data/submission/`` and a row of ``submission.csv``."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
from filelock import FileLock

from smup.model import SmupError, unwritten
from smup.sources.live.journal import write_durably
from smup.sources.submission.findings import ROW
from smup.sources.submission.naming import is_own

FOLDER = "submission"
FILE = "submission.csv"
LISTED = ("source_id", "file", "sha256", "who", "added", "rows", "note")
_NAMES = 100  # characters of who submits


@dataclass(frozen=True)
class Kept:
    """Submitted data of an edition: rows of the tables ``source`` and ``submission_value``."""

    sources: pd.DataFrame
    values: pd.DataFrame


def keep(data: Path, rows: pd.DataFrame, content: bytes, file: str, who: str, note: str = "") -> str:
    """Keep the good rows of a file whole or not at all, and return their ``source_id``.

    The Parquet file counts from the moment it is listed. Raises ``SmupError`` for a file that is kept already.
    """
    who, note, file = (" ".join(text.split()) for text in (who, note, file))
    if not 0 < len(who) <= _NAMES:
        raise SmupError("Say with --who who submits the data, in at most 100 characters.")
    if rows.empty:
        raise SmupError("There is no good row to add.")
    sha256 = hashlib.sha256(content).hexdigest()
    source_id = f"submission_{sha256[:12]}"
    folder = data / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / ".lock", timeout=60):
            listed = _listed(data)
            if source_id in set(listed["source_id"]):
                raise SmupError(f"{file} has been added already, as {source_id}.")
            row = (source_id, file, sha256, who, f"{datetime.now(UTC):%Y-%m-%d}", str(len(rows)), note)
            longer = pd.concat([listed, pd.DataFrame([row], columns=list(LISTED))])
            parquet = rows.drop(columns="row").to_parquet(index=False, compression="zstd")
            write_durably(folder / f"{sha256[:12]}.parquet", bytes(parquet))
            write_durably(folder / FILE, str(longer.to_csv(index=False, lineterminator="\n")).encode())
    except OSError as fault:
        raise unwritten(folder, fault) from fault
    return source_id


def kept_files(data: Path) -> list[Path]:
    """Return the files that hold submitted data; none when nothing was submitted."""
    if not (data / FOLDER / FILE).exists():
        return []
    return [data / FOLDER / FILE, *(_parquet(data, source_id) for source_id in _listed(data)["source_id"])]


def read_kept(data: Path, tables: dict[str, pd.DataFrame]) -> Kept:
    """Read what is kept and check it against the input tables; raises ``SmupError`` naming the file."""
    listed = _listed(data)
    values = [_read(_parquet(data, source_id), tables).assign(source_id=source_id) for source_id in listed["source_id"]]
    empty = pd.DataFrame(columns=[*list(ROW)[1:], "source_id"])
    sources = pd.DataFrame({
        "source_id": listed["source_id"], "title": "Dane zgłoszone: " + listed["file"],
        "title_en": "Submitted data: " + listed["file"], "publisher": listed["who"],
        "licence": "Zgłoszone przez użytkownika, nieoficjalne", "licence_en": "Submitted by a user, not official",
        "accessed": pd.to_datetime(listed["added"]), "note": listed["note"], "note_en": listed["note"], "live": False,
    })  # fmt: skip
    return Kept(sources, pd.concat(values, ignore_index=True) if values else empty)


def _read(path: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(path)
    except (OSError, pa.ArrowInvalid) as fault:
        raise SmupError(f"{path} is missing, damaged or no Parquet file; restore it or take it off {FILE}.") from fault
    if list(frame.columns) != list(ROW)[1:]:
        raise SmupError(f"{path}: the columns must be {', '.join(list(ROW)[1:])}.")
    catalogued = frame["indicator_id"].isin(tables["indicator"]["indicator_id"])
    for column, known in (
        ("area_id", frame["area_id"].isin(tables["area"]["area_id"])),
        ("indicator_id", catalogued | frame["indicator_id"].map(is_own)),
        ("status", frame["status"].isin(tables["status"]["status"])),
    ):
        if not known.all():
            raise SmupError(f"{path}, column {column}: “{frame.loc[~known, column].iloc[0]}” is not known.")
    return frame


def _listed(data: Path) -> pd.DataFrame:
    """One row per submission, in the order added; all cells are text."""
    path = data / FOLDER / FILE
    if not path.exists():
        return pd.DataFrame(columns=list(LISTED), dtype=str)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as fault:
        raise SmupError(f"{path} cannot be read; restore it.") from fault
    if tuple(frame.columns) != LISTED:
        raise SmupError(f"{path}, row 1: the columns must be {', '.join(LISTED)}.")
    return frame


def _parquet(data: Path, source_id: str) -> Path:
    return data / FOLDER / f"{source_id.removeprefix('submission_')}.parquet"
