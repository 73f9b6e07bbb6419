"""What a provider has answered, one file a request, safe on disk before the next request is sent."""

import gzip
import json
import os
import re
import shutil
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ENDING = ".json.gz"


@dataclass(frozen=True)
class Answer:
    """A finished answer: the request, what came, and what a later request needs to ask whether it has changed.

    ``body`` is None when the provider said that there is nothing (404). ``asked`` is in seconds since the epoch.
    """

    request: str
    body: Any
    asked: float
    etag: str | None = None
    last_modified: str | None = None


class Journal:
    """The finished answers of one provider, below ``folder``; a name is a path such as ``variable/72305``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> Answer | None:
        """Return a finished answer, or None when it was never finished or its file is damaged."""
        try:
            return Answer(**json.loads(gzip.decompress(self._path(name).read_bytes())))
        except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error, ValueError, TypeError):
            return None

    def put(self, name: str, answer: Answer) -> None:
        """Keep an answer: it is there whole, or it is not there."""
        content = json.dumps(asdict(answer), ensure_ascii=False, sort_keys=True).encode()
        write_durably(self._path(name), gzip.compress(content, 6, mtime=0))

    def names(self, below: str) -> list[str]:
        """Return the names of the answers below a path, in order."""
        files = sorted((self.folder / below).rglob(f"*{ENDING}"))
        return [path.relative_to(self.folder).as_posix().removesuffix(ENDING) for path in files]

    def forget(self, below: str) -> None:
        """Forget the answers below a path."""
        for name in self.names(below):
            self._path(name).unlink()

    def replace(self, below: str, newer: str) -> None:
        """Put the answers below ``newer`` in the place of those below a path."""
        old, new = self.folder / below, self.folder / newer
        rest = old.with_name(f"{old.name}.old")
        shutil.rmtree(rest, ignore_errors=True)
        old.rename(rest)
        new.rename(old)
        shutil.rmtree(rest)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{ENDING}"


def journal_folder(data: Path, provider: str, base_url: str) -> Path:
    """Return where the answers of an address are kept; two addresses never share answers."""
    return data / "sync" / provider / re.sub(r"[^a-z0-9.]+", "-", base_url.split("://")[-1].casefold()).strip("-")


def write_durably(path: Path, content: bytes) -> None:
    """Write a file in one step, and return when it would survive a loss of power."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # half of it would fill a full disk
        raise
    with suppress(OSError):  # systems that cannot open a folder keep its entries in their own way
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
