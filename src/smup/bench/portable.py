"""The questions in SQL that SQLite and PostgreSQL both read; ``:name`` is a parameter."""

# What the macro ``placed`` of the store works out, for the rows of cell (indicator_id, period) and member (group_id,
# area_id), which go before it. SQLite joins in the order of the cross joins, which its own choice is far behind;
# PostgreSQL reads them as any others.
_PLACED = """
compared as (
  select m.group_id, v.indicator_id, v.period, v.area_id, v.value, i.polarity,
    case when i.comparability = 'same_tasks' then t.tasks else 'any' end as tasks,
    cast(round(cast(case i.polarity when 'lower' then -v.value when 'target' then -abs(v.value - i.target)
      else v.value end as numeric), 9) as double precision) as goodness
  from cell c cross join indicator i cross join member m cross join area_tasks t cross join indicator_value v
  where i.indicator_id = c.indicator_id and t.area_id = m.area_id and v.indicator_id = c.indicator_id
    and v.period = c.period and v.area_id = m.area_id and v.value is not null
),
ordered as materialized (
  select *, rank() over (partition by indicator_id, period, group_id, tasks order by goodness desc) as place,
    count(*) over (partition by indicator_id, period, group_id, tasks, goodness) as ties,
    count(*) over (partition by indicator_id, period, group_id, tasks) as n,
    row_number() over (partition by indicator_id, period, group_id, tasks order by value) as nth
  from compared
),
spread as materialized (
  select indicator_id, period, group_id, tasks, min(value) as lowest, max(value) as highest,
    avg(case when 2 * nth in (n, n + 1, n + 2) then value end) as median
  from ordered group by indicator_id, period, group_id, tasks
),
placed as (
  select o.area_id, o.indicator_id, o.period, o.group_id, o.value, o.tasks, o.n, s.lowest, s.highest,
    case when o.n >= 4 and o.polarity <> 'none' then o.place end as rank,
    case when o.n >= 4 then 100.0 * (o.n - (o.place - 1) - o.ties + 0.5 * o.ties) / o.n end as percentile,
    case when o.n >= 4 then s.median end as median
  from ordered o join spread s on s.indicator_id = o.indicator_id and s.period = o.period
    and s.group_id = o.group_id and s.tasks = o.tasks
)
"""
_CELL = "cell as (select :indicator_id as indicator_id, cast(:period as integer) as period),"
_MEMBER = "member as (select group_id, area_id from group_member where group_id = :group_id),"
_SIMILAR = """
member as (
  select 'similar' as group_id, peer_id as area_id from peer where area_id = :area_id and position <= 7
  union all
  select 'similar', area_id from area where area_id = :area_id
),
"""
_RANKING = """
select m.area_id, p.value, coalesce(v.status, 'O') as status, p.rank, p.percentile, p.n, p.median
from member m
left join placed p on p.area_id = m.area_id
left join indicator_value v on v.area_id = m.area_id and v.indicator_id = :indicator_id and v.period = :period
order by p.value is null, p.rank
"""
_PIECES = {
    "ranking": ("with", _CELL, _MEMBER, _PLACED, _RANKING),
    "peers": ("with", _CELL, _SIMILAR, _PLACED, _RANKING),
    "cost_quality": (
        """
        with alike as (
          select a.area_id, a.label from area a join area_tasks t on t.area_id = a.area_id
          join area o on o.kind = a.kind join area_tasks ot on ot.area_id = o.area_id and ot.tasks = t.tasks
          where o.area_id = :area_id
        ),
        needed as (
          select 0.8 * sum(s.weight) as weight from structure s join area a on a.level = s.level
          where a.area_id = :area_id
        ),
        far as (
          select x.area_id,
            sqrt(sum(s.weight * (x.z - own.z) * (x.z - own.z)) / sum(s.weight)) as distance
          from area_structure own
          join area_structure x on x.structure_id = own.structure_id
          join structure s on s.structure_id = own.structure_id
          join alike k on k.area_id = x.area_id
          where own.area_id = :area_id and own.z is not null and x.z is not null
          group by x.area_id having sum(s.weight) >= (select weight from needed)
        )
        select k.area_id, k.label, c.value as cost, o.value as output, f.distance,
          exists (select 1 from group_member g where g.group_id = :group_id and g.area_id = k.area_id) as in_group
        from pair p
        join indicator_value c on c.indicator_id = p.cost_indicator_id and c.period = :period and c.value > 0
        join alike k on k.area_id = c.area_id
        join indicator_value o on o.indicator_id = p.output_indicator_id and o.area_id = c.area_id
          and o.period = c.period and o.value is not null
        left join far f on f.area_id = k.area_id
        where p.pair_id = :pair_id
        order by k.label""",
    ),
    "profile": (
        """
        with own as (
          select v.indicator_id, v.period, v.value, v.status from indicator_value v
          join indicator i on i.indicator_id = v.indicator_id join service s on s.service_id = i.service_id
          where v.area_id = :area_id and v.value is not null and s.theme_id = :theme_id
        ),""",
        _MEMBER,
        """
        counted as (
          select o.indicator_id, o.period, count(*) as n,
            max(case when v.area_id = :area_id then 1 else 0 end) as has_place
          from own o join indicator i on i.indicator_id = o.indicator_id
          join indicator_value v on v.indicator_id = o.indicator_id and v.period = o.period
          join member m on m.area_id = v.area_id
          join area_tasks t on t.area_id = v.area_id join area_tasks ot on ot.area_id = :area_id
          where v.value is not null and (i.comparability <> 'same_tasks' or t.tasks = ot.tasks)
          group by o.indicator_id, o.period
        ),
        latest as (
          select o.*, row_number() over (
              partition by o.indicator_id
              order by case when c.has_place = 1 and c.n >= 4 then 0 else 1 end, o.period desc
            ) as late
          from own o left join counted c on c.indicator_id = o.indicator_id and c.period = o.period
        ),
        cell as (select indicator_id, period from latest where late = 1),""",
        _PLACED,
        """
        select l.indicator_id, l.period, l.value, l.status, p.rank, p.percentile, p.n, p.median, p.lowest, p.highest
        from latest l left join placed p on p.indicator_id = l.indicator_id and p.area_id = :area_id
        where l.late = 1""",
    ),
    "export": (
        """
        with cell as (
          select cast(:indicator_id as text) as indicator_id, period
          from (select distinct period from indicator_value where indicator_id = :indicator_id) years
        ),
        member as (select group_id, area_id from group_member),""",
        _PLACED,
        "select * from placed order by period, group_id, area_id",
    ),
    "comparison": (
        "with",
        _CELL,
        _MEMBER,
        _PLACED,
        """
        select a.area_id, a.label, v.value, coalesce(v.status, 'O') as status, p.rank, p.n
        from area a
        left join indicator_value v on v.area_id = a.area_id and v.indicator_id = :indicator_id and v.period = :period
        left join placed p on p.area_id = a.area_id
        where a.area_id in (:first, :second, :third)""",
    ),
    "trend": (
        """
        with cell as (
          select indicator_id, period from indicator_value
          where indicator_id = :indicator_id and area_id = :area_id
        ),
        member as (
          select g.group_id, g.area_id from group_member g join area a on a.kind = g.group_id
          where a.area_id = :area_id
        ),""",
        _PLACED,
        """
        select v.area_id, v.period, v.value, v.status, p.percentile, p.rank, p.n
        from indicator_value v left join placed p on p.area_id = v.area_id and p.period = v.period
        where v.indicator_id = :indicator_id and v.area_id = :area_id
          and v.period between (select min(period) from indicator_value
              where indicator_id = :indicator_id and area_id = :area_id and value is not null)
            and (select max(period) from indicator_value
              where indicator_id = :indicator_id and area_id = :area_id and value is not null)
        order by v.period""",
    ),
}
SQL = {question: " ".join(pieces) for question, pieces in _PIECES.items()}
