"""Numbers, amounts, days and lists as the reader's language writes them."""

import math
import re
from datetime import date, time
from functools import lru_cache
from typing import Any

import pandas as pd
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from smup.model import Light
from smup.text.messages import _, language, translations

NO_VALUE = "–"
LIGHT_MARKS = {Light.GREEN: "●", Light.AMBER: "◐", Light.GREY: "○"}  # how full, so that nothing rests on colour
_THOUSAND = 1000
_JOINER = "\u2060"  # has no width and breaks no line


def number_text(value: float | None, decimals: int = 0) -> str:
    """Write a number as the reader's language does: ``1777972.0`` → ``1 777 972``; nothing → ``–``."""
    if value is None or math.isnan(value):
        return NO_VALUE
    return _number(value or 0, decimals, language.get().value)


@lru_cache(maxsize=20_000)  # a table of all gminas writes thousands of numbers, many of them alike
def _number(value: float, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale)


def counted(singular: str, plural: str, number: int) -> str:
    """Say a message that depends on ``number`` in its right plural form; ``{number}`` is filled in."""
    return translations().ngettext(singular, plural, number).format(number=number_text(number))


def value_text(value: float | None, decimals: int, short_unit: str) -> str:
    """Write a value with its unit: ``61,5 %``, ``4 476 zł``."""
    number = number_text(value, decimals)
    return number if number == NO_VALUE or not short_unit else f"{number}\u00a0{short_unit}"


def money_text(value: float) -> str:
    """Write an amount as people say it: ``12,3 mln zł``, ``640 tys. zł``, ``950 zł``."""
    units = ((1, _("PLN"), 0), (1e3, _("k PLN"), 0), (1e6, _("m PLN"), 1), (1e9, _("bn PLN"), 1))
    # 999 900 is a million, not 1 000 thousand
    fitting = (unit for unit in units if round(abs(value) / unit[0], unit[2]) < _THOUSAND)
    size, name, decimals = next(fitting, units[-1])
    return value_text(value / size, decimals, name.replace(" ", "\u00a0"))


def share_text(share: float) -> str:
    """Write a part (0 to 1) in per cent; what is more than nothing is not written as 0."""
    if share > 0 and round(100 * share) == 0:
        return "<\u00a0" + value_text(1, 0, "%")
    return value_text(100 * share, 0, "%")


def in_prices(words: str, base: int | None) -> str:
    """Add to a name or unit of which year its prices are; nothing for the prices of each year."""
    return words if base is None else _("{words}, in {year} prices").format(words=words, year=base)


def change_text(value: float, decimals: int, short_unit: str) -> str:
    """Write a difference with its sign and unit: ``+0,42 pkt proc.``."""
    rounded = round(value, decimals) + 0.0  # no minus before a zero
    return ("+" if rounded > 0 else "") + distance_text(rounded, decimals, short_unit)


def distance_text(value: float, decimals: int, short_unit: str) -> str:
    """Write how far apart two values are: of percentages it is in percentage points."""
    return value_text(value, decimals, _("pp") if short_unit == "%" else short_unit)


def light_text(light: str, why: Any) -> str:
    """Say whether a value may be compared, with the reasons: ``● comparable``, ``◐ estimated``."""
    reason = why if isinstance(why, str) else _("comparable")
    return f"{LIGHT_MARKS[Light(light)]} {reason}"


def marked(text: str, light: str) -> str:
    """Put the mark of a reservation behind a value; a value that may be compared carries none."""
    return text if light == Light.GREEN else f"{text}\u00a0{LIGHT_MARKS[Light(light)]}"


def listed(names: list[str]) -> str:
    """Join names as a sentence does: ``Gdynia, Kraków i Lublin``."""
    return format_list(names, locale=language.get().value)


def day_text(first: date, last: date | None = None) -> str:
    """Write a day or days in words: ``8 czerwca 2021``."""
    days = [first] if last is None or pd.isna(last) or last == first else [first, last]
    return " – ".join(format_date(day, "d MMMM yyyy", locale=language.get().value) for day in days)


def when_text(event: Any) -> str:
    """Write days and hours of an event (a row of the records): ``8 czerwca 2021, 10:30–11:25``; nothing if unknown."""
    if event.starts_on is None or pd.isna(event.starts_on):
        return ""
    hours = [format_time(hour, "HH:mm") for hour in (event.starts_at, event.ends_at) if isinstance(hour, time)]
    return ", ".join([day_text(event.starts_on, event.ends_on), *(["–".join(hours)] if hours else [])])


def literal(text: str) -> str:
    """Escape text so that Markdown shows it as it is, on one line; addresses in it become no links."""
    text = re.sub(r"(?<=:)(?=//)|(?<=@)|(?<=www)(?=\.)", _JOINER, text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", re.sub(r"[^\S\u00a0]+", " ", text).strip())
