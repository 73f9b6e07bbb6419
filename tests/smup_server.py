"""A small SMUP of our own on 127.0.0.1: all its paths, and faults on command.

Published of SMUP's API are the paths, their parameters and most fields. Assumed here, where nothing is published: the
fields of flags, dates, versions, variables and cards, the flags 4 and 6, an empty list past the last page, and 400 for
a parameter that is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from serving import Answer, Query, Server
from smup_faults import FAULTS, NO_DATA, SECOND_ID
from smup_model import FLAGS, Area, Flag, Indicator, Service, Text, Unit

PAGE_SIZE = 5000  # the largest
RENAMED = " (po zmianie)"
NO_SUCH_PAGE = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


class RefusedError(Exception):
    """An answer other than 200."""


@dataclass
class SmupServer(Server):
    """Requests to indicator-date-data can fail, with ``everywhere`` all can; ``wrapped`` puts its rows under "data".

    ``after_last`` is the status of a page past the last one: 200 with no rows, or 404.
    """

    areas: list[Area] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)  # YYYY1231
    flags: list[Flag] = field(default_factory=lambda: list(FLAGS))
    variables: list[tuple[int, Text]] = field(default_factory=list)
    wrapped: bool = False
    everywhere: bool = False
    after_last: int = 200
    renamed: set[int] = field(default_factory=set)

    root = "/api/1.0.0"
    known_faults = FAULTS

    def can_fail(self, path: str) -> bool:
        return path == "/indicator-date-data" or (self.everywhere and path in _PATHS)

    def reply(self, path: str, query: Query) -> Answer:
        if path not in _PATHS:
            return 404, NO_SUCH_PAGE
        try:
            if query.get("lang", "pl") not in Text._fields:
                raise RefusedError(400, {"komunikat": "lang"})
            return 200, _PATHS[path](self, query, Text._fields.index(query.get("lang", "pl")))
        except RefusedError as refused:
            status, body = refused.args
            return status, body

    def ids_of(self, unit: Unit) -> list[int]:
        """One id, or two when the server is to give different ones in different years."""
        two = "unit ids change" in {*self.faults, self.always, *self.injected}
        return [unit.id, unit.id + SECOND_ID] if two else [unit.id]


def _number(query: Query, name: str, default: int | None = None) -> int:
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise RefusedError(400, {"komunikat": name})
    return int(text)


def _one(things: list[Any], thing_id: int) -> Any:
    for thing in things:
        if thing.id == thing_id:
            return thing
    raise RefusedError(404, NO_DATA)


def _page(rows: list[Any], query: Query) -> list[Any]:
    page, size = _number(query, "page", 1), _number(query, "page-size", PAGE_SIZE)
    if page < 1 or not 1 <= size <= PAGE_SIZE:
        raise RefusedError(400, {"komunikat": "page"})
    return rows[(page - 1) * size : page * size]


def _areas(smup: SmupServer, query: Query, lang: int) -> Any:
    return [{"id-ou": area.id, "nazwa-obszaru": area.name[lang]} for area in smup.areas]


def _services(smup: SmupServer, query: Query, lang: int) -> Any:
    area = _one(smup.areas, _number(query, "id"))
    return [{"id-up": one.id, "nazwa-uslugi": one.name[lang]} for one in smup.services if one.area == area.id]


def _name(smup: SmupServer, indicator: Indicator, lang: int) -> str:
    return indicator.name[lang] + (RENAMED if indicator.id in smup.renamed else "")


def _listed(smup: SmupServer, indicators: list[Indicator], lang: int) -> Any:
    names = {service.id: service.name[lang] for service in smup.services}
    return [
        {
            "id": one.id, "nazwa-wskaznika": _name(smup, one, lang), "id-up": one.service,
            "nazwa-uslugi": names[one.service], "wymiar-opisu-uslugi": one.dimension[lang],
        }
        for one in indicators
    ]  # fmt: skip


def _of_service(smup: SmupServer, query: Query, lang: int) -> Any:
    service = _one(smup.services, _number(query, "id"))
    return _listed(smup, [one for one in smup.indicators if one.service == service.id], lang)


def _data(smup: SmupServer, query: Query, lang: int) -> Any:
    indicator, date = _one(smup.indicators, _number(query, "id")), _number(query, "id-daty")
    found = indicator.rows(date // 10_000) if date in smup.dates else []
    page = _page(found, query)
    if not found or (not page and smup.after_last == 404):
        raise RefusedError(404, NO_DATA)
    rows = [
        {
            "id": indicator.id, "id-daty": date, "id-teryt": row.unit,
            "id-flaga": row.flag, "wartosc": row.value, "precyzja": row.precision,
        }
        for row in page
    ]  # fmt: skip
    return {"data": rows} if smup.wrapped else rows


def _dates(smup: SmupServer, query: Query, lang: int) -> Any:
    return [{"id-daty": d, "data": f"{d // 10_000}-{d // 100 % 100:02}-{d % 100:02}"} for d in _page(smup.dates, query)]


def _units(smup: SmupServer, query: Query, lang: int) -> Any:
    rows = [
        {
            "id-teryt": unit_id, "woj": unit.woj, "pow": unit.pow, "gmn": unit.gmn, "rodz": unit.rodz,
            "nazwa": unit.name, "nazwa-dod": unit.kind,
        }
        for unit in smup.units
        for unit_id in smup.ids_of(unit)
    ]  # fmt: skip
    return _page(rows, query)


def _flags(smup: SmupServer, query: Query, lang: int) -> Any:
    return [{"id-flaga": one.id, "oznaczenie": one.symbol, "nazwa-flagi": one.name[lang]} for one in smup.flags]


def _area_card(smup: SmupServer, query: Query, lang: int) -> Any:
    area = _one(smup.areas, _number(query, "id"))
    return {"id-ou": area.id, "nazwa-obszaru": area.name[lang], "opis": area.name[lang]}


def _service_card(smup: SmupServer, query: Query, lang: int) -> Any:
    service = _one(smup.services, _number(query, "id"))
    return {"id-up": service.id, "nazwa-uslugi": service.name[lang], "opis": service.name[lang]}


def _indicator_card(smup: SmupServer, query: Query, lang: int) -> Any:
    one = _one(smup.indicators, _number(query, "id"))
    return {
        "id": one.id, "nazwa-wskaznika": _name(smup, one, lang), "opis": one.description[lang],
        "jednostka-miary": one.unit[lang], "wzor": one.formula[lang], "zrodlo": one.source[lang],
    }  # fmt: skip


_PATHS: dict[str, Callable[[SmupServer, Query, int], Any]] = {
    "/areas-list": _areas,
    "/public-services": _services,
    "/indicators-list": _of_service,
    "/indicator-list": lambda smup, query, lang: _listed(smup, _page(smup.indicators, query), lang),
    "/indicator-date-data": _data,
    "/data-dictionary": _dates,
    "/teryt-dictionary": _units,
    "/flag-dictionary": _flags,
    "/area-flashcard": _area_card,
    "/public-services-flashcard": _service_card,
    "/indicator-flashcard": _indicator_card,
    "/variables-list": lambda smup, query, lang: [
        {"id-zmiennej": number, "nazwa-zmiennej": name[lang]} for number, name in smup.variables
    ],
    "/version": lambda smup, query, lang: {"wersja": "1.0.0"},
}
