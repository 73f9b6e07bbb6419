import streamlit as st

from smup.text import _
from smup.ui import changes, shell, who

store = shell.open_store()
st.title(_("Changes"), anchor=False)
area_column, edition_column = st.columns(2)
with area_column:
    area = who.area(store)
with edition_column:
    other = changes.other_edition(store)
st.header(_("What moved last"), anchor=False)
changes.movers(store, area)
st.header(_("What is new in this edition"), anchor=False)
changes.between(store, other, area)
st.header(_("What is out of date"), anchor=False)
changes.ages(store, area)
shell.foot(store)
