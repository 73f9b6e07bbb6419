"""Widgets that ask the reader what to look at; each returns a valid choice, whatever the URL says."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
import streamlit as st

from smup.model import Dimension, IndicatorCard, Kind, Level
from smup.queries import areas as asking_areas
from smup.queries import catalogue
from smup.store import Store
from smup.text import _, dimension_name, kind_name, number_text
from smup.ui import url


class Named(NamedTuple):
    """A choice: its identifier and what the reader calls it."""

    id: str
    label: str


EVERYTHING = "all"
FIRST_AREAS = ("126101", "226201", "026401", "066301")  # Kraków, Gdynia, Wrocław, Lublin
MOST_AREAS = 20
MEASURED = (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST)
_POPULATIONS = ("5000", "10000", "20000", "50000", "100000", "200000", "500000")


def areas(store: Store) -> list[str]:
    """Ask for the areas to compare, with filters for the list on offer."""
    names = _labels(asking_areas.areas(store))
    known = _known(store, names)
    if len(known) > MOST_AREAS:
        st.warning(_("At most {most} areas fit on a page; showing the first.").format(most=MOST_AREAS))
        known = known[:MOST_AREAS]
    top = st.container()
    with st.popover(_("Filter the list"), icon=":material/filter_alt:"):
        offered = _filtered(store)
    with top:
        url.choose_many(
            "area",
            _("Cities, gminas, powiats, metropolitan areas ({number} on the list)").format(
                number=number_text(len(offered))
            ),
            list(dict.fromkeys([*known, *offered["area_id"]])),
            known,
            names.__getitem__,
            max_selections=MOST_AREAS,
            select_all=len(offered) <= MOST_AREAS,
            placeholder=_("Type a name"),
        )
    return known


def _filtered(store: Store) -> pd.DataFrame:
    """Ask for kind, voivodeship, metropolitan area and population; return the areas that pass."""
    places = asking_areas.areas(store)
    names = _labels(places)
    kinds = [kind.value for kind in Kind if kind is not Kind.COUNTRY]
    kind = _optional("kind", _("Kind"), kinds, kind_name)
    voivodeships = places.loc[places["level"] == Level.VOIVODESHIP, "area_id"].tolist()
    voivodeship_id = _optional("voivodeship", _("Voivodeship"), voivodeships, names.__getitem__)
    metros = places.loc[places["level"] == Level.METRO, "area_id"].tolist()
    metro_id = _optional("metro", _("Metropolitan area"), metros, names.__getitem__)
    low = _optional("population_from", _("Population from"), list(_POPULATIONS), lambda text: number_text(int(text)))
    high = _optional("population_to", _("Population to"), list(_POPULATIONS), lambda text: number_text(int(text)))
    return asking_areas.areas(
        store, kind, voivodeship_id, metro_id, int(low) if low else None, int(high) if high else None
    )


def _optional(key: str, label: str, options: list[str], naming: Callable[[str], str]) -> str | None:
    chosen = url.choose_one(
        key,
        label,
        [EVERYTHING, *options],
        EVERYTHING,
        lambda one: _("any") if one == EVERYTHING else naming(one),
    )
    return None if chosen == EVERYTHING else chosen


def area(store: Store) -> Named:
    """Ask for the one area of a profile: the first of the URL's; the others stay in the URL behind it."""
    names = _labels(asking_areas.areas(store))
    known = _known(store, names)
    chosen = url.choose_one("area", _("Area"), list(names), known[0], names.__getitem__, rest=known)
    return Named(chosen, names[chosen])


def _known(store: Store, names: dict[str, str]) -> list[str]:
    """Return the areas that the URL asks for and the store knows, or the first view's; name those left out."""
    wanted = list(dict.fromkeys(part for part in (url.asked("area") or "").split(url.SEPARATOR) if part))
    for area_id in wanted:
        if area_id not in names:
            hint = ", ".join(asking_areas.likely(store, area_id[:60]))
            st.warning(_("There is no area “{area_id}” (in the address); left out. Did you mean {hint}?").format(
                area_id=url.plain(area_id), hint=hint))  # fmt: skip
    return [area_id for area_id in wanted if area_id in names] or list(FIRST_AREAS)


def theme(store: Store) -> Named | None:
    """Ask for a theme; ``None`` stands for all of them."""
    chosen = _theme(store, [EVERYTHING])
    return None if chosen.id == EVERYTHING else chosen


def one_theme(store: Store) -> Named:
    """Ask for one theme."""
    return _theme(store, [])


def _theme(store: Store, before: list[str]) -> Named:
    frame = catalogue.themes(store).set_index("theme_id")

    def naming(theme_id: str) -> str:
        if theme_id == EVERYTHING:
            return _("All themes")
        name = str(frame.loc[theme_id, "name"])
        return name if frame.loc[theme_id, "indicators"] else name + " – " + _("no data yet")

    options = [*before, *frame.index]
    clears = (*MEASURED, "trend", "indicator", "period")
    chosen = url.choose_one("theme", _("Theme"), options, options[0], naming, clears=clears)
    return Named(chosen, naming(chosen))


def indicator_of(store: Store, dimension: Dimension, theme: Named | None, area_ids: list[str]) -> IndicatorCard | None:
    """Ask for an indicator of one dimension; at first the freshest that all of the areas share."""
    offered = catalogue.indicators(store, theme.id if theme else None)
    names = offered[offered["dimension"] == dimension].set_index("indicator_id")["name"]
    st.subheader(dimension_name(dimension).capitalize(), anchor=False)
    if names.empty:
        st.info(_("No data yet on this dimension of the theme."))
        return None
    headline = catalogue.headline(store, list(names.index), area_ids)
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
    offered = catalogue.indicators(store, theme.id if theme else None).set_index("indicator_id")
    if offered.empty:
        st.info(_("There are no data yet on this theme."))
        return None
    names = {key: f"{dimension_name(row.dimension)} · {row.name_}" for key, row in
             zip(offered.index, offered.rename(columns={"name": "name_"}).itertuples(), strict=True)}  # fmt: skip
    headline = catalogue.headline(store, list(names), area_ids)
    chosen = url.choose_one("indicator", _("Indicator"), list(names), headline, names.__getitem__, clears=("period",))
    return catalogue.indicator(store, chosen)


def period(store: Store, card: IndicatorCard, group: Named) -> int | None:
    """Ask for a year in which the group has values; the latest at first."""
    years = [str(year) for year in catalogue.periods(store, card.indicator_id, group.id)]
    if not years:
        st.info(_("None of the areas of this group has a value of this indicator."))
        return None
    return int(url.choose_one("period", _("Year"), years, years[0], str))


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


def group(store: Store, area_ids: list[str], everyone: bool = False) -> Named:
    """Ask for the comparison group: one that the areas belong to, or (``everyone``) any."""
    names = asking_areas.groups(store).set_index("group_id")["name"]
    own = asking_areas.groups_of(store, area_ids)
    options = list(dict.fromkeys([*own, *names.index])) if everyone or not own else own
    chosen = url.choose_one("group", _("Compared with"), options, options[0], names.__getitem__)
    return Named(chosen, str(names[chosen]))


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


def _labels(places: pd.DataFrame) -> dict[str, str]:
    return dict(zip(places["area_id"], places["label"], strict=True))
