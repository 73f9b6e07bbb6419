-- What the store derives from its inputs: statuses, aggregates and the benchmark. Run once by build, in this order,
-- after the input tables are filled; the observations wait in observation_input (the columns of observation).

-- observation: the inputs with the statuses that observation_note adds to them.
insert into observation
select
  o.area_id, o.variable_id, o.period, o.value,
  coalesce(
    (
      select arg_max(n.status, s.severity)
      from observation_note n join status s using (status)
      where n.variable_id = o.variable_id
        and coalesce(n.area_id, o.area_id) = o.area_id
        and coalesce(n.period, o.period) = o.period
        and o.status = 'A'
    ),
    o.status
  ),
  o.source_id
from observation_input o
order by o.variable_id, o.period, o.area_id;

-- area_member: voivodeships and the country, beside the metropolitan areas that came as input.
insert into area_member
select voivodeship_id, area_id, 'gus_teryt' from area where level in ('gmina', 'powiat')
union all
select 'PL', area_id, 'gus_teryt' from area where level in ('gmina', 'powiat')
order by all;

-- area_tasks: whose tasks the money of each area pays for; a larger area does what its members do.
insert into area_tasks
select area_id, if(kind = 'city_with_powiat_rights', 'gmina_powiat', 'gmina') from area where level in ('gmina', 'powiat')
union all
select m.group_id, case
    when bool_and(a.kind = 'city_with_powiat_rights') then 'gmina_powiat'
    when bool_or(a.kind = 'city_with_powiat_rights') then 'mixed'
    else 'gmina'
  end
from area_member m join area a using (area_id)
group by m.group_id
order by all;

-- One thread adds in one order, so that the same inputs give the same digits.
set threads = 1;

-- fraction: one row per area, indicator and year whose every term has an observation: both sides of the fraction line.
create temp table fraction as
with
period as (select distinct period from observation),
term as (
  select t.*, o.area_id, o.period, o.value, o.status
  from indicator_term t join observation o using (variable_id)
  where t.pinned_period is null
  union all
  -- A pinned year serves the years around it as an estimate; beyond four years it serves none.
  select t.*, o.area_id, p.period, o.value, case when p.period = t.pinned_period or o.value is null then o.status else 'E' end
  from indicator_term t
  join observation o on o.variable_id = t.variable_id and o.period = t.pinned_period
  join period p on abs(p.period - t.pinned_period) <= 4
),
terms as (select indicator_id, count(*) as terms from indicator_term group by indicator_id)
select
  t.area_id, t.indicator_id, t.period,
  any_value(t.scale) as scale,
  count(t.value) = count(*) as complete,
  sum(t.coefficient * t.value) filter (where t.part = 'numerator') as numerator,
  case
    when count(*) filter (where t.part = 'denominator') = 0 then 1
    else sum(t.coefficient * t.value) filter (where t.part = 'denominator')
  end as denominator,
  arg_max(t.status, s.severity) as status
from term t join status s using (status) join terms n using (indicator_id)
group by t.area_id, t.indicator_id, t.period
having count(*) = any_value(n.terms);

-- weight: each area's weight in each year, taken from the nearest year with a value (the earlier one when two are near).
create temp table weight as
with
period as (select distinct period from observation),
weight_variable as (
  select weight_variable_id as variable_id from indicator where weight_variable_id is not null
  union
  select 'population'
)
select
  o.variable_id, o.area_id, p.period,
  arg_min(o.value, 2 * abs(o.period - p.period) + (o.period > p.period)::integer) as weight
from observation o join weight_variable using (variable_id) cross join period p
where o.value is not null
group by o.variable_id, o.area_id, p.period;

-- area_value: the fraction worked out, the share of cases behind it where a variable gives it, and what it weighs:
-- value · weight is the amount behind a rate (złoty, pupils …), so that rates of members add up to that of the whole.
create temp table area_value as
with worked_out as (
  select
    f.* exclude (status),
    case when f.complete and f.denominator <> 0 then f.scale * f.numerator / f.denominator end as value,
    -- Nothing to divide by means that the phenomenon cannot occur there.
    case when f.complete and f.denominator = 0 then 'M' else f.status end as status,
    coalesce(c.value / 100, 1) as share
  from fraction f
  join indicator i using (indicator_id)
  left join observation c
    on c.variable_id = i.coverage_variable_id and c.area_id = f.area_id and c.period = f.period
)
select
  f.area_id, f.indicator_id, f.period, f.value, f.status, f.share,
  case i.aggregation
    when 'ratio' then case when i.weight_variable_id is null then 1 else w.weight end * f.denominator / f.scale
    when 'mean' then w.weight * f.share
    when 'none' then w.weight
    when 'harmonic' then w.weight / nullif(f.value, 0)
  end as weight
from worked_out f
join indicator i using (indicator_id)
left join weight w on w.variable_id = i.weight_variable_id and w.area_id = f.area_id and w.period = f.period;

-- tier_member: a larger area is tiled twice, by gminas and by land powiats with cities; a city stands in both.
create temp table tier_member as
select m.group_id, m.area_id, t.tier, coalesce(year(a.valid_from), 0) as first_year, a.kind = 'city_with_powiat_rights' as is_city
from area_member m
join area a using (area_id)
join (values ('gmina'), ('powiat')) t (tier) on t.tier = a.level or a.kind = 'city_with_powiat_rights'
join area g on g.area_id = m.group_id
where t.tier = 'gmina' or g.level in ('voivodeship', 'country');

