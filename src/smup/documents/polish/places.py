"""Places in a text: names of TERYT and of metropolitan areas in any case, and the adjectives made from them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pandas as pd

from smup.documents.polish.lexicon import in_order
from smup.documents.polish.words import Word, words_of

TOWNS = ("city_with_powiat_rights", "urban", "urban_rural")
# Endings of names and what their adjectives put in their place; only those that the dictionary knows are used.
_LEGAL_FORMS = re.compile(r"^(Stowarzyszenie|ZIT)\s+|\s*\(.*\)|\s*=.*")


def adjective_of(name: str) -> str | None:
    """Return the adjective that the rules make of the name of a town and the dictionary knows: Gdynia → gdyński."""
    stem = name.lower()
    if " " in stem or "-" in stem:
        return None
    for ending, adjective in (pair.split(">") for pair in in_order("adjectives")):
        candidate = stem.removesuffix(ending) + adjective
        if stem.endswith(ending) and any(reading.lemma == candidate for reading in Word(candidate, 0, 0).readings):
            return candidate
    return None


@dataclass(frozen=True)
class Place:
    """Words ``first`` to ``last`` (exclusive) of a sentence that name areas; more than one area: ambiguous."""

    first: int
    last: int
    area_ids: tuple[str, ...]
    adjective: bool

    @property
    def area_id(self) -> str | None:
        """The one area meant, or nothing when the name is ambiguous."""
        return self.area_ids[0] if len(self.area_ids) == 1 else None


class Gazetteer:
    """Names of gminas and metropolitan areas, looked up by their dictionary forms."""

    def __init__(self, areas: pd.DataFrame, adjectives: pd.DataFrame) -> None:
        """Index ``area.csv`` and ``area_adjective.csv`` (as frames)."""
        self._areas = areas[areas["valid_to"].isna()].set_index("area_id")
        self._names: dict[str, list[tuple[list[frozenset[str]], str]]] = {}
        self._adjectives: dict[str, list[str]] = {}
        self._settled: dict[tuple[bool | str, ...], tuple[str, ...]] = {}
        listed = set(adjectives["area_id"])
        for area in self._areas.itertuples():
            area_id = str(area.Index)
            if area.level == "gmina":
                self._add(str(area.name), area_id)
                if area_id not in listed and area.kind in TOWNS:
                    self._derive(str(area.name), area_id)
            elif area.kind == "metropolitan_area":
                for name in _metro_names(str(area.name)):
                    self._add(name, area_id)
        for row in adjectives.itertuples():
            self._adjectives.setdefault(str(row.adjective), []).append(str(row.area_id))

    def _add(self, name: str, area_id: str) -> None:
        keys = [_name_keys(word) for word in words_of(name) if word.text.isalnum() or "-" in word.text]
        for key in keys[0]:
            self._names.setdefault(key, []).append((keys, area_id))

    def _derive(self, name: str, area_id: str) -> None:
        found = adjective_of(name)
        if found:
            self._adjectives.setdefault(found, []).append(area_id)

    def name(self, area_id: str) -> str:
        """Return the name of an area."""
        return str(self._areas.loc[area_id, "name"])

    def places(self, words: tuple[Word, ...]) -> list[Place]:
        """Return the places that a sentence names, in order; the longest name wins."""
        result: list[Place] = []
        index = 0
        while index < len(words):
            place = self._named(words, index) or self._adjective(words, index)
            if place:
                result.append(place)
            index = place.last if place else index + 1
        return [self._in_context(place, words) for place in result]

    def _named(self, words: tuple[Word, ...], first: int) -> Place | None:
        word = words[first]
        if not word.capital or _first_name(words[first - 1] if first else None):
            return None
        found: dict[int, list[str]] = {}
        for keys, area_id in {id(entry): entry for key in _keys(word) for entry in self._names.get(key, [])}.values():
            following = words[first : first + len(keys)]
            if len(following) == len(keys) and all(
                part.capital and _keys(part) & key for part, key in zip(following, keys, strict=True)
            ):
                found.setdefault(len(keys), []).append(area_id)
        if not found:
            return None
        length = max(found)
        if length == 1 and not _sounds_like_a_place(word, first):
            return None
        return Place(
            first,
            first + length,
            self._towns_first(found[length], first > 0 and "gmina" in words[first - 1].lemmas),
            adjective=False,
        )

    def _towns_first(self, area_ids: list[str], of_the_gmina: bool) -> tuple[str, ...]:
        """Leave out the rural gmina around a town of its name, and villages beside a city with powiat rights.

        ``of_the_gmina``: the text says "gmina" before the name, so the town has no right of way.
        """
        key: tuple[bool | str, ...] = (of_the_gmina, *area_ids)
        if key not in self._settled:
            rows = self._areas.loc[list(dict.fromkeys(area_ids))]
            metros, cities = rows["level"] == "metro", rows["kind"] == "city_with_powiat_rights"
            towns = rows["kind"].isin(TOWNS)
            around = rows["powiat_id"].isin(rows.loc[towns, "powiat_id"]) & ~towns
            if metros.any():
                rows = rows[metros]
            elif not of_the_gmina:
                rows = rows[cities] if cities.any() else rows[~around]
            self._settled[key] = tuple(map(str, rows.index))
        return self._settled[key]

    def _adjective(self, words: tuple[Word, ...], index: int) -> Place | None:
        adjectives = {reading.lemma for reading in words[index].readings if reading.pos == "adj"}
        area_ids = [area_id for lemma in adjectives for area_id in self._adjectives.get(lemma, [])]
        beside = words[max(index - 1, 0) : index + 2]
        if not area_ids or any({"województwo", "powiat", "region"} & word.lemmas for word in beside):
            return None
        return Place(index, index + 1, self._towns_first(area_ids, False), adjective=True)

    def _in_context(self, place: Place, words: tuple[Word, ...]) -> Place:
        """Settle an ambiguous name by the powiat or voivodeship that the same sentence names."""
        if len(place.area_ids) < 2:
            return place
        lemmas = frozenset().union(*(word.lemmas for word in words))
        rows = self._areas.loc[list(place.area_ids)]
        wanted = []
        for area_id, row in rows.iterrows():
            districts = [row["powiat_id"]] * ("powiat" in lemmas) + [row["voivodeship_id"]] * ("województwo" in lemmas)
            names = [self.name(str(one)) for one in districts if isinstance(one, str)]
            if any(lemmas & _keys(Word(name, 0, 0)) for name in names):
                wanted.append(str(area_id))
        return Place(place.first, place.last, tuple(wanted), place.adjective) if len(wanted) == 1 else place


def _keys(word: Word) -> frozenset[str]:
    """Return the forms under which a word of a name is looked up; of a compound, all pairs of its parts'."""
    if "-" in word.text:
        parts = [_keys(Word(part, 0, 0)) for part in word.text.split("-")]
        return frozenset("-".join(pair) for pair in product(*parts))
    return word.lemmas | {word.text.lower()}


