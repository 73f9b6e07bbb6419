"""When the events of a document take place, exactly as far as its words say it."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from smup.documents.finding.attribution import announces, only_a_date, published, targets
from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.dates import Hours, When, dates, hours
from smup.documents.polish.extent import ordinal
from smup.documents.polish.lexicon import lexicon
from smup.documents.polish.phrases import Phrase
from smup.documents.polish.sentences import Sentence
from smup.model import DateBasis


@dataclass
class Schedule:
    """Day and hour of an event; ``note`` (Polish, English) says what is known besides."""

    basis: DateBasis = DateBasis.UNKNOWN
    first: date | None = None
    last: date | None = None
    quotes: list[str] = field(default_factory=list)
    note: tuple[str, str] | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    hours_quote: str | None = None

    def within(self, whole: "Schedule") -> bool:
        """Whether these days can lie within those of ``whole``; unknown days can."""
        if self.first is None or self.last is None or whole.first is None or whole.last is None:
            return True
        return whole.first <= self.first and self.last <= whole.last


def schedules(found: list[Cluster], reading: Reading, umbrellas: frozenset[str]) -> list[Schedule]:
    """Return the schedule of each event of ``found``."""
    result = [Schedule() for _ in found]
    page = published(reading)
    near = _spoken_of(found)
    heading: tuple[When, str] | None = None
    for index, sentence in enumerate(reading.sentences):
        text = reading.quote(sentence.start, sentence.end)
        given = [] if has(sentence.words, lexicon("published")) else dates(text)
        if given and only_a_date(sentence):
            heading = (given[0], text) if announces(reading, index) else heading
            continue
        told = sorted({number for number, phrase in near.get(index, []) if not phrase.bare})
        for number in told:
            _set_hours(result[number], text, hours(text), len(told) == 1)
            if heading and hours(text) and not given:
                _set_date(result[number], *heading, _year(found, number, umbrellas, reading), page)
        for when in given:
            for number in targets(found, near, reading, index, text, when, umbrellas):
                _set_date(result[number], when, text, _year(found, number, umbrellas, reading), page)
    _days_of_the_whole(found, result, reading, umbrellas)
    return result


def _spoken_of(found: list[Cluster]) -> dict[int, list[tuple[int, Phrase]]]:
    """Return, for each sentence, the events that it speaks of, by their number, and the words."""
    result: dict[int, list[tuple[int, Phrase]]] = {}
    for number, cluster in enumerate(found):
        for phrase in [*cluster.mentions, *cluster.others]:
            result.setdefault(phrase.index, []).append((number, phrase))
    return result


def _set_hours(schedule: Schedule, text: str, given: list[Hours], alone: bool) -> None:
    if alone and len(given) == 1 and schedule.starts_at is None:
        schedule.starts_at, schedule.ends_at = given[0].first, given[0].last
        schedule.hours_quote = text


def _set_date(
    schedule: Schedule, when: When, text: str, named: tuple[int, str] | None, page: tuple[date, str] | None
) -> None:
    """Take a date over as far as its year is told; a second, different date leaves the first.

    ``named`` is the year in the event's name, ``page`` the day of publication; they serve "br." alone, and only
    where they do not contradict each other.
    """
    if schedule.first is not None:
        return
    words = text[when.start : when.end]
    agree = named is None or page is None or named[0] == page[0].year
    if when.first.date() and when.last.date():
        schedule.basis, schedule.first, schedule.last = DateBasis.STATED, when.first.date(), when.last.date()
        schedule.quotes, schedule.note = [words], None
    elif when.this_year and named is not None and agree:
        schedule.basis = DateBasis.STATED
        schedule.first, schedule.last = when.first.date(named[0]), when.last.date(named[0])
        schedule.quotes = [words, named[1]]
        schedule.note = (f"Dzień i miesiąc: „{words}”; rok z nazwy „{named[1]}”.",
                         f"Day and month: “{words}”; the year stands in the name “{named[1]}”.")  # fmt: skip
    elif when.this_year and page is not None and agree:
        schedule.basis = DateBasis.INFERRED
        schedule.first, schedule.last = when.first.date(page[0].year), when.last.date(page[0].year)
        schedule.quotes = [words, page[1]]
        schedule.note = (
            f"Tekst mówi „{words}”; rok wynika z daty publikacji: {page[0]:%d.%m.%Y}.",
            f"The text says “{words}”; the year follows from the date of publication, {page[0]:%d.%m.%Y}.",
        )
    elif schedule.note is None:
        schedule.quotes = [words]
        schedule.note = (f"„{words}”; roku tekst nie podaje.", f"“{words}”; the text does not give the year.")
    if schedule.first is None or schedule.last is None:
        schedule.basis, schedule.first, schedule.last = DateBasis.UNKNOWN, None, None


def _year(found: list[Cluster], number: int, umbrellas: frozenset[str], reading: Reading) -> tuple[int, str] | None:
    """Return the year in the name of an event, or of the only whole that the text speaks of, and that name."""
    wholes = [one for one in found if one.kind in umbrellas and one.kind not in {"day", "series"}]
    for cluster in [found[number], *(wholes if len(wholes) == 1 else [])]:
        for phrase in cluster.mentions:
            quoted = False
            for word in phrase.words:
                quoted = quoted or word.text in '„«“"'
                if not quoted and len(word.text) == 4 and word.text.isdigit() and 1990 <= int(word.text) <= 2100:
                    return int(word.text), reading.quote(phrase.start, phrase.end)
    return None


def _days_of_the_whole(
    found: list[Cluster], result: list[Schedule], reading: Reading, umbrellas: frozenset[str]
) -> None:
    """Read "pierwszego dnia kongresu": the day counts from the first day of the one whole whose days are known."""
    wholes = [
        number
        for number, one in enumerate(found)
        if one.kind in umbrellas and one.kind != "day" and result[number].first
    ]
    if len(wholes) != 1:
        return
    whole = result[wholes[0]]
    for number, cluster in enumerate(found):
        if result[number].first or number == wholes[0] or whole.first is None or whole.last is None:
            continue
        for phrase in cluster.mentions:
            counted = _counted_day(phrase.sentence) if phrase.kind != "day" else phrase.edition
            day = whole.last if counted == -1 else whole.first + timedelta(days=counted - 1) if counted else None
            if day is None or not whole.first <= day <= whole.last or whole.first == whole.last:
                continue
            told = reading.quote(phrase.sentence.start, phrase.sentence.end)
            result[number] = Schedule(
                DateBasis.INFERRED, day, day, [told, *whole.quotes],
                ("Dzień liczony od początku całego wydarzenia.", "The day counts from the first of the whole event."),
                result[number].starts_at, result[number].ends_at, result[number].hours_quote,
            )  # fmt: skip
            break


def _counted_day(sentence: Sentence) -> int | None:
    """Return which day "pierwszego dnia" (1) or "ostatniego dnia" (-1) counts in a sentence."""
    for position, word in enumerate(sentence.words[1:], start=1):
        if word.text.lower() not in {"dnia", "dniu"}:
            continue
        before = sentence.words[position - 1]
        if "ostatni" in before.lemmas:
            return -1
        number = ordinal(before, word)
        if number:
            return number
    return None
