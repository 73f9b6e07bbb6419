import streamlit as st

from smup.queries import groups as asking
from smup.text import _
from smup.ui import links, shell, standing, what, who

store = shell.open_store()
st.title(_("Ranking"), anchor=False)
areas = who.areas(store)
theme_column, group_column = st.columns(2)
with theme_column:
    theme = what.theme(store)
with group_column:
    group = who.group(store, areas, everyone=True)
indicator_column, period_column = st.columns([3, 1])
with indicator_column:
    card = what.indicator(store, theme, areas)
if card:
    with period_column:
        period = what.period(store, card, group)
    links.initiatives(store, [*areas, *asking.members(store, group.id)], card.theme_id, card)
    if period:
        standing.ranking(store, card, period, group, areas)
shell.foot(store)
