"""Initiatives that a document speaks of: what public bodies made, run, plan or practise."""

from dataclasses import replace

from smup.documents.finding.brands import defined, electronic, explained, local
from smup.documents.finding.mentions import Cluster, Reading, clusters, has, inner
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.naming import nominative
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.words import Word

# Kinds whose words are too common to be an initiative without a name of their own …
_COMMON = frozenset(
    """project service plan policy network cooperation fund card programme campaign monitoring_system publication
    strategy platform""".split()
)
# … unless more is told of them.
_TELLING = frozenset(
    {"plan", "programme", "strategy", "monitoring_system", "platform", "card", "publication", "service"}
)
_DISTINCT = frozenset({"assistant", "application", "participatory_budget", "contact_centre", "observatory"})
_WRAPPERS = frozenset({"project", "service"})  # "projekt stworzenia obserwatorium" speaks of the observatory
_PLAIN = frozenset({"cooperation", "network"})  # a capital behind their words is that of a partner


def initiatives(reading: Reading, taken: list[Phrase]) -> list[Cluster]:
    """Return the initiatives of a document, in the order of their first mention.

    ``taken`` are the phrases that name events: a policy within the name of a congress is no initiative.
    """
    accepted = []
    for index, sentence in enumerate(reading.sentences):
        if sentence.menu:
            continue
        found = reading.phrases[index]
        events = [one for one in taken if one.sentence is sentence and one.kind != "signing"]
        for phrase in found:
            around = [one for one in found if one is not phrase]
            within = [one for one in around if phrase.first <= one.head < phrase.last]
            if phrase.kind in _WRAPPERS and within and not _called(phrase, min(one.first for one in within)):
                continue
            outer = [one for one in around if one.kind not in _WRAPPERS or _called(one, phrase.first)]
            foreign = inner(phrase, outer) or inner(phrase, events) or any(inner(one, [phrase]) for one in events)
            if foreign or _of_an_institution(sentence.words, phrase) or _predicate(sentence.words, phrase):
                continue
            if _speaks_of_one(phrase, reading):
                accepted.append(phrase)
    accepted += [*defined(reading, taken), *explained(reading, taken), *local(reading, taken), *electronic(reading)]
    result = clusters(accepted)
    _join_appositions(result)
    for cluster in result:
        cluster.title = nominative(lengthened(cluster.best))
        cluster.confidence = 0.9 if cluster.best.named and len(cluster.mentions) > 1 else 0.8 if cluster.named else 0.6
    return sorted(result, key=lambda cluster: cluster.best.start)


def _called(phrase: Phrase, before: int) -> bool:
    """Whether a phrase has a name of its own before the word ``before``: "projekt Cyfrowa Gmina i portal"."""
    own = phrase.sentence.words[phrase.head + 1 : before]
    return any(word.capital or not word.text.isalpha() for word in own)


def _predicate(words: tuple[Word, ...], phrase: Phrase) -> bool:
    """Whether a phrase only says what something is: "to przede wszystkim deklaracja gotowości"."""
    before = words[max(phrase.first - 4, 0) : phrase.first]
    link = next((at for at, word in enumerate(before) if word.text.lower() == "to" or "być" in word.lemmas), None)
    if link is None or any(word.noun and not word.lemmas & {"to"} for word in before[link + 1 :]):
        return False
    return not phrase.named or not words[phrase.head].capital


