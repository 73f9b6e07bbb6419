"""One record file ``data/record/<document>.toml`` and the document it was read from.

Every fault is one sentence that names the file, the record and the field.
"""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from smup.model import RecordFile, SmupError

FOLDER = "record"
DOCUMENTS = "document"  # texts that were read from other formats than plain UTF-8


def record_files(data: Path) -> list[Path]:
    """Return the record files below ``data``."""
    return sorted((data / FOLDER).glob("*.toml"))


def record_inputs(data: Path) -> list[Path]:
    """Return all files that records are made of: the record files and the documents that they can name."""
    folders = (data.parent / "seeds", data / DOCUMENTS)
    documents = [path for folder in folders for path in sorted(folder.glob("*")) if path.is_file()]
    return [*record_files(data), *documents]


def read_record_file(path: Path) -> RecordFile:
    """Read and validate one record file; its references to other tables and quotes are checked by ``read_records``."""
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        return TypeAdapter(RecordFile).validate_python(content)
    except UnicodeDecodeError as fault:
        raise SmupError(f"{path} is not UTF-8 (byte {fault.start + 1}); save it as UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise SmupError(f"{path} is not a well-formed TOML file: {fault}.") from fault
    except RecursionError as fault:
        raise SmupError(f"{path} is nested too deeply to be a record file.") from fault
    except OSError as fault:
        raise SmupError(f"{path} cannot be read: {fault.strerror}.") from fault
    except ValidationError as faults:
        first = faults.errors()[0]
        place = _place(content, first["loc"])
        raise SmupError(f"{path}{place}: {first['msg'].removeprefix('Value error, ')}.") from faults


def document_text(data: Path, record_file: RecordFile, path: Path) -> tuple[str, str]:
    """Return the text of a document, exactly as it stands in its file, and the SHA-256 of that file."""
    file = data / record_file.document.file
    try:
        content = file.read_bytes()
        return content.decode("utf-8"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError as fault:
        raise SmupError(f"{file} is not UTF-8 (byte {fault.start + 1}); read it with “smup documents scan”.") from fault
    except OSError as fault:
        raise SmupError(f"{path}, document: the file {file} cannot be read: {fault.strerror}.") from fault


def _place(content: dict[str, Any], loc: tuple[int | str, ...]) -> str:
    """Say where in a file a fault is: ``, event 2 (“kongres”), name.quote``."""
    head, *rest = loc or ("file",)
    if rest and isinstance(rest[0], int):
        index, *rest = rest
        entries = content.get(str(head))
        entry = entries[int(index)] if isinstance(entries, list) else {}
        name = entry.get(f"{head}_id") or entry.get("record_id") if isinstance(entry, dict) else None
        head = f"{head} {int(index) + 1}" + (f" (“{name}”)" if name else "")
    return f", {head}" + (", " + ".".join(map(str, rest)) if rest else "")
