"""Own values, of a reader's file or submitted, beside the official ones."""

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from smup.charts.paint import FOCUS, INSIDE, OTHER, OWN, finished, wrapped
from smup.text import _, value_text

NO_OWN = pd.DataFrame(columns=["area_id", "label", "period", "value", "text", "status_name", "note",
                               "source", "submitted"])  # fmt: skip
NO_AXES: Mapping[str, str] = {}
_SIZE = 15
_BROUGHT = "star"
_SUBMITTED = ("square", "triangle-up", "pentagon", "hexagon")  # official values have none of these shapes
_AREA = 58  # pixels the two bars of an area take
_NAME = 36  # characters of a line of the legend
_LINE = 21  # pixels it takes
_NOTE = 48  # characters of a line of a note


def own_beside_official(
    frame: pd.DataFrame, decimals: int, short_unit: str, submitted: pd.DataFrame = NO_OWN
) -> go.Figure:
    """Two bars an area: the official value in grey, the reader's own hatched; a value that is missing has none.

    ``frame``: one row per area with label, own and official. ``submitted``: marks besides, as for ``add_own``.
    """
    upward = frame[::-1]  # the first bar is drawn at the bottom
    names = [wrapped(label, 20) for label in upward["label"]]
    figure = go.Figure()
    for column, name, marker in (
        ("official", _("official"), {"color": OTHER}),
        ("own", _("own data"), {"color": FOCUS, "pattern": {"shape": "/", "fillmode": "overlay", "fgopacity": 0.25}}),
    ):
        known = upward[column].notna()
        texts = [f"{value_text(value, decimals, short_unit)} – {name}" for value in upward.loc[known, column]]
        figure.add_bar(
            x=upward.loc[known, column], y=[one for one, there in zip(names, known, strict=True) if there], name=name,
            orientation="h", marker=marker, text=texts, textposition="auto", insidetextanchor="start",
            insidetextfont={"color": INSIDE[OTHER if column == "official" else FOCUS]},
            constraintext="none", cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(automargin=True, categoryorder="array", categoryarray=names)
    figure = finished(figure, height=60 + _AREA * max(len(frame), 2))
    return add_own(figure, submitted, submitted["value"], submitted["label"].map(lambda label: wrapped(label, 20)))


def add_own(
    figure: go.Figure, own: pd.DataFrame, x: pd.Series, y: pd.Series, axes: Mapping[str, str] = NO_AXES
) -> go.Figure:
    """Set own marks at ``x`` and ``y`` on a finished figure: hollow, of another shape than official ones, in a legend.

    ``own``: one row per mark with label, period, text, status_name, note, source and submitted. ``axes``: the number
    of the axes of each label, in a figure of several panels.
    """
    if own.empty:
        return figure
    if not figure.layout.showlegend:
        figure.update_traces(showlegend=False)
        _add_legend(figure, sum(1 + _named(source).count("<br>") for source in own["source"].unique()))
    shapes = dict(zip(own.loc[own["submitted"], "source"].unique(), _SUBMITTED * len(own), strict=False))
    panels = own["label"].map(lambda label: axes.get(label, ""))
    first = own.drop_duplicates("source").index
    for (source, panel), rows in own.groupby(["source", panels], sort=False):
        figure.add_scatter(
            x=x[rows.index], y=y[rows.index], xaxis=f"x{panel}", yaxis=f"y{panel}", mode="markers", name=_named(source),
            legendgroup=str(source), showlegend=rows.index[0] in first, cliponaxis=False,
            marker={"symbol": shapes.get(source, _BROUGHT), "size": _SIZE, "color": "white",
                    "line": {"width": 2, "color": OWN}},
            text=[_said(row) for row in rows.itertuples()], hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    return figure


def _add_legend(figure: go.Figure, lines: int) -> None:
    """Put a legend of so many lines above the plot."""
    room = _LINE * lines + 6
    figure.update_layout(
        showlegend=True, height=figure.layout.height + room, margin_t=figure.layout.margin.t + room,
        legend={"orientation": "h", "entrywidth": 0, "x": 0, "xref": "container", "xanchor": "left",
                "y": 1, "yref": "container", "yanchor": "top"},
    )  # fmt: skip


def _said(row: object) -> str:
    parts = [f"{row.label}, {row.period}: {row.text}", row.status_name, row.source, row.note]  # type: ignore[attr-defined]
    return "<br>".join([*(_plain(str(part), _NOTE) for part in parts if part), _("not an official figure")])


def _named(source: object) -> str:
    return _plain(str(source), _NAME)


def _plain(text: str, width: int) -> str:
    """Break what others wrote into lines; nothing in it is a tag."""
    return "<br>".join(escape(line, quote=False) for line in wrapped(text, width).split("<br>"))
