"""What a report on an area holds, whatever file it is written to; texts are in the reader's language."""

from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten
from urllib.parse import urlencode

import pandas as pd

from smup.model import Language
from smup.text import NO_VALUE, _, marked, number_text, value_text

_NOTE = 100  # characters of a submitter's note on paper; the workbook has it whole
OWN_MARK = "□"  # of submitted values, as on the charts of the app

# of ``Section.rows``, besides those of ``places.profile``
CHANGE = ("change", "period_before", "broken", "percentile_change", "over_time")


@dataclass(frozen=True)
class Choice:
    """What a reader asks to have reported; no services: all of the theme, no theme: all themes."""

    area_id: str
    group_id: str
    theme_id: str | None = None
    service_ids: tuple[str, ...] = ()
    period: int | None = None  # None: for each indicator the year that ``places.profile`` takes
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A service: sentences, a chart with what it says in words, a table, what to keep in mind, sources.

    ``rows``: one row per indicator, as ``places.profile`` with the columns of ``CHANGE``. ``own``: one row per
    submitted value, as ``submissions.submitted_of``; they are in no place, median or chart.
    """

    name: str
    theme: str
    rows: pd.DataFrame
    sentences: list[str]
    picture: str | None  # SVG; None where no indicator has a position
    small: str | None  # the same picture for phones
    alt: str
    remarks: list[str]
    left_out: list[str]
    own: pd.DataFrame
    sources: list[str]


@dataclass(frozen=True)
class Report:
    """The whole report; ``facts`` are pairs of a name and what it is, ``sources`` one row per source."""

    title: str
    summary: list[str]
    name: str  # of its file, without the ending
    language: Language
    facts: list[tuple[str, str]]
    remarks: list[str]
    sections: list[Section]
    sources: pd.DataFrame
    built_at: datetime  # of the edition, UTC
    link: str = field(default="")

    @property
    def locale(self) -> str:
        """The language as files state it: ``pl-PL``, ``en-GB``."""
        return {Language.POLISH: "pl-PL", Language.ENGLISH: "en-GB"}[self.language]


def address(choice: Choice, edition_id: str, language: Language, base: str) -> str:
    """Return the address of a choice in the app at ``base``, with the edition it was made with.

    Empty without a base, and for groups that the page Report does not offer.
    """
    kind, centre, number = (*choice.group_id.split("."), "", "")[:3]
    is_around = kind in ("similar", "neighbours")
    if not base or kind == "picked" or (is_around and centre != choice.area_id):
        return ""
    group, peers = (kind, number) if is_around else (choice.group_id, "")
    keys = {
        "area": choice.area_id, "theme": choice.theme_id, "service": ",".join(choice.service_ids), "group": group,
        "peers": peers, "period": choice.period, "without": ",".join(choice.without), "lang": language.value,
        "cited": edition_id,
    }  # fmt: skip
    return f"{base}?{urlencode({key: value for key, value in keys.items() if value}, safe=',')}"


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Write the rows of a section as texts, one column each with its heading, the indicator first."""
    each = [row for _i, row in rows.iterrows()]
    return pd.DataFrame({
        _("indicator"): rows["indicator"].tolist(),
        _("unit"): rows["unit"].tolist(),
        _("year"): [str(row["period"]) for row in each],
        _("value"): [marked(number_text(row["value"], row["decimals"]), row["light"]) for row in each],
        _("median of the group"): [number_text(row["median"], row["decimals"]) for row in each],
        _("place"): [_place(row) for row in each],
        _("change"): [_change(row) for row in each],
    })  # fmt: skip


def own_heading() -> str:
    """Head the table of submitted values."""
    return _("Submitted, not official")


def own_table(own: pd.DataFrame) -> pd.DataFrame:
    """Write submitted values as texts, one column each with its heading, the indicator first."""
    each = [row for _i, row in own.iterrows()]
    return pd.DataFrame({
        _("indicator"): own["indicator"].tolist(),
        _("unit"): own["unit"].fillna(NO_VALUE).tolist(),
        _("year"): [str(row["period"]) for row in each],
        _("value"): [f"{number_text(row['value'], decimals(row))} {OWN_MARK}" for row in each],
        _("submitted by"): [f"{row['who']}, {row['added']:%Y-%m-%d}" for row in each],
        _("note"): [shorten(own_note(row), _NOTE, placeholder=" …") for row in each],
    })  # fmt: skip


def own_note(row: pd.Series) -> str:
    """Say the status of a submitted value and what the submitter says of it."""
    return ": ".join(part for part in (row["status_name"], row["note"]) if part)


def decimals(row: pd.Series) -> int:
    """Return the decimals of an indicator; of one that the catalogue does not know as many as the value has."""
    if pd.notna(row["decimals"]):
        return int(row["decimals"])
    return len(f"{row['value']:.6f}".rstrip("0").partition(".")[2])


def sources_line(section: Section) -> str:
    """Name the sources of a section; their terms of use stand in the table of sources."""
    return f"{_('Sources')}: {'; '.join(section.sources).rstrip('.')}."


def source_table(sources: pd.DataFrame) -> pd.DataFrame:
    """Write the sources as texts, one column each with its heading."""
    return pd.DataFrame({
        _("publisher"): sources["publisher"], _("title"): sources["title"], _("terms of use"): sources["licence"],
        _("address"): [url if isinstance(url, str) else NO_VALUE for url in sources["url"]],
    })  # fmt: skip


def _place(row: pd.Series) -> str:
    if pd.isna(row["rank"]):
        return NO_VALUE
    return _("{rank} of {n}").format(rank=number_text(row["rank"]), n=number_text(row["n"]))


def _change(row: pd.Series) -> str:
    """Say what changed since the value before: of the value, else of the position; nothing across a break."""
    if pd.isna(row["period_before"]):
        return NO_VALUE
    since = int(row["period_before"])
    if row["broken"]:
        return _("break in the series")
    if pd.notna(row["change"]):
        rounded = round(row["change"], int(row["decimals"])) + 0.0  # no minus before a zero
        sign = "+" if rounded > 0 else ""
        return _("{change} since {year}").format(change=sign + number_text(rounded, row["decimals"]), year=since)
    if pd.isna(row["percentile_change"]):
        return NO_VALUE
    rounded = round(row["percentile_change"]) + 0.0
    points = ("+" if rounded > 0 else "") + value_text(rounded, 0, _("pts"))
    return _("position {change} since {year}").format(change=points, year=since)
