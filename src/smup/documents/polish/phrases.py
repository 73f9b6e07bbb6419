"""Noun phrases that may name an event or an initiative: a head that the vocabulary knows, and what belongs to it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from smup.documents.polish.dates import roman
from smup.documents.polish.extent import begins, ends, stops
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.sentences import Sentence
from smup.documents.polish.words import Word


@dataclass(frozen=True)
class Term:
    """An entry of the vocabulary: the kind, its head and the other dictionary forms that must stand with it."""

    kind: str
    head: str
    others: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """A phrase in ``sentence``: its words ``first`` to ``last`` (exclusive) and the head among them."""

    sentence: Sentence
    index: int
    kind: str
    head: int
    first: int
    last: int
    named: bool
    edition: int | None
    content: tuple[frozenset[str], ...]
    compound: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """Words of the phrase."""
        return self.sentence.words[self.first : self.last]

    @property
    def start(self) -> int:
        """Position of its first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Position after its last character."""
        return self.words[-1].end

    @property
    def plural(self) -> bool:
        """Whether its head can only be a plural."""
        head = self.sentence.words[self.head]
        numbers = {reading.number for reading in head.readings if reading.pos in {"subst", "ger"}}
        genders = {gender for reading in head.readings for gender in reading.genders}
        return numbers == {"pl"} and "pt" not in genders

    @property
    def bare(self) -> bool:
        """Whether nothing tells it apart from others of its kind."""
        return not self.named and not self.content and not self.compound

    def within(self, other: "Phrase") -> bool:
        """Whether all that tells this one apart is in ``other`` too."""
        return all(any(_alike(mine, its) for its in other.content) for mine in self.content)


def vocabulary(terms: Iterable[tuple[str, str]]) -> dict[str, list[Term]]:
    """Index the terms of ``event_kind.csv`` or ``initiative_kind.csv`` (kind, terms) by their heads."""
    index: dict[str, list[Term]] = {}
    for kind, listed in terms:
        for entry in listed.split(";"):
            parts = entry.split()
            nouns = [part for part in parts if Word(part, 0, 0).noun] or parts
            head = nouns[0]
            for lemma in Word(head, 0, 0).lemmas:  # "podpisanie" is a form of "podpisać"
                index.setdefault(lemma, []).append(Term(kind, head, frozenset(parts) - {head}))
    return index


def phrases(sentence: Sentence, index: int, terms: dict[str, list[Term]]) -> list[Phrase]:
    """Return the phrases of a sentence whose head is a term; one may lie within another."""
    found = []
    for head, word in enumerate(sentence.words):
        entries = [term for lemma in word.lemmas for term in terms.get(lemma, [])]
        if not entries or not (word.noun or not word.readings):
            continue
        found += _phrase(sentence, index, head, entries, terms.keys())
    return found


def _phrase(sentence: Sentence, index: int, head: int, entries: list[Term], heads: Collection[str]) -> list[Phrase]:
    words = sentence.words
    first, edition = begins(words, head)
    last, named = ends(words, head, heads)
    span = [word for position, word in enumerate(words[first:last], start=first) if position != head]
    fitting = [term for term in entries if all(any(other in word.lemmas for word in span) for other in term.others)]
    if not fitting:
        return []
    term = max(fitting, key=lambda entry: len(entry.others))
    if words[head].capital and head > 0 and any(word.capital and roman(word.text) is None for word in span):
        named = True
    content = tuple(
        word.lemmas for word in span if _telling(word) and not word.lemmas & (term.others | lexicon("ordinals"))
    )
    return [Phrase(sentence, index, term.kind, head, first, last, named, edition, content, bool(term.others))]


def _telling(word: Word) -> bool:
    """Whether a word tells a phrase apart from others with the same head."""
    year = len(word.text) == 4 and word.text.isdigit()
    letters = word.text.replace("-", "").isalnum() and not word.text.isdigit() and len(word.text) > 1
    empty = word.lemmas & (lexicon("empty") | lexicon("links"))
    return (year or letters) and not stops(word) and not empty and roman(word.text) is None


def _alike(mine: frozenset[str], its: frozenset[str]) -> bool:
    """Whether two words may be one: a common dictionary form, or long words that differ in an ending or a slip."""
    return bool(mine & its) or any(
        one[: max(6, len(one) - 4)] == other[: max(6, len(one) - 4)] and abs(len(one) - len(other)) < 3
        for one in mine for other in its if len(one) > 6
    )  # fmt: skip
