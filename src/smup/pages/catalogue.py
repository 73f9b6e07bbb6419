import streamlit as st

from smup.queries import catalogue
from smup.text import _
from smup.ui import dictionary, shell, what

store = shell.open_store()
st.title(_("Catalogue"), anchor=False)
found = catalogue.dictionary(store, what.words(_("Search the indicators")))
dictionary.dictionary(found)
card = what.found(store, found)
if card:
    dictionary.card(card)
shell.foot(store)
