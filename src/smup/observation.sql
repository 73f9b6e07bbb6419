-- Takes in a batch of observations, which waits in observation_input (the columns of observation).

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
