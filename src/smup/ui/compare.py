"""Chosen areas side by side: one indicator as bars, all indicators of a theme as a table."""

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.model import Dimension, IndicatorCard
from smup.queries import catalogue, figures
from smup.queries import groups as asking
from smup.store import Store
from smup.text import _, dimension_name
from smup.ui import figure, links, overlay, url
from smup.ui.part import folded
from smup.ui.tables import downloads, grouped, mixed_table, table
from smup.ui.url import Named


def comparison(store: Store, card: IndicatorCard, period: int | None, group: Named, area_ids: list[str]) -> None:
    """Show one indicator of the chosen areas as bars against the median of the group."""
    year = period or catalogue.shared_period(store, card.indicator_id, area_ids)
    if year is None:
        st.info(_("None of the chosen areas has a value of this indicator."))
        return
    frame = figures.comparison(store, card.indicator_id, year, group.id, area_ids)
    spread = figures.spread(store, card.indicator_id, year, group.id, area_ids[0])
    sentence = sentences.describe_comparison(frame, card, year, spread, group.label)
    own = overlay.marks(store, card, area_ids, year)
    if frame["value"].notna().any() or len(own):
        median = spread["median"].iloc[0] if len(spread) else None
        figure.chart(charts.compare_areas(frame, card, median, group.label, own), sentence, card.dimension, own)
    st.markdown(sentence)
    if len(spread) and spread["median"].isna().all():
        _wider(store, card, year, area_ids[0])
    figure.about(card, sentences.cautions(frame, card))
    links.method("groups")
    if card.dimension == Dimension.COST:
        links.cheaper(store, area_ids[0], card.indicator_id)
    folded(f"table-{card.dimension}", _("Table and CSV"), "table", lambda: _table(frame, card, year, group))


def _table(frame: pd.DataFrame, card: IndicatorCard, year: int, group: Named) -> None:
    shown = frame[["label", "value", "light", "why", "rank", "n", "status", "area_id"]]
    figure.group(group)
    name = f"smup-{card.indicator_id}-{year}-{group.id}"
    table(shown, {"value": card.decimals, "rank": 0, "n": 0}, name, file=grouped(shown, group))


def _wider(store: Store, card: IndicatorCard, year: int, area_id: str) -> None:
    """Offer a group of the area that has a median: one within its voivodeship before all of its kind."""
    for group_id in sorted(asking.groups_of(store, [area_id]), key=lambda one: "." not in one):
        spread = figures.spread(store, card.indicator_id, year, group_id, area_id)
        if spread["median"].notna().any():
            label = _("Compare with: {group}").format(group=asking.label(store, group_id))
            url.choose_here("group", group_id, label, "group", card.dimension)
            return


def comparison_table(store: Store, theme: Named | None, group: Named, area_ids: list[str], period: int | None) -> None:
    """Show all indicators of the theme for the chosen areas, by dimension, with the group's median."""
    indicator_ids = catalogue.indicators(store, theme.id if theme else None)["indicator_id"].tolist()
    tidy = figures.comparison_table(store, indicator_ids, group.id, area_ids, period)
    if tidy.empty:
        st.info(_("None of the chosen areas has a value in this theme and year."))
        return
    labels = list(dict.fromkeys(tidy["area"]))
    values = tidy.pivot(index="indicator_id", columns="area", values="value")[labels]
    keys = ["indicator_id", "dimension", "indicator", "unit", "period"]
    each = tidy.drop_duplicates("indicator_id").set_index("indicator_id", drop=False)
    wide = each[keys].join(values).join(each[["median", "n"]]).reset_index(drop=True)
    shown = wide[["indicator", *labels, "median", "unit", "period", "n", "dimension"]]
    shown = shown.assign(dimension=wide["dimension"].map(dimension_name))
    lights = tidy.pivot(index="indicator_id", columns="area", values="light").loc[wide["indicator_id"]]
    mixed_table(shown, each["decimals"].reset_index(drop=True), [*labels, "median"], lights.reset_index(drop=True))
    figure.legend()
    figure.group(group)
    downloads(grouped(wide, group), f"smup-{theme.id if theme else 'all'}-{group.id}", tidy)
