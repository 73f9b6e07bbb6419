import streamlit as st

from smup.text import _
from smup.ui import choose, shell, show

store = shell.open_store()
st.title(_("Ranking"), anchor=False)
areas = choose.areas(store)
theme_column, group_column = st.columns(2)
with theme_column:
    theme = choose.theme(store)
with group_column:
    group = choose.group(store, areas, everyone=True)
indicator_column, period_column = st.columns([3, 1])
with indicator_column:
    card = choose.indicator(store, theme, areas)
if card:
    with period_column:
        period = choose.period(store, card, group)
    if period:
        show.ranking(store, card, period, group, areas)
shell.foot(store)
