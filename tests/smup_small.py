"""A SMUP of two services, three indicators and four units, whose answers can be worked out by hand."""

from typing import Any

from smup_model import CITY, Area, Indicator, Row, Service, Text, Unit
from smup_server import SmupServer

KRAKOW = Unit(7, "12", "61", "01", "1", "Kraków", CITY)
SKAWINA = Unit(8, "12", "06", "11", "3", "Skawina", "gmina miejsko-wiejska")
TOWN = Unit(9, "12", "06", "11", "4", "Skawina", "miasto")
POWIAT = Unit(10, "12", "06", "", "", "krakowski", "powiat")
VALUES = {2023: [Row(7, 1.5, 1, 1), Row(8, 0, 2, 1), Row(9, None, 5, 1), Row(10, -2.5, 1, 1)], 2024: [Row(7, 3)]}
DATA = "/indicator-date-data?id=4068&id-daty=20231231"


def values_of(*rows: Row, year: int = 2023) -> list[dict[str, Any]]:
    """Rows of indicator 4068 as they are answered."""
    return [
        {"id": 4068, "id-daty": year * 10_000 + 1231, "id-teryt": unit, "id-flaga": flag, "wartosc": value,
         "precyzja": precision}
        for unit, value, flag, precision in rows
    ]  # fmt: skip


RIGHT = values_of(*VALUES[2023])  # what DATA answers


def small_smup() -> SmupServer:
    """The server, not yet serving."""
    return SmupServer(
        areas=[Area(1, Text("Edukacja", "Education")), Area(10, Text("Finanse JST", "Finances"))],
        services=[Service(5, 10, Text("Budżet", "Budget")), Service(6, 1, Text("Szkoły", "Schools"))],
        indicators=[
            Indicator(4068, 5, Text("Wynik budżetu", "Budget result"), VALUES, Text("koszt", "cost")),
            Indicator(4418, 5, Text("Wynik budżetu miast na prawach powiatu", "Budget result of cities")),
            Indicator(9, 6, Text("Klasy", "Classes"), lambda year: [Row(7, year)]),
        ],
        units=[KRAKOW, SKAWINA, TOWN, POWIAT],
        dates=[20231231, 20241231],
        variables=[(3, Text("Dochody", "Revenue"))],
        slow=0.3,
    )
