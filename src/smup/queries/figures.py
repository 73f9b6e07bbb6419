"""Questions about the values of chosen areas: one indicator, several, and over time."""

import numpy as np
import pandas as pd

from smup import cube
from smup.queries import ask, remembered
from smup.store import Store


@remembered
def comparison(store: Store, indicator_id: str, period: int, group_id: str, area_ids: list[str]) -> pd.DataFrame:
    """One row per chosen area, in the order chosen: value, status, coverage, place in the group, light.

    ``light``, ``why`` and ``explained`` say whether the value may be set beside that of the first area.
    """
    rule, areas = cube.rule(store, indicator_id), cube.areas(store)
    known = rule is not None and area_ids[0] in areas.number
    lines, rule = areas.numbers(area_ids if known else []), rule or cube.NO_RULE
    values = cube.values(store, indicator_id)
    cells = values.at(lines, [period])
    place = cube.placed(values.year(period), areas.parts(rule, cube.members(store, group_id)), rule).take(lines)
    tasks, kind = areas.tasks[lines], areas.kind[lines]
    part = rule.parts(tasks)
    found = cube.reasons(rule, cells, tasks, same_kind=kind == kind[:1], same_tasks=part == part[:1])
    return pd.DataFrame(
        {
            **areas.named(lines, "area_id", "label", "kind"),
            "value": cells.value,
            "status": cube.letters(cells.status),
            "coverage": cells.coverage,
            "n": cube.whole(place.n),
            "rank": cube.whole(place.rank),
            "note": cube.notes(store, cells.note),
            **cube.reservations(store).words(cells.status, found),
        }
    )


@remembered
def spread(store: Store, indicator_id: str, period: int, group_id: str, area_id: str) -> pd.DataFrame:
    """At most one row: n, members and median of the part of the group that ``area_id`` is compared with.

    An area outside the group is held against the members whose tasks are the same as its own.
    """
    rule, areas = cube.rule(store, indicator_id), cube.areas(store)
    if rule is None or area_id not in areas.number:
        return pd.DataFrame(columns=["n", "members", "median"])
    parts = areas.parts(rule, cube.members(store, group_id))
    alike = np.flatnonzero(parts == rule.parts(areas.tasks)[areas.number[area_id]])
    place = cube.placed(cube.values(store, indicator_id).year(period), parts, rule).take(alike)
    some = np.flatnonzero(~np.isnan(place.n))[:1]
    return pd.DataFrame({"n": place.n[some].astype(np.int32), "members": len(alike), "median": place.median[some]})


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


@remembered
def trend(store: Store, indicator_id: str, area_ids: list[str]) -> pd.DataFrame:
    """One row per chosen area and year between the first and last with data; a year without a value has a gap.

    ``percentile`` is the position among areas of the same kind in Poland.
    """
    rule, areas = cube.rule(store, indicator_id), cube.areas(store)
    values, lines = cube.values(store, indicator_id), areas.numbers(area_ids if rule else [])
    rule = rule or cube.NO_RULE
    known = values.known(lines)
    periods = list(range(known[0], known[-1] + 1)) if known else []
    cells = values.at(lines, periods)
    alike = areas.alike(rule, lines)
    place = cube.one_line_after_another([cube.placed(values.year(year), alike, rule).take(lines) for year in periods])
    every = np.repeat(lines, len(periods))
    found = cube.reasons(rule, cells, areas.tasks[every])
    return pd.DataFrame(
        {
            **areas.named(every, "area_id", "label"),
            "period": np.tile(np.array(periods, dtype=np.int64), len(lines)),
            "value": cells.value,
            "status": cube.letters(cells.status, unknown=None),
            "percentile": place.percentile,
            "rank": cube.whole(place.rank),
            "n": cube.whole(place.n),
            "status_name": cube.reservations(store).names(cells.status),
            "note": cube.notes(store, cells.note),
            **cube.reservations(store).words(cells.status, found),
        }
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
