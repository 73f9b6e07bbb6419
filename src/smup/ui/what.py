"""Widgets that ask what to look at: theme, indicators, year, words to search for."""

import pandas as pd
import streamlit as st

from smup.model import Dimension, IndicatorCard
from smup.queries import catalogue, groups, metros
from smup.store import Store
from smup.text import _, dimension_name
from smup.ui import kept, url
from smup.ui.url import EVERYTHING, Named

MEASURED = (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST)


def theme(store: Store) -> Named | None:
    """Ask for a theme; ``None`` stands for all of them."""
    chosen = _theme(store, [EVERYTHING])
    return None if chosen.id == EVERYTHING else chosen


def one_theme(store: Store) -> Named:
    """Ask for one theme."""
    return _theme(store, [])


def _theme(store: Store, before: list[str]) -> Named:
    names = _themes(store)
    options = [*before, *(one for one in names if one != EVERYTHING)]
    clears = (*MEASURED, "trend", "indicator", "period")
    chosen = url.choose_one(
        "theme", _("Theme"), options, options[0], names.__getitem__, clears=clears, elsewhere=(EVERYTHING,)
    )
    return Named(chosen, names[chosen])


@kept.value
def _themes(store: Store) -> dict[str, str]:
    rows = catalogue.themes(store).to_dict("records")
    return {EVERYTHING: _("All themes")} | {
        row["theme_id"]: row["name"] + ("" if row["indicators"] else " – " + _("no data yet")) for row in rows
    }


def indicator_of(
    store: Store, dimension: Dimension, theme: Named | None, area_ids: list[str], period: int | None
) -> IndicatorCard | None:
    """Ask for an indicator of one dimension; at first a headline that most of the areas share."""
    offered = catalogue.indicators(store, theme.id if theme else None)
    names = offered[offered["dimension"] == dimension].set_index("indicator_id")["name"]
    st.header(dimension_name(dimension).capitalize(), anchor=False)
    if names.empty:
        st.info(_("No data yet on this dimension of the theme."))
        return None
    headline = catalogue.headline(store, list(names.index), area_ids, period)
    chosen = url.choose_one(
        dimension,
        _("Indicator"),
        list(names.index),
        headline,
        names.__getitem__,
        label_visibility="collapsed",
    )
    return catalogue.indicator(store, chosen)


def indicator(store: Store, theme: Named | None, area_ids: list[str]) -> IndicatorCard | None:
    """Ask for one indicator of a theme, named with its dimension."""
    names, headline = _in_theme(store, theme.id if theme else None, tuple(area_ids))
    if not names:
        st.info(_("There are no data yet on this theme."))
        return None
    return _one_of(store, names, headline)


def indicator_of_members(store: Store, theme: Named | None, metro: Named) -> IndicatorCard | None:
    """Ask for one indicator of a theme among those that a member of the metropolitan area has values of."""
    names, headline = _of_members(store, metro.id, theme.id if theme else None)
    if not names:
        st.info(_("No member of this area has a value in this theme."))
        return None
    return _one_of(store, names, headline)


def _one_of(store: Store, names: dict[str, str], headline: str) -> IndicatorCard:
    """Ask for one of the indicators on offer."""
    chosen = url.choose_one("indicator", _("Indicator"), list(names), headline, names.__getitem__, clears=("period",))
    return _card(store, chosen)


_card = kept.value(catalogue.indicator)


@kept.value
def _in_theme(store: Store, theme_id: str | None, area_ids: tuple[str, ...]) -> tuple[dict[str, str], str]:
    return _offered(store, catalogue.indicators(store, theme_id), list(area_ids))


@kept.value
def _of_members(store: Store, metro_id: str, theme_id: str | None) -> tuple[dict[str, str], str]:
    return _offered(store, metros.indicators(store, metro_id, theme_id), groups.members(store, metro_id))


def _offered(store: Store, offered: pd.DataFrame, area_ids: list[str]) -> tuple[dict[str, str], str]:
    """Name each indicator with its dimension; at first one is shown that most of the areas have."""
    rows = zip(offered["indicator_id"], offered["dimension"], offered["name"], strict=True)
    names = {key: f"{dimension_name(dimension)} · {name}" for key, dimension, name in rows}
    return names, catalogue.headline(store, list(names), area_ids) if names else ""


def period(store: Store, card: IndicatorCard, group: Named, default: int | None = None) -> int | None:
    """Ask for a year in which the group has values; at first ``default``, or else the latest."""
    years = _years(store, card.indicator_id, group.id)
    if not years:
        st.info(_("None of the areas of this group has a value of this indicator."))
        return None
    elsewhere = (EVERYTHING, *_years(store))
    return int(url.choose_one("period", _("Year"), years, str(default or years[0]), str, elsewhere=elsewhere))


@kept.value
def _years(store: Store, *asked: str) -> list[str]:
    return [str(year) for year in catalogue.periods(store, *asked)]


def any_period(store: Store) -> int | None:
    """Ask for a year for all indicators; ``None`` stands for the latest that most of the chosen areas share."""
    years = [EVERYTHING, *(str(year) for year in catalogue.periods(store))]
    chosen = url.choose_one(
        "period",
        _("Year"),
        years,
        EVERYTHING,
        lambda year: _("latest shared") if year == EVERYTHING else year,
    )
    return None if chosen == EVERYTHING else int(chosen)


def dimension(options: list[Dimension]) -> Dimension:
    """Ask which of the dimensions on the page to follow over time."""
    default = Dimension.QUALITY if Dimension.QUALITY in options else options[0]
    return Dimension(
        url.choose_one("trend", _("Over time"), options, default, dimension_name, st.segmented_control, required=True)
    )


def found(store: Store, frame: pd.DataFrame) -> IndicatorCard | None:
    """Ask which of the indicators found in the dictionary to explain; nothing when none was found."""
    if frame.empty:
        return None
    names = frame.set_index("indicator_id")["name"]
    chosen = url.choose_one(
        "indicator", _("Explain an indicator"), list(names.index), names.index[0], names.__getitem__
    )
    return catalogue.indicator(store, chosen)


def words(label: str) -> str:
    """Ask for words to search for."""
    return url.write_words("q", label, clears=("indicator",), placeholder=_("for example: school, road, spending"))
