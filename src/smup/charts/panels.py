"""Change over time of many areas: a small panel for each, as their lines in one would tangle."""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from smup.charts.own import NO_OWN, add_own
from smup.charts.paint import FOCUS, NUMBERS, OTHER, finished, wrapped
from smup.charts.years import cut_at_breaks, unit_over_time
from smup.model import IndicatorCard
from smup.text import NO_VALUE, number_text, value_text

MOST_LINES = 5  # more areas than this have a panel each
_COLUMNS = 3
_PANEL = 90  # pixels it is high
_LINE = 16  # pixels of a line of text
_NAME = 15  # characters of a name in one line, which a third of a phone is wide
_UNIT = 44
_BETWEEN = 0.05  # of the width


def change_side_by_side(
    frame: pd.DataFrame, card: IndicatorCard, base: int | None = None, own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """A panel for each area with its line in colour and those of all others grey behind it, on the same axes.

    Above it stand its name and latest value; the first area's name is bold. What is drawn and taken is that of
    ``change_over_time``.
    """
    column = card.column_over_time(base)
    labels = list(dict.fromkeys(frame["label"]))
    lines = {label: cut_at_breaks(frame[frame["label"] == label]) for label in labels}
    titles = [_title(label, lines[label], column, card, label == labels[0]) for label in labels]
    places = [divmod(number, _COLUMNS) for number in range(len(labels))]
    rows = places[-1][0] + 1
    room = _LINE * max(title.count("<br>") + 1 for title in titles) + 12
    plot = rows * _PANEL + (rows - 1) * room
    figure = make_subplots(
        rows, _COLUMNS, subplot_titles=titles, horizontal_spacing=_BETWEEN, vertical_spacing=room / plot,
        specs=[[{} if (row, column) in places else None for column in range(_COLUMNS)] for row in range(rows)],
    )  # fmt: skip
    years = [*frame["period"], *own["period"]]
    first, last = min(years), max(years)
    values = _range(pd.concat([frame[column], own[column]]) if len(own) else frame[column])
    for label, (row, place) in zip(labels, places, strict=True):
        here = {"row": row + 1, "col": place + 1}
        behind = pd.concat(_apart(lines, label))
        figure.add_scatter(
            x=behind["period"], y=behind[column], mode="lines", line={"color": OTHER, "width": 1}, opacity=0.6,
            hoverinfo="skip", connectgaps=False, **here,
        )  # fmt: skip
        figure.add_scatter(
            x=lines[label]["period"], y=lines[label][column], mode="lines+markers", name=label, connectgaps=False,
            line={"color": FOCUS, "width": 3}, marker={"size": 5},
            hovertemplate=f"{label}, %{{x}}: %{{y:.{card.decimals}f}}<extra></extra>", **here,
        )  # fmt: skip
        lowest = (row + 1, place) not in places
        figure.update_xaxes(
            tickvals=sorted({first, last}), tickformat="d", range=[first - 0.6, last + 0.6], tickangle=0,
            showticklabels=lowest, **here,
        )  # fmt: skip
        figure.update_yaxes(range=values, showticklabels=place == 0, **here)
    figure.update_yaxes(NUMBERS, nticks=4, automargin=True)
    figure.update_annotations(yshift=4, font={"size": 13})
    unit = wrapped(unit_over_time(card, base), _UNIT)
    above = room + _LINE * (unit.count("<br>") + 1)
    figure.add_annotation(
        xref="paper", yref="paper", x=0, y=1, yshift=room, text=unit, showarrow=False, xanchor="left",
        yanchor="bottom", align="left",
    )  # fmt: skip
    figure = finished(figure, height=plot + above + 40).update_layout(margin={"t": above + 10, "b": 30})
    axes = {label: "" if number == 0 else str(number + 1) for number, label in enumerate(labels)}
    return add_own(figure, own, own["period"], own[column], axes) if len(own) else figure


def _title(label: str, line: pd.DataFrame, column: str, card: IndicatorCard, bold: bool) -> str:
    """Name the area, and below it say its latest value and of which year that is."""
    name = wrapped(label, _NAME)
    known = line.dropna(subset=[column])
    said = NO_VALUE
    if len(known):
        value, year = known[column].iloc[-1], int(known["period"].iloc[-1])
        text = number_text(value) if column == "percentile" else value_text(value, card.decimals, card.short_unit)
        said = f"{text} ({year})"
    return f"<b>{name}</b><br>{said}" if bold else f"{name}<br>{said}"


def _range(values: pd.Series) -> tuple[float, float]:
    """Return the ends of an axis that leaves some room around the values."""
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low) or 1.0
    return low - margin, high + margin


def _apart(lines: dict[str, pd.DataFrame], label: str) -> Iterator[pd.DataFrame]:
    """Yield the lines of all but one area, each followed by a gap."""
    for other, line in lines.items():
        if other != label:
            yield line
            yield line.tail(1).assign(**dict.fromkeys(line.columns.difference(["label", "period"])))
