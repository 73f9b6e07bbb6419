import streamlit as st

from smup.text import _
from smup.ui import cost_quality, figure, pairing, shell, what, who

store = shell.open_store()
st.title(_("Cost and quality"), anchor=False)
area_column, theme_column, group_column = st.columns(3)
with area_column:
    area = who.area(store)
with theme_column:
    theme = what.theme(store)
with group_column:
    group = who.group(store, [area.id])
pair_column, period_column = st.columns([3, 1])
with pair_column:
    pair = pairing.pair(store, theme, area)
if pair:
    with period_column:
        years = pairing.years(store, pair, area)
    cost_quality.show(store, pair, area, group, years)
    figure.both(pair)
shell.foot(store)
