"""SMUP as it answers: its lists and dictionaries, what it says of an indicator, and an indicator's values in a year.

A year without data answers 404, and so does a wrong address: values are asked for only of an indicator that the
catalogue at the same address lists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from pydantic import TypeAdapter

from smup.model import SmupError
from smup.sources.live.client import Client
from smup.sources.live.journal import Journal
from smup.sources.live.passing import PassingError
from smup.sources.smup.answers import Day, Indicator, Service, Theme, Unit, Value, card, flags, rows

BASE_URL = "https://api.smup.gov.pl/api/1.0.0"
PAGE_SIZE = 5000  # the largest that SMUP gives; an indicator has about 2,975 values a year
MOST_PAGES = 20
Read = TypeVar("Read")
Lang = Literal["pl", "en"]


class Listed(NamedTuple):
    """An indicator in the place that SMUP's catalogue gives it."""

    theme: Theme
    service: Service
    indicator: Indicator

    @property
    def number(self) -> int:
        """Its number."""
        return self.indicator.number


@dataclass(frozen=True)
class Endpoint(Generic[Read]):
    """A path of SMUP's and the way its answer is read; ``read`` raises ``PassingError`` for another form."""

    path: str
    read: Callable[[Any], Read]
    parameters: str = ""

    def ask(self, client: Client, number: int | None = None, lang: Lang = "pl") -> Read:
        """Ask, unless the answer is there; raises ``SmupError`` when SMUP knows no such thing."""
        request = f"/{self.path}?{self.parameters}{'' if number is None else f'id={number}&'}lang={lang}"
        body = client.get(self._name(number, lang), request, self._check)
        if body is None:
            raise SmupError(f"{client.base_url}{request} does not exist; check the address of the service.")
        return self.read(body)

    def kept(self, journal: Journal, number: int | None = None, lang: Lang = "pl") -> Read | None:
        """Return what was answered, or None when it was never asked."""
        answer = journal.get(self._name(number, lang))
        return None if answer is None or answer.body is None else self.read(answer.body)

    def _name(self, number: int | None, lang: Lang) -> str:
        return f"catalogue/{self.path}/{'' if number is None else f'{number}/'}{lang}"

    def _check(self, body: Any) -> None:
        if body is not None:
            self.read(body)


THEMES = Endpoint("areas-list", partial(rows, TypeAdapter(list[Theme])))
SERVICES = Endpoint("public-services", partial(rows, TypeAdapter(list[Service])))
INDICATORS = Endpoint("indicators-list", partial(rows, TypeAdapter(list[Indicator])))
CARDS = Endpoint("indicator-flashcard", card)
DAYS = Endpoint("data-dictionary", partial(rows, TypeAdapter(list[Day])), f"page-size={PAGE_SIZE}&")
UNITS = Endpoint("teryt-dictionary", partial(rows, TypeAdapter(list[Unit])), f"page-size={PAGE_SIZE}&")
FLAGS = Endpoint("flag-dictionary", flags)
_values = partial(rows, TypeAdapter(list[Value]))


def ask_year(client: Client, indicator: int, year: int) -> None:
    """Ask for the values of an indicator in a year, page by page, unless they are there."""
    before: list[Value] = []
    for page in range(1, MOST_PAGES + 1):
        request = f"/indicator-date-data?id={indicator}&id-daty={year}1231&page={page}&page-size={PAGE_SIZE}&lang=pl"
        body = client.get(_name(indicator, year, page), request, partial(_refuse_misfit, indicator, year, before))
        if body is None or len(found := _values(body)) < PAGE_SIZE:
            return
        before += found
    raise SmupError(f"SMUP gives more than {MOST_PAGES} pages of {indicator} in {year}; they were left alone.")


def kept_year(journal: Journal, indicator: int, year: int) -> list[Value] | None:
    """Return the values of an indicator in a year, each unit once; none when there are no data, None when not asked."""
    found: list[Value] = []
    for page in range(1, MOST_PAGES + 1):
        answer = journal.get(_name(indicator, year, page))
        if answer is None:
            return None
        more = [] if answer.body is None else _values(answer.body)
        found += more
        if len(more) < PAGE_SIZE:
            return list({value.unit: value for value in found}.values())
    return None


def kept_years(journal: Journal, indicator: int) -> list[int]:
    """Return the years of an indicator that were asked for, whether or not there were data."""
    return sorted({int(name.split("/")[2]) for name in journal.names(f"data/{indicator}")})


def _name(indicator: int, year: int, page: int) -> str:
    return f"data/{indicator}/{year}/{page:02}"


def _refuse_misfit(indicator: int, year: int, before: list[Value], body: Any) -> None:
    found = [] if body is None else _values(body)
    by_unit = {value.unit: value for value in before}
    for value in found:
        if (value.indicator, value.day) != (indicator, year * 10_000 + 1231):
            raise PassingError(f"answered with values of {value.indicator} on {value.day}")
        if by_unit.setdefault(value.unit, value) != value:
            raise PassingError(f"answered with two values of unit {value.unit}")
    if found and len(by_unit) == len(before):
        raise PassingError("answered with the page before once more")
