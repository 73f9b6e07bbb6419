import streamlit as st

from smup.queries import areas, catalogue
from smup.text import _
from smup.ui import shell, show

store = shell.open_store()
st.title(_("About the data"), anchor=False)
show.edition(store)
st.header(_("Sources and terms"), anchor=False)
show.table(catalogue.sources(store), {"observations": 0}, "smup-sources")
st.header(_("What is missing"), anchor=False)
st.markdown(_("No figures that can be trusted were found for these services; they are listed, not filled in."))
show.table(catalogue.services_without_data(store), {}, "smup-services-without-data")
st.header(_("Remarks on values"), anchor=False)
show.table(catalogue.statuses(store), {"observations": 0}, "smup-statuses")
st.header(_("Metropolitan areas"), anchor=False)
show.table(areas.metros(store), {"members": 0}, "smup-metropolitan-areas")
shell.foot(store)
