import streamlit as st

from smup.text import _
from smup.ui import choose, shell, show

store = shell.open_store()
st.title(_("Profile"), anchor=False)
area_column, theme_column, group_column = st.columns(3)
with area_column:
    area = choose.area(store)
with theme_column:
    theme = choose.one_theme(store)
with group_column:
    group = choose.group(store, [area.id])
st.header(f"{area.label} · {theme.label}", anchor=False)
show.profile(store, area, theme, group)
shell.foot(store)
