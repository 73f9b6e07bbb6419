"""``smup documents scan``: a new document becomes a candidate record file that a person reviews."""

import hashlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from smup.documents.finding.candidates import Knowledge, candidates
from smup.documents.polish.naming import NAMELESS, identifier
from smup.documents.reading import read_document
from smup.documents.record_file import DOCUMENTS, FOLDER, read_record_file, record_files
from smup.model import DocumentRecord, Proven, RecordFile, SmupError, unwritten

_SECONDS = 60
_HEAD = (
    "Proposed by the program. A person reads the document, corrects the fields, removes what is wrong",
    'and writes review = "reviewed". Every field carries the words of the document that say it.',
)


@dataclass(frozen=True)
class Scanned:
    """A document that was read: its text and what it seems to record."""

    path: Path
    text: str
    records: RecordFile


def scan(path: Path, data: Path, tables: dict[str, pd.DataFrame]) -> Scanned:
    """Read the document at ``path`` and propose its records.

    ``data`` is the data folder, whose other records are known; ``tables`` are its input tables.
    Raises ``SmupError`` with one sentence when the document cannot be read.
    """
    text = read_document(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    document_id = identifier(path.stem, set())
    if document_id == NAMELESS:  # a name without Latin letters or digits
        document_id = f"document_{sha256[:8]}"
    known = [file for file in map(read_record_file, record_files(data)) if file.document.document_id != document_id]
    document = DocumentRecord(
        document_id=document_id, file=f"{DOCUMENTS}/{document_id}.txt", original=path.name,
        sha256=sha256,
    )  # fmt: skip
    with _time_limit(path):
        return Scanned(path, text, candidates(text, document, Knowledge(tables, known)))


@contextmanager
def _time_limit(path: Path) -> Iterator[None]:
    """End a reading that takes more than a minute in one sentence (in the main thread, where signals arrive)."""

    def end(signum: int, frame: object) -> None:
        raise SmupError(f"{path} takes more than {_SECONDS} seconds to read; split it.")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def write(scanned: Scanned, data: Path) -> Path:
    """Write text and candidate records below ``data``, both or neither, and return the path of the record file.

    A record file that is there already is never overwritten: it may have been reviewed.
    """
    document = scanned.records.document
    record, text = data / FOLDER / f"{document.document_id}.toml", data / document.file
    if record.exists():
        raise SmupError(f"{record} exists already; remove it first, or give the document another name.")
    written: list[Path] = []
    try:
        for path, content in ((text, scanned.text), (record, to_toml(scanned.records))):
            path.parent.mkdir(exist_ok=True)
            draft = path.with_name(path.name + ".draft")
            written.append(draft)
            draft.write_text(content, encoding="utf-8", newline="\n")
        for path in (text, record):  # the record last: it alone makes a document part of the store
            path.with_name(path.name + ".draft").replace(path)
    except OSError as fault:
        raise unwritten(record, fault) from fault
    finally:
        for draft in written:
            draft.unlink(missing_ok=True)
    return record


def to_toml(records: RecordFile) -> str:
    """Write records in the form of ``data/record/*.toml``."""
    content = tomlkit.document()
    for line in _HEAD:
        content.add(tomlkit.comment(line))
    content.add("document", _table(records.document))
    for name in ("event", "initiative", "presented", "mention"):
        entries = getattr(records, name)
        if entries:
            content.add(name, tomlkit.aot())
            for entry in entries:
                content[name].append(_table(entry))
    return tomlkit.dumps(content)


def _table(record: Any) -> Any:
    table = tomlkit.table()
    for name, value in _given(record):
        table.add(name, _inline(value) if isinstance(value, Proven) else _plain(value))
    return table


def _inline(proof: Proven) -> Any:
    """Write a field in one line: what it says first, then the words for it."""
    inline = tomlkit.inline_table()
    given = dict(_given(proof)) | {"quote": proof.quotes[0] if len(proof.quotes) == 1 else proof.quotes}
    for name in ("value", "pl", "en", "quote", "document", "confidence"):
        if name in given:
            inline.append(name, _plain(given[name]))
    return inline


def _given(record: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a record that have a value."""
    for field in fields(record):
        value = getattr(record, field.name)
        if value is not None:
            yield field.name, value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def summary(records: RecordFile) -> Iterator[str]:
    """Yield a line for each record found: kind, name, day, place or owner, confidence."""
    for event in records.event:
        when = str(event.starts_on.value) if event.starts_on else "no date"
        where = event.place.value if event.place else "no place"
        yield f"event       {event.name.confidence:.1f}  {event.kind.value}: {event.name.value} · {when} · {where}"
    for one in records.initiative:
        owner = one.owner.value[0] if one.owner else "no owner"
        yield f"initiative  {one.name.confidence:.1f}  {one.kind.value}: {one.name.value} · {owner}"
    if not (records.event or records.initiative or records.mention):
        yield "nothing found: the text names no event and no initiative by the words in data/event_kind.csv"
    for mention in records.mention:
        yield f"mention          of the record “{mention.record_id}”"
