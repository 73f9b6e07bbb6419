"""Questions about data of readers: what a file may speak of, what is official beside it, what was submitted."""

import pandas as pd

from smup.queries import ask
from smup.store import Store


def areas(store: Store) -> pd.DataFrame:
    """One row per area: area_id, name, label, level."""
    return ask(store, "select area_id, name, label, level from area order by area_id")


def indicators(store: Store) -> pd.DataFrame:
    """One row per indicator: its names, unit, and the lowest and highest official value (null without any)."""
    return ask(
        store,
        """
        select i.indicator_id, i.name_pl, i.name_en, i.unit, u.short_pl, u.short_en,
          e.lowest, e.highest
        from indicator i join unit u using (unit) left join indicator_extent e using (indicator_id)
        order by i.indicator_id
        """,
    )


def statuses(store: Store) -> pd.DataFrame:
    """One row per status, least serious first: names, and whether it explains a missing value."""
    return ask(
        store,
        """
        select status, name_pl, name_en, said(name_pl, name_en, $language) as name, missing
        from status order by severity
        """,
    )


def likely_indicators(store: Store, wanted: str) -> list[str]:
    """Return the three identifiers of indicators nearest to ``wanted``, by identifier or by name."""
    frame = ask(
        store,
        """
        select indicator_id from indicator
        order by greatest(jaro_winkler_similarity(indicator_id, lower($wanted)),
          jaro_winkler_similarity(plain(name_pl), plain($wanted)),
          jaro_winkler_similarity(plain(name_en), plain($wanted))) desc, indicator_id
        limit 3
        """,
        wanted=wanted,
    )
    return [str(one) for one in frame["indicator_id"]]


def official(store: Store, indicator_id: str, period: int, area_ids: list[str]) -> pd.DataFrame:
    """One row per area of ``area_ids``, in their order: area_id, label, official value (null without one), light."""
    return ask(
        store,
        """
        select a.area_id, a.label, v.value, s.light
        from area a left join indicator_value v
          on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        join status s on s.status = coalesce(v.status, 'O')
        where list_contains($area_ids, a.area_id)
        order by list_position($area_ids, a.area_id)
        """,
        indicator_id=indicator_id,
        period=period,
        area_ids=area_ids,
    )


def submitted(store: Store, indicator_id: str) -> pd.DataFrame:
    """One row per submitted file, area and year with a value of the indicator, by the day it was added: who, added.

    area_id, label, period, value, status_name, note.
    """
    # Most editions have few or none: asked for all of them, it is asked once.
    rows = ask(
        store,
        """
        select v.indicator_id, v.area_id, a.label, v.period, v.value,
          said(s.name_pl, s.name_en, $language) as status_name, v.note, c.publisher as who, c.accessed as added
        from submission_value v join area a using (area_id) join status s using (status) join source c using (source_id)
        where v.value is not null
        order by c.accessed, c.source_id, a.label collate pl, v.period
        """,
    )
    return rows[rows["indicator_id"] == indicator_id].drop(columns="indicator_id").reset_index(drop=True)


def submitted_of(store: Store, area_id: str, period: int | None = None) -> pd.DataFrame:
    """One row per submitted file and indicator with a value of the area, in ``period`` or the latest year it has.

    indicator_id, service_id (null for an indicator of the submitter's own, as are unit and decimals), dimension,
    indicator, unit, decimals, period, value, status_name (none for an ordinary value), note,
    who, added; of its source source_id, publisher, title, licence, url.
    """
    return ask(
        store,
        """
        select v.indicator_id, i.service_id, i.dimension,
          coalesce(said(i.name_pl, i.name_en, $language), v.indicator_id) as indicator,
          said(u.name_pl, u.name_en, $language) as unit, i.decimals, v.period, v.value,
          if(s.severity = 0, '', said(s.name_pl, s.name_en, $language)) as status_name, v.note,
          c.publisher as who, c.accessed as added, c.source_id, c.publisher,
          said(c.title, c.title_en, $language) as title,
          said(c.licence, c.licence_en, $language) as licence, c.url
        from submission_value v join status s using (status) join source c using (source_id)
        left join indicator i using (indicator_id) left join unit u using (unit)
        where v.area_id = $area_id and v.value is not null and v.period = coalesce($period, v.period)
        qualify row_number() over (partition by v.source_id, v.indicator_id order by v.period desc) = 1
        order by list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position, v.indicator_id,
          c.accessed, c.source_id
        """,
        area_id=area_id,
        period=period,
    )
