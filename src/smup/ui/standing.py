"""Who stands where: all areas of a group on one indicator, one area on all indicators of a theme."""

import streamlit as st

from smup import charts, sentences
from smup.model import Dimension, IndicatorCard
from smup.queries import places
from smup.store import Store
from smup.text import _, dimension_name
from smup.ui import figure
from smup.ui.tables import downloads, mixed_table, table
from smup.ui.url import Named


def ranking(store: Store, card: IndicatorCard, period: int, group: Named, chosen: list[str]) -> None:
    """Show all areas of a group in order, the chosen ones in colour."""
    frame = places.ranking(store, card.indicator_id, period, group.id, chosen[0])
    sentence = sentences.describe_ranking(frame, card, period, group.label, chosen)
    st.markdown(sentence)
    figure.about(card, sentences.cautions(frame, card))
    if frame["value"].notna().any():
        figure.chart(charts.rank_areas(frame, card, chosen), sentence, "ranking")
    columns = ["rank", "label", "value", "percentile", "quartile", "light", "why", "note", "area_id", "status"]
    decimals = {"value": card.decimals, "percentile": 0, "rank": 0, "quartile": 0}
    table(frame[columns], decimals, f"smup-{card.indicator_id}-{period}-{group.id}")


def profile(store: Store, area: Named, theme: Named, group: Named) -> None:
    """Show every indicator of the theme for one area, between the worst and the best of the group."""
    frame = places.profile(store, area.id, theme.id, group.id)
    if frame.empty:
        st.info(_("There are no data on this theme for {area} yet.").format(area=area.label))
        return
    st.markdown(sentences.describe_profile(frame, area.label, theme.label, group.label))
    st.caption(_("Filled: right is better. Hollow: not judged, right is simply more."))
    for dimension in Dimension:
        part = frame[(frame["dimension"] == dimension) & frame["percentile"].notna()]
        if len(part):
            st.subheader(dimension_name(dimension).capitalize(), anchor=False)
            alt = sentences.describe_profile(part, area.label, dimension_name(dimension), group.label)
            figure.chart(charts.positions(part), alt, f"profile-{dimension}")
    columns = ["dimension", "indicator", "unit", "period", "value", "rank", "n", "lowest", "median", "highest",
               "light", "why", "note"]  # fmt: skip
    shown = frame[columns].assign(dimension=frame["dimension"].map(dimension_name))
    st.subheader(_("All indicators"), anchor=False)
    mixed_table(shown, frame["decimals"], ["value", "lowest", "median", "highest"])
    downloads(frame[["indicator_id", *columns]], f"smup-{area.id}-{theme.id}")
