-- What the store derives from its tables: who belongs to whom, the groups, and what the reasons of a reservation say. Run by
-- build before weight.sql.

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

-- reservation: every status with every set of reasons. The status D says itself that a cost covers another scope.
insert into reservation
with
applies as (
  select code.status, sets.reasons, code.light, code.name_pl, code.name_en, null as explained_pl, null as explained_en,
    -1 as position
  from status code cross join range(64) sets (reasons)
  where code.light <> 'green' and not (code.status = 'D' and sets.reasons & 8 > 0)
  union all
  select code.status, sets.reasons, rule.light, rule.name_pl, rule.name_en,
    case when rule.light = 'grey' then rule.description_pl end,
    case when rule.light = 'grey' then rule.description_en end,
    rule.position
  from status code cross join range(64) sets (reasons) join comparability rule on sets.reasons & case rule.reason
    when 'other_period' then 1 when 'other_kind' then 2 when 'low_coverage' then 4 when 'other_cost_scope' then 8
    when 'other_tasks' then 16 when 'few_areas' then 32 end > 0
)
select
  code.status, sets.reasons,
  case when bool_or(a.light = 'grey') then 'grey' when count(a.light) > 0 then 'amber' else 'green' end,
  string_agg(a.name_pl, ', ' order by a.position),
  string_agg(a.name_en, ', ' order by a.position),
  string_agg(a.explained_pl, ' ' order by a.position),
  string_agg(a.explained_en, ' ' order by a.position)
from status code cross join range(64) sets (reasons)
left join applies a on a.status = code.status and a.reasons = sets.reasons
group by code.status, sets.reasons
order by code.status, sets.reasons;
