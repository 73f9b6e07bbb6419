"""Which event a date belongs to, and which date is only that of the page."""

from datetime import date

from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.dates import When, dates, hours
from smup.documents.polish.lexicon import lexicon
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
    found: list[Cluster], reading: Reading, index: int, text: str, when: When, umbrellas: frozenset[str]
) -> list[int]:
    """Return the events that a date in a sentence belongs to."""
    sentence = reading.sentences[index]
    before = text[: when.start].split()
    if (
        before
        and before[-1].lower().strip("(,") in lexicon("deadlines")
        and "od" not in [word.lower() for word in before[-4:]]
    ):
        return []
    if before[-2:] and before[-2:][0].lower() in {"z", "do"} and before[-1].lower() == "dnia":
        return []
    place = sentence.start + len(text[: when.start])
    near: list[tuple[int, int]] = []
    for number, cluster in enumerate(found):
        for phrase in [*cluster.mentions, *cluster.others]:
            if phrase.sentence is sentence:
                near.append((place - phrase.end if phrase.end <= place else 1000 + phrase.start - place, number))
    takes_place = has(sentence.words, lexicon("takes_place"))
    if near:
        nearest = min(near)[0]
        if not (takes_place or nearest < 25 or 1000 <= nearest < 1025 or reading.short(sentence)):
            return []
        return sorted({number for distance, number in near if distance == nearest})
    if not takes_place:
        return []
    earlier = [
        (phrase.start, number)
        for number, cluster in enumerate(found) if cluster.kind in umbrellas
        for phrase in [*cluster.mentions, *cluster.others]
        if phrase.end < sentence.start and phrase.sentence.block >= sentence.block - 1
    ]  # fmt: skip
    return [max(earlier)[1]] if earlier else []
