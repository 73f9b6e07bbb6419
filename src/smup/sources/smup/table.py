"""From the values of SMUP to observations: units become areas, flags become statuses, twins become one."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from smup.model import SmupFlag
from smup.sources.live.journal import Journal
from smup.sources.live.observing import Number, Observation, Report, observed
from smup.sources.smup.answers import Unit, Value
from smup.sources.smup.api import FLAGS, UNITS, kept_year, kept_years
from smup.sources.smup.catalogue import Chosen
from smup.sources.smup.reviewed import Reviewed

CITIES_FROM = 61  # powiat numbers of cities with powiat rights
WHOLE_GMINAS = ("1", "2", "3")  # urban, rural, urban-rural; others are parts of gminas and of cities
MOST_DECIMALS = 4


class Place(NamedTuple):
    """What a unit is to the catalogue; ``second`` is the powiat of a city, which stands behind the city's own unit."""

    area_id: str
    second: bool = False


class Flag(NamedTuple):
    """What a flag says, and how a number that carries it is read (None: nobody has reviewed that)."""

    words: str
    mark: SmupFlag | None


class Dictionaries(NamedTuple):
    """What the numbers of units (None: no area of ours) and of flags mean."""

    places: dict[int, Place | None]
    flags: dict[int | None, Flag]


class Series(NamedTuple):
    """All that the journal holds of an indicator: its observations, and the decimals that they are given with."""

    observations: list[Observation]
    decimals: int


def variable_id(chosen: Chosen) -> str:
    """Return the identifier of an indicator of SMUP, which is that of its variable too."""
    return f"smup_{chosen.indicator.number}"


def place(unit: Unit) -> Place | None:
    """Return the area that a unit is, or None for parts of gminas, districts, regions and the country."""
    if unit.voivodeship is None:
        return None
    if unit.powiat is None:
        return Place(unit.voivodeship) if unit.kind_name == "województwo" else None
    powiat = unit.voivodeship + unit.powiat
    if unit.gmina is None:
        return Place(powiat + "01", second=True) if int(unit.powiat) >= CITIES_FROM else Place(powiat)
    return Place(powiat + unit.gmina) if unit.kind in WHOLE_GMINAS else None


def dictionaries(journal: Journal, reviewed: Reviewed) -> Dictionaries:
    """Return the dictionaries that the journal holds, flags as they were reviewed."""
    flags = FLAGS.kept(journal) or {}
    return Dictionaries(
        {unit.number: place(unit) for unit in UNITS.kept(journal) or []},
        {number: Flag(words, reviewed.flag(words)) for number, words in flags.items()},
    )


def series(journal: Journal, chosen: Chosen, words: Dictionaries, births: Mapping[str, int], report: Report) -> Series:
    """Return what the journal holds of an indicator and its twin.

    Raises ``SmupError`` when two units of one area have different values in a year.
    """
    numbers, decimals = list[Number](), 0
    for year in sorted({year for number in chosen.numbers for year in kept_years(journal, number)}):
        values = [kept_year(journal, number, year) or [] for number in chosen.numbers]
        decimals = max(decimals, *(value.decimals or 0 for given in values for value in given), 0)
        numbers += _of_year(year, values, words)
    return Series(observed(variable_id(chosen), numbers, births, report), min(decimals, MOST_DECIMALS))


def _of_year(year: int, given: list[list[Value]], words: Dictionaries) -> Iterator[Number]:
    """Give the numbers of a year: of each area those of its best unit.

    A city with powiat rights stands in the indicator of cities before that of gminas, as a city before as a powiat.
    """
    best: dict[str, tuple[bool, bool]] = {}
    found: list[tuple[tuple[bool, bool], Number]] = []
    for position, values in enumerate(given):
        for value in values:
            where = words.places.get(value.unit, Place(""))
            if where is None:
                continue
            city = where.area_id[2:4] >= str(CITIES_FROM)
            rank = city and position < len(given) - 1, where.second
            best[where.area_id] = min(best.get(where.area_id, rank), rank)
            said = words.flags.get(value.flag, Flag("", None))
            found.append((rank, Number(
                where.area_id or f"unit {value.unit}", where.area_id or None, year, value.value,
                said.mark, f"Flag {value.flag} “{said.words}”",
            )))  # fmt: skip
    return (number for rank, number in found if rank == best[number.area_id or ""])
