import streamlit as st

from smup.queries import catalogue
from smup.text import _
from smup.ui import choose, shell, show

store = shell.open_store()
st.title(_("Catalogue"), anchor=False)
found = catalogue.dictionary(store, choose.words(_("Search the indicators")))
show.dictionary(found)
card = choose.found(store, found)
if card:
    show.card(card)
shell.foot(store)
