"""The ranking as a page of Panel: the same figure, table, sentence and selectors. ``python -m load.panel_app PORT``."""

import sys
from typing import Any

import panel as pn

from load.ranking import answered, edition, first, offered


def page() -> Any:
    """Return the page as it comes, at what is shown first."""
    now, choices = first(), offered()
    shown = answered(now.indicator_id, now.period)
    names = {label: key for key, (label, _years) in choices.items()}
    indicator = pn.widgets.Select(name="indicator", options=names, value=now.indicator_id)
    period = pn.widgets.Select(name="period", options=shown.years, value=now.period)
    sentence = pn.pane.Markdown(shown.sentence)
    figure = pn.pane.Plotly(shown.drawn)
    table = pn.widgets.DataFrame(shown.table, disabled=True, show_index=False)

    def choose(change: Any) -> None:
        """Another indicator is shown in its latest year; the sentence comes last."""
        nonlocal now
        another = indicator.value != now.indicator_id
        if change.obj is period and (another or period.value == now.period):
            return  # the indicator has changed the years on offer
        shown = answered(indicator.value, None if another else period.value)
        period.param.update(options=shown.years, value=shown.period)
        now = now._replace(indicator_id=indicator.value, period=shown.period)
        figure.object, table.value, sentence.object = shown.drawn, shown.table, shown.sentence

    indicator.param.watch(choose, "value")
    period.param.watch(choose, "value")
    return pn.Column("# Ranking", indicator, period, sentence, figure, table, f"smup · edycja {edition()}")


if __name__ == "__main__":
    pn.extension("plotly")
    pn.serve(page, port=int(sys.argv[1]), address="127.0.0.1", show=False, title="Ranking")