def _name_keys(word: Word) -> frozenset[str]:
    """Return the dictionary forms of a word of a name, which stands in the nominative; a place before all else."""
    if "-" in word.text:
        return _keys(word)
    readings = [reading for reading in word.readings if "nom" in reading.cases]
    places = [reading for reading in readings if reading.place]
    return frozenset(reading.lemma for reading in places or readings) | {word.text.lower()}


def _metro_names(name: str) -> Iterator[str]:
    """Yield the names by which texts call a metropolitan area: without its legal form, and its abbreviation."""
    plain = _LEGAL_FORMS.sub("", name).strip()
    yield plain
    abbreviation = re.search(r"\(([A-ZĄĆĘŁŃÓŚŹŻ]{2,})\)", name)
    yield (
        abbreviation[1] if abbreviation else "".join(part[0] for part in re.split(r"[\s-]+", name) if part[0].isupper())
    )


def _first_name(word: Word | None) -> bool:
    return (
        word is not None and word.capital and any(reading.pos == "subst" and reading.given for reading in word.readings)
    )


def _sounds_like_a_place(word: Word, first: int) -> bool:
    """A name that is a common word too counts only within a sentence; one known as a place always."""
    known = [reading for reading in word.readings if reading.pos in {"subst", "adj"}]
    return any(reading.place for reading in known) or not known or first > 0
