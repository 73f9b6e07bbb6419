"""Tables on a page: numbers in the reader's format, headings in their language, and the same rows as CSV."""

from collections.abc import Callable
from math import ceil
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from smup import reports
from smup.model import Light
from smup.text import NO_VALUE, _, light_text, marked, number_text
from smup.ui.url import Named

_SHORT = 40  # a table of up to so many rows is shown whole, a longer one scrolls
_TALL, _TALLER = 600, 820  # the other one where rows have several lines
_FEW = 10  # likewise where several tables share a page
_LOW = 500
_WIDTHS = {"theme": 170, "when": 200, "where": 120}  # pixels; others are as wide as their first rows
_NAME = 200  # a phone of 360 pixels shows a value beside it; wider than 0.6 of the table it would not be pinned
_VALUE = 130
_AREA = 290
_WRAPPING = 65  # Streamlit breaks texts into lines in rows higher than 64 pixels
_LINE = 18
_CHARACTERS = 27  # of a name in one line, at least


def table(
    frame: pd.DataFrame, decimals: dict[str, int], name: str, tidy: pd.DataFrame | None = None,
    file: pd.DataFrame | None = None,
) -> None:  # fmt: skip
    """Show ``frame``, its columns of ``decimals`` as numbers, and offer it (or ``file``; and ``tidy``) as CSV."""
    rows(frame, decimals)
    downloads(frame if file is None else file, name, tidy)


def rows(frame: pd.DataFrame, decimals: dict[str, int]) -> None:
    """Show ``frame``, its columns of ``decimals`` as numbers."""
    readable = _readable(frame)
    if "note" in readable and readable["note"].isna().all():
        readable = readable.drop(columns="note")
    formats = {column: (lambda value, places=places: number_text(value, places)) for column, places in decimals.items()}
    columns = {"label": st.column_config.Column(headings()["label"], width=_AREA)} if len(frame) > _SHORT else {}
    _show(readable, _style(readable).format(formats, na_rep=NO_VALUE), columns)


def mixed_table(
    frame: pd.DataFrame, decimals: pd.Series, columns: list[str], lights: pd.DataFrame | None = None,
    others: dict[str, int] | None = None,
) -> None:  # fmt: skip
    """Show ``frame`` whose rows are of different measures: each row has its own number of decimal places.

    The first column names the measure: it stays in sight when the others are scrolled, and its names wrap.
    ``others`` are columns of numbers with the same places in each row.

    ``lights``, with the rows of ``frame`` and some of its columns, marks the values that are compared with a
    reservation or not at all.
    """
    readable = _readable(frame)
    formats = {column: _number(places, Light.GREEN) for column, places in (others or {}).items()}
    style = _style(readable).format({"n": number_text, "period": str, "rank": number_text} | formats, na_rep=NO_VALUE)
    for column in columns:
        marks = pd.Series(Light.GREEN, index=frame.index) if lights is None or column not in lights else lights[column]
        for (places, light), rows in frame.groupby([decimals, marks]).groups.items():
            style = style.format(_number(int(places), light), subset=(rows, [column]))
    # Without a width of its own a column of numbers may cut off their first digits.
    wide = {name: st.column_config.Column(headings().get(name), width=_VALUE) for name in columns}
    _show(readable, style, wide | _pinned(readable.columns[0]), _row_height(readable.iloc[:, 0]))


def _style(frame: pd.DataFrame) -> Styler:
    # With the random name of its own the same table would be another one to Streamlit, and be sent again.
    return frame.style.set_uuid("table")


def _pinned(name: str) -> dict[str, Any]:
    return {name: st.column_config.Column(headings()[name], width=_NAME, pinned=True)}


def _row_height(names: pd.Series) -> int | None:
    """Return how high rows are so that the longest of the names fits, or nothing when all fit in one line."""
    lines = ceil(names.str.len().max() / _CHARACTERS)
    return max(_WRAPPING, 12 + _LINE * lines) if lines > 1 else None


def _number(decimals: int, light: str) -> Callable[[float], str]:
    return lambda value: NO_VALUE if pd.isna(value) else marked(number_text(value, decimals), light)


