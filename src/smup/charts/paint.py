"""What all charts share: colours, the line of the median, wrapped names, margins and number format."""

from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from smup.model import IndicatorCard, Language
from smup.text import _, language, number_text

FOCUS = "#0a6c9e"
OTHER = "#a7b3bf"
MEDIAN = "#c05621"
MEDIAN_LINE = {"color": MEDIAN, "width": 2, "dash": "dash"}


def add_median(figure: go.Figure, axis: str, median: float | None, card: IndicatorCard) -> None:
    """Draw the median of the group across the values, when there is one."""
    if median is None or pd.isna(median):
        return
    text = _("median {value}").format(value=number_text(median, card.decimals))
    annotation = {"text": text, "font": {"color": MEDIAN}, "yanchor": "bottom"}
    if axis == "x":
        figure.add_vline(x=median, line=MEDIAN_LINE, annotation=annotation, annotation_position="top")
    else:
        figure.add_hline(y=median, line=MEDIAN_LINE, annotation=annotation, annotation_position="top right")


def wrapped(text: str, width: int) -> str:
    """Break a name into lines of at most ``width`` characters."""
    return "<br>".join(wrap(text, width))


def finished(figure: go.Figure, height: int, right: int = 8, left: int = 8) -> go.Figure:
    """Give a figure its height, margins and the reader's number format."""
    margin = {"l": left, "t": 30, "b": 8, "r": right}
    figure.update_yaxes(exponentformat="none", separatethousands=True)
    separators = ",\u00a0" if language.get() is Language.POLISH else ".,"
    return figure.update_layout(
        height=height, margin=margin, showlegend=False, bargap=0.25, dragmode=False, separators=separators
    )
