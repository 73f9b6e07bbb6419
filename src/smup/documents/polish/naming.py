"""Names as a register would write them: the head of a phrase in the nominative, and identifiers made from names."""

import re
import unicodedata

from smup.documents.polish.phrases import Phrase
from smup.documents.polish.words import Word, morfeusz

NAMELESS = "record"


def nominative(phrase: Phrase, single: bool = False) -> str:
    """Return the phrase with its head and the adjectives that agree with it in the nominative (singular)."""
    words = phrase.sentence.words
    if phrase.first + 1 < phrase.head and "edycja" in words[phrase.first + 1].lemmas:
        return joined(phrase, {phrase.first + 1: _form(words[phrase.first + 1], frozenset({"sg"}), None)})
    head = words[phrase.head]
    numbers = frozenset({"pl"} if phrase.plural and not single else {"sg"})
    readings = [one for one in head.readings if one.pos in {"subst", "ger"} and one.number in numbers]
    genders = max((one.genders for one in readings), key=lambda one: len(one & {"m3"}), default=frozenset())
    changed = {phrase.head: _form(head, numbers, None)}
    for position in range(phrase.first, phrase.last):
        word = words[position]
        if single and position < phrase.head and not word.adjectival:
            changed[position] = ""
        beside = position < phrase.head or all(
            words[between].adjectival and words[between].agrees(head)
            for between in range(phrase.head + 1, position + 1)
        )
        if position != phrase.head and beside and word.adjectival and word.agrees(head):
            changed[position] = _form(word, numbers, genders)
    return joined(phrase, changed)


def joined(phrase: Phrase, changed: dict[int, str]) -> str:
    """Write the phrase as it stands in the text, with the words at some positions in another form."""
    pieces, words = [], phrase.sentence.words
    for position in range(phrase.first, phrase.last):
        word = words[position]
        gap = position > phrase.first and word.start > words[position - 1].end
        pieces.append((" " if gap else "") + changed.get(position, word.text))
    name = " ".join("".join(pieces).split()).strip(" ,;:–-")
    return name[:1].upper() + name[1:]


def _form(word: Word, numbers: frozenset[str], genders: frozenset[str] | None) -> str:
    """Return the nominative of a noun (``genders`` is None) or adjective; the word itself when there is none."""
    wanted = {"subst", "ger"} if genders is None else {"adj"}
    readings = [reading for reading in word.readings if reading.pos in wanted]
    if word.text.isupper() and len(word.text) > 1:
        return word.text
    for reading in readings:
        if reading.number in numbers and "nom" in reading.cases and (genders is None or reading.genders & genders):
            return word.text
    if "-" in word.text and genders is not None:  # of a compound adjective only the last part is inflected
        head, mark, last = word.text.rpartition("-")
        part = Word(last, 0, len(last))
        return head + mark + (_form(part, numbers, genders) if any(one.pos == "adj" for one in part.readings) else last)
    for reading in readings:
        for form, lemma, tag, *_rest in morfeusz().generate(reading.lemma):
            pos, number, cases, *rest = f"{tag}:::".split(":")
            if pos != reading.pos or number not in numbers or "nom" not in cases.split("."):
                continue
            told = not {"neg", "com", "sup"} & set(rest) and lemma.split(":")[0].lower() == reading.lemma
            if told and (genders is None or genders & set(rest[0].split("."))):
                return str(form[:1].upper() + form[1:] if word.capital else form)
    return word.text


def identifier(name: str, taken: set[str]) -> str:
    """Return an identifier of small ASCII letters made from ``name`` that is not in ``taken``, and take it."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
    base = "_".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("_") or NAMELESS
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    taken.add(found)
    return found
