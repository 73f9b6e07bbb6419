"""All that the documents record, as the tables document, event, initiative, presented and evidence of the store.

Every fault is one sentence that names the file, the record and the field.
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from smup.documents.evidence import Claim, claims, evidence_rows
from smup.documents.record_file import document_text, read_record_file, record_files
from smup.model import EventRecord, Field, InitiativeRecord, RecordFile, SmupError, Told

_LISTED = "; "
# Columns that must name a row of an input table, and which.
_REFERENCES = {
    "event": {"kind": "event_kind", "area_id": "area", "organiser_area_id": "area", "theme_id": "theme"},
    "initiative": {"kind": "initiative_kind", "area_id": "area", "theme_id": "theme", "service_id": "service"},
}
_COLUMNS = {
    "document": ["document_id", "file", "title", "publisher", "published_on", "sha256", "text"],
    "event": [name for field in fields(EventRecord) for name in
              (("date_note", "date_note_en") if field.name == "date_note" else (field.name,))],
    "initiative": [name for field in fields(InitiativeRecord) for name in
                   (("summary_pl", "summary_en") if field.name == "summary" else (field.name,))],
    "presented": ["initiative_id", "event_id", "presenter"],
    "evidence": ["record_id", "field", "document_id", "start_char", "end_char", "quote", "confidence", "review"],
}  # fmt: skip


def read_records(data: Path, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Read all record files below ``data``: the frames document, event, initiative, presented and evidence.

    ``tables`` are the input tables that records refer to. Raises ``SmupError`` for the first fault.
    """
    files = {path: read_record_file(path) for path in record_files(data)}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _COLUMNS}
    texts: dict[str, str] = {}
    for path, file in files.items():
        document = file.document
        if document.document_id in texts:
            raise SmupError(f"{path}, document: “{document.document_id}” is there twice; give it another identifier.")
        text, sha256 = document_text(data, file, path)
        texts[document.document_id] = text
        rows["document"].append(_row(document) | {"sha256": document.sha256 or sha256, "text": text})
    _refuse_duplicates(files)
    known = {record_id for _, _, record_id, _ in _records(files)}
    for path, name, record_id, record in _records(files):
        _check_references(f"{path}, {name} “{record_id}”", name, record, tables, known)
        rows[name].append(_row(record))
    for path, file in files.items():
        for shown in file.presented:
            rows["presented"].append(_row(shown))
            for record_id in (shown.initiative_id, shown.event_id):
                if record_id not in known:
                    raise SmupError(f"{path}, presented: there is no record “{record_id}”.")
        for where, claim in _claims(path, file, known):
            rows["evidence"] += evidence_rows(claim, texts, where)
    return {name: pd.DataFrame(rows[name], columns=columns, dtype=object) for name, columns in _COLUMNS.items()}


def _records(files: dict[Path, RecordFile]) -> Iterator[tuple[Path, str, str, EventRecord | InitiativeRecord]]:
    for path, file in files.items():
        yield from ((path, "event", event.event_id, event) for event in file.event)
        yield from ((path, "initiative", one.initiative_id, one) for one in file.initiative)


def _claims(path: Path, file: RecordFile, known: set[str]) -> Iterator[tuple[str, Claim]]:
    document_id = file.document.document_id
    for claim in claims(file.document, document_id, document_id):
        yield f"{path}, document", claim
    for _, name, record_id, record in _records({path: file}):
        for claim in claims(record, record_id, document_id):
            yield f"{path}, {name} “{record_id}”", claim
    for shown in file.presented:
        record_id = f"{shown.initiative_id}@{shown.event_id}"
        where = f"{path}, presented “{record_id}”"
        quotes = [shown.quote] if isinstance(shown.quote, str) else shown.quote
        yield where, Claim(record_id, "event_id", document_id, quotes, None, shown.review)
        for claim in claims(shown, record_id, document_id):
            yield where, claim
    for mention in file.mention:
        where = f"{path}, mention “{mention.record_id}”"
        if mention.record_id not in known:
            raise SmupError(f"{where}: there is no such record.")
        for name, quoted in mention.quotes.items():
            quotes = [quoted] if isinstance(quoted, str) else quoted
            yield where, Claim(mention.record_id, name, document_id, quotes, None, mention.review)


def _row(record: Any) -> dict[str, Any]:
    """Flatten a record into the columns of its table."""
    row: dict[str, Any] = {}
    for name in (field.name for field in fields(record)):
        cell = getattr(record, name)
        if isinstance(cell, Told):
            keys = (name, f"{name}_en") if name == "date_note" else (f"{name}_pl", f"{name}_en")
            row |= dict(zip(keys, (cell.pl, cell.en), strict=True))
        elif isinstance(cell, Field):
            row[name] = _LISTED.join(cell.value) if isinstance(cell.value, list) else cell.value
        elif cell is None or isinstance(cell, str):
            row[name] = cell
    return row


def _refuse_duplicates(files: dict[Path, RecordFile]) -> None:
    first = {file.document.document_id: path for path, file in files.items()}
    for path, name, record_id, _ in _records(files):
        if record_id in first:
            raise SmupError(
                f"{path}, {name} “{record_id}”: the identifier is in {first[record_id].name} too; change it."
            )
        first[record_id] = path


def _check_references(
    where: str, name: str, record: EventRecord | InitiativeRecord, tables: dict[str, pd.DataFrame], known: set[str]
) -> None:
    for column, target in _REFERENCES[name].items():
        cell = getattr(record, column)
        if cell is not None and cell.value not in set(tables[target].iloc[:, 0]):
            raise SmupError(f"{where}, field {column}: “{cell.value}” is not in {target}.csv.")
    if isinstance(record, EventRecord):
        if record.part_of is not None and record.part_of.value not in known:
            raise SmupError(f"{where}, field part_of: there is no record “{record.part_of.value}”.")
    elif record.service_id is not None:
        theme = tables["service"].set_index("service_id")["theme_id"][record.service_id.value]
        if record.theme_id is None or record.theme_id.value != theme:
            raise SmupError(f"{where}, field theme_id: it must be {theme}, the theme of the service.")
