"""The seal of an edition: a file beside it with the digest of its bytes, by which damage shows before anybody reads it.

``<edition_id>.sha256`` is in the form of ``sha256sum``, which can check it as well; its first line numbers the editions
in the order in which they were built, whatever the clock said then. The Parquet files of an edition that has some are
sealed with it, one line each. An edition without a seal is taken as it is: one of an earlier release, or one whose
build was killed between giving it its name and sealing it.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

_FORM = re.compile(r"# build (\d+)\n((?:[0-9a-f]{64}  \S+\n)+)")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish(draft: Path, path: Path) -> None:
    """Give a finished edition its name and its seal; killed in between, it has its name alone."""
    sealed = _line(digest(draft), path, path) + "".join(_line(digest(part), part, path) for part in _parts(path))
    path.with_suffix(".sha256").unlink(missing_ok=True)
    draft.replace(path)
    _seal(path, sealed)


def remove(path: Path) -> None:
    """Remove an edition and its seal; raises ``OSError`` where open files are locked."""
    path.with_suffix(".sha256").unlink(missing_ok=True)
    path.unlink()


def _parts(path: Path) -> list[Path]:
    return sorted(path.with_suffix("").glob("*/*.parquet"))


def _line(sha256: str, file: Path, path: Path) -> str:
    return f"{sha256}  {file.relative_to(path.parent).as_posix()}\n"


def _seal(path: Path, sealed: str) -> None:
    number = max((number_of(other) for other in path.parent.glob("*.duckdb") if other != path), default=0) + 1
    draft = path.with_suffix(".sha256.draft")
    draft.write_text(f"# build {number}\n{sealed}", encoding="utf-8")
    draft.replace(path.with_suffix(".sha256"))


def number_of(path: Path) -> int:
    """Return which build made the edition at ``path``, counted in its folder; 0 without a seal that can be read."""
    found = _read(path)
    return int(found[1]) if found else 0


def is_damaged(path: Path, afresh: bool = False) -> bool:
    """Tell whether the files of an edition are others than those that were sealed, or cannot be read.

    Each is read once, and again when its times or size have changed, or ``afresh``.
    """
    found = _read(path)
    if found is None:
        return False
    if afresh:
        _known.cache_clear()
    try:
        return found[2] != "".join(_line(_digest_once(file), file, path) for file in (path, *_parts(path)))
    except OSError:
        return True


def _read(path: Path) -> re.Match[str] | None:
    try:
        return _FORM.fullmatch(path.with_suffix(".sha256").read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _digest_once(file: Path) -> str:
    state = file.stat()
    return _known(file, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(maxsize=1000)
def _known(path: Path, *_state: int) -> str:
    return digest(path)
