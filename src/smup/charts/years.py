"""Charts over time: an indicator from year to year."""

import pandas as pd
import plotly.graph_objects as go

from smup.charts.own import NO_OWN, add_own
from smup.charts.paint import FOCUS, OTHER, finished, wrapped
from smup.model import IndicatorCard, Status
from smup.text import _, in_prices

_DASHES = ("solid", "dot", "dash", "longdash", "dashdot", "longdashdot")
_HEIGHT = 360
_LINES = 270  # pixels between the lowest and the highest value, about
_ROW = 16  # pixels of a line of a label
_LABEL = 16  # characters


def change_over_time(
    frame: pd.DataFrame, card: IndicatorCard, base: int | None = None, own: pd.DataFrame = NO_OWN
) -> go.Figure:
    """Lines over the years, each named at its end, the first in colour; no line crosses a gap or a break.

    Where levels differ between years the percentile among areas of the same kind is drawn instead; with ``base`` money
    in the prices of that year. ``own``: marks as for ``add_own``, with the column that is drawn; none of percentiles.
    """
    column = card.column_over_time(base)
    figure = go.Figure()
    ends = _ends(frame.dropna(subset=[column]), column)
    labels = list(dict.fromkeys(frame["label"]))
    for number, label in enumerate(labels):
        line = cut_at_breaks(frame[frame["label"] == label])
        colour = FOCUS if number == 0 else OTHER
        figure.add_scatter(
            x=line["period"],
            y=line[column],
            mode="lines+markers",
            name=label,
            line={"color": colour, "width": 3 if number == 0 else 2, "dash": _DASHES[number % len(_DASHES)]},
            hovertemplate=f"{label}, %{{x}}: %{{y:.{card.decimals}f}}<extra></extra>",
            connectgaps=False,
        )
        if label in ends.index:
            name = wrapped(label, _LABEL)
            figure.add_annotation(
                x=ends["period"][label], y=ends[column][label], text=f"<b>{name}</b>" if number == 0 else name,
                showarrow=False, xanchor="left", xshift=8, yshift=ends["shift"][label], align="left",
            )  # fmt: skip
    years = [*frame["period"], *own["period"]]
    first, last = min(years), max(years)
    figure.update_xaxes(dtick=1 + (last - first) // 6, tickformat="d", range=[first - 0.4, last + 0.4], tickangle=0)
    figure.update_yaxes(title=unit_over_time(card, base), automargin=True)
    figure = finished(figure, height=_HEIGHT, right=110)
    return add_own(figure, own, own["period"], own[column]) if len(own) else figure


def unit_over_time(card: IndicatorCard, base: int | None) -> str:
    """Name what is drawn over the years: the unit, with ``base`` in the prices of that year, or the percentile."""
    if card.column_over_time(base) == "percentile":
        return _("percentile among areas of the same kind (100 = best)")
    return in_prices(card.unit, base)


def cut_at_breaks(line: pd.DataFrame) -> pd.DataFrame:
    """Put an empty half-year before each break in the series, so that nothing is drawn across it."""
    cuts = line.loc[line["status"] == Status.BREAK, ["label", "period"]].assign(period=lambda row: row["period"] - 0.5)
    return pd.concat([line, cuts]).sort_values("period") if len(cuts) else line


def _ends(known: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per label: its last year and value, and by how many pixels its name moves to stand clear of others.

    Also of those in other years, as on a phone a name is wider than a year.
    """
    ends = known.groupby("label", sort=False).tail(1).set_index("label")[["period", column]].sort_values(column)
    lowest, highest = known[column].min(), known[column].max()
    height = (ends[column] - lowest) * (_LINES / (highest - lowest or 1))
    size = pd.Series([_ROW * (1 + wrapped(str(label), _LABEL).count("<br>")) for label in ends.index], ends.index)
    return ends.assign(shift=_apart(height, size) - height)


def _apart(height: pd.Series, size: pd.Series) -> pd.Series:
    """Move names of ``size`` from ``height``, both in pixels and from below, no further than they need for room."""
    room = ((size + size.shift(fill_value=0)) / 2).cumsum()
    blocks: list[tuple[float, int]] = []  # names that touch: their common place and how many they are
    for place in height - room:
        blocks.append((place, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (below, few), (above, more) = blocks[-2:]
            blocks[-2:] = [((below * few + above * more) / (few + more), few + more)]
    places = [place for place, count in blocks for _name in range(count)]
    return pd.Series(places, height.index) + room