-- aggregate: Σ numerator / Σ denominator, or weighted by the catalogue's weight, over the tier that covers more.
create temp table aggregate as
with
part as (
  select
    m.group_id, m.tier, v.indicator_id, v.period,
    sum(case i.aggregation when 'sum' then v.value else v.value * v.weight end) as above,
    sum(v.weight) as below,
    sum(c.weight * v.share) as covered,
    -- A reservation about less than a fifth of the whole is none about the whole, a break about less than half.
    case
      when sum(c.weight) filter (where v.status = 'B') > 0.5 * sum(c.weight) then 'B'
      when sum(c.weight) filter (where v.status not in ('A', 'N', 'B')) > 0.2 * sum(c.weight)
        then arg_max(v.status, c.weight) filter (where v.status not in ('A', 'N', 'B'))
      else 'A'
    end as status,
    min(m.is_city) <> max(m.is_city) as mixed_tasks
  from area_value v
  join indicator i using (indicator_id)
  join tier_member m on m.area_id = v.area_id and v.period >= m.first_year
  join weight c
    on c.variable_id = coalesce(i.weight_variable_id, 'population') and c.area_id = v.area_id and c.period = v.period
  where i.aggregation <> 'none' and v.value is not null
  group by m.group_id, m.tier, v.indicator_id, v.period
),
-- A member whose weight nobody knows is a part of the whole all the same: its residents say how large a part.
whole as (
  select
    m.group_id, m.tier, v.variable_id, r.period, sum(w.weight) as weight,
    sum(r.weight) filter (where w.weight is not null) / sum(r.weight) as known
  from tier_member m
  join weight r on r.area_id = m.area_id and r.variable_id = 'population' and r.period >= m.first_year
  cross join (select distinct variable_id from weight) v
  left join weight w on w.area_id = m.area_id and w.variable_id = v.variable_id and w.period = r.period
  group by m.group_id, m.tier, v.variable_id, r.period
),
-- Members where the phenomenon cannot occur are no part of the whole.
outside as (
  select m.group_id, m.tier, v.indicator_id, v.period, sum(w.weight) as weight
  from area_value v
  join indicator i using (indicator_id)
  join tier_member m on m.area_id = v.area_id and v.period >= m.first_year
  join weight w
    on w.variable_id = coalesce(i.weight_variable_id, 'population') and w.area_id = v.area_id and w.period = v.period
  where v.value is null and v.status = 'M'
  group by m.group_id, m.tier, v.indicator_id, v.period
)
select
  p.group_id as area_id, p.indicator_id, p.period,
  case i.aggregation when 'sum' then p.above else p.above / nullif(p.below, 0) end as value,
  p.below as weight,
  case when i.comparability = 'same_tasks' and p.mixed_tasks and p.status <> 'B' then 'D' else p.status end as status,
  least(p.covered / (w.weight - coalesce(o.weight, 0)), 1) * w.known as coverage,
  -- A total needs every member; a rate is shown for the whole from four fifths of its weight on.
  case i.aggregation when 'sum' then 0.999999 else 0.8 end as coverage_needed
from part p
join indicator i using (indicator_id)
join whole w
  on w.group_id = p.group_id and w.tier = p.tier and w.period = p.period
  and w.variable_id = coalesce(i.weight_variable_id, 'population')
left join outside o
  on o.group_id = p.group_id and o.tier = p.tier and o.indicator_id = p.indicator_id and o.period = p.period
qualify row_number() over (partition by p.group_id, p.indicator_id, p.period order by coverage desc, p.tier) = 1;

reset threads;

-- indicator_value: areas with figures of their own, then the aggregates.
insert into indicator_value
select area_id, indicator_id, period, value, status, coverage, case when value is not null then weight end
from (
  select area_id, indicator_id, period, value, status, case when value is null then 0 else share end as coverage, weight
  from area_value
  union all
  select
    area_id, indicator_id, period,
    case when coverage >= coverage_needed then value end,
    case when coverage >= coverage_needed then status else 'O' end,
    coverage, weight
  from aggregate
  where (area_id, indicator_id, period) not in (select area_id, indicator_id, period from area_value)
)
order by indicator_id, period, area_id;

-- group_member: same kind in Poland, same kind in the voivodeship, each metropolitan and functional urban area.
insert into group_member
select kind, area_id from area where kind <> 'country'
union all
select kind || '.' || voivodeship_id, area_id from area where voivodeship_id is not null
union all
select m.group_id, m.area_id from area_member m join area g on g.area_id = m.group_id where g.level = 'metro'
order by all;

insert into comparison_group
select
  m.group_id,
  case when g.area_id is not null then 'metro' when contains(m.group_id, '.') then 'kind_in_voivodeship' else 'kind' end,
  case when g.area_id is null then any_value(a.kind) end,
  coalesce(g.area_id, case when contains(m.group_id, '.') then any_value(a.voivodeship_id) end),
  count(*)
from group_member m join area a using (area_id) left join area g on g.area_id = m.group_id
group by m.group_id, g.area_id
order by m.group_id;

-- benchmark: the place of every value within each of the built groups.
insert into benchmark select * from placed(null) order by indicator_id, period, group_id, area_id;
