"""What makes an edition, the inputs below ``data/`` and the code that defines a store; and which ones are kept."""

import hashlib
import os
import time
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from smup import __version__
from smup.documents.record_file import record_inputs
from smup.model import DamagedError, SmupError, UnknownIdError
from smup.seal import number_of
from smup.sources.boundaries import FILE as BOUNDARIES
from smup.sources.observations import observation_files
from smup.sources.submission.keeping import kept_files
from smup.sources.tables import TABLES, table_files
from smup.store import FILE, Store

FOLDER = "edition"
LATEST, PREVIOUS = "latest", "previous"
_SETTLED = 2_000_000_000  # nanoseconds after which the times of a file tell one change from another


class Edition(NamedTuple):
    """An edition below ``data/edition``."""

    edition_id: str
    built_at: datetime  # UTC
    path: Path


def data_folder() -> Path:
    """Return the folder of inputs and store: ``SMUP_DATA``, or ``data/`` of this checkout."""
    return Path(os.environ.get("SMUP_DATA") or Path(__file__).parents[2] / "data")


def served_id(data: Path) -> str | None:
    """Return the identifier of the edition that ``smup.duckdb`` names; none where no build has made the link."""
    link = data / FILE
    return link.resolve().stem if link.is_symlink() else None


def edition_id(data: Path) -> str:
    """Return the identifier that the inputs below ``data`` and the defining code would give an edition now."""
    return hashlib.sha256(f"{code_version()} {input_sha256(data)}".encode()).hexdigest()[:12]


def code_version() -> str:
    """Version of the program with a hash of the code that decides what a store contains."""
    package = files("smup")
    defining = ["schema.sql", "observation.sql", "marts.sql", "weight.sql", "indicator.sql", "build.py", "filling.py",
                "text/names.py", "sources/tables.py", "sources/observations.py", "methods/formula.py",
                "documents/record_file.py", "sources/boundaries.py", "similar.py", "methods/peers.py",
                "documents/records.py", "documents/evidence.py", "sources/submission/keeping.py"]  # fmt: skip
    digest = hashlib.sha256(b"".join(package.joinpath(name).read_bytes() for name in defining)).hexdigest()
    return f"{__version__}+{digest[:8]}"


def input_sha256(data: Path) -> str:
    """Hash the paths and contents of all input files; raises ``SmupError`` naming one that cannot be read."""
    tables = [path for table in TABLES for path in table_files(data, table)]
    inputs = [*tables, *observation_files(data), data / BOUNDARIES, *record_inputs(data), *kept_files(data)]
    digest = hashlib.sha256()
    for path in inputs:
        try:
            digest.update(os.path.relpath(path, data).encode() + _content_sha256(path))
        except FileNotFoundError as fault:
            raise SmupError(f"{path} is missing; restore it from the project's repository.") from fault
        except OSError as fault:
            raise SmupError(f"{path} cannot be read: {fault.strerror}.") from fault
    return digest.hexdigest()


def _content_sha256(path: Path) -> bytes:
    """Hash a file, again only when it may have changed: the app asks at every click, and there may be thousands."""
    state = path.stat()
    if abs(time.time_ns() - state.st_ctime_ns) < _SETTLED:  # a later change might not show in its times
        return _read_sha256.__wrapped__(path)
    return _read_sha256(path, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(maxsize=10_000)
def _read_sha256(path: Path, *_state: int) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def kept(data: Path) -> list[Edition]:
    """List the editions below ``data`` that can be opened: the one being served, then the others, latest first."""
    found = []
    for path in (data / FOLDER).glob("*.duckdb"):
        with suppress(SmupError):  # a damaged one cannot be compared with
            store = Store(path)
            if _is_named(store):
                found.append(Edition(path.stem, store.edition["built_at"].to_pydatetime(), path))
            store.close()
    served = (data / FILE).resolve()
    return sorted(found, key=lambda one: (one.path.resolve() == served, age(one.path)), reverse=True)


def age(path: Path) -> tuple[int, int]:
    """Return what sorts the editions of a folder by the order of their builds, whatever the clock said then."""
    return number_of(path), path.stat().st_mtime_ns


def damaged(data: Path) -> list[Path]:
    """List the editions below ``data`` that cannot be opened."""
    openable = {one.path for one in kept(data)}
    return sorted(path for path in (data / FOLDER).glob("*.duckdb") if path not in openable)


def open_edition(path: Path) -> Store:
    """Open an edition; raises ``SmupError`` when it is damaged or of other code, or is not the one of its name."""
    store = Store(path)
    if store.edition.get("code_version") != code_version():
        store.close()
        raise SmupError(f"{path} was made by another version of smup; run “smup build”.")
    if store.path.parent.name == FOLDER and not _is_named(store):
        store.close()
        raise DamagedError(f"{path} holds another edition, {store.edition['edition_id']}; run “smup build”.")
    return store


def _is_named(store: Store) -> bool:
    return bool(store.path.stem == store.edition["edition_id"])


def find_edition(data: Path, wanted: str) -> Path:
    """Return the file of the edition that ``wanted`` names: ``latest``, ``previous``, a path, an id or its beginning.

    Raises ``SmupError`` when there is no such one yet, ``UnknownIdError`` with the editions that exist.
    """
    editions = kept(data)
    if wanted in (LATEST, PREVIOUS):
        position = (LATEST, PREVIOUS).index(wanted)
        if len(editions) > position:
            return editions[position].path
        raise SmupError("There is no edition yet; run “smup build”." if not editions else
                        f"There is only one edition, {editions[0].edition_id}; the next build with other inputs makes "
                        "one to compare it with.")  # fmt: skip
    matching = [one.path for one in editions if wanted and one.edition_id.startswith(wanted)]
    if len(matching) == 1:
        return matching[0]
    with suppress(OSError):  # text that no file can be called
        if Path(wanted).suffix == ".duckdb" and Path(wanted).is_file():
            return Path(wanted)
    names = ", ".join(one.edition_id for one in editions) or "none"
    fault = "fits several editions" if matching else "is no edition"
    raise UnknownIdError(f"“{wanted}” {fault}; there are: {names}.")
