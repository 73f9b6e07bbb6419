"""Charts over time: an indicator from year to year."""

import pandas as pd
import plotly.graph_objects as go

from smup.charts.paint import FOCUS, OTHER, finished, wrapped
from smup.model import IndicatorCard, Status
from smup.text import _

_DASHES = ("solid", "dot", "dash", "longdash", "dashdot", "longdashdot")


def change_over_time(frame: pd.DataFrame, card: IndicatorCard) -> go.Figure:
    """Lines over the years, each named at its end, the first in colour; no line crosses a gap or a break.

    Where levels differ between years the percentile among areas of the same kind is drawn instead.
    """
    positions = card.over_time == "positions"
    column = "percentile" if positions else "value"
    figure = go.Figure()
    labels = list(dict.fromkeys(frame["label"]))
    for number, label in enumerate(labels):
        line = cut_at_breaks(frame[frame["label"] == label])
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
                x=known["period"].iloc[-1], y=known[column].iloc[-1], text=wrapped(label, 16), showarrow=False,
                xanchor="left", xshift=8, align="left", font={"color": colour if number == 0 else None},
            )  # fmt: skip
    first, last = frame["period"].min(), frame["period"].max()
    figure.update_xaxes(dtick=1 + (last - first) // 6, tickformat="d", range=[first - 0.4, last + 0.4], tickangle=0)
    figure.update_yaxes(title=_("percentile (100 = best)") if positions else card.unit, automargin=True)
    return finished(figure, height=360, right=110)


def cut_at_breaks(line: pd.DataFrame) -> pd.DataFrame:
    """Put an empty half-year before each break in the series, so that nothing is drawn across it."""
    cuts = line.loc[line["status"] == Status.BREAK, ["label", "period"]].assign(period=lambda row: row["period"] - 0.5)
    return pd.concat([line, cuts]).sort_values("period") if len(cuts) else line
