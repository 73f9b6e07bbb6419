"""What SMUP's server of our own holds: areas of services, services, indicators with their values, units, flags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

CITY = "miasto na prawach powiatu"  # the kind of such a unit


class Text(NamedTuple):
    """The same in both languages."""

    pl: str
    en: str


class Area(NamedTuple):
    """An area of services."""

    id: int
    name: Text


class Service(NamedTuple):
    """A service of an area."""

    id: int
    area: int
    name: Text


class Row(NamedTuple):
    """A value of a unit; ``precision`` in decimals."""

    unit: int
    value: float | None
    flag: int = 1
    precision: int = 0


class Unit(NamedTuple):
    """A unit: an id of SMUP's own, and its digits and kind in TERYT (a powiat has no gmn and no rodz)."""

    id: int
    woj: str
    pow: str
    gmn: str
    rodz: str
    name: str
    kind: str


class Flag(NamedTuple):
    """What a value is marked with."""

    id: int
    symbol: str
    name: Text


@dataclass
class Indicator:
    """An indicator of a service, and its rows by year: kept, or made when asked for. No rows are no data."""

    id: int
    service: int
    name: Text
    values: Mapping[int, list[Row]] | Callable[[int], list[Row]] = field(default_factory=dict)
    dimension: Text = field(default=Text("ilość", "quantity"))
    unit: Text = field(default=Text("%", "%"))
    description: Text = field(default=Text("Opis wskaźnika", "A description of the indicator"))
    formula: Text = field(default=Text("a / b * 100", "a / b * 100"))
    source: Text = field(default=Text("GUS", "Statistics Poland"))

    def rows(self, year: int) -> list[Row]:
        return self.values(year) if callable(self.values) else self.values.get(year, [])


FLAGS = [
    Flag(1, "", Text("zjawisko wystąpiło", "the phenomenon occurred")),
    Flag(2, "-", Text("zjawisko nie wystąpiło", "the phenomenon did not occur")),
    Flag(3, "0", Text("wartość mniejsza niż przyjęty format prezentacji", "value smaller than the display format")),
    Flag(4, "x", Text("wypełnienie pozycji niemożliwe lub niecelowe", "not applicable")),
    Flag(5, ".", Text("brak informacji, tajemnica statystyczna", "no information, statistical confidentiality")),
    Flag(6, "*", Text("dane zmienione", "revised data")),
]
