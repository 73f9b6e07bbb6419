-- What the store derives from its observations once, before indicator.sql works out the indicators: what an aggregate
-- weighs its members by. Run by build after marts.sql and after all observations are in.

-- period: the years of the edition.
create temp table period as select distinct period from observation;

-- weight: each area's weight in each year, taken from the nearest year with a value (the earlier one when two are near).
create temp table weight as
with weight_variable as (
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

-- tier_member: a larger area is tiled twice, by gminas and by land powiats with cities; a city stands in both.
create temp table tier_member as
select m.group_id, m.area_id, t.tier, coalesce(year(a.valid_from), 0) as first_year, a.kind = 'city_with_powiat_rights' as is_city
from area_member m
join area a using (area_id)
join (values ('gmina'), ('powiat')) t (tier) on t.tier = a.level or a.kind = 'city_with_powiat_rights'
join area g on g.area_id = m.group_id
where t.tier = 'gmina' or g.level in ('voivodeship', 'country');

insert into observation_year
select variable_id, period, source_id, status, count(*) from observation group by all order by all;
