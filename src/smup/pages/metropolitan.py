import streamlit as st

from smup.text import _
from smup.ui import metros, shell, what, who

store = shell.open_store()
st.title(_("Metropolitan areas"), anchor=False)
metro_column, theme_column = st.columns(2)
with metro_column:
    metro = who.metro(store)
with theme_column:
    theme = what.theme(store)
metros.membership(store, metro)
indicator_column, period_column = st.columns([3, 1])
with indicator_column:
    card = what.indicator_of_members(store, theme, metro)
if card:
    with period_column:
        period = what.period(store, card, metro)
    if period:
        st.header(_("As one unit"), anchor=False)
        whole = metros.as_one(store, card, period, metro)
        st.header(_("Its members among themselves"), anchor=False)
        metros.members(store, card, period, metro, whole)
        st.header(_("Change over time"), anchor=False)
        metros.over_time(store, card, metro)
shell.foot(store)
