import streamlit as st

from smup.text import _
from smup.ui import links, own_data, shell

store = shell.open_store()
st.title(_("Your data"), anchor=False)
st.markdown(
    _("Set figures of your own beside the official ones, here and on the charts of the other pages. The file stays in "
      "this session alone: it is not stored, nobody else sees it, and after a reload it is gone.")
)  # fmt: skip
links.method("own_data")
own_data.templates(store)
found = own_data.uploaded(store)
if found:
    own_data.findings(found)
    own_data.values(store, found)
shell.foot(store)
