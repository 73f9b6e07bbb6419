"""Chosen areas over the years."""

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.methods.trend import trends
from smup.model import Dimension, IndicatorCard
from smup.queries import figures
from smup.store import Store
from smup.text import _, in_prices
from smup.ui import figure, links, overlay, prices, what
from smup.ui.part import folded, part
from smup.ui.tables import table


@part
def chosen(store: Store, cards: dict[Dimension, IndicatorCard], area_ids: list[str]) -> None:
    """Ask which of the dimensions to follow over the years, and show how its indicator changed."""
    change(store, cards[what.dimension(list(cards))], area_ids)


def change(store: Store, card: IndicatorCard, area_ids: list[str]) -> None:
    """Show how the chosen areas changed over the years."""
    frame = figures.trend(store, card.indicator_id, area_ids)
    st.markdown(f"**{card.name}**")
    if frame.empty:
        st.info(_("None of the chosen areas has a value of this indicator."))
        return
    base = None
    own = overlay.marks(store, card, area_ids)
    if card.is_money:
        index = figures.price_index(store)
        base = prices.base_year(frame, index)
        if base is not None:
            frame, own = (prices.deflated(rows, index, base) for rows in (frame, own))
    sentence = sentences.describe_change(frame, card, base)
    column = card.column_over_time(base)
    drawn = frame[column].notna().any()
    if drawn:
        own = overlay.written(own, card, column)
        tangled = frame["label"].nunique() > charts.MOST_LINES
        draw = charts.change_side_by_side if tangled else charts.change_over_time
        figure.chart(draw(frame, card, base, own), sentence, "change", own)
    st.markdown(sentence)
    name = f"smup-{card.indicator_id}" + ("" if base is None else f"-{base}-prices")
    if drawn:
        _trends(frame, card, base, f"{name}-trend")
        links.method("trend", "over_time")
    figure.remarks(sentences.cautions_over_time(frame, card, base))
    folded("years", _("Table and CSV"), "table", lambda: _table(frame, card, base, f"{name}-years"))


def _table(frame: pd.DataFrame, card: IndicatorCard, base: int | None, name: str) -> None:
    st.caption(in_prices(card.unit, base))
    column = card.column_over_time(base)
    wide = frame.pivot(index="period", columns="label", values=column)[list(dict.fromkeys(frame["label"]))]
    table(wide.reset_index(), dict.fromkeys(wide.columns, card.decimals), name, frame)


def _trends(frame: pd.DataFrame, card: IndicatorCard, base: int | None, name: str) -> None:
    """Say which way the first area goes and how certain that is, and show the same of all areas."""
    found = trends(frame, card.column_over_time(base))
    st.markdown(sentences.describe_trend(found, card, base))
    folded("trend", _("Trend of each area"), "trending_up", lambda: _trend_table(found, card, base, name))


def _trend_table(found: pd.DataFrame, card: IndicatorCard, base: int | None, name: str) -> None:
    unit = in_prices(sentences.trend_unit(card)[1], base)
    decimals = sentences.trend_decimals(found, card)
    changes = ["slope", "slope_low", "slope_high"]
    shown = found[["label"]].assign(
        direction=sentences.trend_words(found),
        **(found[changes].round(decimals) + 0.0),  # no minus before a zero
        first_period=found["first"],
        last_period=found["last"],
        years=found["n"],
        p=found["p"].map(sentences.p_text),
    )
    st.caption(
        _(
            "Unit of the change a year: {unit}; Sen's slope with its 95 % interval, p by the Mann–Kendall test. "
            "An unclear direction does not prove that nothing changed."
        ).format(unit=unit)
    )
    tidy = found.assign(indicator_id=card.indicator_id, unit=unit)
    table(shown, dict.fromkeys(changes, decimals), name, tidy)
