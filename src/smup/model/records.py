"""Records of the documents, the law for ``data/record/*.toml``: events, initiatives, and the words that prove them.

A field is a table ``{ value, quote }``: what the record says and the verbatim words of the document that say it.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from annotated_types import Ge, Le

from smup.model.codes import DateBasis, InitiativeStatus, Mode, Review

T = TypeVar("T")
Quotes = str | list[str]
Confidence01 = Annotated[float, Ge(0), Le(1)]
_STRICT = {"extra": "forbid"}  # an unknown key is a fault, not a comment


def _check_identifier(text: str) -> None:
    if not re.fullmatch(r"[a-z0-9_]+", text):
        raise ValueError("an identifier has small letters, digits and underscores only")


@dataclass(frozen=True, kw_only=True)
class Proven:
    """Where a field is proved: ``quote`` in the file's own document, or in the one that ``document`` names."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    quote: Quotes
    document: str | None = None
    confidence: Confidence01 | None = None

    @property
    def quotes(self) -> list[str]:
        """All quotes, as a list."""
        return [self.quote] if isinstance(self.quote, str) else self.quote


@dataclass(frozen=True, kw_only=True)
class Field(Proven, Generic[T]):
    """A value and its proof."""

    value: T


@dataclass(frozen=True, kw_only=True)
class Told(Proven):
    """Words of ours in both languages, and the proof of what they tell."""

    pl: str
    en: str


@dataclass(frozen=True, kw_only=True)
class DocumentRecord:
    """The document itself; ``file`` is the path of its text from ``data/``, ``original`` what it was read from."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    document_id: str
    file: str
    sha256: str | None = None
    original: str | None = None
    title: Field[str] | None = None
    publisher: Field[str] | None = None
    published_on: Field[date] | None = None

    def __post_init__(self) -> None:
        """Refuse an identifier that an address could not carry."""
        _check_identifier(self.document_id)


@dataclass(frozen=True, kw_only=True)
class EventRecord:
    """An event; ``date_basis`` says how its date is known, ``date_note`` what is known besides."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    event_id: str
    review: Review
    name: Field[str]
    kind: Field[str]
    series: Field[str] | None = None
    edition_number: Field[Annotated[int, Ge(1)]] | None = None
    part_of: Field[str] | None = None
    date_basis: DateBasis
    starts_on: Field[date] | None = None
    ends_on: Field[date] | None = None
    starts_at: Field[time] | None = None
    ends_at: Field[time] | None = None
    date_note: Told | None = None
    mode: Field[Mode] | None = None
    area_id: Field[str] | None = None
    place: Field[str] | None = None
    organisers: Field[list[str]] | None = None
    organiser_area_id: Field[str] | None = None
    topics: Field[list[str]] | None = None
    theme_id: Field[str] | None = None

    def __post_init__(self) -> None:
        """Refuse a date that contradicts its basis."""
        if (self.date_basis is DateBasis.UNKNOWN) != (self.starts_on is None):
            raise ValueError("starts_on must be given exactly when date_basis is stated or inferred")
        if self.date_basis is DateBasis.INFERRED and self.date_note is None:
            raise ValueError("an inferred date needs a date_note that says what it follows from")
        if self.ends_on and (not self.starts_on or self.ends_on.value < self.starts_on.value):
            raise ValueError("ends_on lies before starts_on")
        one_day = self.starts_on and (self.ends_on is None or self.ends_on.value == self.starts_on.value)
        if one_day and self.starts_at and self.ends_at and self.ends_at.value < self.starts_at.value:
            raise ValueError("ends_at lies before starts_at")
        _check_identifier(self.event_id)


@dataclass(frozen=True, kw_only=True)
class InitiativeRecord:
    """An initiative: something that a public body made, runs, plans or practises."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    initiative_id: str
    review: Review
    name: Field[str]
    kind: Field[str]
    owner: Field[list[str]] | None = None
    area_id: Field[str] | None = None
    theme_id: Field[str] | None = None
    service_id: Field[str] | None = None
    status: Field[InitiativeStatus] | None = None
    year: Field[Annotated[int, Ge(1990), Le(2100)]] | None = None
    summary: Told | None = None

    def __post_init__(self) -> None:
        """Refuse an identifier that an address could not carry."""
        _check_identifier(self.initiative_id)


@dataclass(frozen=True, kw_only=True)
class PresentedRecord:
    """Who presented which initiative at which event; ``quote`` says that it was presented there."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    initiative_id: str
    event_id: str
    review: Review
    quote: Quotes
    presenter: Field[str] | None = None


@dataclass(frozen=True, kw_only=True)
class MentionRecord:
    """Further words about a record of another file: field names and the quotes that prove them too."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    record_id: str
    review: Review
    quotes: dict[str, Quotes]


@dataclass(frozen=True, kw_only=True)
class RecordFile:
    """One file of ``data/record/``: a document and all that it records."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    document: DocumentRecord
    event: list[EventRecord] = field(default_factory=list)
    initiative: list[InitiativeRecord] = field(default_factory=list)
    presented: list[PresentedRecord] = field(default_factory=list)
    mention: list[MentionRecord] = field(default_factory=list)
