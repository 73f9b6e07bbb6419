"""The ranking as a bare page of Streamlit: the same ready-made figure, sentence and selectors, nothing else."""

import streamlit as st

from load.ranking import answered, edition, first, offered

start, choices = first(), offered()
st.title("Ranking")
indicator_id = st.selectbox(
    "Indicator", choices, list(choices).index(start.indicator_id), lambda key: choices[key][0], key="indicator-pl"
)
# Another indicator is shown in its latest year: its box is another one.
period = st.selectbox("Year", choices[indicator_id][1], key=f"{indicator_id}-period-pl")
shown = answered(indicator_id, period)
st.write(shown.sentence)
st.plotly_chart(shown.drawn)
st.caption(f"smup · edycja {edition()}")
