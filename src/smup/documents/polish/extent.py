"""How far a noun phrase reaches to the left and to the right of its head."""

from collections.abc import Collection

from smup.documents.polish.dates import roman
from smup.documents.polish.lexicon import in_order, lexicon
from smup.documents.polish.words import Word

OPENING, CLOSING = '„«“"‚', '”»“"’'
_LONGEST = 14  # words to the right of a head


def begins(words: tuple[Word, ...], head: int) -> tuple[int, int | None]:
    """Return where the phrase begins and the number of its edition."""
    first, edition = head, None
    while first > 0:
        word = words[first - 1]
        number = ordinal(word, words[head])
        if number is not None:
            edition = edition or number
        elif not (word.adjectival and word.agrees(words[head]) and not stops(word)) and not (
            words[head].capital and _foreign(words, first - 1)
        ):
            break
        first -= 1
    if first > 0 and "edycja" in words[first - 1].lemmas and words[head].of("gen"):
        number = ordinal(words[first - 2], words[first - 1]) if first > 1 else None
        if number is not None:
            return first - 2, number
    return first, edition


def _foreign(words: tuple[Word, ...], position: int) -> bool:
    """Whether a capitalised word before a head is part of a name with the head at its end: "Smart City Forum"."""
    word = words[position]
    if not word.capital or not word.text.isalpha() or any(one.place or one.given for one in word.readings):
        return False
    return not word.readings or (position > 0 and word.noun and not _particle(word) and words[position - 1].capital)


def ordinal(word: Word, noun: Word) -> int | None:
    """Read a Roman numeral, or an ordinal that agrees with ``noun``."""
    if word.text.isupper() and (number := roman(word.text)):
        return number
    known = enumerate(in_order("ordinals"), start=1)
    return next((number for number, lemma in known if lemma in word.lemmas and word.agrees(noun)), None)


def ends(words: tuple[Word, ...], head: int, heads: Collection[str]) -> tuple[int, bool]:
    """Return where the phrase ends (exclusive) and whether a proper name is part of it."""
    last, named = head + 1, False
    while (
        last < len(words) and words[last].agrees(words[head]) and (not stops(words[last]) or _quotes(words, last + 1))
    ):
        named = named or words[last].capital
        last += 1
    while last < min(len(words), head + _LONGEST):
        word = words[last]
        if stops(word) or (word.capital and word.lemmas & words[head].lemmas):
            break  # a participle, a verb, or the head again: the next clause
        if close := _closing(words, last):
            return close, True
        if called := _naming(words, last):
            last, named = called, True
        elif word.address or (word.capital and not _subject(words, last) and word.text.replace("-", "").isalnum()):
            last, named = last + 1, True
        elif _number(words, last, named) or _complement(words, last, head):
            last += 1
        elif _linked(words, last, named, heads):
            last += 2
        else:
            break
    return last, named


def _quotes(words: tuple[Word, ...], position: int) -> bool:
    return position < len(words) and words[position].text in OPENING


def _number(words: tuple[Word, ...], position: int, named: bool) -> bool:
    """Whether a number is part of a name: a year, or "Area 4 Business"."""
    word = words[position]
    return named and word.text.isdigit() and (len(word.text) == 4 or _capitals(words, position + 1) > 0)


def _complement(words: tuple[Word, ...], position: int, head: int) -> bool:
    """Whether a word is a genitive that belongs to the head, or a noun that a capitalised adjective before it needs."""
    word, before = words[position], words[position - 1]
    said = word.verb or (word.predicative and words[head].of("nom") and position == head + 1)
    genitive = word.of("gen") and word.text.replace("-", "").isalpha() and not _particle(word) and not said
    return genitive or (before.capital and word.noun and before.agrees(word))


def stops(word: Word) -> bool:
    """Tell whether a word cannot be part of a name: a participle, a form of "być", the pronoun "to"."""
    participle = any(reading.pos in {"ppas", "pact"} for reading in word.readings) and not word.noun
    return not word.capital and (participle or bool(word.lemmas & {"być", "ten"}))


def _closing(words: tuple[Word, ...], opening: int) -> int | None:
    """Return the position after the closing quotation mark, when one opens at ``opening`` and closes soon."""
    if words[opening].text not in OPENING:
        return None
    for position in range(opening + 1, min(len(words), opening + 25)):
        if words[position].text in CLOSING:
            return position + 1
    return None


def _naming(words: tuple[Word, ...], position: int) -> int | None:
    """Skip "pn.", "pt.", "pod nazwą" and the like when a name follows."""
    texts = [word.text.lower() for word in words[position : position + 3]]
    skip = 2 if texts[:2] in (["pn", "."], ["pt", "."]) else 0
    if texts[:1] == ["pod"] and texts[1:2] and texts[1] in {"nazwą", "hasłem", "tytułem"}:
        skip = 2
    if not skip or position + skip >= len(words):
        return None
    following = words[position + skip]
    if close := _closing(words, position + skip):
        return close
    if not following.capital:
        return None
    last = position + skip + 1
    while last < len(words) and words[last].text not in ",.;:()–-" and not words[last].verb:
        last += 1
    return last


def _subject(words: tuple[Word, ...], position: int) -> bool:
    """A capitalised nominative right before a verb begins the next clause: "… Smart Metropolii | Wejherowo gościło"."""
    word = words[position]
    return (
        position + 1 < len(words) and words[position + 1].verb and word.of("nom") and not words[position - 1].of("nom")
    )


def _linked(words: tuple[Word, ...], position: int, named: bool, heads: Collection[str]) -> bool:
    """Tell whether a small word or a dash goes on with the name, or with a second genitive."""
    if position + 1 >= len(words):
        return False
    link, before, after = words[position].text, words[position - 1], words[position + 1]
    if link in {"i", "oraz"}:
        both = before.of("gen") and after.of("gen") and after.text.isalpha() and not after.verb
        return both and not any(lemma in heads for lemma in after.lemmas)
    if link in {"-", "–"}:
        return named and _capitals(words, position + 1) > 1
    # "w Kielcach" says where, and a name begins with a capital head: "Tydzień z Metropolią".
    inside = link in lexicon("links") - {"w", "we", "na", "po", "przy"}
    return inside and after.capital and (named or before.capital)


def _capitals(words: tuple[Word, ...], position: int) -> int:
    count = 0
    while position + count < len(words) and words[position + count].capital:
        count += 1
    return count


def _particle(word: Word) -> bool:
    return any(reading.pos in {"prep", "conj", "comp", "part"} for reading in word.readings)
