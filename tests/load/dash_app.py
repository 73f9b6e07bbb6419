"""The ranking as a page of Dash: the same figure, table, sentence and selectors. ``python -m load.dash_app PORT``."""

import sys
from typing import Any

import uvicorn
from dash import Dash, Input, Output, ctx, dash_table, dcc, html

from load.ranking import Answered, answered, edition, first, offered


def layout() -> html.Div:
    """Return the page as it comes, at what is shown first."""
    start = first()
    shown = answered(start.indicator_id, start.period)
    names = [{"label": name, "value": key} for key, (name, _years) in offered().items()]
    return html.Div([
        html.H1("Ranking"),
        dcc.Dropdown(names, start.indicator_id, id="indicator", clearable=False),
        dcc.Dropdown(shown.years, start.period, id="period", clearable=False),
        html.P(shown.sentence, id="sentence"),
        dcc.Graph(figure=shown.figure, id="figure"),
        dash_table.DataTable(_rows(shown), [{"name": one, "id": one} for one in shown.table], id="table"),
        html.P(f"smup · edycja {edition()}", id="edition"),
    ])  # fmt: skip


def _rows(shown: Answered) -> list[dict[str, Any]]:
    return list(shown.table.to_dict("records"))


app = Dash(__name__)
app.layout = layout


@app.callback(
    Output("period", "options"), Output("period", "value"), Output("sentence", "children"), Output("figure", "figure"),
    Output("table", "data"), Output("edition", "children"), Input("indicator", "value"), Input("period", "value"),
    prevent_initial_call=True,
)  # fmt: skip
def _choose(indicator_id: str, period: int) -> tuple[Any, ...]:
    """Another indicator is shown in its latest year."""
    shown: Answered = answered(indicator_id, None if ctx.triggered_id == "indicator" else period)
    return shown.years, shown.period, shown.sentence, shown.figure, _rows(shown), f"smup · edycja {edition()}"


if __name__ == "__main__":
    uvicorn.run(app.server, host="127.0.0.1", port=int(sys.argv[1]), interface="wsgi", access_log=False,
                timeout_keep_alive=75)  # fmt: skip
