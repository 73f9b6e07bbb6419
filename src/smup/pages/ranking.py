import streamlit as st

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


def chosen() -> None:
    """Ask for an indicator and show who stands where."""
    indicator_column, period_column = st.columns([3, 1])
    with indicator_column:
        card = what.indicator(store, theme, areas)
    if card:
        with period_column:
            period = what.period(store, card, group)
        links.initiatives(store, areas, card.theme_id, card, group=group)
        if period:
            standing.ranking(store, card, period, group, areas)


shell.rest(store, chosen)
