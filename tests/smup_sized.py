"""A SMUP as large as is asked for, up to the size of the real one, whose rows are made when they are asked for."""

import csv
from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from conftest import CHECKOUT
from smup_model import CITY, Area, Indicator, Row, Service, Text, Unit
from smup_server import SmupServer

AREAS = (
    Text("Edukacja", "Education"),
    Text("Lokalna polityka społeczna", "Local social policy"),
    Text("Kultura i rekreacja", "Culture and recreation"),
    Text("Drogownictwo i transport", "Roads and transport"),
    Text("Ochrona środowiska", "Environmental protection"),
    Text("Gospodarowanie nieruchomościami", "Real estate management"),
    Text("Inwestycje i budownictwo", "Investment and construction"),
    Text("Geodezja i kartografia", "Geodesy and cartography"),
    Text("Podatki i opłaty lokalne", "Local taxes and fees"),
    Text("Finanse JST", "Finances of local governments"),
)
SERVICES = 64
TAXES, FINANCES = 53, 59  # the first services of the last two areas
DIMENSIONS = (
    Text("ilość", "quantity"), Text("jakość", "quality"), Text("koszt", "cost"), Text("kontekst", "context"),
)  # fmt: skip
MEASURES = (Text("%", "%"), Text("zł", "PLN"), Text("zł na 1 mieszkańca", "PLN per inhabitant"), Text("szt.", "items"))
OF_GMINAS = (4068, 4069, 4074, 4055, 4053, 4052, 4054)  # each has a twin of cities
TWIN = 350  # id of the indicator of cities with powiat rights less that of gminas
OF_ALL = (8, 10, 11, 12, 13, 16, 17, 18)  # taxes: one id for both
KINDS = {"1": "gmina miejska", "2": "gmina wiejska", "3": "gmina miejsko-wiejska", "4": "miasto", "5": "obszar wiejski"}


@cache
def catalogue() -> list[Unit]:
    """Every powiat and gmina of area.csv, then the town and the rest of each urban-rural gmina (rodz 4 and 5)."""
    with (CHECKOUT / "data" / "area.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] in ("gmina", "powiat")]
    whole = [(row["area_id"], row["teryt"][6:], row["name"], row["kind"]) for row in rows]
    parts = [(area_id, part, name, "") for area_id, rodz, name, _kind in whole if rodz == "3" for part in "45"]
    return [
        Unit(
            number, digits[:2], digits[2:4], digits[4:], rodz, name,
            CITY if kind == "city_with_powiat_rights" else KINDS.get(rodz, "powiat"),
        )
        for number, (digits, rodz, name, kind) in enumerate(whole + parts, start=100_001)
    ]  # fmt: skip


def smup_sized(areas: int, indicators: int, years: Sequence[int], seed: int) -> SmupServer:
    """A server of ``areas`` units and so many indicators in 64 services, not yet serving; the same for the same seed.

    2,793 units are all powiats and gminas of area.csv, fewer are spread over them, more add parts of gminas. The first
    indicators are those whose ids are known; those of gminas have no rows of cities and their twins no others. An
    indicator whose id ends in 7 has no data in the last of several years, and one whose id ends in 8 is below zero in
    half of its units. Of the values 1 % are missing (flag 5, half
    of them a null and half a 0), 2 % a zero that was measured (flag 2), 0.3 % below the format (flag 3).
    """
    everyone = catalogue()
    whole = [unit for unit in everyone if unit.rodz not in ("4", "5")]
    units = [whole[i * len(whole) // areas] for i in range(areas)] if areas < len(whole) else everyone[:areas]
    assert len(units) == areas, f"there are only {len(units)} units"
    services = [
        Service(number, 1 + (number - 1) * len(AREAS) // SERVICES, Text(f"Usługa {number}", f"Service {number}"))
        for number in range(1, SERVICES + 1)
    ]
    return SmupServer(
        areas=[Area(number, name) for number, name in enumerate(AREAS, start=1)],
        services=services,
        indicators=[_indicator(number, units, years, seed) for number in _ids(indicators)],
        units=units,
        dates=[year * 10_000 + 1231 for year in years],
        variables=[(number, Text(f"Zmienna {number}", f"Variable {number}")) for number in range(1, 11)],
    )


def _ids(indicators: int) -> list[int]:
    """Twins next to one another, then the taxes, then any."""
    known = [number for first in OF_GMINAS for number in (first, first + TWIN)] + list(OF_ALL)
    others = (number for number in range(19, 4000))
    return (known + [next(others) for _ in range(indicators - len(known))])[:indicators]


def _indicator(number: int, units: list[Unit], years: Sequence[int], seed: int) -> Indicator:
    name, service, mine = Text(f"Wskaźnik {number}", f"Indicator {number}"), 1 + number % SERVICES, units
    if number in OF_ALL:
        service = TAXES + number % 6
    elif number in OF_GMINAS:
        service, mine = FINANCES + number % 6, [u for u in units if u.rodz in ("1", "2", "3") and u.kind != CITY]
    elif number - TWIN in OF_GMINAS:
        first, service = number - TWIN, FINANCES + (number - TWIN) % 6
        name = Text(f"Wskaźnik {first} miast na prawach powiatu", f"Indicator {first} of cities with powiat rights")
        mine = [unit for unit in units if unit.kind == CITY]
    empty = years[-1] if number % 10 == 7 and len(years) > 1 else None
    return Indicator(
        number, service, name, partial(_rows, number, [unit.id for unit in mine], seed, empty),
        dimension=DIMENSIONS[number % 4], unit=MEASURES[number // 4 % 4],
    )  # fmt: skip


def _rows(number: int, unit_ids: list[int], seed: int, empty: int | None, year: int) -> list[Row]:
    if year == empty:
        return []
    count, precision = len(unit_ids), number % 3
    level = np.random.default_rng([seed, number]).lognormal(5 + number % 4, 0.5, count)
    generator = np.random.default_rng([seed, number, year])
    values = np.round(level * generator.lognormal(0, 0.05, count), precision).tolist()
    draws = generator.random(count).tolist()
    rows = []
    for unit, value, draw in zip(unit_ids, values, draws, strict=True):
        if draw < 0.01:
            rows.append(Row(unit, None if draw < 0.005 else 0.0, 5, precision))
        elif draw < 0.033:
            rows.append(Row(unit, 0.0, 2 if draw < 0.03 else 3, precision))
        else:
            rows.append(Row(unit, -value if number % 10 == 8 and draw > 0.5 else value, 1, precision))
    return rows
