"""Events that a sentence defines or a list enumerates: "X to cykl spotkań", "cztery panele:" and the items below."""

from dataclasses import replace
from typing import NamedTuple

from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.naming import joined, nominative
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.sentences import Sentence
from smup.documents.polish.words import Word

_LISTED = frozenset({"debate", "workshop", "panel", "mini_panel", "lecture", "webinar", "training", "session"})
_COLLECTIONS = frozenset({"series"})


class Defined(NamedTuple):
    """Words ``first`` to ``last`` of a sentence that name an event; ``before`` goes in front of the name."""

    sentence: Sentence
    at: int
    first: int
    last: int
    kind: str
    before: str = ""


def definition(reading: Reading, sentence: Sentence, index: int, found: list[Phrase]) -> tuple[Defined, int] | None:
    """Read "X to cykl spotkań …" and "kolejny blok wydarzeń to X": the words that name X, and its kind.

    Also returns the word from which on nouns only say what X is.
    """
    words = sentence.words
    to = next((number for number, word in enumerate(words[1:12], start=1) if word.text.lower() == "to"), None)
    if to is None or any(word.verb for word in words[: to - 1]):
        return None
    subject = [one for one in found if one.head < to]
    predicate = [one for one in found if to < one.head < to + 12]
    if any(one.named and words[one.head].capital for one in predicate):
        return None  # "pierwszy punkt programu to Szczyt Włodarzy Miast": the name stands behind
    telling = [one for one in subject if not one.bare and one.kind not in _COLLECTIONS]
    collection = next((one for one in subject if one.kind in _COLLECTIONS and not one.named), None)
    comma = to - 1 if words[to - 1].text in ",–-" else to
    if collection and not words[collection.head].capital and not predicate:
        end = to + 1
        while end < len(words) and (words[end].noun or words[end].adjectival) and not words[end].verb:
            end += 1
        return (Defined(sentence, index, to + 1, end, collection.kind), to) if end > to + 1 else None
    if not telling and predicate and words[0].text[0].isalnum() and words[0].capital:
        if _plain(words[:comma]):
            return None
        return Defined(sentence, index, 0, comma, predicate[0].kind), to
    if predicate or has(words[to : to + 12], lexicon("general")):
        return Defined(sentence, index, 0, 0, ""), to
    return None


def itemised(reading: Reading) -> list[Defined]:
    """Read "cztery panele:" and a list: each item that names no event itself is the title of one."""
    found = []
    for index, sentence in enumerate(reading.sentences[:-1]):
        announced = [one for one in reading.phrases[index] if one.plural and one.kind in _LISTED]
        if not announced or sentence.words[-1].text != ":":
            continue
        for number in range(index + 1, len(reading.sentences)):
            item = reading.sentences[number]
            if not item.item or reading.phrases[number] or len(item.words) > 16:
                break
            first = next((at for at, word in enumerate(item.words) if word.text[0].isalpha()), 0)
            head = announced[-1]
            single = nominative(replace(head, first=head.head, last=head.head + 1), single=True)
            found.append(Defined(item, number, first, len(item.words), head.kind, single))
    return found


def _plain(words: tuple[Word, ...]) -> bool:
    """Whether words are no name: known words without a capital but the first."""
    return bool(words[0].readings) and not any(word.capital for word in words[1:])


def defined(result: list[Cluster], found: list[Defined]) -> list[Cluster]:
    """Add the events that a definition names; a definition of one that is known already gives its kind."""
    for sentence, index, first, last, kind, before in found:
        if last <= first:
            continue
        content = tuple(
            word.lemmas for word in sentence.words[first:last] if word.text[0].isalnum() and len(word.text) > 1
        )
        phrase = Phrase(sentence, index, kind, first, first, last, True, None, content, compound=False)
        known = [one for one in result if any(phrase.within(other) or other.within(phrase) for other in one.mentions)]
        if not any(sentence.words[first].lemmas & one.best.words[0].lemmas for one in known):
            title = joined(phrase, {})
            result.append(Cluster(kind, [phrase], title=f"{before} „{title}”" if before else title))
    return result
