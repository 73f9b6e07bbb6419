"""Questions about the edition itself: where its figures come from, what there is and what is missing."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def sources(store: Store) -> pd.DataFrame:
    """One row per source, live ones once fetched: title, publisher, licence, observations, first and last year, url."""
    return ask(
        store,
        """
        select c.source_id, said(c.title, c.title_en, $language) as title, c.publisher,
          said(c.licence, c.licence_en, $language) as licence, c.url,
          coalesce(sum(o.observations), 0)::bigint as observations,
          min(o.period) as first_period, max(o.period) as last_period,
          said(c.note, c.note_en, $language) as note
        from source c left join (
          select source_id, period, if(missing, 0, observations) as observations
          from observation_year join status using (status)
          union all select source_id, period, count(value) from submission_value group by source_id, period
        ) o using (source_id)
        where not c.live or o.observations > 0
        group by all order by observations desc, c.source_id
        """,
    )


def origins(store: Store, indicator_ids: list[str], periods: list[int]) -> pd.DataFrame:
    """One row per indicator and source of its values in the year at the same place of ``periods``."""
    return ask(
        store,
        """
        with shown as (select unnest($indicator_ids) as indicator_id, unnest($periods) as period)
        select distinct h.indicator_id, c.source_id, said(c.title, c.title_en, $language) as title, c.publisher,
          said(c.licence, c.licence_en, $language) as licence, c.url, c.accessed
        from shown h
        join indicator_term r using (indicator_id)
        join (select distinct variable_id, period, source_id from observation) o
          on o.variable_id = r.variable_id and o.period = coalesce(r.pinned_period, h.period)
        join source c using (source_id)
        order by h.indicator_id, c.source_id
        """,
        indicator_ids=indicator_ids,
        periods=periods,
    )


def extent(store: Store) -> pd.DataFrame:
    """One row per theme: how many indicators each dimension has, and the latest year with figures."""
    return ask(
        store,
        """
        select said(t.name_pl, t.name_en, $language) as theme,
          count(i.indicator_id) filter (where i.dimension = 'quantity') as quantity,
          count(i.indicator_id) filter (where i.dimension = 'quality') as quality,
          count(i.indicator_id) filter (where i.dimension = 'cost') as cost,
          count(i.indicator_id) filter (where i.dimension = 'context') as context,
          max(l.last_period) as last_period
        from theme t left join service s using (theme_id) left join indicator i using (service_id)
        left join (
          select indicator_id, max(period) as last_period from indicator_year group by indicator_id
        ) l using (indicator_id)
        group by t.theme_id, t.name_pl, t.name_en, t.position order by t.position
        """,
    )


def services_without_data(store: Store) -> pd.DataFrame:
    """One row per service that has no indicator yet: theme, service."""
    return ask(
        store,
        """
        select said(t.name_pl, t.name_en, $language) as theme, said(s.name_pl, s.name_en, $language) as service
        from service s join theme t using (theme_id) anti join indicator i using (service_id)
        order by t.position, s.position
        """,
    )


def statuses(store: Store) -> pd.DataFrame:
    """One row per observation status that occurs: status, name, description, light, observations."""
    return ask(
        store,
        """
        select s.status, said(s.name_pl, s.name_en, $language) as name,
          said(s.description_pl, s.description_en, $language) as description, s.light,
          sum(o.observations)::bigint as observations
        from status s join observation_year o using (status)
        group by all order by observations desc
        """,
    )


def comparability(store: Store) -> pd.DataFrame:
    """One row per reason, besides its status, why a value is not compared as it is: name, description, light."""
    return ask(
        store,
        """
        select said(name_pl, name_en, $language) as name,
          said(description_pl, description_en, $language) as description, light
        from comparability order by position
        """,
    )
