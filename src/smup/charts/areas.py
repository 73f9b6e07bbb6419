"""Charts that set areas side by side: bars, a ranking, positions of one area within its group."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from smup.charts.own import NO_OWN, add_own
from smup.charts.paint import FOCUS, HOLLOW, INSIDE, MEDIAN, OTHER, add_median, finished, wrapped
from smup.model import IndicatorCard, Light
from smup.text import _, marked, value_text

_BAR = 30  # pixels a bar takes
_NAME = 20  # characters of a name in one line
_LABELLED = 70  # more bars than this are drawn without names
_NAMED = 48  # characters of a line above a track
_LINE = 15  # pixels it takes
_TRACK, _THICK = 30, 8  # pixels of a track with its room, and of the bar itself


def compare_areas(
    frame: pd.DataFrame, card: IndicatorCard, median: float | None, group: str = "", own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """Bars of one indicator, longest first, the first area of ``frame`` in colour, the group's median as a line.

    ``frame``: one row per area with label, value and light; a bar that may not be compared is hollow; areas without a
    value are named beside the chart instead, or have a row for their ``own`` one (marks as for ``add_own``).
    """
    focus = frame["label"].iloc[0]
    drawn = frame["value"].notna() | frame["label"].isin(own["label"])
    shown = frame[drawn].sort_values("value", kind="stable", na_position="first")
    bars = {
        "type": "bar",
        "x": shown["value"],
        "y": [wrapped(label, _NAME) for label in shown["label"]],
        "orientation": "h",
        "marker": _bars(shown["label"] == focus, shown["light"]),
        "text": _values(shown, card),
        "textposition": "auto",
        "insidetextanchor": "start",
        "insidetextfont": {"color": _inks(shown["label"] == focus, shown["light"])},
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    axes = {"xaxis": {"visible": False, "rangemode": "tozero"}, "yaxis": {"automargin": True}}
    figure = go.Figure([bars, *_zeros(bars)], axes)
    add_median(figure, "x", median, card)
    figure = finished(figure, height=70 + _BAR * max(len(shown), 2), group=group)
    return add_own(figure, own, own["value"], own["label"].map(lambda label: wrapped(label, _NAME)))


def rank_areas(
    frame: pd.DataFrame, card: IndicatorCard, chosen: list[str], group: str = "", own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """All areas of a group by value, the chosen in colour, the median as a line; names where they can be read.

    ``own``: marks as for ``add_own``, of areas with a value.
    """
    shown = frame.dropna(subset=["value"])
    colours = [FOCUS if area_id in chosen else OTHER for area_id in shown["area_id"]]
    texts = _values(shown, card)
    if len(shown) <= _LABELLED:
        upward = shown[::-1]  # the first bar is drawn at the bottom
        bars = {
            "type": "bar", "x": upward["value"], "y": upward["label"], "orientation": "h",
            "marker": _bars(upward["area_id"].isin(chosen), upward["light"]), "text": texts[::-1],
            "textposition": "auto", "insidetextanchor": "start", "constraintext": "none", "cliponaxis": False,
            "insidetextfont": {"color": _inks(upward["area_id"].isin(chosen), upward["light"])},
            "hovertemplate": "%{y}: %{text}<extra></extra>",
        }  # fmt: skip
        axes = {"xaxis": {"visible": False}, "yaxis": {"automargin": True, "dtick": 1}}
        figure = go.Figure([bars, *_zeros(bars)], axes)
        add_median(figure, "x", _one_median(shown), card)
        return add_own(finished(figure, height=60 + 24 * len(shown), group=group), own, own["value"], own["label"])
    sizes = [11 if area_id in chosen else 5 for area_id in shown["area_id"]]
    figure = go.Figure(
        go.Scatter(
            x=list(range(1, len(shown) + 1)), y=shown["value"], mode="markers", customdata=shown["label"], text=texts,
            marker={"color": colours, "size": sizes}, hovertemplate="%{customdata}: %{text}<extra></extra>",
        )
    )  # fmt: skip
    for place, row in enumerate(shown.itertuples(), start=1):
        if row.area_id in chosen:
            figure.add_annotation(x=place, y=row.value, text=f"<b>{row.label}</b>", ax=0, ay=-30)
    add_median(figure, "y", _one_median(shown), card)
    figure.update_xaxes(title=_("place in the order of values") + (f" – {group}" if group else ""), automargin=True)
    figure.update_yaxes(title=card.unit, automargin=True)
    places = {area_id: place for place, area_id in enumerate(shown["area_id"], start=1)}
    return add_own(finished(figure, height=420), own, own["area_id"].map(places), own["value"])


def positions(frame: pd.DataFrame, group: str = "") -> go.Figure:
    """Position of one area between the worst (left) and the best (right) of its group, a row an indicator.

    Filled where a better side exists; hollow, between lowest and highest, where the catalogue does not judge.
    A bar behind the mark shows how far the position moves, where that is known.
    ``frame``: one row per indicator with indicator, period, percentile (not null), percentile_low and percentile_high,
    polarity, value and its format.
    """
    texts = [marked(value_text(row.value, row.decimals, row.short_unit), row.light) for row in frame.itertuples()]
    names = [wrapped(f"{row.indicator} ({row.period}): {text}", _NAMED) for row, text in
             zip(frame.itertuples(), texts, strict=True)]  # fmt: skip
    room = pd.Series([_TRACK + _LINE * (name.count("<br>") + 1) for name in names])
    rows = (-room.cumsum()).tolist()  # pixels from the top
    figure = go.Figure()
    figure.add_bar(
        x=[100] * len(frame),
        y=rows,
        orientation="h",
        marker_color=OTHER,
        opacity=0.25,
        hoverinfo="skip",
        width=_THICK,
    )
    figure.add_bar(
        base=frame["percentile_low"], x=frame["percentile_high"] - frame["percentile_low"], y=rows, orientation="h",
        marker_color=FOCUS, opacity=0.4, hoverinfo="skip", width=_THICK,
    )  # fmt: skip
    figure.add_scatter(  # the middle is marked on the tracks alone, so that no line crosses a name
        x=[50] * len(frame), y=rows, mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 2, "color": MEDIAN}},
    )  # fmt: skip
    figure.add_scatter(
        x=frame["percentile"], y=rows, mode="markers", text=texts, hovertemplate="%{text}<extra></extra>",
        marker={"size": 15, "color": FOCUS, "line": {"width": 2, "color": FOCUS},
                "symbol": ["circle-open" if polarity == "none" else "circle" for polarity in frame["polarity"]]},
    )  # fmt: skip
    for name, place in zip(names, rows, strict=True):
        figure.add_annotation(
            x=0, y=place, text=name, showarrow=False, xanchor="left", yanchor="bottom", yshift=9, align="left"
        )
    judged = (frame["polarity"] != "none").any()
    ends = (_("worst"), _("middle"), _("best")) if judged else (_("least"), _("middle"), _("most"))
    figure.update_xaxes(range=[-2, 102], tickvals=[0, 50, 100], ticktext=ends, tickangle=0, side="top", showgrid=False)
    height = int(room.sum()) + _TRACK
    figure.update_yaxes(visible=False, range=[-height, 0])
    figure.update_layout(barmode="overlay")
    return finished(figure, height=38 + height, right=36, left=36, group=group)


def _values(frame: pd.DataFrame, card: IndicatorCard) -> list[str]:
    rows = zip(frame["value"], frame["light"], strict=True)
    return [marked(value_text(value, card.decimals, card.short_unit), light) for value, light in rows]


def _bars(chosen: pd.Series, lights: pd.Series) -> dict[str, Any]:
    """Colour the chosen bars; those that may not be compared have an outline and no filling."""
    colours = [FOCUS if one else OTHER for one in chosen]
    blocked = lights == Light.GREY
    filled = ["rgba(0,0,0,0)" if empty else colour for colour, empty in zip(colours, blocked, strict=True)]
    return {"color": filled, "line": {"color": colours, "width": [2 if empty else 0 for empty in blocked]}}


def _zeros(bars: dict[str, Any]) -> list[dict[str, Any]]:
    """Write the number of each bar that is zero, of which Plotly draws nothing at all: a measured zero is a value."""
    rows = [(label, text) for value, label, text in zip(bars["x"], bars["y"], bars["text"], strict=True) if value == 0]
    if not rows:
        return []
    labels, texts = zip(*rows, strict=True)
    return [{
        "type": "scatter", "x": [0] * len(rows), "y": labels, "text": texts, "mode": "text",
        "textposition": "middle right", "cliponaxis": False, "showlegend": False,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }]  # fmt: skip


def _inks(chosen: pd.Series, lights: pd.Series) -> list[str]:
    """Return the colour of the words on each bar."""
    colours = [INSIDE[FOCUS] if one else INSIDE[OTHER] for one in chosen]
    return [HOLLOW if light == Light.GREY else colour for colour, light in zip(colours, lights, strict=True)]


def _one_median(frame: pd.DataFrame) -> float | None:
    """Return the median of the group, or nothing when its parts are compared apart and have several."""
    medians = frame["median"].dropna().unique()
    return float(medians[0]) if len(medians) == 1 else None
