"""What all charts share: colours, the line of the median, wrapped names, margins and number format."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from smup.model import IndicatorCard, Language
from smup.text import _, language, number_text

# Each stands out by at least 3 to 1 from the page of both themes; words keep the colour of the theme.
FOCUS = "#0a6c9e"
OTHER = "#8593a0"
MEDIAN = "#c05621"
GROUP = "#5b6b7a"
OWN = "#9655bb"
INSIDE = {FOCUS: "#ffffff", OTHER: "#000000", MEDIAN: "#ffffff"}  # words on a bar, at least 4.5 to 1
HOLLOW = "#76808a"  # words in a bar without filling; look.css gives them the colour of the theme's words
_LINE = 17  # pixels a line of text takes
_BELOW = 44  # characters of a line below a figure
NUMBERS = {"exponentformat": "none", "separatethousands": True}  # of an axis of values
MEDIAN_LINE = {"color": MEDIAN, "width": 2, "dash": "dash"}


def add_median(figure: go.Figure, axis: str, median: float | None, card: IndicatorCard) -> None:
    """Draw the median of the group across the values, when there is one."""
    if median is None or pd.isna(median):
        return
    text = _("median {value}").format(value=number_text(median, card.decimals))
    # What add_vline and add_hline draw, in a quarter of their time.
    if axis == "x":
        line, place = {"x0": median, "x1": median, "y0": 0, "y1": 1, "yref": "y domain"}, {"x": median, "y": 1}
    else:
        line, place = {"y0": median, "y1": median, "x0": 0, "x1": 1, "xref": "x domain"}, {"x": 1, "y": median}
    figure.add_shape(type="line", line=MEDIAN_LINE, **line)
    figure.add_annotation(
        text=text, showarrow=False, yanchor="bottom", xanchor="center" if axis == "x" else "right",
        xref=line.get("xref", "x"), yref=line.get("yref", "y"), **place,
    )  # fmt: skip


def wrapped(text: str, width: int) -> str:
    """Break a name into lines of at most ``width`` characters."""
    return "<br>".join(wrap(text, width))


def finished(figure: go.Figure, height: int, right: int = 8, left: int = 8, group: str = "") -> go.Figure:
    """Give a figure its height, margins and the reader's number format; below it stands the ``group`` compared with."""
    margin = {"l": left, "t": 30, "b": 8, "r": right}
    if group:
        lines = wrap(_("compared with: {group}").format(group=group), _BELOW)
        figure.add_annotation(
            xref="paper", yref="paper", x=1, y=0, yshift=-6, text="<br>".join(lines), showarrow=False, xanchor="right",
            yanchor="top", align="right",
        )  # fmt: skip
        margin["b"] += _LINE * len(lines)
        height += _LINE * len(lines)
    separators = ",\u00a0" if language.get() is Language.POLISH else ".,"
    return figure.update_layout(
        height=height, margin=margin, showlegend=False, bargap=0.25, dragmode=False, separators=separators,
        yaxis=NUMBERS,
    )  # fmt: skip
