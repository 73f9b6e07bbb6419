"""A cost against what it buys: every town a point, the frontier of real towns a line."""

import pandas as pd
import plotly.graph_objects as go

from smup.charts.own import NO_OWN, add_own
from smup.charts.paint import FOCUS, GROUP, MEDIAN, OTHER, finished, wrapped
from smup.model import PairCard, Polarity
from smup.text import _, marked, value_text

_LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "entrywidth": 0}
_APART = ((0, 45), (-40, -45), (40, -28))  # pixels from a point to its name, of the first area, second, third
_TITLE = 44  # characters of an axis title in one line
_NO_OWN = NO_OWN.assign(cost=None, output=None)


def cost_against_output(
    points: pd.DataFrame, pair: PairCard, area_id: str, named: list[str], group: str = "", own: pd.DataFrame = _NO_OWN
) -> go.Figure:
    """Cost to the right, output upwards (the better end on top); ``area_id`` in colour, its group as dark diamonds.

    ``points``: one row per area, indexed by area_id, with label, cost, output, in_group, n_dominating and light. The
    line joins the towns that nobody dominates. ``named``: up to three areas whose names are written beside them.
    ``own``: marks as for ``add_own``, with cost and output.
    """
    figure = go.Figure()
    edge = points[points["n_dominating"] == 0].sort_values(["cost", "output"])
    if len(edge):
        figure.add_scatter(
            x=edge["cost"], y=edge["output"], mode="lines+markers", line={"color": MEDIAN, "width": 2, "shape": "hv"},
            marker={"symbol": "circle-open", "size": 10, "color": MEDIAN},
            hoverinfo="skip", name=_("frontier of real towns"),
        )  # fmt: skip
    others = points[~points["in_group"] & (points.index != area_id)]
    peers = points[points["in_group"] & (points.index != area_id)]
    focus = points[points.index == area_id]
    for rows, name, colour, size, symbol in (
        (others, _("others of the kind"), OTHER, 6, "circle"), (peers, group, GROUP, 10, "diamond"),
        (focus, focus["label"].iloc[0] if len(focus) else "", FOCUS, 15, "circle"),
    ):  # fmt: skip
        figure.add_scatter(
            x=rows["cost"], y=rows["output"], mode="markers", text=[_said(row, pair) for row in rows.itertuples()],
            marker={"color": colour, "size": size, "symbol": symbol}, hovertemplate="%{text}<extra></extra>",
            name=wrapped(name, 40), showlegend=len(rows) > 0,
        )  # fmt: skip
    for key, (right, down) in zip([key for key in named if key in points.index], _APART, strict=False):
        row = points.loc[key]
        figure.add_annotation(
            x=row["cost"], y=row["output"], ax=right, ay=down, arrowwidth=1,
            text=f"<b>{_short(row)}</b>" if key == area_id else _short(row),
        )  # fmt: skip
    figure.update_xaxes(title=_title(pair.cost.name, pair.cost.unit), tickformat=",")
    reverse = "reversed" if pair.better == Polarity.LOWER else None
    figure.update_yaxes(title=wrapped(_title(pair.output.name, pair.output.unit), 40), autorange=reverse)
    figure = finished(figure, height=480, right=24).update_layout(showlegend=True, legend=_LEGEND)
    return add_own(figure, own, own["cost"], own["output"])


def _short(row: pd.Series) -> str:
    return str(row["label"]).split(" (")[0]


def _title(name: str, unit: str) -> str:
    return wrapped(name if unit in name else f"{name} ({unit})", _TITLE)


def _said(row: object, pair: PairCard) -> str:
    cost = value_text(row.cost, pair.cost.decimals, pair.cost.short_unit)  # type: ignore[attr-defined]
    output = value_text(row.output, pair.output.decimals, pair.output.short_unit)  # type: ignore[attr-defined]
    return f"{row.label}: {cost}, {marked(output, row.light)}"  # type: ignore[attr-defined]
