"""Questions about standing: all areas of a group on one indicator; one area on all indicators of a theme."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup import cube
from smup.methods.ranking import FEWEST_RANKED
from smup.model import Polarity
from smup.queries import remembered
from smup.store import Store

_RECENT = 2  # years before the latest: most indicators have a place in one of them


@remembered
def ranking(store: Store, indicator_id: str, period: int, group_id: str, area_id: str | None = None) -> pd.DataFrame:
    """One row per area of the group, best first (highest first where nothing is judged); those without a value last.

    ``light`` and ``why`` say whether a value may be set beside that of ``area_id``, or, if that does not belong to the
    group, beside those of the members whose tasks most of them have.
    """
    rule, areas = cube.rule(store, indicator_id), cube.areas(store)
    lines = cube.members(store, group_id) if rule else areas.numbers([])
    rule = rule or cube.NO_RULE
    tasks, kind = areas.tasks[lines], areas.kind[lines]
    cells = cube.values(store, indicator_id).at(lines, [period])
    place = cube.placed(cells.value, rule.parts(tasks), rule)
    missing = np.isnan(cells.value)
    by_value = cells.value if rule.polarity == Polarity.LOWER else -cells.value
    order = np.lexsort((areas.alphabetical[lines], np.where(missing, 0, by_value), place.rank, missing))
    lines, tasks, kind = lines[order], tasks[order], kind[order]
    cells, place = cells.take(order), place.take(order)
    chosen = lines == areas.number.get(area_id or "", -1)
    reference = _reference(lines, tasks, chosen)
    found = cube.reasons(
        rule,
        cells,
        tasks,
        same_kind=(kind == kind[reference]) if chosen.any() else True,
        same_tasks=rule.parts(tasks) == rule.parts(tasks)[reference],
        n=place.n,
    )
    return pd.DataFrame(
        {
            "rank": cube.whole(place.rank),
            **areas.named(lines, "area_id", "label", "kind"),
            "value": cells.value,
            "status": cube.letters(cells.status),
            "percentile": place.percentile,
            "quartile": cube.whole(place.quartile),
            "n": cube.whole(place.n),
            "median": place.median,
            "note": cube.notes(store, cells.note),
            **cube.reservations(store).words(cells.status, found),
        },
        copy=False,
    )


def _reference(lines: cube.Numbers, tasks: cube.Numbers, chosen: npt.NDArray[np.bool_]) -> cube.Numbers:
    """Return where the area is that the others are held against: the chosen one, else the first with most tasks."""
    if chosen.any() or not len(lines):
        return np.flatnonzero(chosen)
    common = np.bincount(tasks)[tasks]
    return np.array([np.argmin(np.where(common == common.max(), lines, lines.max() + 1))])


@remembered
def profile(store: Store, area_id: str, theme_id: str | None, group_id: str, period: int | None = None) -> pd.DataFrame:
    """One row per indicator of the theme (or of all) with a value for the area: place in the group, extremes, median.

    The year is ``period``, or the latest in which the area has a place in the group, or else the latest with a value.
    ``light`` and ``why`` say whether the value may be held against the group.
    """
    areas, known, members = cube.areas(store), cube.catalogue(store), cube.members(store, group_id)
    own = areas.number.get(area_id, -1)
    asked = known.theme(theme_id) if own >= 0 else areas.numbers([])
    last = period or cube.last_year(store)
    found = cube.standing(store, asked, own, members, period or last - _RECENT, last)
    if period is None:  # the years before are read of those indicators alone that have no place in the latest
        settled = found.n >= FEWEST_RANKED
        rest = np.setdiff1d(asked, found.indicator[settled])
        found = found.take(settled).with_more(cube.standing(store, rest, own, members, 0, last))
    rules, tasks = known.rules.take(found.indicator), areas.tasks[[own] * len(found.n)]
    same_kind, same_tasks = areas.kind[members] == areas.kind[own], areas.tasks[members] == areas.tasks[own]
    reasons = cube.reasons(
        rules,
        found,
        tasks,
        same_kind=np.where(rules.same_tasks, same_kind[same_tasks].all(), same_kind.all()),
        n=np.nan_to_num(found.n),
    )
    return pd.DataFrame(
        {
            **known.named(found.indicator, "indicator_id", "service_id", "dimension"),
            **known.named(found.indicator, "indicator", "unit", "short_unit", "decimals", "polarity"),
            "period": found.period,
            "value": found.value,
            "status": cube.letters(found.status),
            "rank": cube.whole(found.rank),
            "n": cube.whole(found.n),
            **{name: getattr(found, name) for name in ("percentile", "median", "lowest", "highest")},
            "note": cube.notes_of(store, area_id, found.indicator, found.period),
            **cube.reservations(store).words(found.status, reasons),
        }
    )
