"""An edition whose large tables are Parquet that Spark wrote, beside a small DuckDB file with all others."""

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smup.build import finish
from smup.edition import FOLDER, edition_id
from smup.filling import fill
from smup.model import SmupError, remedy
from smup.seal import publish
from smup.sources.observations import observation_batches
from smup.sources.tables import read_tables
from smup.spark.session import faults_in_a_sentence
from smup.spark.working_out import NEEDED, work_out
from smup.store import create, files_beside

Session = Callable[[], AbstractContextManager[Any]]


def write_edition(data: Path, out: Path, session: Session) -> Path:
    """Write the edition of the inputs below ``data`` into the folder ``out`` and return its DuckDB file.

    Its Parquet lies in a folder of the same name beside it; both are moved together. ``session`` opens Spark.
    Raises ``SmupError`` with one sentence; no part of an unfinished edition is left then.
    """
    if re.match(r"\w{2,}:/", str(out)):
        raise SmupError(
            "An edition is written into a folder, not to an address; mount the storage and name its folder."
        )
    if out.resolve() == (data / FOLDER).resolve():
        raise SmupError(f"{out} is where “smup build” keeps its editions; choose another folder.")
    path = out / f"{edition_id(data)}.duckdb"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        _write(data, path, session)
    except OSError as fault:
        reason = f"{fault.strerror or fault}{remedy(str(fault))}"
        raise SmupError(f"The edition could not be written to {out}: {reason}.") from fault
    finally:
        path.with_suffix(".draft").unlink(missing_ok=True)
        if not path.exists():
            shutil.rmtree(files_beside(path), ignore_errors=True)
            path.with_suffix(".sha256").unlink(missing_ok=True)
    return path


def _write(data: Path, path: Path, session: Session) -> None:
    tables = read_tables(data)
    folder = files_beside(path)
    draft_path = path.with_suffix(".draft")
    with create(draft_path, tables["area"], tables["indicator"]) as draft:
        fill(draft, data, tables)
        with TemporaryDirectory(dir=path.parent, prefix="observed-") as observed:
            for number, batch in enumerate(observation_batches(data / "observation", tables)):
                batch.to_parquet(Path(observed) / f"{number}.parquet", index=False)
            with session() as spark, faults_in_a_sentence():
                needed = {name: draft.query(f"from {name}") for name in NEEDED}
                work_out(spark, needed, Path(observed).resolve().as_uri(), folder.as_uri())
        draft.read_parquet(folder)
        finish(draft, data, tables)
    publish(draft_path, path)
