import streamlit as st

from smup.text import _
from smup.ui import compare, links, shell, what, who, years

store = shell.open_store()
st.title(_("Comparison"), anchor=False)
areas = who.areas(store)


def chosen() -> None:
    """Ask for a theme and indicators and show the areas side by side."""
    theme_column, group_column, period_column = st.container(key="filters").columns(3)
    with theme_column:
        theme = what.theme(store)
    with group_column:
        group = who.group(store, areas)
    with period_column:
        period = what.any_period(store)

    cards = {}
    for dimension, column in zip(what.MEASURED, st.columns(3, border=True), strict=True):
        with column:
            card = what.indicator_of(store, dimension, theme, areas, period)
            if card:
                cards[dimension] = card
                compare.comparison(store, card, period, group, areas)

    links.initiatives(store, areas, theme.id if theme else None)
    if cards:
        st.header(_("Change over time"), anchor=False)
        years.chosen(store, cards, areas)
    st.header(_("All indicators of the theme"), anchor=False)
    compare.comparison_table(store, theme, group, areas, period)


shell.rest(store, chosen)
