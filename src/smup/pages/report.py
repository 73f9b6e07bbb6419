import streamlit as st

from smup.text import _
from smup.ui import report, shell, what, who

st.title(_("Report"), anchor=False)
store = report.cited(shell.open_store())
st.markdown(
    _("For a council or the public: every number with its year, source and place in the group. What the author leaves "
      "out is named, and with its value where the area is in the worst quarter.")
)  # fmt: skip
area_column, theme_column, group_column = st.columns(3)
with area_column:
    area = who.area(store)
with theme_column:
    theme = what.theme(store)
with group_column:
    group = who.group(store, [area.id])
service_column, without_column, period_column = st.columns([2, 2, 1])
with service_column:
    services = report.services(store, theme)
with without_column:
    without = report.without(store, theme, services)
with period_column:
    period = report.period(store)
report.show(store, area, theme, group, services, period, without)
shell.foot(store)
