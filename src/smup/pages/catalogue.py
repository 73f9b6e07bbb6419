import streamlit as st

from smup.queries import catalogue
from smup.text import _
from smup.ui import choose, shell, show

store = shell.open_store()
st.title(_("Catalogue"), anchor=False)
words = choose.words(_("Search the indicators"))
show.dictionary(catalogue.dictionary(store, words))
shell.foot(store)
