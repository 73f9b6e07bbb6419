"""Questions about what the documents record: events and initiatives, and who has an initiative."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def records(
    store: Store,
    theme_id: str | None = None,
    area_id: str | None = None,
    metro_id: str | None = None,
    kind: str | None = None,
    year: int | None = None,
    undated: bool = False,
    reviewed: bool = False,
    record_id: str | None = None,
) -> pd.DataFrame:
    """One row per event and per initiative that passes the filters, by name, with all its columns.

    ``kind`` is event, initiative, or one of their kinds as ``event.panel``; ``area_id`` is the area of the place or
    of the owner. ``owner`` are the organisers of an event; ``whole`` is the largest event that it is part of.
    """
    return ask(
        store,
        """
        with recursive above as (
          select event_id, event_id as whole_id, part_of from event
          union
          select a.event_id, e.event_id, e.part_of from above a join event e on e.event_id = a.part_of
        ),
        top as (select event_id, max(whole_id) filter (where part_of is null) as whole_id from above group by event_id),
        sure as (select record_id, min(confidence) as confidence from evidence group by record_id),
        record as (
          select 'event' as sort, event_id as record_id, e.name, 'event.' || kind as kind,
            said(k.name_pl, k.name_en, $language) as kind_name, organisers as owner, organiser_area_id as owner_area_id,
            area_id, place, theme_id, null::varchar as service_id, starts_on, ends_on, starts_at, ends_at, date_basis,
            said(date_note, date_note_en, $language) as date_note, mode, year(starts_on) as year,
            null::varchar as status, series, edition_number, topics, null::varchar as summary, part_of, review
          from event e join event_kind k using (kind)
          union all
          select 'initiative', initiative_id, i.name, 'initiative.' || kind,
            said(k.name_pl, k.name_en, $language), owner, area_id,
            null, null, theme_id, service_id, null, null, null, null, null,
            null, null, year, status,
            null, null, null, said(summary_pl, summary_en, $language), null, review
          from initiative i join initiative_kind k using (kind)
        )
        select r.*, o.label as owner_area, a.label as area, said(t.name_pl, t.name_en, $language) as theme,
          said(s.name_pl, s.name_en, $language) as service,
          if(r.sort = 'event', coalesce(w.event_id, r.record_id), null) as whole_id,
          if(r.sort = 'event', coalesce(w.name, r.name), null) as whole, sure.confidence
        from record r
        left join area o on o.area_id = r.owner_area_id
        left join area a on a.area_id = r.area_id
        left join theme t on t.theme_id = r.theme_id
        left join service s on s.service_id = r.service_id
        left join top on top.event_id = r.record_id
        left join event w on w.event_id = top.whole_id
        left join sure on sure.record_id = r.record_id
        where ($theme_id is null or r.theme_id = $theme_id)
          and ($area_id is null or r.area_id = $area_id or r.owner_area_id = $area_id)
          and ($metro_id is null or list_has_any([r.area_id, r.owner_area_id], (
            select list(m.area_id) from (
              select $metro_id as area_id union all select area_id from area_member where group_id = $metro_id
            ) m)))
          and ($kind is null or $kind in (r.sort, r.kind))
          and ($year is null or r.year = $year)
          and (not $undated or r.year is null)
          and (not $reviewed or r.review = 'reviewed')
          and ($record_id is null or r.record_id = $record_id)
        order by r.name collate pl, r.record_id
        """,
        theme_id=theme_id,
        area_id=area_id,
        metro_id=metro_id,
        kind=kind,
        year=year,
        undated=undated,
        reviewed=reviewed,
        record_id=record_id,
    )


def number_of_documents(store: Store, record_ids: list[str]) -> int:
    """Return how many documents prove anything of these records."""
    frame = ask(
        store,
        """
        select count(distinct document_id) as documents from evidence
        where list_contains($record_ids, record_id)
        """,
        record_ids=record_ids,
    )
    return int(frame["documents"].iloc[0])


def initiatives_of(
    store: Store,
    area_ids: list[str],
    theme_id: str | None = None,
    indicator_id: str | None = None,
    reviewed: bool = False,
) -> pd.DataFrame:
    """One row per initiative of the areas or of a metropolitan area that some of them (``members``) belong to.

    Those of the service of the indicator come first, then the areas' own in their order; null ``members`` are theirs.
    """
    frame = ask(
        store,
        """
        with listed as (
          select unnest($area_ids) as area_id, generate_subscripts($area_ids, 1) as position
        ),
        concerned as (
          select area_id as owner_id, position, null as member from listed
          union all
          select m.group_id, l.position, a.label
          from listed l join area_member m using (area_id) join area a using (area_id)
          join area g on g.area_id = m.group_id
          where g.level = 'metro' and m.group_id not in (select area_id from listed)
        )
        select i.initiative_id, i.name, i.review, o.label as owner_area,
          string_agg(c.member, ', ' order by c.position) as members, count(c.member) as number_of_members, i.service_id
        from initiative i join concerned c on c.owner_id = i.area_id join area o on o.area_id = i.area_id
        where ($theme_id is null or i.theme_id = $theme_id) and (not $reviewed or i.review = 'reviewed')
        group by i.initiative_id, i.name, i.review, i.service_id, o.label
        order by number_of_members > 0, min(c.position), i.name collate pl, i.initiative_id
        """,
        area_ids=area_ids,
        theme_id=theme_id,
        reviewed=reviewed,
    )
    # Asked for without the indicator, it is asked once for all of a theme.
    services = ask(store, "select indicator_id, service_id from indicator").set_index("indicator_id")["service_id"]
    frame["same_service"] = frame.pop("service_id") == services.get(indicator_id)
    return frame.sort_values("same_service", ascending=False, kind="stable", ignore_index=True)


def initiatives_by_area(store: Store, area_ids: list[str], reviewed: bool = False) -> pd.DataFrame:
    """One row per area with an initiative of its own or of a metropolitan area it belongs to: area_id, initiatives.

    ``initiatives``: the names of its own, then each metropolitan area with the number of its.
    """
    return ask(
        store,
        """
        with concerned as (
          select unnest($area_ids) as area_id, unnest($area_ids) as owner_id
          union all
          select m.area_id, m.group_id from area_member m join area g on g.area_id = m.group_id
          where list_contains($area_ids, m.area_id) and g.level = 'metro'
        ),
        owned as (
          select c.area_id, c.owner_id, c.owner_id <> c.area_id as of_metro,
            if(of_metro, o.label || ': ' || count(*), string_agg(i.name, '; ' order by i.name collate pl)) as said
          from concerned c join initiative i on i.area_id = c.owner_id join area o on o.area_id = c.owner_id
          where not $reviewed or i.review = 'reviewed'
          group by c.area_id, c.owner_id, o.label
        )
        select area_id, string_agg(said, '; ' order by of_metro, said) as initiatives
        from owned group by area_id order by list_position($area_ids, area_id)
        """,
        area_ids=area_ids,
        reviewed=reviewed,
    )
