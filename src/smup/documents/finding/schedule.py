"""When the events of a document take place, exactly as far as its words say it."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from smup.documents.finding.attribution import announces, only_a_date, published, targets
from smup.documents.finding.mentions import Cluster, Reading, has
from smup.documents.polish.dates import Hours, When, dates, hours
from smup.documents.polish.lexicon import in_order, lexicon
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
    day_of_page = published(reading)
    heading: When | None = None
    for index, sentence in enumerate(reading.sentences):
        text = reading.quote(sentence.start, sentence.end)
        given = [] if has(sentence.words, lexicon("published")) else dates(text)
        if given and only_a_date(sentence):
            heading = given[0] if announces(reading, index) else heading
            given = [] if heading is not given[0] else given
            continue
        for number in _spoken_of(found, index, sentence):
            _set_hours(result[number], text, hours(text), _alone(found, index, number))
            if heading and hours(text) and not given:
                _set_date(result[number], found[number], heading, text, day_of_page, found, reading)
        for when in given:
            for number in targets(found, reading, index, text, when, umbrellas):
                _set_date(result[number], found[number], when, text, day_of_page, found, reading)
    _days_of_the_whole(found, result, reading, umbrellas)
    return result


def _spoken_of(found: list[Cluster], index: int, sentence: Sentence) -> list[int]:
    """Return the numbers of the events that a sentence names."""
    return [number for number, cluster in enumerate(found) if any(one.sentence is sentence for one in cluster.mentions)]


def _alone(found: list[Cluster], index: int, number: int) -> bool:
    sentences = {one.index for one in found[number].mentions}
    others = [one for at, cluster in enumerate(found) if at != number for one in cluster.mentions]
    return not any(one.index in sentences and one.index == index for one in others)


def _set_hours(schedule: Schedule, text: str, given: list[Hours], alone: bool) -> None:
    if alone and len(given) == 1 and schedule.starts_at is None:
        schedule.starts_at, schedule.ends_at = given[0].first, given[0].last
        schedule.hours_quote = text


def _set_date(
    schedule: Schedule, cluster: Cluster, when: When, text: str, page: tuple[date, str] | None, found: list[Cluster],
    reading: Reading,
) -> None:  # fmt: skip
    """Take a date over as far as its year is told; a second, different date leaves the first."""
    if schedule.first is not None:
        return
    words = text[when.start : when.end]
    year, named = _year_in_a_name(cluster, found, reading)
    if when.first.date() and when.last.date():
        schedule.basis, schedule.first, schedule.last = DateBasis.STATED, when.first.date(), when.last.date()
        schedule.quotes, schedule.note = [words], None
    elif year is not None:
        schedule.basis = DateBasis.STATED if when.this_year else DateBasis.INFERRED
        schedule.first, schedule.last = when.first.date(year), when.last.date(year)
        schedule.quotes = [words, named]
        schedule.note = (f"Dzień i miesiąc: „{words}”; rok z nazwy „{named}”.",
                         f"Day and month: “{words}”; the year stands in the name “{named}”.")  # fmt: skip
    elif when.this_year and page is not None:
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


def _year_in_a_name(cluster: Cluster, found: list[Cluster], reading: Reading) -> tuple[int | None, str]:
    """Return the year that the name of the event, or of the only event with a year in its name, carries."""
    years: dict[int, str] = {}
    for one in [cluster, *found]:
        for phrase in one.mentions:
            for word in phrase.words:
                if len(word.text) == 4 and word.text.isdigit() and 1990 <= int(word.text) <= 2100 and phrase.named:
                    years.setdefault(int(word.text), reading.quote(phrase.start, phrase.end))
        if years and one is cluster:
            break
    return next(iter(years.items())) if len(years) == 1 else (None, "")


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
        number = next(
            (in_order("ordinals").index(lemma) + 1 for lemma in before.lemmas if lemma in lexicon("ordinals")), None
        )
        if number:
            return number
    return None
