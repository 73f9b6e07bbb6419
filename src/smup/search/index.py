"""Everything that can be named, indexed by the dictionary forms of its words."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import parse_qsl

import pandas as pd

from smup.documents.polish.places import TOWNS, adjective_of
from smup.model import Kind, Level
from smup.search.vocabulary import Vocabulary, fold, split

_BRACKETS = re.compile(r"\(.*?\)")
Words = tuple[frozenset[str], ...]  # of each word the dictionary forms, folded

_LEGAL_FORMS = re.compile(r"\b(Stowarzyszenie|ZIT)\b|\(.*\)|=.*|\d+")


@dataclass(frozen=True)
class Name:
    """What an area is called: in the register (of a metropolitan area without its form), by people, as an adjective."""

    words: Words
    sort: Literal["register", "people", "adjective"]


@dataclass(frozen=True)
class Place:
    """An area: ``names`` by which it is called, ``around`` the words of its powiat and voivodeship.

    ``parts``: the areas themselves, where one name means several together.
    """

    area_id: str
    label: str
    level: str
    kind: str
    names: tuple[Name, ...]
    around: frozenset[str]
    population: float
    parts: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Subject:
    """A theme, service, indicator, kind of record, event or initiative; ``weights`` of the words that speak of it."""

    sort: str
    id: str
    theme_id: str | None
    service_id: str | None
    dimension: str | None
    headline: bool
    name_pl: str
    name_en: str
    names: tuple[Words, ...]
    weights: dict[str, float]


@dataclass(frozen=True)
class Page:
    """A page of the application, or a section of one: ``phrases`` by which people ask for it."""

    name: str
    parameters: dict[str, str]
    phrases: tuple[Words, ...]


@dataclass(frozen=True)
class Pair:
    """A cost and what it buys, by their indicators."""

    id: str
    theme_id: str
    service_id: str
    indicator_ids: frozenset[str]


@cache
def lexicon() -> dict[str, Any]:
    """Return the words of ``lexicon.toml``."""
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


class Index:
    """Areas and subjects by the words of their names, made of the frames of ``queries.terms``."""

    def __init__(
        self, places: pd.DataFrame, subjects: pd.DataFrame, holders: pd.DataFrame, pairs: pd.DataFrame
    ) -> None:
        """Learn all words; a second or two."""
        self.vocabulary = Vocabulary()
        self.empty = self._keys(lexicon()["empty"])
        self.levels = {level: self._keys(words) for level, words in lexicon()["level"].items()}
        self.dimensions = {dimension: self._keys(words) for dimension, words in lexicon()["dimension"].items()}
        called = places.explode("names").groupby("names", sort=False)["area_id"].agg(list)
        self._together = {name: area_ids for name, area_ids in called.items() if len(area_ids) > 1}
        self.places = [self._place(row) for row in places.itertuples()]
        self.places += self._joint()
        self.rural = frozenset(place.area_id for place in self.places if place.kind == Kind.RURAL)
        self.subjects = [self._subject(row) for row in subjects.itertuples()]
        self.indicators: dict[str | None, list[Subject]] = {}  # by theme
        for one in self.subjects:
            if one.sort == "indicator":
                self.indicators.setdefault(one.theme_id, []).append(one)
        self.themes = {one.id: one for one in self.subjects if one.sort == "theme"}
        self.holders = {row.indicator_id: frozenset(row.area_ids) for row in holders.itertuples()}
        self.years = {row.indicator_id: frozenset(map(str, row.periods)) for row in holders.itertuples()}
        self.periods = frozenset().union(*self.years.values())
        self.pages = [self._page(address, phrases) for address, phrases in lexicon()["page"].items()]
        self.pairs = [Pair(row.pair_id, row.theme_id, row.service_id,
                           frozenset([row.cost_indicator_id, row.output_indicator_id]))
                      for row in pairs.itertuples()]  # fmt: skip
        self.places_by_word: dict[str, list[Place]] = {}
        for place in self.places:
            for word in {word for name in place.names for keys in name.words for word in keys}:
                self.places_by_word.setdefault(word, []).append(place)
        self.subjects_by_word: dict[str, list[Subject]] = {}
        for subject in self.subjects:
            for word in subject.weights:
                self.subjects_by_word.setdefault(word, []).append(subject)

    def _keys(self, text: str) -> frozenset[str]:
        return frozenset().union(*(self.vocabulary.add(word) | {fold(word)} for word in split(text)))

    def _page(self, address: str, phrases: str) -> Page:
        """Return the page at an address, as ``method?section=peers``, with its phrases, separated by commas."""
        name, _mark, parameters = address.partition("?")
        said = tuple(tuple(self._keys(word) for word in phrase.split()) for phrase in phrases.split(","))
        return Page(name, dict(parse_qsl(parameters)), said)

    def _name(self, text: str, leaving: frozenset[str] = frozenset(), nominative: bool = False) -> Words:
        """Return the words of a name without those of ``leaving``, unless it has no others."""
        words = tuple(self.vocabulary.add(word, nominative) | {fold(word)} for word in split(text))
        return tuple(word for word in words if not word & leaving) or words

    def _place(self, row: Any) -> Place:
        metro = row.level == Level.METRO
        leaving = self.empty | (self.levels["metro"] if metro else frozenset())
        # "Bielsko" and "Podlaski" are words, "Nowe Miasto nad Pilicą" is three of them.
        register = self._name(_LEGAL_FORMS.sub("", row.name) if metro else row.name, leaving, nominative=True)
        names = [Name(register, "register")]
        names += [Name(self._name(one, leaving, nominative=True), "people") for one in row.names
                  if one not in self._together]  # fmt: skip
        derived = [adjective_of(row.name)] if row.kind in TOWNS else []
        adjectives = [one for one in (list(row.adjectives) or derived) if one]
        names += [Name((self.vocabulary.add(one),), "adjective") for one in adjectives]
        around = [one for one in (row.powiat, row.voivodeship) if isinstance(one, str)]
        return Place(row.area_id, row.label, row.level, row.kind, tuple(names),
                     frozenset().union(*(self._keys(one) for one in around)), float(row.population))  # fmt: skip

    def _joint(self) -> list[Place]:
        """Return what a name of several areas means: all of them, together."""
        known = {place.area_id: place for place in self.places}
        by_areas: dict[tuple[str, ...], list[Name]] = {}
        for name, area_ids in self._together.items():
            words = self._name(str(name), self.empty, nominative=True)
            by_areas.setdefault(tuple(area_ids), []).append(Name(words, "people"))
        return [self._joined([known[area_id] for area_id in area_ids], names) for area_ids, names in by_areas.items()]

    def _joined(self, parts: list[Place], names: list[Name]) -> Place:
        population = sum(part.population for part in parts)
        return replace(parts[0], area_id=",".join(part.area_id for part in parts), names=tuple(names),
                       around=frozenset(), population=population, parts=tuple(parts))  # fmt: skip

    def _subject(self, row: Any) -> Subject:
        said = [one if isinstance(one, str) else "" for one in (row.text_pl, row.text_en)]
        # What stands in brackets tells of years and areas with figures, not of what is measured.
        said += re.findall(_BRACKETS, f"{row.name_pl} {row.name_en}")
        named = dict.fromkeys(_BRACKETS.sub("", one) for one in (row.name_pl, row.name_en))
        names = tuple(dict.fromkeys(self._name(one, self.empty) for one in named))
        weights = dict.fromkeys(self._keys(" ".join(said)) - self.empty, 0.4)
        weights |= dict.fromkeys({key for name in names for word in name for key in word}, 1.0)
        others = tuple((self._keys(word),) for word in lexicon()["subject"].get(row.id, "").split())
        weights |= dict.fromkeys({key for (word,) in others for key in word}, 1.0)
        theme_id, service_id, dimension = (
            one if isinstance(one, str) else None for one in (row.theme_id, row.service_id, row.dimension)
        )
        return Subject(row.sort, row.id, theme_id, service_id, dimension, bool(row.headline), row.name_pl, row.name_en,
                       names + others, weights)  # fmt: skip
