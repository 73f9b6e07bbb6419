"""Questions about metropolitan and functional urban areas: their lists, the area as one unit, its members."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def metros(store: Store) -> pd.DataFrame:
    """One row per metropolitan area, then per functional urban area, by label: what is known of its list of members.

    area_id, name, label, kind, form, members, cities (those with powiat rights), as_of, confidence, note,
    compiled_from, source (title).
    """
    return ask(
        store,
        """
        select a.area_id, a.name, a.label, a.kind, said(m.form_pl, m.form_en, $language) as form,
          count(*) as members, count(*) filter (b.kind = 'city_with_powiat_rights') as cities,
          m.as_of, m.confidence, said(m.note_pl, m.note_en, $language) as note, m.compiled_from,
          string_agg(distinct said(s.title, s.title_en, $language), '; '
            order by said(s.title, s.title_en, $language)) as source
        from metro m
        join area a using (area_id)
        join area_member x on x.group_id = a.area_id
        join area b on b.area_id = x.area_id
        join source s using (source_id)
        group by all
        order by kind desc, label collate pl
        """,
    )


def around(store: Store, area_id: str) -> list[str]:
    """Identifiers of the metropolitan area, then of the functional urban areas that the area is or lies in."""
    frame = ask(
        store,
        """
        select g.area_id
        from area g
        where g.level = 'metro'
          and (g.area_id = $area_id or exists (from area_member where group_id = g.area_id and area_id = $area_id))
        order by g.area_id = $area_id desc, g.kind = 'metropolitan_area' desc, g.area_id
        """,
        area_id=area_id,
    )
    return [str(metro_id) for metro_id in frame["area_id"]]


def indicators(store: Store, metro_id: str, theme_id: str | None = None) -> pd.DataFrame:
    """One row per indicator of a theme (or of all) with a value for a member, in the order of the catalogue.

    indicator_id, name, dimension, theme_id.
    """
    return ask(
        store,
        """
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as name, i.dimension, s.theme_id
        from indicator i join service s using (service_id) join theme t using (theme_id)
        semi join (
          select v.indicator_id
          from indicator_value v join area_member m on m.area_id = v.area_id and m.group_id = $metro_id
          where v.value is not null and v.indicator_id in (
            select indicator_id from indicator join service using (service_id)
            where theme_id = coalesce($theme_id, theme_id))
        ) b using (indicator_id)
        where $theme_id is null or s.theme_id = $theme_id
        order by t.position, list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        metro_id=metro_id,
        theme_id=theme_id,
    )


def whole(store: Store, metro_id: str, indicator_id: str, period: int) -> pd.DataFrame:
    """One row: the area as one unit: value, status, coverage, light, and how the indicator is aggregated.

    Without a value ``coverage`` says how much of the weight the members with a value have; null: none that is known.
    """
    return ask(
        store,
        """
        select a.area_id, a.label, a.kind, i.aggregation, v.value, coalesce(v.status, 'O') as status, v.coverage,
          said(o.note_pl, o.note_en, $language) as note, l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from area a
        join area_tasks t using (area_id)
        join indicator i on i.indicator_id = $indicator_id
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join value_note o
          on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = $period
        left join placed(null, g.group_id in (select kind from area where area_id = $metro_id)
            and v.indicator_id = $indicator_id and v.period = $period) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, true, true, b.n)
        where a.area_id = $metro_id
        """,
        metro_id=metro_id,
        indicator_id=indicator_id,
        period=period,
    )


def members(store: Store, metro_id: str, indicator_id: str, period: int) -> pd.DataFrame:
    """One row per member, highest value first, those without a value last: value, weight, status, place, light.

    ``tasks``: whose tasks its money pays for (any, where that does not matter); ``rank`` and ``n`` are among the
    members that have the same tasks.
    """
    return ask(
        store,
        """
        select m.group_id, a.area_id, a.label, a.kind,
          if(i.comparability = 'same_tasks', t.tasks, 'any') as tasks,
          v.value, v.weight, b.rank, b.n, coalesce(v.status, 'O') as status,
          said(o.note_pl, o.note_en, $language) as note, l.light, said(l.why_pl, l.why_en, $language) as why,
          said(l.explained_pl, l.explained_en, $language) as explained
        from area_member m
        join area a using (area_id)
        join area_tasks t using (area_id)
        join indicator i on i.indicator_id = $indicator_id
        left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join value_note o
          on o.area_id = v.area_id and o.indicator_id = $indicator_id and o.period = $period
        left join standing($metro_id) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, true, true, b.n)
        where m.group_id = $metro_id
        order by v.value desc nulls last, a.label collate pl
        """,
        metro_id=metro_id,
        indicator_id=indicator_id,
        period=period,
    )


def spread(store: Store, metro_id: str, indicator_id: str) -> pd.DataFrame:
    """One row per year with a value of a member and per kind of tasks: n, lowest, median (of four or more), highest.

    ``status`` is B where the series of more than half of these members breaks, else A.
    """
    return ask(
        store,
        """
        select b.period, b.tasks, count(*) as n, min(b.value) as lowest, any_value(b.median) as median,
          max(b.value) as highest, if(count(*) filter (v.status = 'B') > 0.5 * count(*), 'B', 'A') as status
        from standing($metro_id) b
        join indicator_value v using (area_id, indicator_id, period)
        where b.indicator_id = $indicator_id
        group by b.period, b.tasks
        order by b.tasks, b.period
        """,
        metro_id=metro_id,
        indicator_id=indicator_id,
    )
