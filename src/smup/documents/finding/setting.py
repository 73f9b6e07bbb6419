"""Where the events of a document take place, how people take part, and who holds them."""

import re

from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.places import Place
from smup.documents.polish.sentences import Sentence
from smup.model import Mode

_AT = frozenset({"w", "we", "do", "na"})
_MODES = (
    (Mode.HYBRID, re.compile(r"hybrydow\w+", re.I)),
    (Mode.ONLINE, re.compile(r"\b(on-?line|zdalni\w*|wirtualn\w+ edycj\w*|formule (?:wirtualn|zdaln)\w+)", re.I)),
    (Mode.ON_SITE, re.compile(r"stacjonarn\w+", re.I)),
)  # fmt: skip
_ORGANISED = re.compile(
    r"(?:organizowan\w+\s+(?:jest\s+|był\w*\s+|są\s+)?przez|organizator\w*[^.:]{0,60}?(?:\bjest|\bbył[ao]?|\bbyli|\bsą|:)|"
    r"organizuj[ąe]|zorganizował[aoy]?)\s+"
)


def place_of(cluster: Cluster, reading: Reading, umbrellas: frozenset[str]) -> tuple[Place, str] | None:
    """Return the place where an event is held and the words that say it."""
    umbrellas = umbrellas - {"series", "day"}
    if cluster.place is not None:
        phrase = cluster.best
        return cluster.place, reading.quote(phrase.start, phrase.sentence.words[cluster.place.last - 1].end)
    bare = [one for one in cluster.others if not has(one.sentence.words, lexicon("next"))]
    for phrase in [*cluster.mentions, *(bare if cluster.kind in umbrellas else [])]:
        for place in reading.places[phrase.index]:
            if phrase.first < place.first < phrase.last and phrase.sentence.words[place.first - 1].text in _AT:
                return place, reading.quote(phrase.start, phrase.sentence.words[place.last - 1].end)
        found = _right_after(phrase, reading, 9 if cluster.kind in umbrellas else 6)
        if found:
            return found, reading.quote(phrase.start, phrase.sentence.words[found.last - 1].end)
        office = _in_an_office(phrase, reading)
        if office:
            return office, reading.quote(phrase.sentence.words[office.first - 1].start, phrase.end)
    return _said_next(cluster, reading) if cluster.kind in umbrellas else None


def _right_after(phrase: Phrase, reading: Reading, reach: int) -> Place | None:
    """Return a place soon after a phrase, with "w" before it and no other event or clause between."""
    words = phrase.sentence.words
    others = [one for one in reading.phrases[phrase.index] if one.first >= phrase.last]
    for place in reading.places[phrase.index]:
        between = words[phrase.last : place.first]
        if place.first < phrase.last or place.adjective:
            continue
        near = len(between) <= reach and not any(one.head < place.first for one in others)
        clause = any(word.text in {";", ":"} or word.lemmas & {"który", "że", "gdzie"} for word in between)
        return place if near and not clause and between and between[-1].text.lower() in _AT - {"do", "na"} else None
    return None


def _in_an_office(phrase: Phrase, reading: Reading) -> Place | None:
    """Return the town of "w krakowskim magistracie odbył się warsztat"."""
    words = phrase.sentence.words
    for place in reading.places[phrase.index]:
        beside = words[place.last : place.last + 1]
        if (
            place.adjective
            and place.first > 0
            and words[place.first - 1].text.lower() in {"w", "we"}
            and has(beside, lexicon("offices"))
        ):
            between = words[place.last + 1 : phrase.first]
            if place.last < phrase.first and len(between) < 8 and has(between, lexicon("takes_place")):
                return place
    return None


def _said_next(cluster: Cluster, reading: Reading) -> tuple[Place, str] | None:
    """Return the place of a sentence without an event of its own that goes on about this one."""
    mentioned = {one.index for one in [*cluster.mentions, *cluster.others]}
    for index in sorted(mentioned):
        for following in (index + 1,):
            if following >= len(reading.sentences) or reading.phrases[following]:
                continue
            sentence = reading.sentences[following]
            if sentence.block > reading.sentences[index].block + 1 or not has(sentence.words, lexicon("takes_place")):
                continue
            for place in reading.places[following]:
                if not place.adjective and place.first and sentence.words[place.first - 1].text.lower() in {"w", "we"}:
                    return place, reading.quote(
                        sentence.words[place.first - 1].start, sentence.words[place.last - 1].end
                    )
    return None


def mode_of(cluster: Cluster, reading: Reading) -> tuple[Mode, str] | None:
    """Return how people take part and the words for it, when a sentence about the event, or the next one, says it."""
    spoken = {one.index for one in [*cluster.mentions, *cluster.others]}
    for index in sorted(spoken | {index + 1 for index in spoken if index + 1 < len(reading.sentences)}):
        sentence = reading.sentences[index]
        if index not in spoken and (reading.phrases[index] or sentence.block != reading.sentences[index - 1].block):
            continue
        text = reading.quote(sentence.start, sentence.end)
        for mode, pattern in _MODES:
            if found := pattern.search(text):
                return mode, found[0]
    return None


def organisers_of(cluster: Cluster, reading: Reading) -> tuple[list[str], str] | None:
    """Return who holds an event, when a sentence about it says so, and that sentence's words."""
    for phrase in [*cluster.mentions, *cluster.others]:
        sentence = phrase.sentence
        for match in _ORGANISED.finditer(reading.text, sentence.start, sentence.end):
            names, end = _names(sentence, match.end())
            if names:
                return names, reading.quote(match.start(), end)
    return None


def _names(sentence: Sentence, start: int) -> tuple[list[str], int]:
    """Read the names of bodies that begin at ``start``: runs of capitals with their particles."""
    names: list[str] = []
    current: list[str] = []
    end = start
    words = [word for word in sentence.words if word.start >= start]
    for position, word in enumerate(words):
        after = words[position + 1] if position + 1 < len(words) else None
        if word.text.lower() == "oraz" or word.text == ",":
            names, current = [*names, " ".join(current)], []
            if after is None or not after.capital:
                break
        elif word.capital or (
            current and after is not None and after.capital and word.text.lower() in {"i", "na", "ds", "w", "-", "–"}
        ):
            current.append(word.text)
            end = word.end
        else:
            break
    return [name for name in [*names, " ".join(current)] if name], end
