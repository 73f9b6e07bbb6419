"""What the words of a query may mean together: whose figures, of what, in which dimension and year, best first."""

import re
from dataclasses import dataclass
from functools import cached_property
from math import log10

from smup.model import Kind, Level
from smup.search.index import Index, Name, Page, Place, Subject, Words

Matches = list[dict[str, float]]  # of each word of the query the dictionary forms it may stand for
Matched = list[tuple[str, dict[str, float]]]  # the same beside the folded words

_YEAR = re.compile(r"(19|20)\d\dr?")
_SURE = 0.75  # likelihood from which on a word counts as one of a closed list
_PLACES, _SUBJECTS = 8, 8  # ways to understand a query that are followed
_MOST_PLACES = 4  # areas of one view
_TOGETHER_BETTER = 0.2  # for every further word of a name: "Zielona Góra" is no green in Góra
_LARGER = {"powiat", "voivodeship"}
_MEASURED = {"theme", "service", "indicator"}
_KINDS = {Kind.CITY_WITH_POWIAT_RIGHTS: 0.08, Kind.URBAN: 0.05, Kind.URBAN_RURAL: 0.04, Kind.RURAL: 0.03,
          Kind.VOIVODESHIP: 0.05, Kind.COUNTRY: 0.05, Kind.METROPOLITAN_AREA: 0.03}  # fmt: skip
_SORTS = {"theme": 0.05, "service": 0.06, "indicator": 0.03, "kind": 0.05, "initiative": 0.02, "event": 0.01}


@dataclass(frozen=True)
class Meaning:
    """One way to understand a query; ``score`` is the part of its words that it explains, with small preferences.

    ``period``: the year asked for, of which there may be no figure. ``page``: the page asked for by its name.
    """

    places: tuple[Place, ...]
    subject: Subject | None
    dimension: str | None
    period: str | None
    score: float
    page: Page | None = None


@dataclass(frozen=True)
class _Named:
    place: Place
    values: dict[int, float]  # position of a word of the query: how well the place explains it
    bonus: float  # for a whole name, for cities, for residents

    @property
    def score(self) -> float:
        return sum(self.values.values()) + self.bonus


