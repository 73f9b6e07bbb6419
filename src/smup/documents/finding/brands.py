"""Initiatives known by a name of their own: explained beside it, defined by a sentence, or made from the town's."""

from smup.documents.finding.mentions import Reading, has
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.words import Word


def defined(reading: Reading, taken: list[Phrase]) -> list[Phrase]:
    """Read "CityLab jest przedsięwzięciem …" and "CityLab to …": a name that a word of the vocabulary explains."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        words = sentence.words
        link = next((at for at, word in enumerate(words[:9]) if word.text.lower() in {"to", "jest"}), None)
        if not link or sentence.menu or not _name(words[:link]):
            continue
        explaining = [one for one in reading.phrases[index] if link < one.head <= link + 6]
        subjects = [*reading.phrases[index], *(one for one in taken if one.sentence is sentence)]
        if explaining and not any(one.head < link for one in subjects):
            name = tuple(word.lemmas for word in words[:link] if word.text[0].isalnum())
            found.append(Phrase(sentence, index, explaining[0].kind, 0, 0, link, True, None, name, compound=False))
    return found


def _name(words: tuple[Word, ...]) -> bool:
    """Whether words before "to" or "jest" are a proper name."""
    words = tuple(word for word in words if word.text[0].isalnum())
    capitals = [word for word in words if word.capital]
    return not any(word.verb for word in words) and bool(capitals) and (_brand(capitals[0]) or len(capitals) > 1)


def _brand(word: Word) -> bool:
    """Whether a word looks like a made-up name: unknown to the dictionary, or with capitals inside."""
    return word.capital and (not word.readings or any(letter.isupper() for letter in word.text[1:]))


def explained(reading: Reading, taken: list[Phrase]) -> list[Phrase]:
    """Read "InfoGZM, portal z danymi" and "SmartFlow – system, który …": a name and the word that explains it."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        words = sentence.words
        for phrase in reading.phrases[index]:
            mark = phrase.first - 1 - (phrase.first > 1 and words[phrase.first - 1].text == "to")
            if mark > 0 and words[mark].text == "czyli" and words[mark - 1].text == ",":
                mark -= 1
            if mark < 1 or words[mark].text not in {",", "–", "-", "—", ":"} or phrase.named:
                continue
            first = mark
            while first > 0 and (words[first - 1].capital or words[first - 1].text in '„”"“»«'):
                first -= 1
            name = words[first:mark]
            if any(one.sentence is sentence and one.first < mark and one.last > first for one in taken):
                continue
            places = any(place.first < mark and place.last > first for place in reading.places[index])
            quoted = bool(name) and name[0].text in '„"“«'
            if (
                name
                and (quoted or (_brand(name[-1]) and not places))
                and not any(reading_.given for word in name for reading_ in word.readings)
            ):
                content = tuple(word.lemmas for word in name if word.text[0].isalnum())
                found.append(Phrase(sentence, index, phrase.kind, first, first, mark, True, None, content, False))
    return found


def local(reading: Reading, taken: list[Phrase]) -> list[Phrase]:
    """Read "Ustecki Barometr Ruchu" and "Tyska e-Karta": a thing named after its town that is no institution."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        words = sentence.words
        if sentence.menu or not has(words, lexicon("making")):
            continue
        for place in reading.places[index]:
            last = place.last
            while last < len(words) and (words[last].capital or words[last].text.startswith("e-")):
                last += 1
            named = words[place.last : last]
            others = [*reading.phrases[index], *(one for one in taken if one.sentence is sentence)]
            known = any(one.first < last and one.last > place.first for one in others)
            if (
                place.adjective
                and words[place.first].capital
                and named
                and not known
                and not has(named, lexicon("institutions"))
            ):
                content = tuple(word.lemmas for word in words[place.first : last])
                found.append(
                    Phrase(sentence, index, "service", place.last, place.first, last, True, None, content, False)
                )
    return found


def electronic(reading: Reading) -> list[Phrase]:
    """Read "e-Wniosek" and "e-Biuro Budowlane" where no other phrase has them."""
    found = []
    for index, sentence in enumerate(reading.sentences):
        words = sentence.words
        for at, word in enumerate(words):
            if sentence.menu or not (word.text.startswith("e-") and word.text[2:3].isupper()):
                continue
            last = at + 1
            while last < len(words) and words[last].capital and (words[last].noun or words[last].adjectival):
                last += 1
            if has(words, lexicon("making")) and not any(
                one.first < last and one.last > at for one in reading.phrases[index]
            ):
                content = tuple(one.lemmas for one in words[at:last])
                found.append(Phrase(sentence, index, "service", at, at, last, True, None, content, False))
    return found
