"""Questions about standing: all areas of a group on one indicator; one area on all indicators of a theme."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def ranking(store: Store, indicator_id: str, period: int, group_id: str, area_id: str | None = None) -> pd.DataFrame:
    """One row per area of the group, best first (highest first where nothing is judged); those without a value last.

    ``light`` and ``why`` say whether a value may be set beside that of ``area_id``, if it belongs to the group.
    """
    return ask(
        store,
        """
        select b.rank, a.area_id, a.label, a.kind, b.value, coalesce(v.status, 'O') as status, b.percentile,
          b.quartile, b.n, b.median,
          case when s.severity > 0 then said(s.name_pl, s.name_en, $language) end as status_name,
          note_on(v.indicator_id, v.area_id, v.period, $language) as note,
          l.light, l.why, l.explained
        from members_of($group_id) m
        join area a using (area_id)
        left join (select kind from area where area_id = $area_id and area_id in (from members_of($group_id))) chosen
          on true
        join indicator i on i.indicator_id = $indicator_id
        left join standing($group_id) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join status s on s.status = coalesce(v.status, 'O')
        cross join light_on(coalesce(v.status, 'O'), v.coverage, i.dimension = 'cost', true,
          a.kind = chosen.kind, same_tasks(i.comparability, a.kind, chosen.kind), b.n, $language) l
        order by b.value is null, b.rank nulls last, if(i.polarity = 'lower', b.value, -b.value), a.label collate pl
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        area_id=area_id,
    )


def profile(store: Store, area_id: str, theme_id: str, group_id: str) -> pd.DataFrame:
    """One row per indicator of the theme with a value for the area: place in the group, extremes, median.

    The year is the latest in which the area has a place in the group, or else the latest with a value. ``light`` and
    ``why`` say whether the value may be held against the group.
    """
    return ask(
        store,
        """
        with latest as (
          select v.*, b.rank, b.n, b.percentile, b.median, b.city_tasks
          from indicator_value v
          left join standing($group_id) b
            on b.area_id = v.area_id and b.indicator_id = v.indicator_id and b.period = v.period
          where v.area_id = $area_id and v.value is not null
          qualify row_number() over (
            partition by v.indicator_id order by b.percentile is not null desc, v.period desc
          ) = 1
        ),
        extremes as (
          select indicator_id, period, city_tasks, min(value) as lowest, max(value) as highest
          from standing($group_id) group by indicator_id, period, city_tasks
        )
        select i.indicator_id, i.dimension, said(i.name_pl, i.name_en, $language) as indicator,
          said(u.name_pl, u.name_en, $language) as unit,
          coalesce(said(u.short_pl, u.short_en, $language), '') as short_unit, i.decimals, i.polarity,
          v.period, v.value, v.status, v.rank, v.n, v.percentile, v.median, e.lowest, e.highest,
          case when s.severity > 0 then said(s.name_pl, s.name_en, $language) end as status_name,
          note_on(v.indicator_id, v.area_id, v.period, $language) as note,
          l.light, l.why, l.explained
        from latest v
        cross join (
          select bool_and(a.kind = own.kind) as same_kind
          from members_of($group_id) m join area a using (area_id) join area own on own.area_id = $area_id
        ) g
        join indicator i using (indicator_id)
        join service x using (service_id)
        join unit u using (unit)
        join status s using (status)
        left join extremes e
          on e.indicator_id = v.indicator_id and e.period = v.period and e.city_tasks = v.city_tasks
        cross join light_on(v.status, v.coverage, i.dimension = 'cost', true,
          g.same_kind, true, coalesce(v.n, 0), $language) l
        where x.theme_id = $theme_id
        order by list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        area_id=area_id,
        theme_id=theme_id,
        group_id=group_id,
    )
