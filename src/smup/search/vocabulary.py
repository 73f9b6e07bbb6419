"""Words of what can be named, found again in any inflected form, without Polish letters, begun or misspelt."""

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import takewhile

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from smup.documents.polish.words import Word, morfeusz

_LONGEST = 400  # characters of a query that are read
MOST_WORDS = 12  # words of a query that are read
_LEAST = 0.7  # likelihood of a misspelt word
_BEGUN = 4  # letters from which on a word may be the beginning of another
_INFLECTED = {"subst", "adj", "ger", "fin", "inf"}
_OTHER = {"neg", "com", "sup", "depr"}


def fold(text: str) -> str:
    """Write ``text`` in small letters without accents: ``Łódź`` → ``lodz``."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def split(text: str) -> list[str]:
    """Return the words and numbers of a text."""
    return re.findall(r"[^\W_]+", text)


def tokens(query: str) -> list[str]:
    """Return the folded words of a query, as many as are read of one."""
    return [fold(word)[:40] for word in split(query[:_LONGEST])[:MOST_WORDS]]


def read_whole(query: str) -> bool:
    """Whether all words of a query are read."""
    return len(query) <= _LONGEST and len(split(query)) <= MOST_WORDS


class Vocabulary:
    """Dictionary forms (folded) by each form in which they occur."""

    def __init__(self) -> None:
        """Begin with no words."""
        self._lemmas: dict[str, set[str]] = {}
        self._sorted: list[str] = []
        self._signs = np.empty(0, np.uint64)  # of each of them, which letters it has

    def add(self, word: str, nominative: bool = False) -> frozenset[str]:
        """Learn all forms of a word; return the folded dictionary forms it has (``nominative``: as a name has them)."""
        keys = _lemmas(word, nominative)
        folded = frozenset(map(fold, keys))
        for key in keys:
            for form in _forms(key):
                self._lemmas.setdefault(form, set()).add(fold(key))
        for key in folded:
            self._lemmas.setdefault(fold(word), set()).add(key)
        self._sorted = []
        return folded

    def match(self, token: str) -> dict[str, float]:
        """Return the dictionary forms that a folded word may stand for, each with its likelihood in (0, 1]."""
        exact = self._lemmas.get(token)
        if exact:
            return dict.fromkeys(exact, 1.0)
        if not self._sorted:
            self._sorted = sorted(self._lemmas)
            self._signs = np.array([_sign(form) for form in self._sorted], np.uint64)
        found: dict[str, float] = {}
        for form, quality in [*self._begun(token), *self._misspelt(token)]:
            for key in self._lemmas[form]:
                found[key] = max(found.get(key, 0), quality)
        return found

    def _begun(self, token: str) -> list[tuple[str, float]]:
        if len(token) < _BEGUN:
            return []
        rest = self._sorted[bisect_left(self._sorted, token) :]
        begun = list(takewhile(lambda form: form.startswith(token), rest))
        return [(form, 0.6 + 0.3 * len(token) / len(form)) for form in begun]

    def _misspelt(self, token: str) -> list[tuple[str, float]]:
        edits = 0 if len(token) < 4 or token.isdigit() else 1 if len(token) < 6 else 2
        if not edits:
            return []
        # An edit changes at most two letters of a word, so few of all forms need be measured.
        unlike = np.bitwise_count(self._signs ^ np.uint64(_sign(token)))
        alike = np.flatnonzero(unlike <= 2 * edits)
        near = process.extract(token, [self._sorted[at] for at in alike], scorer=OSA.distance, score_cutoff=edits,
                               limit=20)  # fmt: skip
        rated = [(form, 1 - distance / len(token) - 0.1 * (form[0] != token[0])) for form, distance, _at in near]
        return [(form, quality) for form, quality in rated if quality >= _LEAST]


def _sign(form: str) -> int:
    """Return a bit for each letter and digit that a form has, folded to 64."""
    return sum({1 << ord(letter) % 64 for letter in form})


def _lemmas(word: str, nominative: bool) -> frozenset[str]:
    """Return the dictionary forms of a word; of a name, which stands in the nominative, a place's before all else."""
    readings = [one for one in Word(word, 0, 0).readings if not nominative or "nom" in one.cases]
    places = [one for one in readings if nominative and one.place]
    return frozenset(one.lemma for one in places or readings if one.pos in _INFLECTED) or frozenset({word.lower()})


@lru_cache(maxsize=20_000)
def _forms(lemma: str) -> frozenset[str]:
    """Return the folded forms of a dictionary form, which may be a name."""
    generated = [*morfeusz().generate(lemma), *morfeusz().generate(lemma.title())]
    tags = [(form, tag.split(":")) for form, _lemma, tag, *_rest in generated]
    return frozenset(fold(form) for form, tag in tags if tag[0] in _INFLECTED and not _OTHER & set(tag)) | {fold(lemma)}
