"""Questions about how far a rank moves: in the years before the one shown, and among other similar areas."""

from fractions import Fraction

import numpy as np
import pandas as pd

from smup import cube
from smup.queries import ask, remembered
from smup.store import Store

_YEARS = 3  # the one shown and two before it
_FEWEST = Fraction(4, 5)  # of the number of values in the year shown; the most are as many times as these go into it


@remembered
def ranking_over_years(store: Store, group_id: str, indicator_id: str, period: int) -> pd.DataFrame:
    """One row per year and ranked area of the group on one indicator, as ``ranks_over_years`` says it of several."""
    rule, areas, values = cube.rule(store, indicator_id), cube.areas(store), cube.values(store, indicator_id)
    lines, rule = cube.members(store, group_id), rule or cube.NO_RULE
    parts, years = rule.parts(areas.tasks[lines]), _comparable_years(values, lines, period)
    places = [cube.placed(values.year(year)[lines], parts, rule) for year in years]
    orders = [np.argsort(place.rank, kind="stable")[: np.isfinite(place.rank).sum()] for place in places]
    every = np.concatenate([lines[:0], *(lines[order] for order in orders)])
    place = cube.one_after_another([place.take(order) for place, order in zip(places, orders, strict=True)])
    return pd.DataFrame(
        {
            "indicator_id": pd.array([indicator_id], dtype="str").take(np.zeros_like(every)),
            "period": np.repeat(np.array(years, dtype=np.int16), [len(order) for order in orders]),
            **areas.named(every, "area_id"),
            "tasks": areas.compared(rule, every),
            "rank": place.rank.astype(np.int32),
            "percentile": place.percentile,
            "n": place.n.astype(np.int32),
        }
    )


def _comparable_years(values: cube.Values, lines: cube.Numbers, last: int) -> list[int]:
    """Return the years up to ``last`` in which the values of the areas on ``lines`` may be set side by side."""
    known = [year for year in values.known(lines) if year <= last][::-1]
    broken = max((year for year in known if 2 * values.breaks(year, lines) > values.holders(year, lines)), default=0)
    n = {year: values.holders(year, lines) for year in known[:_YEARS]}
    return [year for year in n if n[known[0]] * _FEWEST <= n[year] <= n[known[0]] / _FEWEST and year >= broken]


def ranks_over_years(
    store: Store, group_id: str, indicator_ids: list[str], periods: list[int], area_id: str | None = None
) -> pd.DataFrame:
    """One row per indicator, year and ranked area of the group (or ``area_id`` alone): rank, percentile, n, tasks.

    The years of an indicator are its own of ``periods`` and the two before it with values in the group; none with a
    number of values that is a fifth lower or a quarter higher than that of its own, and none before a break, which is
    a year in which more than half of the group's values carry that status.
    """
    return ask(
        store,
        """
        with shown as (select unnest($indicator_ids) as indicator_id, unnest($periods) as last),
        year as (
          select v.indicator_id, v.period
          from shown s
          join indicator_value v on v.indicator_id = s.indicator_id and v.period <= s.last
          join members_of($group_id) m using (area_id)
          where v.indicator_id in (select unnest($indicator_ids)) and v.value is not null
          group by v.indicator_id, v.period
          window late as (partition by v.indicator_id order by v.period desc)
          qualify row_number() over late <= 3
            and count(*) between 0.8 * first(count(*)) over late and 1.25 * first(count(*)) over late
            and v.period >= coalesce(
              max(if(avg((v.status = 'B')::integer) > 0.5, v.period, null)) over (partition by v.indicator_id), 0)
        )
        select b.indicator_id, b.period, b.area_id, b.tasks, b.rank, b.percentile, b.n
        from placed($group_id, (v.indicator_id, v.period) in (select indicator_id, period from year)) b
        where b.rank is not null and b.area_id = coalesce($area_id, b.area_id)
        order by b.indicator_id, b.period desc, b.rank, b.area_id
        """,
        group_id=group_id,
        indicator_ids=indicator_ids,
        periods=periods,
        area_id=area_id,
    )


def ranks_among_peers(
    store: Store, group_ids: list[str], area_id: str, indicator_ids: list[str], periods: list[int]
) -> pd.DataFrame:
    """One row per group around an area and indicator, in its own of ``periods``, that ranks ``area_id`` there."""
    return ask(
        store,
        """
        with shown as (select unnest($indicator_ids) as indicator_id, unnest($periods) as period)
        select b.group_id, b.indicator_id, b.period, b.area_id, b.tasks, b.rank, b.percentile, b.n
        from (select unnest($group_ids) as gid) around, lateral (
          from placed(around.gid, (v.indicator_id, v.period) in (select indicator_id, period from shown))
        ) b
        where b.rank is not null and b.area_id = $area_id
        order by b.group_id, b.indicator_id
        """,
        group_ids=group_ids,
        area_id=area_id,
        indicator_ids=indicator_ids,
        periods=periods,
    )
