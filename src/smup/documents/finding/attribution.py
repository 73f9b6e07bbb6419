"""Which event a date belongs to, and which date is only that of the page."""

from datetime import date

from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.dates import When, dates, hours
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.sentences import Sentence


def published(reading: Reading) -> tuple[date, str] | None:
    """Return the one date that the document says it was published on, and the words that say it."""
    found: dict[date, str] = {}
    for index, sentence in enumerate(reading.sentences):
        text = reading.quote(sentence.start, sentence.end)
        given = [when for when in dates(text) if when.first.date() and when.first == when.last]
        marked = has(sentence.words, lexicon("published"))
        alone = only_a_date(sentence) and (index < 6) and not announces(reading, index)
        if len(given) == 1 and (marked or alone) and (day := given[0].first.date()):
            found.setdefault(day, text)
    return next(iter(found.items())) if len(found) == 1 else None


def only_a_date(sentence: Sentence) -> bool:
    """Whether a sentence says nothing but a date."""
    words = lexicon("date_words") | lexicon("published")
    return all(not word.text[0].isalpha() or word.lemmas & words for word in sentence.words)


def announces(reading: Reading, index: int) -> bool:
    """Whether an hour stands in one of the next lines: then a date above them is that of a programme."""
    following = reading.sentences[index + 1 : index + 4]
    return any(hours(reading.quote(one.start, one.end)) for one in following)


def targets(
    found: list[Cluster],
    near: dict[int, list[tuple[int, Phrase]]],
    reading: Reading,
    index: int,
    text: str,
    when: When,
    umbrellas: frozenset[str],
) -> list[int]:
    """Return the numbers of the events that a date in a sentence belongs to; ``near``: who is spoken of where."""
    sentence = reading.sentences[index]
    if _deadline(text[: when.start].lower().split()):
        return []
    place = sentence.start + when.start
    told = [
        (place - phrase.end if phrase.end <= place else 1000 + phrase.start - place, number)
        for number, phrase in near.get(index, [])
    ]
    takes_place = has(sentence.words, lexicon("takes_place"))
    if told:
        nearest = min(told)[0]
        beside = nearest < 25 or 1000 <= nearest < 1025
        right = takes_place or beside or reading.short(sentence)
        return sorted({number for distance, number in told if distance == nearest}) if right else []
    earlier = index - 1
    while takes_place and earlier >= 0 and reading.sentences[earlier].block >= sentence.block - 1:
        wholes = [(phrase.start, number) for number, phrase in near.get(earlier, []) if found[number].kind in umbrellas]
        if wholes:
            return [max(wholes)[1]]
        earlier -= 1
    return []


def _deadline(before: list[str]) -> bool:
    """Whether the words before a date make it a deadline ("do 5 maja") or that of an act ("z dnia 5 maja")."""
    if before[-1:] == ["dnia"]:
        before = before[:-1]
    return bool(before) and before[-1].strip("(,") in lexicon("deadlines") and "od" not in before[-4:]
