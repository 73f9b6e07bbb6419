"""Indicators that SMUP keeps twice, for gminas and for cities with powiat rights: which two are one.

Pairs that a person has reviewed come first (``smup_twin.csv``); the rule finds the others by their names.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smup.model import SmupTwin
from smup.sources.smup.api import Listed
from smup.sources.smup.names import plain, speaks_of_cities, without_whose


class Twin(NamedTuple):
    """Two indicators that are one; ``reviewed`` tells whether a person said so or the rule."""

    gmina: Listed
    city: Listed
    reviewed: bool


def twins(indicators: Sequence[Listed], reviewed: Iterable[SmupTwin]) -> list[Twin]:
    """Return the twins among all indicators.

    The rule: the same theme, and names of service and indicator that differ by nothing but whom they speak of; where
    several fit, none is taken.
    """
    by_number = {one.number: one for one in indicators}
    pairs = [pair for pair in reviewed if pair.gmina in by_number and pair.city in by_number]
    found = [Twin(by_number[pair.gmina], by_number[pair.city], True) for pair in pairs if pair.same]
    different = {(pair.gmina, pair.city) for pair in pairs if not pair.same}
    taken = {one.number for twin in found for one in twin[:2]}
    alike: dict[tuple[int, str, str], tuple[list[Listed], list[Listed]]] = defaultdict(lambda: ([], []))
    for one in indicators:
        if one.number not in taken:
            key = one.theme.number, without_whose(one.service.name), without_whose(one.indicator.name)
            alike[key][_is_city(one)].append(one)
    for gminas, cities in alike.values():
        if len(gminas) == len(cities) == 1 and (gminas[0].number, cities[0].number) not in different:
            found.append(Twin(gminas[0], cities[0], False))
    return sorted(found, key=lambda twin: twin.gmina.number)


def lines(found: Iterable[Twin]) -> list[str]:
    """Return a sentence for each pair that nobody has reviewed."""
    return [
        f"{twin.gmina.number} “{twin.gmina.indicator.name}” and {twin.city.number} “{twin.city.indicator.name}” were "
        f"joined by their names; review them: {twin.gmina.number},{twin.city.number},true or false in smup_twin.csv."
        for twin in found
        if not twin.reviewed
    ]


def _is_city(one: Listed) -> bool:
    return speaks_of_cities(one.indicator.name) or speaks_of_cities(one.service.name)


def kin(service: str, other: str) -> bool:
    """Tell whether two services are one but for whom they speak of."""
    return plain(service) == plain(other) or without_whose(service) == without_whose(other)
