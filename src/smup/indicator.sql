-- Works out a batch of indicators, which waits in batch (indicator_id): values of areas and aggregates. Run by build for
-- one batch after the other, after weight.sql, so that memory holds no more than a batch.

-- Every sum says in which order it adds, so that the same inputs give the same digits on any number of threads. A star
-- after “using” stands for columns in another order on Spark (src/smup/spark/), so what goes into a union names them.

-- fraction: one row per area, indicator and year whose every term has an observation: both sides of the fraction line.
create or replace temp table fraction as
with
formula as (
  select *, count(*) over (partition by indicator_id) as terms from indicator_term semi join batch using (indicator_id)
),
term as (
  select
    f.indicator_id, f.part, f.variable_id, f.coefficient, f.scale, f.terms, o.area_id, o.period, o.value, o.status
  from formula f join observation o using (variable_id)
  where f.pinned_period is null
  union all
  -- A pinned year serves the years around it as an estimate; beyond four years it serves none.
  select
    f.indicator_id, f.part, f.variable_id, f.coefficient, f.scale, f.terms, o.area_id, p.period, o.value,
    case when p.period = f.pinned_period or o.value is null then o.status else 'E' end
  from formula f
  join observation o on o.variable_id = f.variable_id and o.period = f.pinned_period
  join period p on abs(p.period - f.pinned_period) <= 4
)
-- Most formulae are one variable, of which there is nothing to bring together.
select
  area_id, indicator_id, period, scale, value is not null as complete, coefficient * value as numerator,
  1::double as denominator, status
from term where terms = 1
union all
select
  t.area_id, t.indicator_id, t.period,
  any_value(t.scale),
  count(t.value) = count(*),
  sum(t.coefficient * t.value order by t.variable_id, t.coefficient, t.value) filter (where t.part = 'numerator'),
  case
    when count(*) filter (where t.part = 'denominator') = 0 then 1
    else sum(t.coefficient * t.value order by t.variable_id, t.coefficient, t.value)
      filter (where t.part = 'denominator')
  end,
  arg_max(t.status, s.severity)
from term t join status s using (status)
where t.terms > 1
group by t.area_id, t.indicator_id, t.period
having count(*) = any_value(t.terms);

-- area_value: the fraction worked out, the share of cases behind it where a variable gives it, and what it weighs:
-- value · weight is the amount behind a rate (złoty, pupils …), so that rates of members add up to that of the whole.
create or replace temp table area_value as
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

-- aggregate: Σ numerator / Σ denominator, or weighted by the catalogue's weight, over the tier that covers more.
create or replace temp table aggregate as
with
part as (
  select
    m.group_id, m.tier, v.indicator_id, v.period,
    sum(case i.aggregation when 'sum' then v.value else v.value * v.weight end order by v.area_id) as above,
    sum(v.weight order by v.area_id) as below,
    sum(c.weight * v.share order by v.area_id) as covered,
    -- A reservation about less than a fifth of the whole is none about the whole, a break about less than half.
    case
      when sum(c.weight order by v.area_id) filter (where v.status = 'B') > 0.5 * sum(c.weight order by v.area_id) then 'B'
      when sum(c.weight order by v.area_id) filter (where v.status not in ('A', 'N', 'B'))
        > 0.2 * sum(c.weight order by v.area_id)
        then arg_max(v.status, c.weight order by v.area_id) filter (where v.status not in ('A', 'N', 'B'))
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
    m.group_id, m.tier, v.variable_id, r.period, sum(w.weight order by m.area_id) as weight,
    sum(r.weight order by m.area_id) filter (where w.weight is not null) / sum(r.weight order by m.area_id) as known
  from tier_member m
  join weight r on r.area_id = m.area_id and r.variable_id = 'population' and r.period >= m.first_year
  cross join (select distinct variable_id from weight) v
  left join weight w on w.area_id = m.area_id and w.variable_id = v.variable_id and w.period = r.period
  group by m.group_id, m.tier, v.variable_id, r.period
),
-- Members where the phenomenon cannot occur are no part of the whole.
outside as (
  select m.group_id, m.tier, v.indicator_id, v.period, sum(w.weight order by v.area_id) as weight
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

-- indicator_value: areas with figures of their own, then the aggregates.
insert into indicator_value
select
  area_id, indicator_id, period, value, status, coverage,
  coverage > 0 and coverage < (select threshold from comparability where reason = 'low_coverage'),
  case when value is not null then weight end,
  kind
from (
  select area_id, indicator_id, period, value, status, case when value is null then 0 else share end as coverage, weight
  from area_value
  union all
  select
    area_id, indicator_id, period,
    case when coverage >= coverage_needed then value end,
    case when coverage >= coverage_needed then status else 'O' end,
    coverage, weight
  from aggregate anti join area_value using (area_id, indicator_id, period)
)
join area using (area_id)
order by kind, indicator_id, period, area_id;

-- indicator_year, indicator_extent: what there is of each.
insert into indicator_year
select distinct indicator_id, period from indicator_value semi join batch using (indicator_id)
where value is not null order by all;

insert into indicator_extent
select indicator_id, count(distinct area_id), min(value), max(value)
from indicator_value semi join batch using (indicator_id)
where value is not null group by indicator_id order by all;

-- value_note: what is said of the observations behind a value.
insert into value_note
select
  v.area_id, v.indicator_id, v.period,
  string_agg(distinct n.note_pl, ' ' order by n.note_pl), string_agg(distinct n.note_en, ' ' order by n.note_en)
from indicator_value v
semi join batch using (indicator_id)
join indicator_term t using (indicator_id)
join observation_note n using (variable_id)
where coalesce(n.area_id, v.area_id) = v.area_id and coalesce(n.period, v.period) = v.period
group by v.area_id, v.indicator_id, v.period
order by v.indicator_id, v.period, v.area_id;
