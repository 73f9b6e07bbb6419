"""Questions about standing: all areas of a group on one indicator; one area on all indicators of a theme."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def ranking(store: Store, indicator_id: str, period: int, group_id: str, area_id: str | None = None) -> pd.DataFrame:
    """One row per area of the group, best first (highest first where nothing is judged); those without a value last.

    ``light`` and ``why`` say whether a value may be set beside that of ``area_id``, or, if that does not belong to the
    group, beside those of the members whose tasks most of them have.
    """
    return ask(
        store,
        """
        with member as (
          select a.area_id, a.label, a.kind, t.tasks, a.area_id = $area_id as is_chosen
          from members_of($group_id) m join area a using (area_id) join area_tasks t using (area_id)
        ),
        reference as (
          from member order by is_chosen desc nulls last, count(*) over (partition by tasks) desc, area_id limit 1
        )
        select b.rank, a.area_id::varchar as area_id, a.label, a.kind, b.value, coalesce(v.status, 'O') as status,
          b.percentile, b.quartile, b.n, b.median,
          said(o.note_pl, o.note_en, $language) as note,
          l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from member a
        cross join reference
        join indicator i on i.indicator_id = $indicator_id
        left join standing($group_id) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join value_note o
          on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = $period
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, a.tasks, v.status),
            true, not coalesce(reference.is_chosen, false) or a.kind = reference.kind,
            same_tasks(i.comparability, a.tasks, reference.tasks), b.n)
        order by b.value is null, b.rank nulls last, if(i.polarity = 'lower', b.value, -b.value), a.label collate pl
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        area_id=area_id,
    )


def profile(store: Store, area_id: str, theme_id: str | None, group_id: str, period: int | None = None) -> pd.DataFrame:
    """One row per indicator of the theme (or of all) with a value for the area: place in the group, extremes, median.

    The year is ``period``, or the latest in which the area has a place in the group, or else the latest with a value.
    ``light`` and ``why`` say whether the value may be held against the group.
    """
    return ask(
        store,
        """
        with own as (
          from indicator_value
          where area_id = $area_id and value is not null and period = coalesce($period, period) and indicator_id in (
            select indicator_id from indicator join service using (service_id)
            where $theme_id is null or theme_id = $theme_id)
        ),
        place as (from placed($group_id, (v.indicator_id, v.period) in (select indicator_id, period from own))),
        latest as (
          select v.*, b.rank, b.n, b.percentile, b.median, b.tasks
          from own v
          left join place b on b.indicator_id = v.indicator_id and b.period = v.period and b.area_id = $area_id
          qualify row_number() over (
            partition by v.indicator_id order by coalesce(b.n >= 4, false) desc, v.period desc
          ) = 1
        ),
        extremes as (
          select p.indicator_id, min(p.value) as lowest, max(p.value) as highest
          from place p join latest using (indicator_id, period, tasks) group by p.indicator_id
        )
        select i.indicator_id::varchar as indicator_id, i.service_id, i.dimension,
          said(i.name_pl, i.name_en, $language) as indicator,
          said(u.name_pl, u.name_en, $language) as unit,
          coalesce(said(u.short_pl, u.short_en, $language), '') as short_unit, i.decimals, i.polarity,
          v.period, v.value, v.status, v.rank, v.n, v.percentile, v.median, e.lowest, e.highest,
          said(o.note_pl, o.note_en, $language) as note,
          l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from latest v
        cross join (
          select bool_and(a.kind = own.kind) as same_kind, any_value(ot.tasks) as tasks,
            coalesce(bool_and(a.kind = own.kind) filter (t.tasks = ot.tasks), true) as same_kind_of_tasks
          from members_of($group_id) m join area a using (area_id) join area_tasks t using (area_id)
          join area own on own.area_id = $area_id join area_tasks ot on ot.area_id = own.area_id
        ) g
        join indicator i on i.indicator_id = v.indicator_id
        join unit u using (unit)
        left join value_note o
          on o.area_id = $area_id and o.indicator_id = v.indicator_id and o.period = v.period
        left join extremes e on e.indicator_id = v.indicator_id
        join reservation l on l.status = v.status
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, g.tasks, v.status),
            true, if(i.comparability = 'any', g.same_kind, g.same_kind_of_tasks), true, coalesce(v.n, 0))
        order by list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        area_id=area_id,
        theme_id=theme_id,
        group_id=group_id,
        period=period,
    )
