"""The timeline: dated events on an axis of days, each below the whole that it belongs to."""

from datetime import date, timedelta
from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from babel.dates import format_date

from smup.charts.paint import FOCUS, OTHER, finished
from smup.model import DateBasis
from smup.text import language, when_text

_NAME = 52  # characters of a name in one line
_ROW = 54  # pixels from one event to the next
_HEADING = 0.5  # of a row
_MOST_TICKS = 5
_MONTH = 31


def timeline(frame: pd.DataFrame) -> go.Figure:
    """One row per dated event in the order of days, under the name of the whole; hollow where the date is inferred.

    ``frame``: one row per event with name, whole, starts_on (not null), ends_on, starts_at, ends_at, date_basis.
    """
    shown = frame.assign(first=frame.groupby("whole")["starts_on"].transform("min"))
    shown = shown.sort_values(["first", "whole", "starts_on", "starts_at"], kind="stable", na_position="first")
    first, last = _bounds(shown)
    figure = go.Figure()
    place = 0.0  # of the row, downwards from 0
    whole = None
    for row in shown.itertuples():
        if row.whole != whole:
            whole = row.whole
            place -= _HEADING
            _write(figure, place, f"<b>{_name(whole)}</b>", 0)
            place -= 1
        if row.name != whole:
            _write(figure, place, _name(f"{when_text(row)} · {row.name}"), 9)
        else:
            _write(figure, place, when_text(row), 9)
        end = row.starts_on if pd.isna(row.ends_on) else row.ends_on
        symbol = "circle-open" if row.date_basis == DateBasis.INFERRED else "circle"
        figure.add_scatter(
            x=[first, last], y=[place, place], mode="lines", line={"color": OTHER, "width": 1}, hoverinfo="skip"
        )
        figure.add_scatter(
            x=[row.starts_on, end], y=[place, place], mode="lines+markers", line={"color": FOCUS, "width": 4},
            marker={"size": 13, "symbol": symbol, "color": FOCUS, "line": {"width": 2, "color": FOCUS}},
            hovertemplate=f"{when_text(row)}<extra></extra>",
        )  # fmt: skip
        place -= 1
    ticks = _months(first, last)
    texts = [format_date(day, "LLL yyyy", locale=language.get().value) for day in ticks]
    figure.update_xaxes(range=[first, last], tickvals=ticks, ticktext=texts, tickangle=0, side="bottom")
    figure.update_yaxes(visible=False, range=[place + 0.6, 0])
    return finished(figure, height=int(60 + _ROW * -place), right=24, left=24)


def _write(figure: go.Figure, place: float, text: str, shift: int) -> None:
    figure.add_annotation(
        xref="paper", x=0, y=place, text=text, showarrow=False, xanchor="left", yanchor="bottom", yshift=shift,
        align="left", font={"size": 13},
    )  # fmt: skip


def _name(text: str) -> str:
    """Write a name as plain text, on one line or two."""
    return "<br>".join(escape(line, quote=False) for line in wrap(text, _NAME))


def _bounds(frame: pd.DataFrame) -> tuple[date, date]:
    """Return the first of the month before the first day and the end of the month after the last."""
    last = max(frame["starts_on"].max(), frame["ends_on"].max())
    before = (frame["starts_on"].min().date().replace(day=1) - timedelta(days=1)).replace(day=1)
    return before, (last.date().replace(day=1) + timedelta(days=2 * _MONTH)).replace(day=1)


def _months(first: date, last: date) -> list[date]:
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    within = [day for day in months if first <= day <= last]
    return within[:: 1 + len(within) // (_MOST_TICKS + 1)]
