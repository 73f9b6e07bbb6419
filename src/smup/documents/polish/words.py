"""Words of a text with their grammar: what the dictionary of Morfeusz 2 (SGJP) says of each."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import morfeusz2

_WORD = re.compile(
    r"(?:https?://|www\.)\S*\w|(?:[^\W_][\w-]*\.)+(?:pl|eu|com|org|net|info)\b|[^\W\d_]\w*(?:[-‑][^\W\d_]\w*)*|\d+|[^\w\s]"
)
_LONGEST = 60  # letters of a word that is looked up; a run of thousands brings the dictionary down
_ADJECTIVAL = frozenset({"adj", "ppas", "pact"})
_NOUNS = frozenset({"subst", "ger", "depr"})
_VERBS = frozenset({"fin", "praet", "bedzie", "imps", "pred", "winien"})


class Analysis(NamedTuple):
    """One analysis of a word: its dictionary form and grammar (NKJP tags)."""

    lemma: str
    pos: str
    number: str
    cases: frozenset[str]
    genders: frozenset[str]
    labels: frozenset[str]

    @property
    def place(self) -> bool:
        """Whether the dictionary knows it as the name of a place."""
        return "nazwa_geograficzna" in self.labels

    @property
    def given(self) -> bool:
        """Whether the dictionary knows it as a first name."""
        return "imię" in self.labels


@dataclass(frozen=True)
class Word:
    """A word or mark of a text, from ``start`` to ``end``."""

    text: str
    start: int
    end: int

    @property
    def readings(self) -> tuple[Analysis, ...]:
        """All readings that the dictionary knows; none for a number, a mark or an unknown word."""
        return _readings(self.text)

    @property
    def lemmas(self) -> frozenset[str]:
        """Dictionary forms in small letters; the word itself when the dictionary does not know it."""
        return frozenset(reading.lemma for reading in self.readings) or frozenset({self.text.lower()})

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def adjectival(self) -> bool:
        """Whether it can be an adjective or a participle, and is no noun of the same form."""
        return any(reading.pos in _ADJECTIVAL for reading in self.readings)

    @property
    def noun(self) -> bool:
        """Whether it can be a noun."""
        return any(reading.pos in _NOUNS for reading in self.readings)

    @property
    def verb(self) -> bool:
        """Whether it can be nothing but a finite verb."""
        return self.predicative and not self.noun and not self.adjectival

    @property
    def predicative(self) -> bool:
        """Whether it can be a finite verb."""
        return any(reading.pos in _VERBS for reading in self.readings)

    @property
    def address(self) -> bool:
        """Whether it is an address on the web."""
        return "." in self.text and len(self.text) > 4

    def of(self, case: str) -> bool:
        """Whether it can stand in ``case`` (nom, gen, dat, acc, inst, loc, voc) as a noun or adjective."""
        return any(case in reading.cases for reading in self.readings if reading.pos in _NOUNS | _ADJECTIVAL)

    def agrees(self, noun: "Word") -> bool:
        """Whether it is an adjective in number, case and gender of ``noun``."""
        return any(
            mine.number == its.number and mine.cases & its.cases and mine.genders & its.genders
            for mine in self.readings
            if mine.pos in _ADJECTIVAL
            for its in noun.readings
            if its.pos in _NOUNS
        )


@cache
def morfeusz() -> morfeusz2.Morfeusz:
    """Load the dictionary (SGJP) once."""
    return morfeusz2.Morfeusz(generate=True)


@cache
def _readings(word: str) -> tuple[Analysis, ...]:
    known = _looked_up(word)
    if not known and "-" in word:  # of a compound the last part carries the grammar
        head, _, last = word.rpartition("-")
        known = tuple(reading._replace(lemma=f"{head.lower()}-{reading.lemma}") for reading in _looked_up(last))
    return known


def _looked_up(word: str) -> tuple[Analysis, ...]:
    if len(word) > _LONGEST or word.isdigit():
        return ()
    found: dict[Analysis, None] = {}
    analysis = morfeusz().analyse(word)
    whole = max((end for _start, end, _reading in analysis), default=0)
    for start, end, (_form, lemma, tag, labels, _style) in analysis:
        pos, *grammar = tag.split(":")
        partial = end != whole and pos not in _VERBS  # "przedstawili|śmy" is a verb and its ending
        if start or partial or pos in {"ign", "interp", "dig", "romandig"}:
            continue
        number, cases, genders = ([*grammar, "", "", ""])[:3]
        if pos not in _NOUNS | _ADJECTIVAL | {"num"}:
            number = cases = genders = ""
        plain = lemma.split(":")[0].lower()
        found[Analysis(plain, pos, number, frozenset(cases.split(".")), frozenset(genders.split(".")),
                      frozenset(labels))] = None  # fmt: skip
    return tuple(found)


def words_of(text: str) -> list[Word]:
    """Split ``text`` into words, numbers and marks."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
