-- What a comparison of two editions, attached as old and new, asks first. Run by store.Pair in a database in memory.

-- One row per area, indicator and year of either edition. Values equal to nine decimals are equal; a change of status
-- is a revision too. A row without a value says why there is none, so it counts like any other.
create view compared as
select area_id, indicator_id, period, o.value as value_before, n.value as value_after,
  o.status as status_before, n.status as status_after,
  round(o.value, 9) is distinct from round(n.value, 9) as moved,
  case
    when o.status is null then 'new'
    when n.status is null then 'gone'
    when moved or o.status <> n.status then 'revised'
    else 'unchanged'
  end as what
from old.indicator_value o full join new.indicator_value n using (area_id, indicator_id, period);

-- One row per indicator, area and source of either edition, named as in the newer one that has it.
create view item as
select 'indicator' as kind, indicator_id as id, coalesce(n.name_pl, o.name_pl) as name_pl,
  coalesce(n.name_en, o.name_en) as name_en, o.name_pl is not null as before, n.name_pl is not null as after
from old.indicator o full join new.indicator n using (indicator_id)
union all
select 'area', area_id, coalesce(n.label, o.label), coalesce(n.label, o.label), o.label is not null, n.label is not null
from old.area o full join new.area n using (area_id)
union all
select 'source', source_id, coalesce(n.title, o.title), coalesce(n.title_en, o.title_en), o.title is not null,
  n.title is not null
from old.source o full join new.source n using (source_id);
