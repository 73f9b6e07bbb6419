"""Questions of the search: everything that can be named, in both languages, and where there are values."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def subjects(store: Store) -> pd.DataFrame:
    """One row per theme, service, indicator, kind of record, event and initiative, in the order of the catalogue.

    sort, id; theme_id, service_id, dimension, headline where they apply; name and text (what else is said of it) in
    Polish and English. ``position`` orders those of a sort.
    """
    return ask(
        store,
        """
        select 'theme' as sort, theme_id as id, theme_id, null as service_id, null as dimension, false as headline,
          name_pl, name_en, description_pl as text_pl, description_en as text_en, position
        from theme
        union all
        select 'service', service_id, theme_id, service_id, null, false, name_pl, name_en, '', '', position from service
        union all
        select 'indicator', indicator_id, s.theme_id, service_id, i.dimension, i.headline, i.name_pl, i.name_en,
          i.description_pl, i.description_en, i.position
        from indicator i join service s using (service_id)
        union all
        select 'kind', 'event.' || kind, null, null, null, false, name_pl, name_en, '', '', 0 from event_kind
        semi join event using (kind)
        union all
        select 'kind', 'initiative.' || kind, null, null, null, false, name_pl, name_en, '', '', 0 from initiative_kind
        semi join initiative using (kind)
        union all
        select 'event', event_id, theme_id, null, null, part_of is null, e.name, e.name,
          concat_ws(' ', k.name_pl, organisers, topics, place, a.name), k.name_en, 0
        from event e join event_kind k using (kind) left join area a using (area_id)
        union all
        select 'initiative', initiative_id, theme_id, service_id, null, true, i.name, i.name,
          concat_ws(' ', k.name_pl, owner, a.name, summary_pl), concat_ws(' ', k.name_en, summary_en), 0
        from initiative i join initiative_kind k using (kind) left join area a using (area_id)
        order by sort, position, id
        """,
    )


def places(store: Store) -> pd.DataFrame:
    """One row per area: area_id, name, label, level, kind, its powiat and voivodeship, population (latest known).

    ``names``: by which people call it beside that; ``adjectives``: made from its name in a way of their own.
    """
    return ask(
        store,
        """
        with latest as (
          select area_id, arg_max(value, period) as population
          from indicator_value where indicator_id = 'population' and value is not null group by area_id
        )
        select a.area_id, a.name, a.label, a.level, a.kind, p.name as powiat, v.name as voivodeship,
          coalesce(l.population, 0) as population,
          array(select name from area_name n where n.area_id = a.area_id order by name) as names,
          array(select adjective from area_adjective j where j.area_id = a.area_id order by adjective) as adjectives
        from area a left join latest l using (area_id)
        left join area p on p.area_id = a.powiat_id left join area v on v.area_id = a.voivodeship_id
        order by a.area_id
        """,
    )


def holders(store: Store) -> pd.DataFrame:
    """One row per indicator with a value: indicator_id, ``area_ids`` that have one, ``periods`` with one."""
    return ask(
        store,
        """
        select indicator_id, list(distinct area_id::varchar order by area_id::varchar) as area_ids,
          list(distinct period order by period) as periods
        from indicator_value where value is not null group by indicator_id order by indicator_id
        """,
    )


def pairs(store: Store) -> pd.DataFrame:
    """One row per cost and what it buys, in catalogue order: pair_id, theme_id, service_id, the two indicators."""
    return ask(
        store,
        """
        select pair_id, theme_id, service_id, cost_indicator_id, output_indicator_id
        from pair join service using (service_id) order by pair.position
        """,
    )
