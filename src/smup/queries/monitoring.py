"""Questions about change within one edition: what moved last in an area, and which figures are out of date."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def movers(store: Store, area_id: str, until: dict[str, int] | None = None) -> pd.DataFrame:
    """One row per indicator with values of the area in two years: the latest and the one before, largest move first.

    ``until``: the indicators asked about and the latest year looked at of each; otherwise all of all.

    ``relative`` is a share (0.1 is 10 % more), known from above 0 to 0 or more, and not where only positions may be
    compared over time. ``percentile_change`` is in points of the position among areas of the same kind (better is
    higher); it asks for a number of values that is at most a fifth lower or a quarter higher than before. Where
    ``broken``, a break in the series lies between the years, so that there is neither, nor a ``change``. ``light``
    and ``why`` follow the more serious status of the two values.
    """
    return ask(
        store,
        """
        with bound as (select unnest($indicator_ids::varchar[]) as indicator_id, unnest($years::integer[]) as year),
        own as (
          select v.indicator_id, period, value, status, partial,
            row_number() over (partition by v.indicator_id order by period desc) as late
          from indicator_value v left join bound b using (indicator_id)
          where area_id = $area_id and value is not null and ($indicator_ids is null or v.period <= b.year)
          qualify late <= 2
        ),
        place as (
          from placed(null, g.group_id in (select kind from area where area_id = $area_id)
            and (v.indicator_id, v.period) in (select indicator_id, period from own))
          where area_id = $area_id
        ),
        known as (
          select v.*, s.severity, b.percentile, b.n
          from own v join status s using (status) left join place b using (indicator_id, period)
        ),
        two as (
          select n.indicator_id, n.period, n.value, n.percentile,
            o.period as period_before, o.value as value_before, o.percentile as percentile_before,
            if(o.severity > n.severity, o.status, n.status) as status, o.partial or n.partial as partial,
            n.n between 0.8 * o.n and 1.25 * o.n as same_field,
            exists (
              from indicator_value v
              where v.area_id = $area_id and v.indicator_id = n.indicator_id and v.status = 'B'
                and v.period > o.period and v.period <= n.period
            ) as broken
          from known n join known o using (indicator_id) where n.late = 1 and o.late = 2
        )
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as indicator,
          said(u.name_pl, u.name_en, $language) as unit, i.decimals, i.over_time,
          t.period_before, t.period, t.value_before, t.value,
          if(i.over_time = 'values' and not t.broken, t.value - t.value_before, null) as change,
          if(i.over_time = 'values' and not t.broken and t.value_before > 0 and t.value >= 0,
            t.value / t.value_before - 1, null) as relative,
          if(t.same_field and not t.broken, t.percentile - t.percentile_before, null) as percentile_change,
          t.broken, starts_with(i.unit, 'PLN') as is_money, l.light, said(l.why_pl, l.why_en, $language) as why
        from two t join indicator i using (indicator_id) join unit u using (unit)
        join area_tasks k on k.area_id = $area_id
        join reservation l on l.status = t.status
          and l.reasons = reasons_of(t.partial, other_cost_scope(i.dimension, i.comparability, k.tasks, t.status),
            true, true, true, null)
        order by abs(percentile_change) desc nulls last, abs(relative) desc nulls last, i.indicator_id
        """,
        area_id=area_id,
        indicator_ids=None if until is None else list(until),
        years=None if until is None else list(until.values()),
    )


def ages(store: Store, area_id: str | None = None) -> pd.DataFrame:
    """One row per source and indicator with a value, out of date first: how old it is against its usual rhythm.

    The rule: ``age`` is the number of years from the latest year with a value of any area to the year in which the
    edition was built; ``rhythm`` is the median of the years between one year with values and the next, unknown for
    a single one. A figure is ``due`` when its age is above its rhythm by more than a year, in which publishers work
    up what they collected; unknown like the rhythm. ``area_period`` is the latest year of ``area_id``.
    """
    return ask(
        store,
        """
        with year as (
          select distinct 'source' as kind, source_id as id, period
          from observation_year join status using (status) where not missing
          union all
          select 'indicator', indicator_id, period from indicator_year
        ),
        here as (
          select 'source' as kind, source_id as id, max(period) as area_period
          from observation where area_id = $area_id and value is not null group by source_id
          union all
          select 'indicator', indicator_id, max(period)
          from indicator_value where area_id = $area_id and value is not null group by indicator_id
        ),
        gap as (
          select *, period - lag(period) over (partition by kind, id order by period) as gap from year
        ),
        aged as (
          select kind, id, count(*) as years, min(period) as first_period, max(period) as last_period,
            median(gap) as rhythm, (select year(built_at) from edition) - max(period) as age
          from gap group by kind, id
        )
        select g.kind, g.id,
          coalesce(said(i.name_pl, i.name_en, $language), said(s.title, s.title_en, $language)) as name, g.years,
          g.first_period, g.last_period, h.area_period, g.rhythm, g.age, g.age > g.rhythm + 1 as due
        from aged g left join here h using (kind, id)
        left join indicator i on g.kind = 'indicator' and i.indicator_id = g.id
        left join source s on g.kind = 'source' and s.source_id = g.id
        order by g.kind desc, due desc nulls last, g.age desc, g.id
        """,
        area_id=area_id,
    )
