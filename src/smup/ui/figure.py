"""A figure and what belongs to it: the sentence in words, the reservations, the definition."""

from typing import Any

import pandas as pd
import streamlit as st

from smup import sentences
from smup.model import IndicatorCard, PairCard
from smup.text import LIGHT_MARKS, _, polarity_name
from smup.ui import links, pictures
from smup.ui.part import folded
from smup.ui.url import Named

_CHART = {"displayModeBar": False, "scrollZoom": False}


def about(card: IndicatorCard, reservations: list[str]) -> None:
    """Show the reservations and, folded, what the indicator is."""
    remarks(reservations)
    folded(f"about-{card.indicator_id}", _("What is it?"), "info", lambda: _about(card))


def _about(card: IndicatorCard) -> None:
    definition(card)
    links.method("indicators", "comparability", "aggregates")
    links.to("about", _("About the data"), "info")


def group(named: Named) -> None:
    """Name the group that a table compares with."""
    st.caption(_("Compared with: {group}").format(group=named.label))


def legend() -> None:
    """Explain the marks of comparability."""
    marks = {light: f"{mark}" for light, mark in LIGHT_MARKS.items()}
    st.caption(
        _("{green} comparable · {amber} with a reservation · {grey} not comparable · – no value").format(**marks)
    )
    links.method("comparability")


def remarks(lines: list[str]) -> None:
    """Show what to keep in mind, in small print."""
    if lines:
        st.caption("\n".join(f"- {line}" for line in lines))


def both(pair: PairCard) -> None:
    """Show, folded, what the cost and what it buys are."""
    folded(f"about-{pair.pair_id}", _("What is it?"), "info", lambda: _both(pair))


def _both(pair: PairCard) -> None:
    for card in (pair.cost, pair.output):
        st.markdown(f"**{card.name}**")
        definition(card)


def definition(card: IndicatorCard) -> None:
    """Say what an indicator measures, how it is judged, worked out and where it comes from."""
    st.markdown(f"{card.description} ({polarity_name(card.polarity)})")
    if card.note:
        st.markdown(card.note)
    if card.cost_scope:
        st.markdown(_("Scope of the cost: {scope}").format(scope=card.cost_scope))
    st.markdown(_("Formula: `{formula}` · unit: {unit} · source: {sources}").format(
        formula=card.formula, unit=card.unit, sources=card.sources))  # fmt: skip


def chart(figure: Any, sentence: str, name: str, own: pd.DataFrame | None = None) -> None:
    """Draw a figure, offer it as a file and say what its ``own`` marks show.

    ``sentence`` says the same as the figure to those who do not see it.
    """
    st.plotly_chart(figure, alt=f"{sentence} {_besides(own)}".strip(), config=_CHART, key=f"chart-{name}")
    pictures.offer(f"chart-{name}")
    if _besides(own):
        st.caption(_besides(own))


def _besides(own: pd.DataFrame | None) -> str:
    return "" if own is None or own.empty else sentences.describe_own(own)
