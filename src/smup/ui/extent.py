"""Widgets that ask what a map shows and how: level, metropolitan area, classes, whose tasks, how near."""

from typing import NamedTuple

import streamlit as st

from smup.model import IndicatorCard, Kind, Level
from smup.queries import groups as asking_groups
from smup.queries import maps as asking
from smup.queries import metros as asking_metros
from smup.store import Store
from smup.text import _, kind_name, tasks_name
from smup.ui import url
from smup.ui.url import EVERYTHING, Named

NEAR = "area"
Box = tuple[float, float, float, float]  # west, south, east, north in degrees
_POLAND: Box = (14.12, 49.0, 24.15, 54.84)
_MARGIN = 0.08  # degrees north of the centre of a gmina that it may reach
_AROUND = {Level.GMINA: 0.35, Level.POWIAT: 0.8, Level.VOIVODESHIP: 1.9}  # degrees shown to the north of a centre
_WIDER = 1.6  # degrees of longitude that are as long as one of latitude


class Shown(NamedTuple):
    """The areas of a map and the group they make for comparisons; ``box`` holds them all."""

    level: Level
    group: Named
    area_ids: list[str]
    metro: Named | None
    box: Box


class Drawing(NamedTuple):
    """How areas get their classes, whose money is compared (``any`` where that is no question), and what is near."""

    way: str
    tasks: str
    others: list[str]
    near: bool


def metro(store: Store) -> Named | None:
    """Ask for a metropolitan or functional urban area to look at; ``None`` stands for Poland."""
    labels = asking_metros.metros(store).set_index("area_id")["label"]
    chosen = url.choose_one("metro", _("Show"), [EVERYTHING, *labels.index], EVERYTHING,
                            lambda one: _("Poland") if one == EVERYTHING else str(labels[one]))  # fmt: skip
    return None if chosen == EVERYTHING else Named(chosen, str(labels[chosen]))


def shown(store: Store, metro: Named | None) -> Shown:
    """Ask for the level; a metropolitan area is always shown by its gminas."""
    names = {
        Level.GMINA: _("gminas"),
        Level.POWIAT: _("powiats and cities with powiat rights"),
        Level.VOIVODESHIP: _("voivodeships"),
    }
    options = [Level.GMINA] if metro else list(names)
    level = Level(url.choose_one("level", _("Areas"), options, Level.GMINA, lambda one: names[Level(one)],
                                 elsewhere=list(names)))  # fmt: skip
    frame = asking.areas(store, level, metro.id if metro else None)
    area_ids = frame["area_id"].tolist()
    if metro is None:
        everyone = Named(asking_groups.around(asking_groups.PICKED, area_ids), f"{names[level]}, {_('Poland')}")
        return Shown(level, everyone, area_ids, None, _POLAND)
    west, east = frame["longitude"].min() - _WIDER * _MARGIN, frame["longitude"].max() + _WIDER * _MARGIN
    box = (west, frame["latitude"].min() - _MARGIN, east, frame["latitude"].max() + _MARGIN)
    return Shown(level, metro, area_ids, metro, box)


def drawing(store: Store, card: IndicatorCard, period: int, shown: Shown) -> Drawing:
    """Ask how to make classes, whose money to compare where tasks differ, and whether to go near the area."""
    ways = {asking.QUANTILES: _("equal fifths"), asking.MEDIAN: _("distance from the median")}
    way = url.choose_one("classes", _("Classes"), list(ways), asking.QUANTILES, ways.__getitem__,
                         st.segmented_control, required=True)  # fmt: skip
    offered = asking.tasks(store, card.indicator_id, period, shown.group.id)
    tasks = offered[0]
    if len(offered) > 1:
        tasks = url.choose_one(
            "tasks", _("Money of"), offered, offered[0], lambda one: whose(one, shown.level), st.segmented_control,
            required=True,
        )  # fmt: skip
    near = url.choose_one("zoom", _("Closer look"), [EVERYTHING, NEAR], EVERYTHING, {
        EVERYTHING: _("the whole area") if shown.metro else _("Poland"), NEAR: _("around the area")}.__getitem__,
        st.segmented_control, required=True)  # fmt: skip
    return Drawing(way, tasks, [one for one in offered if one != tasks], near == NEAR)


def whose(tasks: str, level: Level) -> str:
    """Name the areas of a level whose money pays for the same tasks."""
    return kind_name(Kind.LAND_POWIAT) if level is Level.POWIAT and tasks == "gmina" else tasks_name(tasks)


def on_map(store: Store, shown: Shown, area_ids: list[str]) -> list[str]:
    """Return which areas of the map the given ones are or lie in."""
    there = set(shown.area_ids)
    return [area_id for area_id in asking.around(store, shown.level, area_ids) if area_id in there]


def fullest(store: Store, card: IndicatorCard, shown: Shown) -> int | None:
    """Return the latest year in which as many areas of the map as in any other have a value, or nearly as many."""
    return asking.fullest_period(store, card.indicator_id, shown.group.id)


def around(store: Store, shown: Shown, area_ids: list[str]) -> Box:
    """Return the box around the first of the areas, or all that is shown when none of them is on the map."""
    frame = asking.areas(store, shown.level, shown.metro.id if shown.metro else None).set_index("area_id")
    there = [area_id for area_id in area_ids if area_id in frame.dropna(subset=["latitude", "longitude"]).index]
    if not there:
        return shown.box
    north, east = frame.loc[there[0], ["latitude", "longitude"]]
    margin = _AROUND[shown.level]
    return (east - _WIDER * margin, north - margin, east + _WIDER * margin, north + margin)
