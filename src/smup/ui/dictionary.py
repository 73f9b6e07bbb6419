"""What is measured: the dictionary of indicators and one of them explained."""

import pandas as pd
import streamlit as st

from smup.model import IndicatorCard
from smup.text import _, counted, dimension_name, polarity_name
from smup.ui import figure
from smup.ui.tables import table


def card(card: IndicatorCard) -> None:
    """Show all that the catalogue says of one indicator."""
    st.header(card.name, anchor=False)
    st.markdown(f"{card.theme} · {card.service} · {dimension_name(card.dimension)}")
    figure.definition(card)


def dictionary(frame: pd.DataFrame) -> None:
    """Show the indicator dictionary and how many indicators it holds."""
    st.markdown(counted("{number} indicator", "{number} indicators", len(frame)))
    if len(frame):
        named = frame.assign(
            dimension=frame["dimension"].map(dimension_name), polarity=frame["polarity"].map(polarity_name)
        )
        first = [
            "name",
            "theme",
            "service",
            "dimension",
            "unit",
            "first_period",
            "last_period",
            "years",
            "areas",
        ]
        rest = [column for column in frame.columns if column not in first]
        table(named[[*first, *rest]], {"areas": 0, "years": 0}, "smup-indicators")
    else:
        st.info(_("Nothing was found; try fewer or shorter words."))
