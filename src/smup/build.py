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
from smup.edition import age, code_version, edition_id, find_edition, input_sha256, open_edition
from smup.filling import fill
from smup.model import SmupError, remedy
from smup.seal import is_damaged, publish, remove
from smup.similar import fill_peers
from smup.sources.observations import observation_batches
from smup.sources.tables import read_tables
from smup.store import FILE, Draft, Store, create

Progress = Callable[[str, float], None]
EDITIONS_KEPT = 3
INDICATORS_AT_ONCE = 64  # some three million values
STEPS = ("Reading tables", "Writing tables", "Reading observations", "Computing indicators", "Checking", "Publishing")


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
        reason = f"{fault.strerror or fault}{remedy(str(fault))}"
        raise SmupError(f"The store could not be written to {editions}: {reason}.") from fault


def _build(data: Path, editions: Path, progress: Progress) -> str:
    steps = iter(STEPS)

    def next_step() -> None:
        step = next(steps)
        progress(step, STEPS.index(step) / len(STEPS))

    name = edition_id(data)
    next_step()
    tables = read_tables(data)
    draft_path = editions / f"{name}.draft"
    try:
        with create(draft_path, tables["area"], _by_theme(tables)) as draft:
            next_step()
            fill(draft, data, tables)
            next_step()
            for observations in observation_batches(data / "observation", tables):
                draft.run("observation.sql", observation_input=observations)
            next_step()
            _compute(draft)
            next_step()
            finish(draft, data, tables)
        if edition_id(data) != name:
            raise SmupError("The inputs changed while the store was being built; run “smup build” again.")
        next_step()
        publish(draft_path, editions / f"{name}.duckdb")
    finally:
        _clear(editions)
    _serve(data, editions, name)
    progress(STEPS[-1], 1.0)
    return name


def finish(draft: Draft, data: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Add what rests on all values, and what edition of ``data`` this is; raises ``SmupError`` if a rule is broken."""
    fill_peers(draft, tables["structure"])
    draft.insert("edition", pd.DataFrame([{
        "edition_id": edition_id(data), "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "code_version": code_version(), "input_sha256": input_sha256(data),
    }]))  # fmt: skip
    _check(draft)


def _by_theme(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the indicators in the order of their themes, services and own identifiers."""
    themes = {theme_id: place for place, theme_id in enumerate(tables["theme"]["theme_id"])}
    services = tables["service"].set_index("service_id")["theme_id"].map(themes)
    indicators = tables["indicator"].assign(place=tables["indicator"]["service_id"].map(services))
    return indicators.sort_values(["place", "service_id", "indicator_id"], kind="stable")


def _compute(draft: Draft) -> None:
    """Work out the indicators, a batch after the other in the order of their identifiers."""
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
    others = [path for path in editions.glob("*.duckdb") if path.stem != name]
    others.sort(key=lambda path: (not is_damaged(path), path.stem == before, age(path)), reverse=True)
    for old in others[EDITIONS_KEPT - 1 :]:
        with suppress(OSError):  # a reader on a system that locks open files keeps it; the next build drops it
            remove(old)


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
