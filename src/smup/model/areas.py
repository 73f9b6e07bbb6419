"""Rows of the input tables about areas: which there are, who belongs to whom, what changed."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from annotated_types import Ge, Gt, Le

from smup.model.codes import Confidence, Kind, Level


@dataclass(frozen=True)
class Area:
    """A row of ``area.csv``: a territorial unit; ``area_id`` is six TERYT digits for a gmina."""

    area_id: str
    name: str
    level: Level
    kind: Kind
    powiat_id: str | None
    voivodeship_id: str | None
    latitude: Annotated[float, Ge(48), Le(56)] | None
    longitude: Annotated[float, Ge(13), Le(25)] | None
    area_km2: Annotated[float, Gt(0)] | None
    valid_from: date | None
    valid_to: date | None
    teryt: str | None
    degurba: Annotated[int, Ge(1), Le(3)] | None
    bdl_id: str | None
    nuts3: str | None


@dataclass(frozen=True)
class AreaAdjective:
    """A row of ``area_adjective.csv``: an adjective made from a name in a way of its own (Lublin, lubelski)."""

    area_id: str
    adjective: str


@dataclass(frozen=True)
class AreaName:
    """A row of ``area_name.csv``: a name in public use beside that of the register; of several areas: all together."""

    area_id: str
    name: str


@dataclass(frozen=True)
class AreaMember:
    """A row of ``area_member.csv``: a gmina that belongs to a metropolitan or functional urban area."""

    group_id: str
    area_id: str
    source_id: str


@dataclass(frozen=True)
class AreaChange:
    """A row of ``area_change.csv``: a TERYT code or a name that changed between two states of the register."""

    area_id: str
    state_before: str
    state_after: str
    attribute: str
    value_before: str
    value_after: str


@dataclass(frozen=True)
class Metro:
    """A row of ``metro.csv``: form of a metropolitan or functional urban area, how far its member list is trusted."""

    area_id: str
    form_pl: str
    form_en: str
    as_of: str
    confidence: Confidence
    note_pl: str | None
    note_en: str | None
    compiled_from: str
