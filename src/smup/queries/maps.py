"""Questions about a map: which areas it shows, whose money may be set side by side, in which class each value falls."""

import pandas as pd

from smup.queries import ask
from smup.store import Store

QUANTILES, MEDIAN = "quantiles", "median"
FIFTHS = 5  # classes, and values that they need


def areas(store: Store, level: str, metro_id: str | None = None) -> pd.DataFrame:
    """One row per area of the level, or per member of the metropolitan area, by label: area_id, label, and where it is.

    Cities with powiat rights are gminas and powiats. ``latitude`` and ``longitude`` are degrees (WGS 84).
    """
    return ask(
        store,
        """
        select a.area_id, a.label, a.latitude, a.longitude
        from area a
        where if($metro_id is null,
          a.level = $level or $level = 'powiat' and a.kind = 'city_with_powiat_rights',
          exists (from area_member m where m.group_id = $metro_id and m.area_id = a.area_id))
        order by a.label collate pl
        """,
        level=level,
        metro_id=metro_id,
    )


def around(store: Store, level: str, area_ids: list[str]) -> list[str]:
    """Identifiers of the areas of the level that the given ones are or lie in, in the order given, each once."""
    frame = ask(
        store,
        """
        select coalesce(
          case
            when $level = 'voivodeship' then coalesce(a.voivodeship_id, if(a.level = $level, a.area_id, null))
            when a.kind = 'city_with_powiat_rights' or a.level = $level then a.area_id
            when $level = 'powiat' then a.powiat_id
          end, '') as area_id
        from (select unnest($area_ids) as area_id, generate_subscripts($area_ids, 1) as position) asked
        join area a using (area_id)
        order by asked.position
        """,
        level=level,
        area_ids=area_ids,
    )
    return [str(area_id) for area_id in frame["area_id"].drop_duplicates() if area_id]


def fullest_period(store: Store, indicator_id: str, group_id: str) -> int | None:
    """Return the latest year with at least nine tenths of the values of the fullest one; ``None`` when none has any."""
    frame = ask(
        store,
        """
        with filled as (
          select v.period, count(*) as areas
          from indicator_value v semi join members_of($group_id) m using (area_id)
          where v.indicator_id = $indicator_id and v.value is not null
          group by v.period
        )
        select max(period) as period from filled where areas >= 0.9 * (select max(areas) from filled)
        """,
        indicator_id=indicator_id,
        group_id=group_id,
    )
    return None if frame["period"].isna().all() else int(frame["period"].iloc[0])


def tasks(store: Store, indicator_id: str, period: int, group_id: str) -> list[str]:
    """Return whose money the group can show, that of most values first: ``any``, or tasks as in ``area_tasks``."""
    frame = ask(
        store,
        """
        select if(i.comparability = 'same_tasks', t.tasks, 'any') as tasks
        from indicator i
        join indicator_value v using (indicator_id)
        join members_of($group_id) m using (area_id)
        join area_tasks t using (area_id)
        where i.indicator_id = $indicator_id and v.period = $period and v.value is not null
        group by 1 order by count(*) desc, 1
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
    )
    return [str(one) for one in frame["tasks"]]


def classes(store: Store, indicator_id: str, period: int, group_id: str, tasks: str, way: str) -> pd.DataFrame:
    """One row per area of the group, highest value first, those without a value last: value, place, light, class.

    ``class`` is 1 (lowest values) to 5: fifths (``quantiles``: quantiles of type 7, a value on a border belongs below),
    or how far from the ``median``: the nearest third is 3, the next third 2 and 4, the farthest 1 and 5. It is null
    where the light is grey (no value, or money for other ``tasks``) and where fewer than five can be compared.
    """
    return ask(
        store,
        """
        with shown as (
          select a.area_id, a.label, a.kind, v.value, coalesce(v.status, 'O') as status, b.rank, b.n, b.median,
            said(o.note_pl, o.note_en, $language) as note, l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
          from members_of($group_id) m
          join area a using (area_id)
          join area_tasks t using (area_id)
          join indicator i on i.indicator_id = $indicator_id
          left join standing($group_id) b
            on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
          left join indicator_value v
            on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
          left join value_note o
            on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = $period
          join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, true, $tasks in ('any', t.tasks), b.n)
        ),
        -- Rounded, so that equal rates stay equal whatever the last digit of their division.
        compared as (select area_id, round(value, 9) as value from shown where value is not null and light <> 'grey'),
        middle as (
          select count(*) as n, median(value) as median, quantile_cont(value, [0.2, 0.4, 0.6, 0.8]) as fifths
          from compared
        ),
        apart as (
          select quantile_cont(round(abs(c.value - m.median), 9), [1 / 3, 2 / 3]) as thirds
          from compared c cross join middle m
        ),
        classed as (
          select c.area_id,
            case
              when m.n < $needed then null
              when $way = 'quantiles' then 1 + len(list_filter(m.fifths, lambda border: c.value > round(border, 9)))
              else 3 + sign(c.value - m.median)
                * len(list_filter(d.thirds, lambda border: round(abs(c.value - m.median), 9) > round(border, 9)))
            end::tinyint as class
          from compared c cross join middle m cross join apart d
        )
        select s.*, c.class
        from shown s left join classed c using (area_id)
        order by s.value desc nulls last, s.label collate pl
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        tasks=tasks,
        way=way,
        needed=FIFTHS,
    )
