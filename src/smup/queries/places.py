"""Questions about standing: all areas of a group on one indicator; one area on all indicators of a theme."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup import cube
from smup.model import Polarity
from smup.queries import ask, remembered
from smup.store import Store


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
            "note": cube.notes(store, cells),
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


def profile(store: Store, area_id: str, theme_id: str | None, group_id: str, period: int | None = None) -> pd.DataFrame:
    """One row per indicator of the theme (or of all) with a value for the area: place in the group, extremes, median.

    The year is ``period``, or the latest in which the area has a place in the group, or else the latest with a value.
    ``light`` and ``why`` say whether the value may be held against the group.
    """
    return ask(
        store,
        """
        with asked as (
          select indicator_id from indicator join service using (service_id)
          where $theme_id is null or theme_id = $theme_id
        ),
        member as (select area_id from members_of($group_id)),
        -- Read once: what the area has, and what it is compared with.
        known as materialized (
          select v.*, compared_tasks(i.comparability, t.tasks) as tasks, i.polarity, i.target,
            $group_id as group_id, v.area_id in (from member) as is_member
          from indicator_value v join indicator i using (indicator_id) join area_tasks t using (area_id)
          where v.value is not null and ($period is null or v.period = $period) and v.indicator_id in (from asked)
            and v.area_id in (from member union all select $area_id::area_key)
        ),
        own as (
          select k.indicator_id, k.period, k.value, k.status, k.partial, k.tasks
          from known k
          left join (
            select indicator_id, period, tasks, count(*) as n from known where is_member group by all
          ) c on c.indicator_id = k.indicator_id and c.period = k.period and c.tasks = k.tasks and k.is_member
          where k.area_id = $area_id
          qualify row_number() over (
            partition by k.indicator_id order by coalesce(c.n >= 4, false) desc, k.period desc
          ) = 1
        ),
        among_them as (from known semi join own using (indicator_id, period) where is_member),
        place as (from placed_among(among_them)),
        latest as (
          select v.* exclude (tasks), b.tasks, b.rank, b.n, b.percentile, b.median
          from own v left join place b on b.indicator_id = v.indicator_id and b.area_id = $area_id
        ),
        extremes as (
          select p.indicator_id, min(p.value) as lowest, max(p.value) as highest
          from among_them p join latest using (indicator_id, tasks) group by p.indicator_id
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
