"""Evidence: where in a document the words stand that prove a field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from smup.model import EventRecord, InitiativeRecord, Proven, Review, SmupError

# A told text is two columns; the basis of a date is proved by the words that tell the date.
_COLUMNS = {"summary": ("summary_pl", "summary_en"), "date_note": ("date_note", "date_note_en")}


@dataclass(frozen=True)
class Claim:
    """A field of a record with the quotes that prove it, in ``document_id``."""

    record_id: str
    field: str
    document_id: str
    quotes: list[str]
    confidence: float | None
    review: Review


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Return start and end of the first place where ``text`` has the words of ``quote``; white space is folded."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None


def claims(record: EventRecord | InitiativeRecord | Any, record_id: str, document_id: str) -> Iterator[Claim]:
    """Yield every proven field of ``record``, a record of the file of ``document_id``."""
    review = getattr(record, "review", Review.REVIEWED)
    for name in (field.name for field in fields(record)):
        proof = getattr(record, name)
        if not isinstance(proof, Proven):
            continue
        for column in _COLUMNS.get(name, (name,)):
            yield Claim(record_id, column, proof.document or document_id, proof.quotes, proof.confidence, review)
    dated = getattr(record, "starts_on", None) or getattr(record, "date_note", None)
    if dated is not None:
        yield Claim(record_id, "date_basis", dated.document or document_id, dated.quotes, dated.confidence, review)


def evidence_rows(claim: Claim, texts: dict[str, str], where: str) -> list[dict[str, Any]]:
    """Return one row of ``evidence`` a quote; ``where`` names file and record for the sentence when one is absent."""
    if claim.document_id not in texts:
        raise SmupError(f"{where}, field {claim.field}: there is no document “{claim.document_id}” in data/record/.")
    text = texts[claim.document_id]
    rows = []
    for quote in claim.quotes or [""]:
        span = locate(text, quote)
        if span is None:
            raise SmupError(
                f"{where}, field {claim.field}: the quote “{quote}” is not in the document {claim.document_id}; "
                "copy the words exactly as they stand there."
            )
        rows.append({
            "record_id": claim.record_id, "field": claim.field, "document_id": claim.document_id,
            "start_char": span[0], "end_char": span[1], "quote": text[slice(*span)],
            "confidence": claim.confidence, "review": claim.review.value,
        })  # fmt: skip
    return rows
