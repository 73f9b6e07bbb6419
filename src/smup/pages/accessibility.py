import streamlit as st

from smup.text import _
from smup.ui import shell, statement

store = shell.open_store()
st.title(_("Accessibility statement"), anchor=False)
statement.show(store)
shell.foot(store)
