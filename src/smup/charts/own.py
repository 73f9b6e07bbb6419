"""A reader's own values beside the official ones."""

import pandas as pd
import plotly.graph_objects as go

from smup.charts.paint import FOCUS, OTHER, finished, wrapped
from smup.text import _, value_text

_AREA = 58  # pixels the two bars of an area take


def own_beside_official(frame: pd.DataFrame, decimals: int, short_unit: str) -> go.Figure:
    """Two bars an area: the official value in grey, the reader's own hatched; a value that is missing has none.

    ``frame``: one row per area with label, own and official.
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
            insidetextfont={"color": "black"} if column == "official" else {"color": "white"},
            constraintext="none", cliponaxis=False, hovertemplate="%{y}: %{text}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(automargin=True, categoryorder="array", categoryarray=names)
    return finished(figure, height=60 + _AREA * max(len(frame), 2))
