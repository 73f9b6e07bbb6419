import streamlit as st

from smup.text import _
from smup.ui import links, shell, standing, what, who

store = shell.open_store()
st.title(_("Profile"), anchor=False)
area_column, theme_column, group_column = st.columns(3)
with area_column:
    area = who.area(store)
with theme_column:
    theme = what.one_theme(store)
with group_column:
    group = who.group(store, [area.id])
st.header(f"{area.label} · {theme.label}", anchor=False)
links.initiatives(store, [area.id], theme.id)
standing.profile(store, area, theme, group)
shell.foot(store)
