"""SMUP's catalogue: what of it is wanted, asked for from the top down, and read again from the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from smup.model import SmupTwin, UnknownIdError
from smup.sources.live.client import Client
from smup.sources.live.journal import Journal
from smup.sources.smup.api import CARDS, DAYS, FLAGS, INDICATORS, SERVICES, THEMES, UNITS, Listed
from smup.sources.smup.names import plain
from smup.sources.smup.twins import Twin, kin, twins


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for: names or numbers of themes, services and indicators (none: all), and years."""

    themes: tuple[str, ...]
    services: tuple[str, ...]
    indicators: tuple[str, ...]
    years: tuple[int, ...]


class Chosen(NamedTuple):
    """An indicator to ask for, and its twin of cities with powiat rights where it has one."""

    indicator: Listed
    twin: Twin | None

    @property
    def numbers(self) -> list[int]:
        """SMUP's numbers, that of gminas first."""
        return [self.indicator.number, *([self.twin.city.number] if self.twin else [])]


def ask_catalogue(client: Client, wanted: Wanted, progress: Callable[[str], None]) -> None:
    """Ask for the dictionaries and the lists that the wanted indicators can be in; ``progress`` hears what it asks.

    Raises ``UnknownIdError`` naming what there is when a theme or service is not.
    """
    progress("dictionaries")
    UNITS.ask(client), FLAGS.ask(client), DAYS.ask(client)
    themes = THEMES.ask(client)
    _refuse_unknown("theme", wanted.themes, [(theme.number, theme.name) for theme in themes])
    themes = [theme for theme in themes if _named(wanted.themes, theme.number, theme.name)]
    services = [(theme, service) for theme in themes for service in SERVICES.ask(client, theme.number)]
    _refuse_unknown("service", wanted.services, [(service.number, service.name) for _theme, service in services])
    named = [service.name for _theme, service in services if _named(wanted.services, service.number, service.name)]
    for _theme, service in services:
        if any(kin(service.name, name) for name in named):
            progress(f"indicators of {service.name}")
            INDICATORS.ask(client, service.number)


def ask_about(client: Client, chosen: Chosen) -> None:
    """Ask for the card of an indicator and its English names."""
    CARDS.ask(client, chosen.indicator.number)
    CARDS.ask(client, chosen.indicator.number, "en")
    INDICATORS.ask(client, chosen.indicator.service.number, "en")
    SERVICES.ask(client, chosen.indicator.theme.number, "en")


def listed(journal: Journal) -> list[Listed]:
    """Return all indicators that the journal knows, in SMUP's order."""
    return [
        Listed(theme, service, indicator)
        for theme in THEMES.kept(journal) or []
        for service in SERVICES.kept(journal, theme.number) or []
        for indicator in INDICATORS.kept(journal, service.number) or []
    ]


def choose(journal: Journal, wanted: Wanted, reviewed: Sequence[SmupTwin]) -> list[Chosen]:
    """Return what is wanted of what the journal knows; a twin comes with the other.

    Raises ``UnknownIdError`` for an indicator that SMUP does not list.
    """
    known = listed(journal)
    _refuse_unknown("indicator", wanted.indicators, [(one.number, one.indicator.name) for one in known])
    return [
        chosen
        for chosen in joined(known, twins(known, reviewed))
        if any(
            _named(wanted.themes, one.theme.number, one.theme.name)
            and _named(wanted.services, one.service.number, one.service.name)
            and _named(wanted.indicators, one.number, one.indicator.name)
            for one in ([chosen.indicator, chosen.twin.city] if chosen.twin else [chosen.indicator])
        )
    ]


def joined(known: Sequence[Listed], pairs: Sequence[Twin]) -> list[Chosen]:
    """Return each indicator once: twins as one, under the number of gminas."""
    of_gminas = {pair.gmina.number: pair for pair in pairs}
    of_cities = {pair.city.number for pair in pairs}
    return [Chosen(one, of_gminas.get(one.number)) for one in known if one.number not in of_cities]


def _named(names: Sequence[str], number: int, name: str) -> bool:
    wanted = {plain(text.removeprefix("smup_")) for text in names}
    return not names or str(number) in wanted or plain(name) in wanted


def _refuse_unknown(what: str, names: Sequence[str], there: Sequence[tuple[int, str]]) -> None:
    for name in names:
        if not any(_named([name], number, known) for number, known in there):
            some = "; ".join(f"{number} {known}" for number, known in there[:12])
            more = f"; and {len(there) - 12} more" if len(there) > 12 else ""
            raise UnknownIdError(f"“{name}” is no {what} of SMUP; there are: {some}{more}.")
