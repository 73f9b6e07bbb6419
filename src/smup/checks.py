"""Named data-quality rules of a store. Each rule is a query that returns the offending rows; none means it holds."""

from dataclasses import dataclass

import pandas as pd

from smup.store import Store


@dataclass(frozen=True)
class Check:
    """A rule: its name, what it demands in one sentence, and the query for the rows that break it."""

    name: str
    demands: str
    sql: str


CHECKS = (
    Check("observation_key", "An area has one observation for a variable and a year.", """
        with again as (
          select area_id, variable_id, period from observation group by all having count(*) > 1
        )
        select area_id, variable_id, period, count(*) as times, string_agg(source_id, ', ') as sources
        from observation semi join again using (area_id, variable_id, period) group by all"""),
    Check("observation_variable", "Every observation belongs to a known variable.", """
        select * from observation anti join variable using (variable_id)"""),
    Check("observation_source", "Every observation names a known source.", """
        select * from observation anti join source using (source_id)"""),
    Check("null_explained", "A value is absent exactly when its status explains why.", """
        select area_id, variable_id, period, value, status
        from observation join status s using (status) where s.missing <> (value is null)
        union all
        select area_id, indicator_id, period, value, status
        from indicator_value join status s using (status) where s.missing <> (value is null)"""),
    Check("few_areas", "Fewer than four areas are too few for a place, and comparability says the same.", """
        from comparability where reason = 'few_areas' and threshold <> 4"""),
    Check("finite", "A value is a finite number.", """
        select area_id, variable_id, period, value from observation where not isfinite(value)
        union all
        select area_id, indicator_id, period, value from indicator_value where not isfinite(value)"""),
    Check("percent", "A percentage that we ship lies between 0 and 100, except where pupils come from other areas.", """
        select o.* from observation o
        join variable v using (variable_id)
        join source s on s.source_id = v.source_id and not s.live
        where v.unit = '%' and not o.value between 0 and 100
          and variable_id not in ('preschool_coverage_3_5_pct', 'net_enrolment_gimnazjum_pct')"""),
    Check("before_birth", "An area has no value from before it existed.", """
        select o.* from observation o join area a using (area_id)
        where o.value is not null and o.period < year(a.valid_from)"""),
    Check("area_label", "No two areas carry the same label.", """
        select label, list(area_id) as areas from area group by label having count(*) > 1"""),
    Check("variable_observed", "Every variable has observations.", """
        select variable_id from variable anti join observation using (variable_id)"""),
    Check("indicator_has_values", "Every indicator has a value somewhere.", """
        select indicator_id, formula from indicator
        anti join (from indicator_value where value is not null) v using (indicator_id)"""),
    Check("indicator_value_key", "An area has one value of an indicator for a year.", """
        select area_id, indicator_id, period from indicator_value group by all having count(*) > 1"""),
    Check("note_applies", "Every note on observations concerns at least one observation.", """
        select n.* from observation_note n
        where not exists (
          from observation o where o.variable_id = n.variable_id
            and coalesce(n.area_id, o.area_id) = o.area_id and coalesce(n.period, o.period) = o.period)"""),
    Check("aggregate_between", "A weighted mean lies between the extremes of its members.", """
        with mean as (
          select * from indicator_value where value is not null
            and indicator_id in (select indicator_id from indicator where aggregation in ('mean', 'harmonic'))
        )
        select v.area_id, v.indicator_id, v.period, v.value, min(m.value) as lowest, max(m.value) as highest
        from mean v
        join area_member g on g.group_id = v.area_id
        join mean m on m.area_id = g.area_id and m.indicator_id = v.indicator_id and m.period = v.period
        group by all having v.value not between lowest - 1e-9 and highest + 1e-9"""),
    Check("pair_sound", "A pair sets a cost against something else, judged as the catalogue judges it.", """
        select p.pair_id, c.dimension as cost_dimension, o.dimension as output_dimension, p.better, o.polarity
        from pair p
        join indicator c on c.indicator_id = p.cost_indicator_id
        join indicator o on o.indicator_id = p.output_indicator_id
        where c.dimension <> 'cost' or o.dimension = 'cost'
          or o.polarity in ('higher', 'lower') and o.polarity <> p.better"""),
    Check("pair_factors", "The product of the factors of a pair is its cost, up to one constant.", """
        with factor as (
          select pair_id, cost_indicator_id, unnest(string_split(factors, ';')) as indicator_id,
            len(string_split(factors, ';')) as factors
          from pair where factors is not null
        ),
        whole as (
          select f.pair_id, v.area_id, v.period, product(v.value) as made, any_value(c.value) as cost
          from factor f
          join indicator_value v using (indicator_id)
          join indicator_value c
            on c.indicator_id = f.cost_indicator_id and c.area_id = v.area_id and c.period = v.period
          join area a on a.area_id = v.area_id and a.level in ('gmina', 'powiat')
          group by f.pair_id, v.area_id, v.period having count(v.value) = any_value(f.factors) and cost > 0
        )
        select p.pair_id, min(made / cost) as lowest, max(made / cost) as highest
        from pair p left join whole using (pair_id) where p.factors is not null
        group by p.pair_id having not coalesce(highest - lowest <= 1e-9 * highest, false)"""),
    Check("evidence_quote", "Every quote stands in its document where the evidence says.", """
        select record_id, field, document_id, start_char, quote from evidence join document using (document_id)
        where substr(text, start_char + 1, end_char - start_char) <> quote"""),
    Check("evidence_record", "Every piece of evidence proves a field of a known record.", """
        select record_id, field from evidence
        where record_id not in (
          select event_id from event union all select initiative_id from initiative
          union all select document_id from document
          union all select initiative_id || '@' || event_id from presented)"""),
    Check("field_proven", "Every field of an event or initiative has its evidence.", """
        with said as (
          unpivot (select event_id as record_id, columns(* exclude (event_id, review))::varchar from event)
          on columns(* exclude (record_id)) into name field value content
          union all
          unpivot (select initiative_id as record_id, columns(* exclude (initiative_id, review))::varchar
                   from initiative)
          on columns(* exclude (record_id)) into name field value content
        )
        select record_id, field, content from said anti join evidence using (record_id, field)
        where not (field = 'date_basis' and content = 'unknown')"""),
    Check("part_of_event", "An event is part of a known event, never of itself.", """
        with recursive above as (
          select event_id, part_of, 1 as steps from event where part_of is not null
          union all
          select a.event_id, e.part_of, steps + 1 from above a join event e on e.event_id = a.part_of
          where e.part_of is not null and steps < 20
        )
        select distinct event_id, part_of from above
        where part_of = event_id or part_of not in (select event_id from event)"""),
    Check("part_within_whole", "An event lies within the days of the event that it is part of.", """
        select p.event_id, p.starts_on, p.ends_on, w.event_id as whole from event p
        join event w on w.event_id = p.part_of
        where p.starts_on < w.starts_on or coalesce(p.ends_on, p.starts_on) > coalesce(w.ends_on, w.starts_on)"""),
)  # fmt: skip


def offending_rows(store: Store, check: Check, limit: int = 20) -> pd.DataFrame:
    """Return up to ``limit`` rows of ``store`` that break ``check``; an empty frame when it holds."""
    return store.query(f"select * from ({check.sql}) limit {int(limit)}")  # noqa: S608 - rules of ours