def _speaks_of_one(phrase: Phrase, reading: Reading) -> bool:
    """Whether a phrase is enough to say that there is an initiative of its own."""
    words = phrase.sentence.words
    if phrase.kind == "declaration":
        return has(words, lexicon("signing")) and (bool(phrase.content) or phrase.compound)
    if _quoted(phrase) or (phrase.named and _proper(phrase, reading)):
        return True
    if phrase.kind == "cooperation":
        joined = phrase.last < len(words) and words[phrase.last].text in {"z", "ze"}
        return joined and has(words[max(phrase.first - 2, 0) : phrase.first], lexicon("presenting"))
    before = words[max(phrase.first - 4, 0) : phrase.first]
    owned = has(phrase.words, lexicon("municipal")) or any(
        phrase.first <= place.first < phrase.last for place in reading.places[phrase.index]
    )
    if phrase.kind in _COMMON:
        joined = phrase.last < len(words) and words[phrase.last].text in {"dla", "z", "ze", "o"}
        told = len(phrase.content) > 1 or owned or (phrase.content and has(before, lexicon("making")))
        told = told or (joined and phrase.kind == "fund")
        countable = (phrase.kind in _TELLING and not phrase.plural) or phrase.kind == "fund"
        return bool(told) and countable and has(words, lexicon("making"))
    if phrase.bare:
        return phrase.kind in _DISTINCT and has(before, lexicon("making"))
    return owned or has(words, lexicon("making")) or reading.short(phrase.sentence)


def _quoted(phrase: Phrase) -> bool:
    return any(word.text in '„«“"' for word in phrase.words[1:]) or any(
        word.text in {"pn", "nazwą", "hasłem"} or word.address for word in phrase.words
    )


def _proper(phrase: Phrase, reading: Reading) -> bool:
    """Whether the capitals of a phrase are its own name, not that of the place or person that it belongs to."""
    words = phrase.sentence.words
    if words[phrase.head].capital and phrase.head > 0 and not _opens(words, phrase.first):
        return True
    foreign = set(range(phrase.first, phrase.last))
    for place in reading.places[phrase.index]:
        foreign -= set(range(place.first, place.last))
    return any(words[position].capital and position != phrase.head and position != 0 for position in foreign) and (
        words[phrase.head].capital or phrase.kind not in _PLAIN
    )


def _opens(words: tuple[Word, ...], position: int) -> bool:
    """Whether a capital at ``position`` is only that of a beginning sentence or item."""
    return position == 0 or (not words[position - 1].text[0].isalnum() and words[position - 1].text not in ",(„«")


def _of_an_institution(words: tuple[Word, ...], phrase: Phrase) -> bool:
    """Whether a phrase is the genitive in the name of an office: "Zakład Usług Komunalnych"."""
    at = phrase.first - 1
    while at > 0 and (words[at].text in {"i", "oraz"} or (words[at].capital and words[at].of("gen"))):
        at -= 1
    before = words[at] if at >= 0 else None
    return (
        words[phrase.head].capital
        and words[phrase.head].of("gen")
        and before is not None
        and (before.capital and before.noun and not any(one.place for one in before.readings) and at < phrase.first)
    )


def _join_appositions(result: list[Cluster]) -> None:
    """Join "linia wsparcia (Gdyńskie Centrum Kontaktu)" and "Voicebot – asystent głosowy": two names of one thing."""
    for first in list(result):
        for second in list(result):
            if first is second or first not in result or second not in result:
                continue
            if any(_beside(one, other) for one in first.mentions for other in second.mentions):
                keep, drop = (second, first) if second.named and not first.named else (first, second)
                keep.mentions += drop.mentions
                result.remove(drop)


def _beside(one: Phrase, other: Phrase) -> bool:
    if one.sentence is not other.sentence or other.first <= one.last:
        return False
    between = one.sentence.words[one.last : other.first]
    texts = [word.text for word in between]
    opened = texts[-1:] == ["("] and len(texts) <= 3
    return opened or (texts in (["–"], ["-"], ["—"]) and one.kind == other.kind)


def lengthened(phrase: Phrase) -> Phrase:
    """Take in what says where a practice applies: "klauzule społeczne w zamówieniach publicznych"."""
    words, last = phrase.sentence.words, phrase.last
    if phrase.named or last + 1 >= len(words) or words[last].text not in {"w", "z", "ze", "do", "dla", "na"}:
        return phrase
    end = last + 1
    while (
        end < len(words)
        and end - last < 9
        and (words[end].noun or words[end].adjectival or words[end].text in {",", "i"})
    ):
        end += 1
    while words[end - 1].text in {",", "i"}:
        end -= 1
    return replace(phrase, last=end) if end > last + 1 else phrase
