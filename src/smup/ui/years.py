"""Chosen areas over the years."""

import streamlit as st

from smup import charts, sentences
from smup.model import IndicatorCard, OverTime
from smup.queries import figures
from smup.store import Store
from smup.text import _
from smup.ui import figure
from smup.ui.tables import table


def change(store: Store, card: IndicatorCard, area_ids: list[str]) -> None:
    """Show how the chosen areas changed over the years."""
    frame = figures.trend(store, card.indicator_id, area_ids)
    st.markdown(f"**{card.name}**")
    if frame.empty:
        st.info(_("None of the chosen areas has a value of this indicator."))
        return
    sentence = sentences.describe_change(frame, card)
    if frame["percentile" if card.over_time == OverTime.POSITIONS else "value"].notna().any():
        figure.chart(charts.change_over_time(frame, card), sentence, "change")
    st.markdown(sentence)
    figure.remarks(sentences.cautions_over_time(frame, card))
    wide = frame.pivot(index="period", columns="label", values="value")[list(dict.fromkeys(frame["label"]))]
    with st.expander(_("Table and CSV"), icon=":material/table:"):
        decimals = dict.fromkeys(wide.columns, card.decimals)
        table(wide.reset_index(), decimals, f"smup-{card.indicator_id}-years", frame)
