"""Questions about one record: the words that prove it, what belongs to it, and how its service is doing."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def evidence(store: Store, record_id: str) -> pd.DataFrame:
    """One row per field of the record and quote: where it stands in which document, and how sure it is.

    What was presented where is proved under the joint name ``initiative@event``.
    """
    return ask(
        store,
        """
        select record_id, field, document_id, start_char, end_char, quote, confidence, review
        from evidence
        where record_id = $record_id
          or list_contains((select list(initiative_id || '@' || event_id) from presented
            where $record_id in (initiative_id, event_id)), record_id)
        order by document_id, start_char, end_char, record_id, field
        """,
        record_id=record_id,
    )


def documents(store: Store, record_id: str) -> pd.DataFrame:
    """One row per document that proves something of the record, with its whole text."""
    return ask(
        store,
        """
        select document_id, file, title, publisher, published_on, text
        from document where document_id in (select document_id from evidence where record_id = $record_id)
        order by document_id
        """,
        record_id=record_id,
    )


def presented(store: Store, record_id: str) -> pd.DataFrame:
    """One row per presentation of the initiative, or at the event: the other record, the presenter, its evidence."""
    return ask(
        store,
        """
        select initiative_id || '@' || event_id as evidence_id,
          if(initiative_id = $record_id, event_id, initiative_id) as record_id,
          if(initiative_id = $record_id, e.name, i.name) as name, presenter
        from presented join initiative i using (initiative_id) join event e using (event_id)
        where $record_id in (initiative_id, event_id)
        order by name collate pl, record_id
        """,
        record_id=record_id,
    )


def family(store: Store, record_id: str) -> pd.DataFrame:
    """One row per event that the event is part of (``whole``) or that is part of it (``part``), by day and name."""
    return ask(
        store,
        """
        select 'whole' as relation, w.event_id as record_id, w.name, w.starts_on
        from event e join event w on w.event_id = e.part_of where e.event_id = $record_id
        union all
        select 'part', event_id, name, starts_on from event where part_of = $record_id
        order by relation desc, starts_on nulls last, name collate pl, record_id
        """,
        record_id=record_id,
    )


def related(store: Store, record_id: str) -> pd.DataFrame:
    """One row per other record of an area of this one, or of a document of this one, those of an area first."""
    return ask(
        store,
        """
        with record as (
          select event_id as record_id, name, unnest([area_id, organiser_area_id]) as area_id, review from event
          union all
          select initiative_id, name, area_id, review from initiative
        ),
        mine as (select area_id from record where record_id = $record_id and area_id is not null),
        named as (select document_id from evidence where record_id = $record_id),
        together as (select distinct record_id from evidence join named using (document_id))
        select r.record_id, r.name, r.review,
          string_agg(distinct a.label, ', ' order by a.label) filter (where m.area_id is not null) as area,
          bool_or(m.area_id is not null) as same_area, bool_or(t.record_id is not null) as same_document
        from record r
        left join (select distinct area_id from mine) m using (area_id)
        left join area a using (area_id)
        left join together t using (record_id)
        where r.record_id <> $record_id and (m.area_id is not null or t.record_id is not null)
        group by r.record_id, r.name, r.review
        order by same_area desc, r.name collate pl, r.record_id
        """,
        record_id=record_id,
    )


def service_indicators(store: Store, service_id: str, area_id: str, group_id: str) -> pd.DataFrame:
    """One row per indicator of the service: the latest value of the area, its place in the group, light.

    Without a value of the area the indicator stands there without one.
    """
    return ask(
        store,
        """
        with latest as (
          from indicator_value
          where area_id = $area_id and value is not null
            and indicator_id in (select indicator_id from indicator where service_id = $service_id)
          qualify row_number() over (partition by indicator_id order by period desc) = 1
        ),
        place as (
          from placed($group_id, (v.indicator_id, v.period) in (select indicator_id, period from latest))
          where area_id = $area_id
        )
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as indicator,
          said(u.name_pl, u.name_en, $language) as unit,
          coalesce(said(u.short_pl, u.short_en, $language), '') as short_unit, i.decimals,
          l.value, l.period, b.median, b.rank, b.n, m.light, said(m.why_pl, m.why_en, $language) as why
        from indicator i join unit u using (unit) join area_tasks t on t.area_id = $area_id
        left join latest l using (indicator_id)
        left join place b using (indicator_id)
        join reservation m on m.status = coalesce(l.status, 'O')
          and m.reasons = reasons_of(l.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, l.status),
            true, true, true, b.n)
        where i.service_id = $service_id
        order by list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        service_id=service_id,
        area_id=area_id,
        group_id=group_id,
    )
