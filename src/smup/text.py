"""Words and numbers for readers: the interface's two languages, number formats, names of code lists.

Messages are English in the code and translated by ``locale/pl.po`` (gettext). The language of a run is a
context variable, so that sessions served by one process do not change each other's.
"""

import gettext
import math
import re
from contextvars import ContextVar
from datetime import date, time
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import pandas as pd
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from smup.model import Confidence, DateBasis, Dimension, InitiativeStatus, Kind, Language, Mode, Polarity, Review

language: ContextVar[Language] = ContextVar("language", default=Language.POLISH)
NO_VALUE = "–"
_JOINER = "\u2060"  # has no width and breaks no line


@cache
def _polish() -> gettext.NullTranslations:
    with files("smup").joinpath("locale/pl.po").open("rb") as messages:
        compiled = BytesIO()
        write_mo(compiled, read_po(messages, locale="pl"))
    return gettext.GNUTranslations(BytesIO(compiled.getvalue()))


def _translations() -> gettext.NullTranslations:
    return _polish() if language.get() is Language.POLISH else gettext.NullTranslations()


def _(message: str) -> str:
    """Say ``message`` in the reader's language."""
    return _translations().gettext(message)


def counted(singular: str, plural: str, number: int) -> str:
    """Say a message that depends on ``number`` in its right plural form; ``{number}`` is filled in."""
    return _translations().ngettext(singular, plural, number).format(number=number_text(number))


def number_text(value: float | None, decimals: int = 0) -> str:
    """Write a number as the reader's language does: ``1777972.0`` → ``1 777 972``; nothing → ``–``."""
    if value is None or math.isnan(value):
        return NO_VALUE
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language.get().value)


def value_text(value: float | None, decimals: int, short_unit: str) -> str:
    """Write a value with its unit: ``61,5 %``, ``4 476 zł``."""
    number = number_text(value, decimals)
    return number if number == NO_VALUE or not short_unit else f"{number}\u00a0{short_unit}"


def change_text(value: float, decimals: int, short_unit: str) -> str:
    """Write a difference with its sign and unit: ``+0,42 p.p.``."""
    rounded = round(value, decimals) + 0.0  # no minus before a zero
    return ("+" if rounded > 0 else "") + distance_text(rounded, decimals, short_unit)


def distance_text(value: float, decimals: int, short_unit: str) -> str:
    """Write how far apart two values are: of percentages it is in percentage points."""
    return value_text(value, decimals, _("pp") if short_unit == "%" else short_unit)


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
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def dimension_name(dimension: str) -> str:
    """Name a dimension of a service."""
    return {
        Dimension.QUANTITY: _("quantity"),
        Dimension.QUALITY: _("quality"),
        Dimension.COST: _("cost"),
        Dimension.CONTEXT: _("context"),
    }[Dimension(dimension)]


def confidence_name(confidence: str) -> str:
    """Say how far a member list can be trusted."""
    return {Confidence.HIGH: _("high"), Confidence.MEDIUM: _("medium"), Confidence.LOW: _("low")}[
        Confidence(confidence)
    ]


def date_basis_name(basis: str) -> str:
    """Say how the date of an event is known."""
    return {
        DateBasis.STATED: _("the document states the date"),
        DateBasis.INFERRED: _("the date is inferred, not stated whole"),
        DateBasis.UNKNOWN: _("no date in the document"),
    }[DateBasis(basis)]


def review_name(review: str) -> str:
    """Say whether a person has checked a record."""
    return {
        Review.REVIEWED: _("reviewed by a person"),
        Review.CANDIDATE: _("proposed by the program, not reviewed"),
    }[Review(review)]


def mode_name(mode: str) -> str:
    """Say how people take part in an event."""
    return {Mode.ON_SITE: _("on site"), Mode.ONLINE: _("online"), Mode.HYBRID: _("on site and online")}[Mode(mode)]


def initiative_status_name(status: str) -> str:
    """Say how far an initiative had come when its document was written."""
    return {
        InitiativeStatus.PLANNED: _("planned"),
        InitiativeStatus.IN_PREPARATION: _("in preparation"),
        InitiativeStatus.RUNNING: _("running"),
        InitiativeStatus.COMPLETED: _("completed"),
    }[InitiativeStatus(status)]


def polarity_name(polarity: str) -> str:
    """Say which way is better."""
    return {
        Polarity.HIGHER: _("higher is better"),
        Polarity.LOWER: _("lower is better"),
        Polarity.TARGET: _("nearest to the target is best"),
        Polarity.NONE: _("not judged"),
    }[Polarity(polarity)]


def kind_name(kind: str) -> str:
    """Name a kind of area in the plural."""
    return {
        Kind.CITY_WITH_POWIAT_RIGHTS: _("cities with powiat rights"),
        Kind.URBAN: _("urban gminas"),
        Kind.URBAN_RURAL: _("urban-rural gminas"),
        Kind.RURAL: _("rural gminas"),
        Kind.LAND_POWIAT: _("land powiats"),
        Kind.METROPOLITAN_AREA: _("metropolitan areas"),
        Kind.FUNCTIONAL_URBAN_AREA: _("functional urban areas"),
        Kind.VOIVODESHIP: _("voivodeships"),
        Kind.COUNTRY: _("country"),
    }[Kind(kind)]


def group_name(kind: str | None, within: str | None) -> str:
    """Name a comparison group: a kind in Poland, a kind in a voivodeship, or the gminas of a larger area."""
    if kind is None:
        return _("gminas of: {area}").format(area=within)
    place = within or _("Poland")
    return f"{kind_name(kind)}, {place}"


def area_labels(areas: pd.DataFrame) -> pd.Series:
    """Name each row of ``area.csv`` so that no other has the same, adding powiat and kind where needed."""
    names = areas.set_index("area_id")["name"]
    prefix = areas["level"].map({"powiat": "powiat ", "voivodeship": "województwo "}).fillna("")
    label = prefix + areas["name"]
    label = label.mask(areas["kind"] == "functional_urban_area", areas["name"] + " (obszar funkcjonalny)")
    kind = areas["kind"].map({"urban": "gm. miejska", "urban_rural": "gm. miejsko-wiejska", "rural": "gm. wiejska"})
    district = ("pow. " + areas["powiat_id"].map(names)).fillna("woj. " + areas["voivodeship_id"].map(names))
    detail = (kind + ", ").fillna("") + district
    # The city with powiat rights keeps its plain name; whoever shares it is told apart.
    shared = label.duplicated(keep=False) & (areas["kind"] != "city_with_powiat_rights")
    return label.mask(shared, label + " (" + detail + ")")
