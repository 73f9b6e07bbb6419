"""Charts as pure functions, named for the question they answer: a DataFrame in, a Plotly figure out.

One area carries the colour, the others are grey; the reader's theme (light or dark) supplies text and
background. The only plotly import.
"""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from smup.model import IndicatorCard, Language, Status
from smup.text import _, language, number_text, value_text

FOCUS = "#0a6c9e"
OTHER = "#a7b3bf"
MEDIAN = "#c05621"
_BAR = 30  # pixels a bar takes
_LABELLED = 70  # more bars than this are drawn without names
_MEDIAN_LINE = {"color": MEDIAN, "width": 2, "dash": "dash"}
_DASHES = ("solid", "dot", "dash", "longdash", "dashdot", "longdashdot")


def compare_areas(frame: pd.DataFrame, card: IndicatorCard, median: float | None) -> go.Figure:
    """Bars of one indicator, longest first, the first area of ``frame`` in colour, the group's median as a line.

    ``frame``: one row per area with label and value; areas without a value are named beside the chart instead.
    """
    focus = frame["label"].iloc[0]
    shown = frame.dropna(subset=["value"]).sort_values("value", kind="stable")
    figure = go.Figure(
        go.Bar(
            x=shown["value"],
            y=[_wrapped(label, 20) for label in shown["label"]],
            orientation="h",
            marker_color=[FOCUS if label == focus else OTHER for label in shown["label"]],
            text=[value_text(value, card.decimals, card.short_unit) for value in shown["value"]],
            textposition="auto",
            insidetextanchor="start",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    _add_median(figure, "x", median, card)
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(automargin=True)
    return _finished(figure, height=70 + _BAR * max(len(shown), 2))


def change_over_time(frame: pd.DataFrame, card: IndicatorCard) -> go.Figure:
    """Lines over the years, each named at its end, the first in colour; no line crosses a gap or a break.

    Where levels differ between years the percentile among areas of the same kind is drawn instead.
    """
    positions = card.over_time == "positions"
    column = "percentile" if positions else "value"
    figure = go.Figure()
    labels = list(dict.fromkeys(frame["label"]))
    for number, label in enumerate(labels):
        line = _cut_at_breaks(frame[frame["label"] == label])
        colour = FOCUS if number == 0 else OTHER
        known = line.dropna(subset=[column])
        figure.add_scatter(
            x=line["period"],
            y=line[column],
            mode="lines+markers",
            name=label,
            line={"color": colour, "width": 3 if number == 0 else 2, "dash": _DASHES[number % len(_DASHES)]},
            hovertemplate=f"{label}, %{{x}}: %{{y:.{card.decimals}f}}<extra></extra>",
            connectgaps=False,
        )
        if len(known):
            figure.add_annotation(
                x=known["period"].iloc[-1], y=known[column].iloc[-1], text=_wrapped(label, 16), showarrow=False,
                xanchor="left", xshift=8, align="left", font={"color": colour if number == 0 else None},
            )  # fmt: skip
    first, last = frame["period"].min(), frame["period"].max()
    figure.update_xaxes(dtick=1 + (last - first) // 6, tickformat="d", range=[first - 0.4, last + 0.4], tickangle=0)
    figure.update_yaxes(title=_("percentile (100 = best)") if positions else card.unit, automargin=True)
    return _finished(figure, height=360, right=110)


def _cut_at_breaks(line: pd.DataFrame) -> pd.DataFrame:
    """Put an empty half-year before each break in the series, so that nothing is drawn across it."""
    cuts = line.loc[line["status"] == Status.BREAK, ["label", "period"]].assign(period=lambda row: row["period"] - 0.5)
    return pd.concat([line, cuts]).sort_values("period") if len(cuts) else line


def rank_areas(frame: pd.DataFrame, card: IndicatorCard, chosen: list[str]) -> go.Figure:
    """All areas of a group by value, the chosen in colour, the median as a line; names where they can be read."""
    shown = frame.dropna(subset=["value"])
    colours = [FOCUS if area_id in chosen else OTHER for area_id in shown["area_id"]]
    texts = [value_text(value, card.decimals, card.short_unit) for value in shown["value"]]
    if len(shown) <= _LABELLED:
        bars = go.Bar(
            x=shown["value"][::-1], y=shown["label"][::-1], orientation="h", marker_color=colours[::-1],
            text=texts[::-1], textposition="auto", insidetextanchor="start", constraintext="none", cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )  # fmt: skip
        figure = go.Figure(bars)
        figure.update_xaxes(visible=False)
        figure.update_yaxes(automargin=True, dtick=1)
        _add_median(figure, "x", _one_median(shown), card)
        return _finished(figure, height=60 + 24 * len(shown))
    sizes = [11 if area_id in chosen else 5 for area_id in shown["area_id"]]
    figure = go.Figure(
        go.Scatter(
            x=list(range(1, len(shown) + 1)), y=shown["value"], mode="markers", customdata=shown["label"], text=texts,
            marker={"color": colours, "size": sizes}, hovertemplate="%{customdata}: %{text}<extra></extra>",
        )
    )  # fmt: skip
    for place, row in enumerate(shown.itertuples(), start=1):
        if row.area_id in chosen:
            figure.add_annotation(x=place, y=row.value, text=row.label, font={"color": FOCUS}, ax=0, ay=-30)
    _add_median(figure, "y", _one_median(shown), card)
    figure.update_xaxes(title=_("place in the order of values"), automargin=True)
    figure.update_yaxes(title=card.unit, automargin=True)
    return _finished(figure, height=420)


def positions(frame: pd.DataFrame) -> go.Figure:
    """Position of one area between the worst (left) and the best (right) of its group, a row an indicator.

    Filled where a better side exists; hollow, between lowest and highest, where the catalogue does not judge.
    ``frame``: one row per indicator with indicator, period, percentile (not null), polarity, value and its format.
    """
    rows = list(range(len(frame), 0, -1))
    texts = [value_text(row.value, row.decimals, row.short_unit) for row in frame.itertuples()]
    figure = go.Figure()
    figure.add_bar(
        x=[100] * len(frame),
        y=rows,
        orientation="h",
        marker_color=OTHER,
        opacity=0.25,
        hoverinfo="skip",
        width=0.14,
    )
    figure.add_scatter(
        x=frame["percentile"], y=rows, mode="markers", text=texts, hovertemplate="%{text}<extra></extra>",
        marker={"size": 15, "color": FOCUS, "line": {"width": 2, "color": FOCUS},
                "symbol": ["circle-open" if polarity == "none" else "circle" for polarity in frame["polarity"]]},
    )  # fmt: skip
    for row, text, place in zip(frame.itertuples(), texts, rows, strict=True):
        name = _wrapped(f"{row.indicator} ({row.period}): {text}", 48)
        figure.add_annotation(
            x=0, y=place, text=name, showarrow=False, xanchor="left", yanchor="bottom", yshift=7, align="left"
        )
    figure.add_vline(x=50, line=_MEDIAN_LINE, layer="below")
    judged = (frame["polarity"] != "none").any()
    ends = (_("worst"), _("middle"), _("best")) if judged else (_("least"), _("middle"), _("most"))
    figure.update_xaxes(range=[-2, 102], tickvals=[0, 50, 100], ticktext=ends, tickangle=0, side="top", showgrid=False)
    figure.update_yaxes(visible=False, range=[0.6, len(frame) + 0.9])
    return _finished(figure, height=60 + 58 * len(frame), right=36, left=36)


def _one_median(frame: pd.DataFrame) -> float | None:
    """Return the median of the group, or nothing when its parts are compared apart and have several."""
    medians = frame["median"].dropna().unique()
    return float(medians[0]) if len(medians) == 1 else None


def _add_median(figure: go.Figure, axis: str, median: float | None, card: IndicatorCard) -> None:
    if median is None or pd.isna(median):
        return
    text = _("median {value}").format(value=number_text(median, card.decimals))
    annotation = {"text": text, "font": {"color": MEDIAN}, "yanchor": "bottom"}
    if axis == "x":
        figure.add_vline(x=median, line=_MEDIAN_LINE, annotation=annotation, annotation_position="top")
    else:
        figure.add_hline(y=median, line=_MEDIAN_LINE, annotation=annotation, annotation_position="top right")


def _wrapped(text: str, width: int) -> str:
    return "<br>".join(wrap(text, width))


def _finished(figure: go.Figure, height: int, right: int = 8, left: int = 8) -> go.Figure:
    margin = {"l": left, "t": 30, "b": 8, "r": right}
    figure.update_yaxes(exponentformat="none", separatethousands=True)
    separators = ",\u00a0" if language.get() is Language.POLISH else ".,"
    return figure.update_layout(
        height=height, margin=margin, showlegend=False, bargap=0.25, dragmode=False, separators=separators
    )
