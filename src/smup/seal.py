"""The seal of an edition: a file beside it with the digest of its bytes, by which damage shows before anybody reads it.

``<edition_id>.sha256`` is in the form of ``sha256sum``, which can check it as well; its first line numbers the editions
in the order in which they were built, whatever the clock said then. An edition without a seal is taken as it is: one of
an earlier release, or one whose build was killed between giving it its name and sealing it.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

_FORM = re.compile(r"# build (\d+)\n([0-9a-f]{64})  \S+\n")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish(draft: Path, path: Path) -> None:
    """Give a finished edition its name and its seal; killed in between, it has its name alone."""
    sha256 = digest(draft)
    path.with_suffix(".sha256").unlink(missing_ok=True)
    draft.replace(path)
    _seal(path, sha256)


def remove(path: Path) -> None:
    """Remove an edition and its seal; raises ``OSError`` where open files are locked."""
    path.with_suffix(".sha256").unlink(missing_ok=True)
    path.unlink()


def _seal(path: Path, sha256: str) -> None:
    number = max((number_of(other) for other in path.parent.glob("*.duckdb") if other != path), default=0) + 1
    draft = path.with_suffix(".sha256.draft")
    draft.write_text(f"# build {number}\n{sha256}  {path.name}\n", encoding="utf-8")
    draft.replace(path.with_suffix(".sha256"))


def number_of(path: Path) -> int:
    """Return which build made the edition at ``path``, counted in its folder; 0 without a seal that can be read."""
    found = _read(path)
    return int(found[1]) if found else 0


def is_damaged(path: Path, afresh: bool = False) -> bool:
    """Tell whether the bytes of an edition are others than those that were sealed, or cannot be read.

    They are read once, and again when the times or the size of the file have changed, or ``afresh``.
    """
    found = _read(path)
    if found is None:
        return False
    if afresh:
        _known.cache_clear()
    try:
        state = path.stat()
        return found[2] != _known(path, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    except OSError:
        return True


def _read(path: Path) -> re.Match[str] | None:
    try:
        return _FORM.fullmatch(path.with_suffix(".sha256").read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=100)
def _known(path: Path, *_state: int) -> str:
    return digest(path)
