"""Dates and hours in Polish sentences, exactly as far as the words give them: what is missing stays missing."""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from babel.dates import get_month_names

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_DASH = r"\s*(?:[-–—‑]|do|i|oraz)\s*"
_DAY = r"(?<!\d)(?<![\d][.:])(\d{1,2})(?:-?go)?\.?"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_OF_THE_YEAR = rf"(?:\s*,?\s*(?:roku\s+)?(?:{_YEAR}|(br\b|b\.\s?r|bieżącego\s+roku|tego\s+roku)))?"


@dataclass(frozen=True)
class Day:
    """A day as far as it is given: ``year`` is None when the words do not say it."""

    day: int
    month: int
    year: int | None

    def date(self, year: int | None = None) -> date | None:
        """Return the calendar date with the year given or found elsewhere; nothing for a day that does not exist."""
        known = self.year or year
        try:
            return date(known, self.month, self.day) if known else None
        except ValueError:
            return None


@dataclass(frozen=True)
class When:
    """A date or a range of dates at ``start`` to ``end`` of a text; ``this_year``: the words say "br."."""

    start: int
    end: int
    first: Day
    last: Day
    this_year: bool


@dataclass(frozen=True)
class Hours:
    """An hour or a range of hours at ``start`` to ``end`` of a text."""

    start: int
    end: int
    first: time
    last: time | None


@cache
def _months() -> dict[str, int]:
    """Names of the months in the genitive and nominative, as CLDR has them, and the Roman numerals of old dates."""
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        names |= {name: number for number, name in get_month_names("wide", context, "pl").items()}
    return names


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "(" + "|".join(sorted(_months(), key=len, reverse=True)) + r")\b"
    roman = r"(XII|XI|IX|X|VIII|VII|VI|V|IV|III|II|I)"
    number = r"(0?[1-9]|1[0-2])"
    flags = re.IGNORECASE
    return (
        # 30 maja 2023 – 2 czerwca 2023 r.; 30 maja – 2 czerwca
        re.compile(
            rf"{_DAY}\s*{month}(?:\s+{_YEAR}(?:\s*r(?:\.|oku\b))?)?{_DASH}{_DAY}\s*{month}{_OF_THE_YEAR}", flags
        ),
        # 14-16 listopada 2018 r.; 14 i 15 listopada; 8 czerwca br.
        re.compile(rf"{_DAY}(?:{_DASH}{_DAY})?\s*{month}{_OF_THE_YEAR}", flags),
        # 14-16.11.2018; 07.06.2021 r.; 14/11/2018
        re.compile(rf"{_DAY}(?:{_DASH}{_DAY})?\s*[./-]\s*{number}\s*[./-]\s*{_YEAR}", flags),
        # 14 XI 2018
        re.compile(rf"{_DAY}(?:{_DASH}{_DAY})?\s+{roman}\s+{_YEAR}"),
        # 2018-11-14
        re.compile(rf"(?<!\d){_YEAR}-(0[1-9]|1[0-2])-([0-3]\d)(?!\d)"),
    )


def dates(text: str) -> list[When]:
    """Return the dates that ``text`` gives with at least day and month, in order; none overlaps another."""
    found: list[When] = []
    for number, pattern in enumerate(_patterns()):
        for match in pattern.finditer(text):
            when = _when(number, match)
            if when and not any(when.start < other.end and other.start < when.end for other in found):
                found.append(when)
    return sorted(found, key=lambda when: when.start)


def _when(pattern: int, match: re.Match[str]) -> When | None:
    parts = match.groups()
    this_year = False
    if pattern == 0:
        day, month, year, last_day, last_month, last_year, this = parts
        end_year = int(last_year) if last_year else None
        # One year at the end is that of both days, unless the days run over the turn of a year.
        over = _months()[month.lower()] > _months()[last_month.lower()]
        begin_year = int(year) if year else end_year - over if end_year else None
        first = Day(int(day), _months()[month.lower()], begin_year)
        last = Day(int(last_day), _months()[last_month.lower()], end_year)
        this_year = bool(this)
    elif pattern == 4:
        first = last = Day(int(parts[2]), int(parts[1]), int(parts[0]))
    else:
        day, last_day, month, year = parts[:4]
        this_year = pattern == 1 and bool(parts[4])
        number = _months()[month.lower()] if pattern == 1 else int(month) if pattern == 2 else roman(month) or 0
        first = Day(int(day), number, int(year) if year else None)
        last = Day(int(last_day or day), number, first.year)
    if last.year is None and re.match(r"\s*\d{4}\b", match.string[match.end() :]):
        return None  # a year that is none of ours
    probe = 2000  # a leap year: 29 lutego may be one
    starts, ends = first.date(first.year or probe), last.date(last.year or probe)
    if starts and ends and re.search(r"\b(i|oraz)\b", match[0]) and (ends - starts).days != 1:
        return None  # two days apart are not a range
    if starts is None or ends is None or (ends < starts and first.year is not None):
        return None
    end = match.end() + (this_year and match.string[match.end() : match.end() + 1] == ".")
    return When(match.start(), end, first, last, this_year)


_HOUR = r"(?<![\d.:])([01]?\d|2[0-4])(?:[:.]([0-5]\d))?(?!\d|[.:]\d)"
_RANGE = re.compile(
    rf"(?:godz(?:\.|inach|iny)?|w\s+godzinach|od|między)\s*(?:godz(?:\.|iny)?\s*)?{_HOUR}\s*(?:[-–—‑]|do|a)\s*(?:godz(?:\.|iny)?\s*)?{_HOUR}"
    rf"|(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)\s*[-–—‑]\s*([01]?\d|2[0-4])[:.]([0-5]\d)(?![\d.:])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?:godz(?:\.|inie|iny)?|\bo)\s*(?:godz(?:\.|inie)?\s*)?{_HOUR}|^\s*([01]?\d|2[0-3]):([0-5]\d)(?!\d)",
    re.IGNORECASE,
)


def hours(text: str) -> list[Hours]:
    """Return the hours that ``text`` gives; a bare number is an hour only after "godz." or in a range "od … do …"."""
    found = []
    for match in _RANGE.finditer(text):
        parts = [part for part in match.groups() if part is not None or match[5] is None]
        values = match.groups()[4:] if match[5] else match.groups()[:4]
        marked = "godz" in match[0].lower() or match[5]
        first, last = _clock(values[0], values[1]), _clock(values[2], values[3])
        if first and last and first <= last and (marked or (values[1] and values[3])) and parts:
            found.append(Hours(match.start(), match.end(), first, last))
    for match in _SINGLE.finditer(text):
        hour, minute = (match[1], match[2]) if match[1] else (match[3], match[4])
        inside = any(match.start() < other.end and other.start < match.end() for other in found)
        first = _clock(hour, minute)
        if first and not inside and (minute or "godz" in match[0].lower()):
            found.append(Hours(match.start(), match.end(), first, None))
    return sorted(found, key=lambda one: one.start)


def _clock(hour: str | None, minute: str | None) -> time | None:
    return time(int(hour), int(minute or 0)) if hour and int(hour) < 24 else None


def roman(text: str) -> int | None:
    """Read a Roman numeral up to LXXXIX; nothing when ``text`` is none."""
    if not re.fullmatch(r"(L?X{0,3}|XL)(IX|IV|V?I{0,3})", text) or not text:
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))
