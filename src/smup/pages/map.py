import streamlit as st

from smup.text import _
from smup.ui import extent, maps, shell, what, who

store = shell.open_store()
st.title(_("Map"), anchor=False)
theme_column, level_column, metro_column = st.columns(3)
indicator_column, period_column = st.columns([3, 1])
map_column, side_column = st.columns([3, 2], gap="large")
with theme_column:
    theme = what.theme(store)
with metro_column:
    metro = extent.metro(store)
with level_column:
    shown = extent.shown(store, metro)
with side_column:
    area = who.area(store)
with indicator_column:
    card = what.indicator(store, theme, extent.on_map(store, shown, [area.id]))
if card:
    with period_column:
        period = what.period(store, card, shown.group, extent.fullest(store, card, shown))
    if period:
        with side_column:
            drawing = extent.drawing(store, card, period, shown)
        maps.show(store, card, period, shown, drawing, area, map_column, side_column)
shell.foot(store)
