"""One dataclass for each input table, the law for the CSV file of the same name in ``data/``.

Its fields are the columns, their types what a cell may hold; ``| None`` means that a cell may be blank.
"""

from dataclasses import dataclass
from datetime import date

from smup.model.codes import CostScope, Light, Status


@dataclass(frozen=True)
class StatusCode:
    """A row of ``status.csv``: how a status is called and how serious it is."""

    status: Status
    name_pl: str
    name_en: str
    missing: bool
    severity: int
    light: Light
    description_pl: str
    description_en: str


@dataclass(frozen=True)
class ComparabilityReason:
    """A row of ``comparability.csv``: why a value is compared with a reservation, or not at all."""

    reason: str
    light: Light
    threshold: float | None
    name_pl: str
    name_en: str
    description_pl: str
    description_en: str


@dataclass(frozen=True)
class CostScopeName:
    """A row of ``cost_scope.csv``: what a cost contains, in words."""

    cost_scope: CostScope
    name_pl: str
    name_en: str
    description_pl: str
    description_en: str


@dataclass(frozen=True)
class Unit:
    """A row of ``unit.csv``: how a unit of measure is written on an axis and behind a number."""

    unit: str
    name_pl: str
    name_en: str
    short_pl: str | None
    short_en: str | None


@dataclass(frozen=True)
class Source:
    """A row of ``source.csv``: a published dataset."""

    source_id: str
    title: str
    title_en: str
    publisher: str
    licence: str
    licence_en: str
    url: str | None
    accessed: date | None
    note: str | None
    note_en: str | None
    live: bool


@dataclass(frozen=True)
class Theme:
    """A row of ``theme.csv``: an area of services (SMUP's obszar)."""

    theme_id: str
    name_pl: str
    name_en: str
    in_smup: bool
    description_pl: str
    description_en: str


@dataclass(frozen=True)
class Service:
    """A row of ``service.csv``: a public service (SMUP's usługa)."""

    service_id: str
    theme_id: str
    name_pl: str
    name_en: str


@dataclass(frozen=True)
class Variable:
    """A row of ``variable.csv``: a publisher's raw series."""

    variable_id: str
    name_pl: str
    name_en: str
    unit: str
    source_id: str
    external_id: str | None
    note_pl: str | None
    note_en: str | None


@dataclass(frozen=True)
class ObservationNote:
    """A row of ``observation_note.csv``: a status and a note for some observations; a blank key means all."""

    variable_id: str
    area_id: str | None
    period: int | None
    status: Status
    note_pl: str
    note_en: str


@dataclass(frozen=True)
class EventKind:
    """A row of ``event_kind.csv``: a kind of event and the words that documents use for it, as dictionary forms."""

    kind: str
    name_pl: str
    name_en: str
    umbrella: bool
    terms: str


@dataclass(frozen=True)
class InitiativeKind:
    """A row of ``initiative_kind.csv``: a kind of initiative and the words that documents use for it."""

    kind: str
    name_pl: str
    name_en: str
    terms: str
