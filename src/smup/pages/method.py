import streamlit as st

from smup.text import _
from smup.ui import method, shell

store = shell.open_store()
st.title(_("Method"), anchor=False)
method.show()
shell.foot(store)
