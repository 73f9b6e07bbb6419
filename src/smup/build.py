"""The only writer: inputs in ``data/`` and ``seeds/`` become an immutable edition of the store.

A build writes a draft beside the editions, checks it, gives it its final name and only then points
``data/smup.duckdb`` at it. Killed at any moment, it leaves the edition that was served before.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd
from filelock import FileLock

from smup.checks import CHECKS, offending_rows
from smup.edition import code_version, edition_id, find_edition, input_sha256
from smup.filling import Tables, fill
from smup.model import SmupError
from smup.similar import fill_peers
from smup.sources.observations import observation_batches
from smup.sources.tables import read_tables
from smup.store import FILE, Draft, Store, create, files_beside

Progress = Callable[[str, float], None]
WorkOut = Callable[[Draft, Tables], None]
MADE_OF = "made_of"  # in a folder of Parquet files: the edition that DuckDB alone would make of the same inputs
EDITIONS_KEPT = 3
INDICATORS_AT_ONCE = 64  # some three million values
STEPS = ("Reading tables", "Writing tables", "Computing indicators", "Finding similar areas", "Checking", "Publishing")


def is_current(data: Path) -> bool:
    """Tell whether the store below ``data`` is the edition of today's inputs."""
    link = data / FILE
    if not link.exists():
        return False
    made_of = files_beside(link) / MADE_OF
    served = made_of.read_text(encoding="ascii") if made_of.exists() else link.resolve().stem
    return served == edition_id(data)


def build(data: Path, progress: Progress = lambda step, share: None) -> str:
    """Build the edition of the inputs below ``data``, serve it as ``smup.duckdb`` and return its ``edition_id``.

    ``progress`` is called with the name of each step and the share of work done (0 to 1).
    Raises ``SmupError`` with one sentence; the edition served before stays as it was.
    """
    return build_with(data, edition_id(data), partial(_work_out, data), progress)


def build_with(data: Path, name: str, work_out: WorkOut, progress: Progress = lambda step, share: None) -> str:
    """Build and serve the edition ``name``, of which ``work_out`` makes all that rests on observations.

    It is given the draft, which holds all other tables, and the input tables. Raises what ``build`` raises.
    """
    with _alone(data) as editions:
        return _build(data, editions, name, work_out, progress)


def use(data: Path, wanted: str) -> str:
    """Serve another edition that is kept below ``data``, named as ``find_edition`` says; return its ``edition_id``.

    Raises ``SmupError`` with one sentence, when it is not kept there, damaged or was made by other code; what was
    served stays served then, as when the process is killed.
    """
    with _alone(data) as editions:
        path = find_edition(data, wanted).resolve()
        if path.parent != editions.resolve():
            raise SmupError(f"{path} is not kept in {editions}; only what a build left there can be served.")
        open_edition(path).close()
        _point(data, editions, path.stem)
        return path.stem


@contextmanager
def _alone(data: Path) -> Iterator[Path]:
    """Give the folder of the editions to one writer at a time, without what a killed one has left there."""
    editions = data / "edition"
    try:
        editions.mkdir(exist_ok=True)
        if not os.access(editions, os.W_OK):
            raise PermissionError
        with FileLock(editions / ".lock", timeout=300):
            _clear(editions)
            yield editions
    except PermissionError as fault:
        raise SmupError(f"{editions} cannot be written; allow it, or point SMUP_DATA at a copy you own.") from fault
    except OSError as fault:
        raise SmupError(f"The store could not be written to {editions}: {fault.strerror or fault}.") from fault


def _build(data: Path, editions: Path, name: str, work_out: WorkOut, progress: Progress) -> str:
    steps = iter(STEPS)

    def next_step() -> None:
        step = next(steps)
        progress(step, STEPS.index(step) / len(STEPS))

    made_of = edition_id(data)
    next_step()
    tables = read_tables(data)
    draft_path = editions / f"{name}.draft"
    try:
        with create(draft_path) as draft:
            next_step()
            fill(draft, data, tables)
            next_step()
            work_out(draft, tables)
            next_step()
            fill_peers(draft, tables["structure"])
            draft.insert("edition", pd.DataFrame([{
                "edition_id": name, "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                "code_version": code_version(), "input_sha256": input_sha256(data),
            }]))  # fmt: skip
            next_step()
            _check(draft)
        if edition_id(data) != made_of:
            raise SmupError("The inputs changed while the store was being built; run “smup build” again.")
        next_step()
        finished = editions / f"{name}.duckdb"
        if files_beside(finished).is_dir():
            (files_beside(finished) / MADE_OF).write_text(made_of, encoding="ascii")
        draft_path.replace(finished)
    finally:
        _clear(editions)
    _serve(data, editions, name)
    progress(STEPS[-1], 1.0)
    return name


def _work_out(data: Path, draft: Draft, tables: Tables) -> None:
    """Take the observations in and work out the indicators, a batch after the other in the order of identifiers."""
    for observations in observation_batches(data / "observation", tables):
        draft.run("observation.sql", observation_input=observations)
    draft.run("weight.sql")
    indicators = draft.query("select indicator_id from indicator order by indicator_id")
    for start in range(0, len(indicators), INDICATORS_AT_ONCE):
        draft.run("indicator.sql", batch=indicators[start : start + INDICATORS_AT_ONCE])


def _check(draft: Draft) -> None:
    for check in CHECKS:
        rows = offending_rows(draft, check)
        if len(rows):
            first = ", ".join(f"{column}={cell}" for column, cell in rows.iloc[0].items())
            raise SmupError(f"The data break the rule {check.name} ({check.demands}) First: {first}.")


def _serve(data: Path, editions: Path, name: str) -> None:
    """Point ``smup.duckdb`` at the new edition and drop the oldest, but never the one served until now."""
    before = (data / FILE).resolve().stem
    _point(data, editions, name)
    by_age = sorted(
        editions.glob("*.duckdb"), key=lambda path: (path.stem == before, path.stat().st_mtime), reverse=True
    )
    for old in [path for path in by_age if path.stem != name][EDITIONS_KEPT - 1 :]:
        with suppress(OSError):  # a reader on a system that locks open files keeps it; the next build drops it
            old.unlink()
            _remove(files_beside(old))


def _point(data: Path, editions: Path, name: str) -> None:
    """Let ``smup.duckdb`` name the edition, in one step."""
    link = editions / f"{name}.link.draft"
    link.symlink_to(Path("edition") / f"{name}.duckdb")
    link.replace(data / FILE)


def _clear(editions: Path) -> None:
    """Remove drafts, what DuckDB spilled beside them, and Parquet files whose edition was not finished."""
    unfinished = [one for one in editions.iterdir() if one.is_dir() and not one.with_suffix(".duckdb").exists()]
    for rest in {*editions.glob("*.draft*"), *unfinished}:
        _remove(rest)


def _remove(rest: Path) -> None:
    if rest.is_dir() and not rest.is_symlink():
        shutil.rmtree(rest)
    else:
        rest.unlink(missing_ok=True)


def open_store(data: Path) -> Store:
    """Open the edition being served below ``data``; raises ``SmupError`` when there is none that can be read."""
    return open_edition(data / FILE)


def open_edition(path: Path) -> Store:
    """Open an edition; raises ``SmupError`` when it is damaged or was made by other code than this."""
    store = Store(path)
    if store.edition.get("code_version") != code_version():
        store.close()
        raise SmupError(f"{path} was made by another version of smup; run “smup build”.")
    return store
