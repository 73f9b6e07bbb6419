"""Where one area stands in a group on many indicators, each in the year that says most."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from smup.cube.areas import TASKS, Floats, Numbers, areas
from smup.cube.theme import Figures, catalogue, read
from smup.methods.apart import place_apart
from smup.methods.ranking import FEWEST_RANKED
from smup.store import Store


@dataclass(frozen=True, eq=False)
class Standings(Figures):
    """The values of an area with their places; NaN where there is none."""

    rank: Floats
    percentile: Floats
    n: Floats
    median: Floats
    lowest: Floats
    highest: Floats

    def with_more(self, others: "Standings") -> "Standings":
        """Return these and the others in the order of the catalogue."""
        order = np.argsort(np.concatenate([self.indicator, others.indicator]))
        both = zip(vars(self).items(), vars(others).values(), strict=True)
        return Standings(**{name: np.concatenate([mine, other])[order] for (name, mine), other in both})


def standing(store: Store, indicators: Numbers, own: int, members: Numbers, first: int, last: int) -> Standings:
    """Return the value of the area ``own`` on each of the indicators that it has one of, by indicator.

    The year is the latest from ``first`` to ``last`` in which it has a place among the ``members``, or else the latest
    with a value. ``lowest`` and ``highest`` are those of the members that it is ranked among.
    """
    found = read(store, indicators, np.union1d(members, [own]), first, last)
    rules, tasks = catalogue(store).rules.take(found.indicator), areas(store).tasks
    is_member = np.isin(np.arange(len(tasks)), members)
    compared, is_own = is_member[found.area], found.area == own
    part = found.indicator * len(TASKS) + np.where(rules.same_tasks, tasks[found.area], 0)
    chosen = _chosen(found, part, compared, is_own & is_member[own], is_own)
    mine = chosen[chosen >= 0]
    in_year = found.period == np.append(found.period, -1)[chosen][found.indicator]
    among = np.flatnonzero(compared & in_year)
    value = found.value[among]
    place = place_apart(value, rules.goodness(found.value)[among], part[among], rules.judged[among])
    line = np.searchsorted(among, mine)
    ranked = np.append(among, -1)[line] == mine

    def own_place(column: npt.NDArray[Any]) -> Floats:
        return np.where(ranked, np.append(column, 0)[line], np.nan)

    def extreme(of: np.ufunc) -> Floats:
        reached = np.full(int(part.max(initial=0)) + 1, np.nan)
        of.at(reached, part[among], value)
        return np.where(ranked, reached[part[mine]], np.nan)

    return Standings(
        **vars(found.take(mine)),
        rank=own_place(place.rank),
        percentile=own_place(place.percentile),
        n=own_place(place.n),
        median=own_place(place.median),
        lowest=extreme(np.fmin),
        highest=extreme(np.fmax),
    )


def _chosen(
    found: Figures,
    part: Numbers,
    compared: npt.NDArray[np.bool_],
    may_rank: npt.NDArray[np.bool_],
    is_own: npt.NDArray[np.bool_],
) -> Numbers:
    """Return for each indicator of the catalogue which of the own values is shown, -1 where there is none."""
    year = found.period - (found.period.min() if len(part) else 0)
    cell = part * (int(year.max(initial=0)) + 1) + year
    n = np.bincount(cell[compared], minlength=int(cell.max(initial=0)) + 1)[cell]
    own = np.flatnonzero(is_own)
    own = own[np.lexsort((found.period[own], (may_rank & (n >= FEWEST_RANKED))[own]))]
    chosen = np.full(int(found.indicator.max(initial=-1)) + 1, -1)
    chosen[found.indicator[own]] = own  # of several the last, which says most
    return chosen


def last_year(store: Store) -> int:
    """Return the latest year with a value."""
    return store.keep("last_year", lambda one: int(one.arrays("select max(period) as p from indicator_year")["p"][0]))
