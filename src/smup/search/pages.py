"""What a query means when some of its words may name a page: the page, of what the other words mean."""

from collections.abc import Iterator
from dataclasses import replace

from smup.search.index import Index, Page, Words
from smup.search.meaning import Matched, Meaning, Query
from smup.search.vocabulary import tokens

_SURE = 0.8  # likelihood from which on a word counts as one of a phrase
_NAMED = 1.25  # what a word that names a page explains: more than one that is only not held against a meaning
_OF_AREAS = {"report", "profile", "map", "ranking", "comparison", "cost_quality", "changes"}
_SORTS = dict.fromkeys(_OF_AREAS - {"changes"}, frozenset({None, "theme", "service", "indicator"}))
_SORTS |= {"catalogue": frozenset({None, "indicator"}), "practices": frozenset({None, "theme"})}


def meanings(index: Index, text: str) -> list[Meaning]:
    """Return all ways to understand a query, best first; none when nothing known is named."""
    matched = [(word, index.vocabulary.match(word)) for word in tokens(text)]
    named = [one for page, taken in _named(index, matched) for one in _of_page(index, matched, page, taken)]
    return sorted([*Query(index, matched).meanings(), *named], key=lambda one: -one.score)


def _named(index: Index, matched: Matched) -> list[tuple[Page, frozenset[int]]]:
    """Return the pages that the query names, by which of its words; a section also by the words of its page."""
    found = [(page, _taken(page, matched)) for page in index.pages]
    whole = {page.name: taken for page, taken in found if not page.parameters}
    return [(page, taken | whole.get(page.name, frozenset())) for page, taken in found if taken]


def _taken(page: Page, matched: Matched) -> frozenset[int]:
    return frozenset(at for phrase in page.phrases for at in _said(phrase, matched))


def _said(phrase: Words, matched: Matched) -> list[int]:
    """Return where the words of a phrase stand in the query, in any order; nothing unless all of them do."""
    at = [[position for position, (_word, match) in enumerate(matched)
           if any(match.get(key, 0) >= _SURE for key in keys)] for keys in phrase]  # fmt: skip
    return [position for positions in at for position in positions] if all(at) else []


def _of_page(index: Index, matched: Matched, page: Page, taken: frozenset[int]) -> Iterator[Meaning]:
    """Yield the page alone and of what the words that do not name it mean, as far as it shows such things."""
    rest = Query(index, [one for at, one in enumerate(matched) if at not in taken])
    words = len(rest.words) + len(taken)
    alone = Meaning((), None, None, rest.period, 0.0)
    for one in [alone, *rest.meanings()]:
        sort = one.subject.sort if one.subject else None
        if (not one.places or page.name in _OF_AREAS) and sort in _SORTS.get(page.name, (None,)):
            yield replace(one, page=page, score=(one.score * len(rest.words) + _NAMED * len(taken)) / words)
