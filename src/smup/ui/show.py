"""How a page shows an answer: a figure with its sentence, the same numbers as a table, and as CSV."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from smup import charts, reports, sentences
from smup.charts import go
from smup.queries import figures
from smup.queries.catalogue import IndicatorCard
from smup.store import Store
from smup.text import NO_VALUE, _, dimension_name, number_text

_CHART = {"displayModeBar": False, "scrollZoom": False}


def figure(chart: "go.Figure", sentence: str, frame: pd.DataFrame, name: str, reservations: list[str] | None = None) -> None:
    """Draw ``chart`` with its sentence; the numbers follow as a table and CSV, the reservations as notes."""
    st.plotly_chart(chart, alt=sentence, config=_CHART, key=f"chart-{name}")
    st.markdown(sentence)
    if reservations:
        st.caption("\n".join(f"- {line}" for line in reservations))
    with st.expander(_("Table and CSV"), icon=":material/table:"):
        table(frame, name)
