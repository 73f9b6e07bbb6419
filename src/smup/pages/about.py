import streamlit as st

from smup.queries import editions
from smup.text import _
from smup.ui import figure, origin, shell, tables

store = shell.open_store()
st.title(_("About the data"), anchor=False)
origin.edition(store)
st.header(_("Sources and terms"), anchor=False)
origin.sources(store)
st.header(_("What there is"), anchor=False)
st.markdown(
    _("Number of indicators by theme and dimension, and the latest year with figures. A zero means: no data yet.")
)
tables.prose_table(editions.extent(store))
st.header(_("What is missing"), anchor=False)
st.markdown(_("No figures that can be trusted were found for these services; they are listed, not filled in."))
tables.prose_table(editions.services_without_data(store))
st.header(_("Remarks on values"), anchor=False)
tables.prose_table(origin.lights(editions.statuses(store)))
st.header(_("What may be compared"), anchor=False)
figure.legend()
tables.prose_table(origin.lights(editions.comparability(store)))
st.header(_("Metropolitan and functional urban areas"), anchor=False)
origin.metros(store)
shell.foot(store)
