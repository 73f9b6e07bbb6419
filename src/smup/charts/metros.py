"""Charts of a metropolitan area: beside others of its kind, its members by their part in it, their spread over time."""

import pandas as pd
import plotly.graph_objects as go

from smup.charts.own import NO_OWN, add_own
from smup.charts.paint import FOCUS, INSIDE, MEDIAN, OTHER, add_median, finished, wrapped
from smup.charts.years import cut_at_breaks
from smup.model import IndicatorCard
from smup.text import _, marked, value_text

MOST_BARS = 20
_LINE = 14  # pixels a line of a name takes
_WHOLE, _MEMBER = 26, 22  # characters of a name in one line
_PALE = "rgba(133,147,160,0.4)"  # OTHER, so that a line across it is seen
_ROOM = 0.4  # of the length of the bars, for the number beside the longest


def compare_wholes(
    frame: pd.DataFrame, card: IndicatorCard, metro_id: str, group: str, own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """Bars of areas of one kind (``group``) in their order, one in colour, their median as a line; of many those near.

    ``frame``: one row per area, best first, with area_id, label, value, light and the median of the group.
    ``own``: marks as for ``add_own``; the one area has a row for its own value even without an official one.
    """
    brought = (frame["area_id"] == metro_id) & frame["area_id"].isin(own["area_id"])
    known = frame[frame["value"].notna() | brought].reset_index(drop=True)
    place = int((known["area_id"] == metro_id).argmax())
    first = max(0, min(place - MOST_BARS // 2, len(known) - MOST_BARS))
    shown = known.iloc[first : first + MOST_BARS]
    figure = _bars(
        [wrapped(label, _WHOLE) for label in shown["label"]],
        shown["value"],
        [marked(value_text(row.value, card.decimals, card.short_unit), row.light) for row in shown.itertuples()],
        [FOCUS if area_id == metro_id else OTHER for area_id in shown["area_id"]],
    )
    figure.update_traces(textposition="auto", insidetextanchor="start")
    _title(figure, f"{group}, {card.unit}")
    add_median(figure, "x", shown["median"].iloc[0], card)
    names = shown.set_index("area_id")["label"].map(lambda label: wrapped(label, _WHOLE))
    own = own[own["area_id"].isin(shown["area_id"])]
    return add_own(figure, own, own["value"], own["area_id"].map(names))


def part_in_the_whole(frame: pd.DataFrame, column: str, title: str) -> go.Figure:
    """Bars of members to the right and the left of 0, of many those with the longest; ``title`` names the axis.

    ``frame``: one row per member with label, ``column`` and how it is written (``text``).
    """
    known = frame.dropna(subset=[column])
    longest = known[column].abs().sort_values(ascending=False, kind="stable").index[:MOST_BARS]
    shown = known.loc[longest].sort_values(column, ascending=False, kind="stable")
    colours = [FOCUS if value > 0 else MEDIAN for value in shown[column]]
    figure = _bars([wrapped(label, _MEMBER) for label in shown["label"]], shown[column], shown["text"], colours)
    low, high = min(0.0, shown[column].min()), max(0.0, shown[column].max())
    room = _ROOM * (high - low)
    figure.update_traces(textposition="outside")
    figure.add_vline(x=0, line={"color": OTHER, "width": 1})
    figure.update_xaxes(range=[low - room * (low < 0), high + room * (high > 0)])
    _title(figure, title)
    return figure


def spread_over_time(
    whole: pd.DataFrame, spread: pd.DataFrame, card: IndicatorCard, group: str, own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """The whole as a line, and for each year a bar from the lowest to the highest member with their median across it.

    ``whole``: one row per year with period, label, value, status; no line crosses a gap or a break.
    ``spread``: one row per year with period, n, lowest, median, highest.
    ``own``: marks of the whole, as for ``add_own``.
    """
    figure = go.Figure()
    texts = [
        f"{value_text(row.lowest, card.decimals, '')} – {value_text(row.highest, card.decimals, card.short_unit)}"
        for row in spread.itertuples()
    ]
    figure.add_bar(
        x=spread["period"], y=spread["highest"] - spread["lowest"], base=spread["lowest"], width=0.35, text=texts,
        textposition="none", marker={"color": _PALE, "line": {"color": OTHER, "width": 1.5}}, customdata=spread["n"],
        name=_("from the lowest to the highest member"),
        hovertemplate="%{x}: %{text} (n = %{customdata})<extra></extra>",
    )  # fmt: skip
    if spread["median"].notna().any():
        figure.add_scatter(
            x=spread["period"], y=spread["median"], mode="markers", name=_("median of the members"),
            marker={"symbol": "line-ew", "size": 16, "line": {"width": 3, "color": MEDIAN}},
            hovertemplate=f"%{{x}}: %{{y:.{card.decimals}f}}<extra></extra>",
        )  # fmt: skip
    if len(whole):
        line = cut_at_breaks(whole)
        name = wrapped(_("the whole: {group}").format(group=group), 40)
        figure.add_scatter(
            x=line["period"], y=line["value"], mode="lines+markers", name=name,
            line={"color": FOCUS, "width": 3}, connectgaps=False,
            hovertemplate=f"%{{x}}: %{{y:.{card.decimals}f}}<extra></extra>",
        )  # fmt: skip
    years = [*spread["period"], *own["period"]]
    first, last = min(years), max(years)
    figure.update_xaxes(dtick=1 + (last - first) // 6, tickformat="d", range=[first - 0.5, last + 0.5], tickangle=0)
    figure.update_yaxes(title=card.unit, automargin=True)
    legend = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "entrywidth": 0}
    figure = finished(figure, height=430).update_layout(showlegend=True, legend=legend)
    return add_own(figure, own, own["period"], own["value"])


def _bars(names: list[str], values: pd.Series, texts: list[str] | pd.Series, colours: list[str]) -> go.Figure:
    """Draw horizontal bars from the top down, as far from each other as the longest name is tall."""
    figure = go.Figure(
        go.Bar(
            x=list(values)[::-1], y=names[::-1], orientation="h", marker_color=colours[::-1], text=list(texts)[::-1],
            constraintext="none", cliponaxis=False,
            insidetextfont={"color": [INSIDE[colour] for colour in colours[::-1]]},
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(automargin=True, dtick=1)
    lines = max(name.count("<br>") + 1 for name in names)
    return finished(figure, height=80 + (8 + _LINE * lines) * max(len(names), 2))


def _title(figure: go.Figure, text: str) -> None:
    """Name the axis of values, whose numbers stand beside the bars."""
    figure.update_xaxes(title={"text": wrapped(text, 30)}, automargin=True, showticklabels=False, showgrid=False)