class Query:
    """The words of a query as the index knows them."""

    def __init__(self, index: Index, matched: Matched) -> None:
        """Take folded words with what they may stand for; a word that says nothing is left out."""
        self.index = index
        self.period = next((word[:4] for word, _match in matched if _YEAR.fullmatch(word)), None)
        telling = [(word, match) for word, match in matched if not _YEAR.fullmatch(word) and word not in index.empty]
        self.words = [word for word, _match in telling]
        self.matches: Matches = [match for _word, match in telling]
        self.levels = self._listed(index.levels)
        self.dimensions = self._listed(index.dimensions)

    def _listed(self, lists: dict[str, frozenset[str]]) -> dict[int, str]:
        """Return which word, by position, says which of the things in a closed list."""
        found: dict[int, str] = {}
        for position, match in enumerate(self.matches):
            for name, keys in lists.items():
                if any(quality >= _SURE and key in keys for key, quality in match.items()):
                    found.setdefault(position, name)
        return found

    def meanings(self) -> list[Meaning]:
        """Return all ways to understand the query, best first; none when none of its words is known."""
        if not self.words:
            return []
        found = [one for named in [*self.named[:_PLACES], None] for one in self._with(named)]
        known = [one for one in found if one.places or one.subject or one.dimension]
        return sorted(known, key=lambda one: -one.score)

    @cached_property
    def named(self) -> list[_Named]:
        """The areas that words of the query name, best first."""
        by_word = self.index.places_by_word
        known = {place.area_id: place for match in self.matches for key in match for place in by_word.get(key, [])}
        found = [hit for place in known.values() for name in place.names if (hit := self._place(place, name))]
        best = sorted(found, key=lambda hit: (-hit.score, hit.place.area_id))
        return list({hit.place.area_id: hit for hit in reversed(best)}.values())[::-1]

    def _place(self, place: Place, name: Name) -> _Named | None:
        """Say how well an area called ``name`` explains the query; part of a name counts when it begins the name."""
        values, whole = _values(name.words, self.matches)
        said = {at: level for at, level in self.levels.items() if at not in values}
        if whole < 1 and not _values(name.words[:1], self.matches)[0]:
            return None
        if place.level == Level.METRO and name.sort == "register" and "metro" not in said.values():
            return None  # its name is that of its city, or an adjective of it
        if name.sort == "adjective" and len(self.words) == 1:
            return None  # it wants something that it describes: "łódzkie" alone is the voivodeship
        explained = {at: quality * (0.5 + 0.5 * whole) for at, quality in values.items()}
        around = [at for at, match in enumerate(self.matches) if at not in values and self._lies(place, match)]
        fits = [at for at, level in said.items() if _is(place, level) or (around and level in _LARGER)]
        explained |= dict.fromkeys([*around, *fits], 1.0)
        bonus = 0.1 * whole + _TOGETHER_BETTER * (len(values) - 1) + _prior(place, "gmina" in said.values())
        return _Named(place, explained, bonus - 0.2 * bool(said and not fits))

    def _lies(self, place: Place, match: dict[str, float]) -> bool:
        return any(match.get(key, 0) >= _SURE for key in place.around)

    def _with(self, named: _Named | None) -> list[Meaning]:
        """Return what the query may mean when ``named`` is the area meant, alone or with others named as plainly."""
        chosen = [named] if named else []
        taken = dict(named.values) if named else {}
        for other in self.named if named else []:
            plain = min(other.values.values()) >= 1 and not self._said(other) & set(taken)
            if plain and len(chosen) < _MOST_PLACES and not self._speaks(other):
                chosen.append(other)
                taken |= other.values
        free = [at for at in range(len(self.words)) if at not in taken]
        known = sum(taken.values()) + (named.bonus if named else 0) - 0.1 * max(len(chosen) - 1, 0)
        ordered = [one.place for one in sorted(chosen, key=lambda one: min(self._said(one)))]
        places = tuple(dict.fromkeys(part for place in ordered for part in place.parts or (place,)))
        asked = next((self.dimensions[at] for at in free if at in self.dimensions), None)
        alone = known + 0.7 * sum(at in self.dimensions for at in free)
        result = [Meaning(places, None, asked, self.period, alone / len(self.words))]
        by_word = self.index.subjects_by_word
        known_by = {one.id: one for at in free for key in self.matches[at] for one in by_word.get(key, [])}
        for subject in known_by.values():
            if named and subject.sort not in _MEASURED:
                continue  # where something takes place is said in its own words
            dimension = asked if subject.dimension in (None, asked) and subject.sort in _MEASURED else None
            score = self._subject(subject, free, dimension or subject.dimension)
            if score > 0:
                result.append(Meaning(places, subject, dimension, self.period, (known + score) / len(self.words)))
        return sorted(result, key=lambda one: -one.score)[:_SUBJECTS]

    def _subject(self, subject: Subject, free: list[int], dimension: str | None) -> float:
        """Say how well a subject explains the words at ``free``; a record only when one of them is in its name."""
        values = {at: max((quality * subject.weights.get(key, 0) for key, quality in self.matches[at].items()),
                          default=0.0) for at in free}  # fmt: skip
        telling = [value for at, value in values.items() if at not in self.levels and at not in self.dimensions]
        if max(telling, default=0.0) < (0.25 if subject.sort in _MEASURED else _SURE):
            return 0.0  # "wydatki" alone are a dimension, not one of the indicators that begin with the word
        for at in free:
            if at in self.levels and subject.sort in _MEASURED:
                values[at] = min(values[at], 0.5)
            if dimension and self.dimensions.get(at) == dimension:
                values[at] = max(values[at], 0.9)
        whole = max(_values(name, [self.matches[at] for at in free])[1] for name in subject.names)
        known = 0.05 * (self.period in self.index.years.get(subject.id, ()))
        return sum(values.values()) + 0.1 * whole + _SORTS[subject.sort] + 0.02 * subject.headline + known

    def _said(self, named: _Named) -> set[int]:
        """Return which words name an area; that for its level may be said of several: "powiat pucki i kartuski"."""
        return set(named.values) - set(self.levels) or set(named.values)

    def _speaks(self, named: _Named) -> bool:
        """Whether the words that name an area also speak of a subject, so that no second area is meant by them."""
        keys = {key for at in named.values for key in self.matches[at]}
        subjects = [subject for key in keys for subject in self.index.subjects_by_word.get(key, [])]
        return any(subject.weights[key] >= 1 for subject in subjects for key in keys & subject.weights.keys()
                   if subject.sort in _MEASURED)  # fmt: skip


def _values(name: Words, matches: Matches) -> tuple[dict[int, float], float]:
    """Return which words of the query stand for words of a name, how likely, and which part of the name that is."""
    values: dict[int, float] = {}
    for keys in name:
        free = [(max((match.get(key, 0.0) for key in keys), default=0.0), at) for at, match in enumerate(matches)
                if at not in values]  # fmt: skip
        quality, at = max(free, default=(0.0, 0), key=lambda one: (one[0], -one[1]))
        if quality > 0:
            values[at] = quality
    return values, len(values) / len(name) if name else 0.0


def _is(place: Place, level: str) -> bool:
    """Whether an area is what the word for a level calls it."""
    if level == "city":
        return place.level == Level.GMINA and place.kind != Kind.RURAL
    return place.level == level


def _prior(place: Place, gmina: bool) -> float:
    """Return how much more likely an area is meant than others of its name: cities first, then by residents."""
    kind = 0.1 if gmina and place.kind == Kind.RURAL else _KINDS.get(Kind(place.kind), 0.0)
    return kind + 0.005 * log10(1 + place.population)
