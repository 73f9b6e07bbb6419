"""Whose an initiative is."""

from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.places import Place
from smup.documents.polish.sentences import Sentence

_AT = frozenset({"w", "we", "do", "na"})


def owner_of(cluster: Cluster, reading: Reading) -> tuple[Place, str, float] | None:
    """Return whose an initiative is: the place in its name, beside it, before it, or of the person who speaks of it."""
    for confidence, look in ((0.8, _inside), (0.7, _made_by), (0.6, _told_by), (0.5, _spoken_by)):
        for phrase in sorted(cluster.mentions, key=lambda one: (-len(one.content), one.start)):
            found = look(phrase, reading)
            if found and found[0].area_id:
                return found[0], found[1], confidence
    return None


def _quoted(reading: Reading, sentence: Sentence, first: int, last: int) -> str:
    return reading.quote(sentence.words[first].start, sentence.words[last - 1].end)


def _inside(phrase: Phrase, reading: Reading) -> tuple[Place, str] | None:
    words = phrase.sentence.words
    for place in reading.places[phrase.index]:
        first = words[place.first]
        # A town in the nominative within a name only sounds in it: "Kraków Metropolitan Area".
        sounds = (
            not place.adjective
            and place.last < phrase.last
            and (reading.gazetteer.name(place.area_ids[0]).split()[0] == first.text)
        )
        if phrase.first <= place.first <= phrase.last and not (sounds and words[place.last].capital):
            return place, _quoted(
                reading, phrase.sentence, min(phrase.first, place.first), max(phrase.last, place.last)
            )
    return None


def _made_by(phrase: Phrase, reading: Reading) -> tuple[Place, str] | None:
    """ "platforma …, stworzona przez miasto Lublin", "obserwatorium w GZM"."""
    words = phrase.sentence.words
    for place in reading.places[phrase.index]:
        between = words[phrase.last : place.first]
        if (
            place.first >= phrase.last
            and len(between) < 12
            and not place.adjective
            and (
                any(word.text == "przez" for word in between)
                or [word.text for word in between] in (["w"], ["we"], ["w", "ramach"])
            )
        ):
            return place, _quoted(reading, phrase.sentence, phrase.first, place.last)
    return None


def _told_by(phrase: Phrase, reading: Reading) -> tuple[Place, str] | None:
    """ "Wrocławskie MPWiK pokazało SmartFlow", "Zielona Góra mówiła o …", "wiceprezydent Gdyni opowiedział o …"."""
    before = [place for place in reading.places[phrase.index] if place.last <= phrase.first]
    if not before:
        return None
    place = before[-1]
    words = phrase.sentence.words
    at = words[place.first - 1].text.lower() if place.first else ""
    person = has(words[max(place.first - 2, 0) : place.first], lexicon("officials"))  # who speaks of it need not own it
    return None if at in _AT or person else (place, _quoted(reading, phrase.sentence, place.first, phrase.last))


def _spoken_by(phrase: Phrase, reading: Reading) -> tuple[Place, str] | None:
    """The official who is quoted in the same paragraph or the next: "– … – mówi …, wiceprezydent Gdyni"."""
    block = phrase.sentence.block
    near = [index for index, one in enumerate(reading.sentences) if block <= one.block <= block + 1]
    for index in sorted(near, key=lambda one: abs(one - phrase.index)):
        words = reading.sentences[index].words
        if not (has(words, lexicon("saying")) and any(word.text in "–—-" for word in words)):
            continue
        for place in reading.places[index]:
            if not place.adjective and has(words[max(place.first - 2, 0) : place.first], lexicon("officials")):
                return place, _quoted(reading, reading.sentences[index], max(place.first - 1, 0), place.last)
    return None
