"""The question how far a rank moves: the places of a group in the year shown and in the years before it."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def ranks(
    store: Store, group_id: str, indicator_ids: list[str], periods: list[int], years: int, area_id: str | None = None
) -> pd.DataFrame:
    """One row per indicator, year and ranked area of the group: rank, percentile, n, city_tasks.

    The years of an indicator are its own of ``periods`` and those before it with values in the group, ``years`` in
    all; none before a break, which is a year in which more than half of the group's values carry its status.
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
          where list_contains($indicator_ids, v.indicator_id) and v.value is not null
          group by v.indicator_id, v.period
          qualify row_number() over (partition by v.indicator_id order by v.period desc) <= $years
            and v.period >= coalesce(
              max(if(avg((v.status = 'B')::integer) > 0.5, v.period, null)) over (partition by v.indicator_id), 0)
        )
        select b.indicator_id, b.period, b.area_id, b.city_tasks, b.rank, b.percentile, b.n
        from standing($group_id) b
        join year using (indicator_id, period)
        where list_contains($indicator_ids, b.indicator_id) and b.rank is not null
          and b.area_id = coalesce($area_id, b.area_id)
        order by b.indicator_id, b.period desc, b.rank, b.area_id
        """,
        group_id=group_id,
        indicator_ids=indicator_ids,
        periods=periods,
        years=years,
        area_id=area_id,
    )
