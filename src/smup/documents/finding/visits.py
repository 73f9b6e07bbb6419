"""Visits are told apart by their places; several listed in one sentence are as many events."""

from dataclasses import replace

from smup.documents.finding.mentions import Cluster, Reading
from smup.documents.polish.naming import joined, nominative
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.places import Place


def at_a_place(phrase: Phrase, reading: Reading) -> Phrase:
    """A visit is told apart by its place: "wizyta w Wejherowie"."""
    words = phrase.sentence.words
    if phrase.kind != "study_visit" or phrase.named or len(_listed_places(phrase, reading, phrase.index)) > 1:
        return phrase
    for place in reading.places[phrase.index]:
        if place.first == phrase.last + 1 and words[phrase.last].text in {"w", "we", "do"}:
            there = tuple(word.lemmas for word in words[place.first : place.last])
            return replace(phrase, last=place.last, content=(*phrase.content, *there))
    return phrase


def parted(result: list[Cluster], reading: Reading) -> None:
    """Part what is listed by place: "cztery wizyty studyjne – w Gdyni, Pelplinie i Kartuzach" are as many events."""
    for cluster in list(result):
        for phrase in list(cluster.mentions):
            index = phrase.index
            listed = _listed_places(phrase, reading, index)
            if len(listed) < 2:
                continue
            cluster.mentions.remove(phrase)
            for place in listed:
                there = phrase.sentence.words[place.first : place.last]
                told = Phrase(phrase.sentence, index, phrase.kind, place.first, place.first, place.last, True, None,
                              tuple(word.lemmas for word in there), compound=False)  # fmt: skip
                if any(told.within(one) for other in result if other.kind == phrase.kind for one in other.mentions):
                    continue
                title = f"{nominative(phrase, single=True)} w {joined(told, {})}"
                result.append(Cluster(phrase.kind, [phrase], place=place, title=title))
        if not cluster.mentions:
            result.remove(cluster)


def _listed_places(phrase: Phrase, reading: Reading, index: int) -> list[Place]:
    """Return the places that are listed right after a phrase, joined by commas and conjunctions."""
    words, position = phrase.sentence.words, phrase.last
    listed: list[Place] = []
    for place in reading.places[index]:
        if place.first < position:
            continue
        between = words[position : place.first]
        links = {",", "i", "oraz", "w", "we", "a", "także", "–", "-", ":", "do", "odbywać", "m", "in", "."}
        if len(between) > 4 or any(word.text.lower() not in links for word in between):
            break
        listed.append(place)
        position = place.last
    return listed