def _readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Say in one column whether a value may be compared, and why not; the file keeps the two columns."""
    if "light" not in frame:
        return frame
    texts = [light_text(light, why) for light, why in zip(frame["light"], frame["why"], strict=True)]
    readable = frame.rename(columns={"light": "comparable"}).assign(comparable=texts)
    return readable.drop(columns="why")


def choosing_table(shown: pd.DataFrame, frame: pd.DataFrame, name: str, choosing: dict[str, Any]) -> None:
    """Show texts whose rows can be chosen (``url.choose_row``); ``frame`` holds the same rows in full for the CSV."""
    height: Literal["content"] | int = "content" if len(shown) <= _FEW else _LOW
    names = headings()
    columns = names | {name: st.column_config.Column(names[name], width=width) for name, width in _WIDTHS.items()}
    st.dataframe(shown, hide_index=True, height=height, column_config=columns | _pinned("name"),
                 row_height=_row_height(shown["name"]), placeholder=NO_VALUE, **choosing)  # fmt: skip
    downloads(frame, name)


def prose_table(frame: pd.DataFrame) -> None:
    """Show a short table of sentences; its cells wrap."""
    texts = frame.apply(lambda column: column.map(_year if str(column.name).endswith("period") else _text))
    st.table(texts.rename(columns=headings()), hide_index=True, border="horizontal")


def _year(cell: float) -> str:
    return NO_VALUE if pd.isna(cell) else str(int(cell))


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else NO_VALUE if pd.isna(cell) else number_text(float(str(cell)))


def downloads(frame: pd.DataFrame, name: str, tidy: pd.DataFrame | None = None) -> None:
    """Offer the table as CSV for Excel (semicolon, decimal comma) and for programs (comma, decimal point).

    ``tidy``, one value a row, takes the table's place in the file for programs.
    """
    row = st.container(horizontal=True)
    row.download_button(
        _("CSV for Excel"),
        lambda: reports.to_csv(frame, separator=";", decimal=",", bom=True),
        f"{name}.csv", "text/csv", key=f"{name}-excel", on_click="ignore", icon=":material/download:",
        help=_("Semicolons and decimal commas, as Polish Excel expects"),
    )  # fmt: skip
    row.download_button(
        _("CSV for pandas and R"),
        lambda: reports.to_csv(frame if tidy is None else tidy, bom=True),
        f"{name}-tidy.csv", "text/csv", key=f"{name}-tidy", on_click="ignore", icon=":material/download:",
        help=_("Commas and decimal points; one value a row where there are several"),
    )  # fmt: skip


def grouped(frame: pd.DataFrame, group: Named) -> pd.DataFrame:
    """Name in a file the group that its rows are compared with."""
    return frame.assign(group_id=group.id, group=group.label)


def headings() -> dict[str, str]:
    """Name the columns that tables share."""
    return {
        "dimension": _("dimension"), "indicator": _("indicator"), "indicator_id": _("identifier of the indicator"),
        "theme": _("theme"), "service": _("service"), "name": _("name"), "description": _("description"),
        "label": _("area"), "area_id": _("identifier"), "unit": _("unit"), "period": _("year"), "value": _("value"),
        "rank": _("place"), "places": _("place from–to"), "n": _("areas compared"), "percentile": _("percentile"),
        "quartile": _("quarter (4 = highest values)"),
        "class": _("class"), "lowest": _("lowest"), "median": _("median of the group"), "highest": _("highest"),
        "comparable": _("comparability"), "status": _("status"),
        "status_name": _("remark"), "note": _("note"), "observations": _("observations"),
        "first_period": _("first year"), "last_period": _("latest year"), "years": _("years"), "areas": _("areas"),
        "record_id": _("identifier"), "kind_name": _("kind"), "owner": _("run by"), "organisers": _("organised by"),
        "when": _("when"), "where": _("where"), "whole": _("part of"), "review": _("review"),
        "date_note": _("what is known of the date"), "progress": _("state"),
        "distance_from_whole": _("distance from the whole"), "share": _("share of the whole (%)"),
        "pull": _("pull on the whole"), "tasks": _("members"), "members": _("members"), "kind": _("kind"),
        "as_of": _("state of"), "confidence": _("confidence"),
        "whole_value": _("the whole"),
        "polarity": _("polarity"), "formula": _("formula"), "sources": _("sources"),
        "output": _("what it buys"), "saving": _("less by"), "worth": _("worth a year"),
        "initiatives": _("initiatives"),
        "direction": _("direction"), "slope": _("change a year"), "slope_low": _("from"), "slope_high": _("to"),
        "distance": _("distance"), "apart": _("what differs most"),
        "period_before": _("year before"), "value_before": _("value before"), "value_after": _("value now"),
        "change": _("change"), "relative": _("change (%)"), "percentile_change": _("change of percentile"),
        "status_before": _("status before"), "status_after": _("status now"), "what": _("what happened"),
        "id": _("identifier"), "due": _("is it out of date?"), "age": _("age (years)"),
        "rhythm": _("rhythm (years)"), "area_period": _("latest year of the area"),
        "quantity": _("quantity"), "quality": _("quality"), "cost": _("cost"), "context": _("context"),
    }  # fmt: skip


def _show(frame: pd.DataFrame, style: Any, columns: dict[str, Any], row_height: int | None = None) -> None:
    tall = _TALLER if row_height else _TALL
    height: Literal["content"] | int = "content" if len(frame) <= _SHORT else tall
    st.dataframe(style, hide_index=True, height=height, row_height=row_height, column_config=headings() | columns,
                 placeholder=NO_VALUE)  # fmt: skip
