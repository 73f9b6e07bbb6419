import streamlit as st

from smup.text import _
from smup.ui import card, finding, records, shell

store = shell.open_store()
st.title(_("Practices"), anchor=False)
sentence = st.container()
found = finding.found(store)
with sentence:
    records.summary(store, found)
record_id = finding.chosen(store, found)
if record_id:
    left, right = st.columns([3, 2], gap="large")
    with left:
        card.show(store, record_id)
else:
    right = st.container()
with right:
    records.timeline(found)
    records.initiatives(found)
    records.events(store, found)
shell.foot(store)
