"""Questions about the values of chosen areas: one indicator, several, and over time."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def comparison(store: Store, indicator_id: str, period: int, group_id: str, area_ids: list[str]) -> pd.DataFrame:
    """One row per chosen area, in the order chosen: value, status, coverage, place in the group, light.

    ``light``, ``why`` and ``explained`` say whether the value may be set beside that of the first area.
    """
    return ask(
        store,
        """
        select a.area_id::varchar as area_id, a.label, a.kind, v.value, coalesce(v.status, 'O') as status, v.coverage,
          b.n, b.rank,
          said(o.note_pl, o.note_en, $language) as note,
          l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from area a
        join indicator i on i.indicator_id = $indicator_id
        join area_tasks t on t.area_id = a.area_id
        join area first on first.area_id = $area_ids[1]
        join area_tasks ft on ft.area_id = first.area_id
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join value_note o
          on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = $period
        left join standing($group_id) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, a.kind = first.kind, same_tasks(i.comparability, t.tasks, ft.tasks), null)
        where list_contains($area_ids, a.area_id)
        order by list_position($area_ids, a.area_id)
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        area_ids=area_ids,
    )


def spread(store: Store, indicator_id: str, period: int, group_id: str, area_id: str) -> pd.DataFrame:
    """At most one row: n, members and median of the part of the group that ``area_id`` is compared with.

    An area outside the group is held against the members whose tasks are the same as its own.
    """
    return ask(
        store,
        """
        with part as (
          select if(i.comparability = 'same_tasks', t.tasks, 'any') as tasks
          from indicator i cross join area_tasks t
          where i.indicator_id = $indicator_id and t.area_id = $area_id
        ),
        member as (
          select count(*) as members from members_of($group_id) m
          join area_tasks t using (area_id) cross join part
          where part.tasks in ('any', t.tasks)
        )
        select b.n, member.members, any_value(b.median) as median
        from standing($group_id) b join part using (tasks) cross join member
        where b.indicator_id = $indicator_id and b.period = $period
        group by b.n, member.members
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        area_id=area_id,
    )


def comparison_table(
    store: Store, indicator_ids: list[str], group_id: str, area_ids: list[str], period: int | None = None
) -> pd.DataFrame:
    """One row per indicator and chosen area, in ``period`` or else the latest year that most of the areas share.

    ``n`` and ``median`` are those of the group, as the first chosen area is compared with it; ``light`` and ``why``
    say whether a value may be set beside that of the first area.
    """
    return ask(
        store,
        """
        with shared as (
          select indicator_id, period, count(*) as areas
          from indicator_value
          where indicator_id in (select unnest($indicator_ids)) and list_contains($area_ids, area_id)
            and value is not null and period = coalesce($period, period)
          group by indicator_id, period
          qualify row_number() over (partition by indicator_id order by areas desc, period desc) = 1
        ),
        place as (
          from placed($group_id, (v.indicator_id, v.period) in (select indicator_id, period from shared))
        ),
        reference as (
          select b.indicator_id, b.period, b.n, any_value(b.median) as median
          from place b join indicator i using (indicator_id)
          join area_tasks chosen on chosen.area_id = $area_ids[1]
          where b.tasks = if(i.comparability = 'same_tasks', chosen.tasks, 'any')
          group by b.indicator_id, b.period, b.n
        ),
        origin as (
          select r.indicator_id, string_agg(distinct o.source_id, ', ' order by o.source_id) as sources
          from indicator_term r
          join shared h using (indicator_id)
          join observation_year o
            on o.variable_id = r.variable_id and o.period = coalesce(r.pinned_period, h.period)
          group by r.indicator_id
        )
        select i.indicator_id, i.dimension, said(i.name_pl, i.name_en, $language) as indicator,
          said(u.name_pl, u.name_en, $language) as unit, i.decimals, h.period,
          a.area_id, a.label as area, v.value, coalesce(v.status, 'O') as status, b.rank, $group_id as group_id,
          r.n, r.median, o.sources, l.light, said(l.why_pl, l.why_en, $language) as why
        from indicator i
        join area chosen on chosen.area_id = $area_ids[1]
        join area_tasks ct on ct.area_id = chosen.area_id
        join unit u using (unit)
        join shared h using (indicator_id)
        cross join area a
        join area_tasks t on t.area_id = a.area_id
        left join (
          from indicator_value
          where indicator_id in (select unnest($indicator_ids)) and list_contains($area_ids, area_id)
        ) v on v.area_id = a.area_id and v.indicator_id = i.indicator_id and v.period = h.period
        left join place b
          on b.area_id = a.area_id and b.indicator_id = i.indicator_id and b.period = h.period
        left join reference r on r.indicator_id = i.indicator_id and r.period = h.period
        left join origin o on o.indicator_id = i.indicator_id
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, a.kind = chosen.kind, same_tasks(i.comparability, t.tasks, ct.tasks), null)
        where list_contains($indicator_ids, i.indicator_id) and list_contains($area_ids, a.area_id)
        order by list_position($indicator_ids, i.indicator_id), list_position($area_ids, a.area_id)
        """,
        indicator_ids=indicator_ids,
        group_id=group_id,
        area_ids=area_ids,
        period=period,
    )


def trend(store: Store, indicator_id: str, area_ids: list[str]) -> pd.DataFrame:
    """One row per chosen area and year between the first and last with data; a year without a value has a gap.

    ``percentile`` is the position among areas of the same kind in Poland.
    """
    return ask(
        store,
        """
        with bounds as (
          select min(period) as first, max(period) as last from indicator_value
          where indicator_id = $indicator_id and list_contains($area_ids, area_id) and value is not null
        )
        select a.area_id::varchar as area_id, a.label, p.period, v.value, v.status, b.percentile, b.rank, b.n,
          case when s.severity > 0 then said(s.name_pl, s.name_en, $language) end as status_name,
          said(o.note_pl, o.note_en, $language) as note,
          l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from area a
        join indicator i on i.indicator_id = $indicator_id
        join (select unnest(generate_series(first, last)) as period from bounds) p on true
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = p.period
        left join value_note o
          on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = p.period
        left join placed(null, v.indicator_id = $indicator_id
          and g.group_id in (select kind from area where list_contains($area_ids, area_id))) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = p.period and b.group_id = a.kind
        left join status s on s.status = v.status
        join area_tasks t on t.area_id = a.area_id
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, true, true, null)
        where list_contains($area_ids, a.area_id)
        order by list_position($area_ids, a.area_id), p.period
        """,
        indicator_id=indicator_id,
        area_ids=area_ids,
    )


def price_index(store: Store) -> pd.DataFrame:
    """One row per year with a consumer price index of Poland (previous year = 100): period, value, its source."""
    return ask(
        store,
        """
        select o.period, o.value, s.publisher || ', ' || said(s.title, s.title_en, $language) as source
        from observation o join source s using (source_id)
        where o.variable_id = 'cpi_previous_year_100' and o.area_id = 'PL' and o.value is not null
        order by o.period
        """,
    )
