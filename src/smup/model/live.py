"""What people have reviewed of the providers that ``smup sync`` asks; each class is the law for a CSV file."""

from dataclasses import dataclass
from typing import Literal, Protocol

from smup.model.codes import Dimension, Polarity, Status


@dataclass(frozen=True)
class BdlVariable:
    """A row of ``bdl_variable.csv``: what the Local Data Bank calls a variable, as somebody has reviewed it."""

    variable_id: str
    subject: str
    name: str
    measure: str


class Mark(Protocol):
    """What a provider marks a number with says how the number is read, and its status."""

    @property
    def reads(self) -> Literal["value", "zero", "missing"]:
        """A value as it stands, a zero that was measured, or no value whatever number stands there."""

    @property
    def status(self) -> Status:
        """Status of the observation."""


@dataclass(frozen=True)
class BdlAttribute:
    """A row of ``bdl_attribute.csv``: how a number of the Local Data Bank that carries this attribute is read."""

    attribute: int
    symbol: str | None
    description_pl: str
    reads: Literal["value", "zero", "missing"]
    status: Status


@dataclass(frozen=True)
class SmupFlag:
    """A row of ``smup_flag.csv``: how a number of SMUP is read whose flag is described by a text that begins so."""

    begins: str
    reads: Literal["value", "zero", "missing"]
    status: Status


@dataclass(frozen=True)
class SmupDimension:
    """A row of ``smup_dimension.csv``: what SMUP's word for a dimension means."""

    word: str
    dimension: Dimension


@dataclass(frozen=True)
class SmupUnit:
    """A row of ``smup_unit.csv``: the unit of measure behind SMUP's word for it."""

    word: str
    unit: str


@dataclass(frozen=True)
class SmupTwin:
    """A row of ``smup_twin.csv``: SMUP's indicator of gminas and that of cities with powiat rights.

    ``same`` is false for two that only look alike.
    """

    gmina: int
    city: int
    same: bool


@dataclass(frozen=True)
class SmupIndicator:
    """A row of ``smup_indicator.csv``: what somebody has reviewed of an indicator of SMUP."""

    indicator: int
    unit: str | None
    polarity: Polarity
