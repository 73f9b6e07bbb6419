"""Questions about how far a rank moves: in the years before the one shown, and among other similar areas."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


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
