import streamlit as st

from smup.text import _
from smup.ui import findings, search, shell, who

store = shell.open_store()
st.title(_("Public services: how much, how good, at what cost"), anchor=False)
st.markdown(_("Each area beside areas like it, from public figures. Look for something, or choose an area."))
search.box(store)
heading, choice = st.columns([3, 1], vertical_alignment="bottom")
with choice:
    area = who.area(store)
heading.header(findings.title(area), anchor=False)
findings.onward(area)
findings.show(store, area, who.nearest(store, area))
shell.foot(store)
