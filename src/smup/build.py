"""The only writer: inputs in ``data/`` and ``seeds/`` become an immutable edition of the store.

A build writes a draft beside the editions, checks it, gives it its final name and only then points
``data/smup.duckdb`` at it. Killed at any moment, it leaves the edition that was served before.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from filelock import FileLock

from smup.checks import CHECKS, offending_rows
from smup.documents.records import read_records
from smup.edition import code_version, edition_id, find_edition, input_sha256
from smup.methods.formula import indicator_terms
from smup.model import SmupError
from smup.similar import fill_peers
from smup.sources.boundaries import neighbours
from smup.sources.observations import observation_batches
from smup.sources.submission.keeping import read_kept
from smup.sources.tables import TABLES, read_tables
from smup.store import FILE, Draft, Store, create
from smup.text import area_labels

Progress = Callable[[str, float], None]
EDITIONS_KEPT = 3
INDICATORS_AT_ONCE = 64  # some three million values
STEPS = ("Reading tables", "Reading records", "Writing tables", "Reading observations", "Computing indicators",
         "Checking", "Publishing")  # fmt: skip


def is_current(data: Path) -> bool:
    """Tell whether the store below ``data`` is the edition of today's inputs."""
    link = data / FILE
    return link.exists() and link.resolve().stem == edition_id(data)


def build(data: Path, progress: Progress = lambda step, share: None) -> str:
    """Build the edition of the inputs below ``data``, serve it as ``smup.duckdb`` and return its ``edition_id``.

    ``progress`` is called with the name of each step and the share of work done (0 to 1).
    Raises ``SmupError`` with one sentence; the edition served before stays as it was.
    """
    with _alone(data) as editions:
        return _build(data, editions, progress)


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


def _build(data: Path, editions: Path, progress: Progress) -> str:
    steps = iter(STEPS)

    def next_step() -> None:
        step = next(steps)
        progress(step, STEPS.index(step) / len(STEPS))

    name = edition_id(data)
    next_step()
    tables = read_tables(data)
    next_step()
    records = read_records(data, tables)
    kept = read_kept(data, tables)
    draft_path = editions / f"{name}.draft"
    try:
        with create(draft_path) as draft:
            next_step()
            _fill(draft, tables)
            draft.insert("neighbour", neighbours(data, tables["area"]))
            for name_of_table, frame in records.items():
                draft.insert(name_of_table, frame)
            draft.insert("source", kept.sources)
            draft.insert("submission_value", kept.values)
            next_step()
            for observations in observation_batches(data / "observation", tables):
                draft.run("observation.sql", observation_input=observations)
            next_step()
            _compute(draft)
            fill_peers(draft, tables["structure"])
            draft.insert("edition", pd.DataFrame([{
                "edition_id": name, "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                "code_version": code_version(), "input_sha256": input_sha256(data),
            }]))  # fmt: skip
            next_step()
            _check(draft)
        if edition_id(data) != name:
            raise SmupError("The inputs changed while the store was being built; run “smup build” again.")
        next_step()
        draft_path.replace(editions / f"{name}.duckdb")
    finally:
        _clear(editions)
    _serve(data, editions, name)
    progress(STEPS[-1], 1.0)
    return name


def _fill(draft: Draft, tables: dict[str, pd.DataFrame]) -> None:
    terms = indicator_terms(tables["indicator"], set(tables["variable"]["variable_id"]))
    for table in TABLES:
        frame = tables[table.name]
        if table.name in {"theme", "service", "indicator", "comparability", "pair"}:
            frame = frame.assign(position=range(len(frame)))
        if table.name == "area":
            frame = frame.assign(label=area_labels(frame))
        draft.insert(table.name, frame)
    draft.insert("indicator_term", terms)


def _compute(draft: Draft) -> None:
    """Work out the indicators, a batch after the other in the order of their identifiers."""
    draft.run("marts.sql")
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


def _point(data: Path, editions: Path, name: str) -> None:
    """Let ``smup.duckdb`` name the edition, in one step."""
    link = editions / f"{name}.link.draft"
    link.symlink_to(Path("edition") / f"{name}.duckdb")
    link.replace(data / FILE)


def _clear(editions: Path) -> None:
    """Remove drafts and what DuckDB spilled beside them."""
    for rest in editions.glob("*.draft*"):
        if rest.is_dir() and not rest.is_symlink():
            shutil.rmtree(rest)
        else:
            rest.unlink()


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
