"""Questions about what is measured: themes, services, indicators, sources and the edition itself."""

from typing import Any

import pandas as pd

from smup import cube
from smup.model import IndicatorCard, UnknownIdError
from smup.queries import ask
from smup.store import Store


def themes(store: Store) -> pd.DataFrame:
    """One row per theme, in SMUP's order: theme_id, name, description, in_smup, indicators."""
    return ask(
        store,
        """
        select t.theme_id, said(t.name_pl, t.name_en, $language) as name,
          said(t.description_pl, t.description_en, $language) as description, t.in_smup,
          count(i.indicator_id) as indicators
        from theme t left join service s using (theme_id) left join indicator i using (service_id)
        group by all order by any_value(t.position)
        """,
    )


def services(store: Store, theme_id: str | None = None) -> pd.DataFrame:
    """One row per service of a theme (or of all), in their order: service_id, name, theme_id, theme, indicators."""
    return ask(
        store,
        """
        select s.service_id, said(s.name_pl, s.name_en, $language) as name, t.theme_id,
          said(t.name_pl, t.name_en, $language) as theme, count(i.indicator_id) as indicators
        from service s join theme t using (theme_id) left join indicator i using (service_id)
        where $theme_id is null or t.theme_id = $theme_id
        group by all order by any_value(t.position), any_value(s.position)
        """,
        theme_id=theme_id,
    )


def indicators(store: Store, theme_id: str | None = None) -> pd.DataFrame:
    """One row per indicator of a theme (or of all), quantity, quality, cost, context.

    indicator_id, name, dimension, service_id, theme_id.
    """
    return ask(
        store,
        """
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as name, i.dimension, i.service_id, s.theme_id
        from indicator i join service s using (service_id) join theme t using (theme_id)
        where $theme_id is null or s.theme_id = $theme_id
        order by t.position, list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        theme_id=theme_id,
    )


def indicator(store: Store, indicator_id: str) -> IndicatorCard:
    """Return one indicator; raises ``UnknownIdError`` with the nearest identifiers when there is none."""
    # All of them take no longer than one, and an open edition remembers the answer.
    cards = ask(
        store,
        """
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as name,
          said(i.description_pl, i.description_en, $language) as description,
          said(i.note_pl, i.note_en, $language) as note,
          s.theme_id, said(t.name_pl, t.name_en, $language) as theme,
          said(s.name_pl, s.name_en, $language) as service, i.dimension,
          said(u.name_pl, u.name_en, $language) as unit,
          coalesce(said(u.short_pl, u.short_en, $language), '') as short_unit,
          i.decimals, i.polarity, i.formula, i.comparability, i.over_time,
          (
            select said(c.name_pl || ': ' || c.description_pl, c.name_en || ': ' || c.description_en, $language)
            from cost_scope c where c.cost_scope = i.cost_scope
          ) as cost_scope,
          (
            select string_agg(
              distinct c.publisher || ', ' || rtrim(said(c.title, c.title_en, $language), '.') || '. '
                || said(c.licence, c.licence_en, $language), '; '
              order by c.publisher || ', ' || rtrim(said(c.title, c.title_en, $language), '.') || '. '
                || said(c.licence, c.licence_en, $language))
            from indicator_term r join observation_year o using (variable_id) join source c on c.source_id = o.source_id
            where r.indicator_id = i.indicator_id
          ) as sources,
          starts_with(i.unit, 'PLN') as is_money
        from indicator i join service s using (service_id) join theme t using (theme_id) join unit u using (unit)
        """,
    )
    frame = cards[cards["indicator_id"] == indicator_id]
    if frame.empty:
        likely = ask(
            store,
            "select indicator_id from indicator order by jaro_winkler_similarity(indicator_id, $wanted) desc limit 3",
            wanted=indicator_id,
        )["indicator_id"]
        raise UnknownIdError(f"There is no indicator “{indicator_id}”; did you mean {', '.join(likely)}?")
    (row,) = frame.to_dict("records")
    known: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    return IndicatorCard(**known)


def periods(store: Store, indicator_id: str | None = None, group_id: str | None = None) -> list[int]:
    """Years with a value of the indicator (any, when not given) in the group (likewise), latest first."""
    if indicator_id and group_id:
        return cube.values(store, indicator_id).known(cube.members(store, group_id))[::-1]
    frame = ask(
        store,
        """
        select distinct period from indicator_year
        where $group_id is null and indicator_id = coalesce($indicator_id, indicator_id)
        union
        select period from indicator_value v semi join members_of($group_id) using (area_id)
        where v.value is not null and v.indicator_id = coalesce($indicator_id, v.indicator_id)
        order by period desc
        """,
        indicator_id=indicator_id,
        group_id=group_id,
    )
    return [int(period) for period in frame["period"]]


def headline(store: Store, indicator_ids: list[str], area_ids: list[str], period: int | None = None) -> str:
    """Return the indicator to show first: one that most of the areas share (in ``period``), if possible a headline."""
    frame = ask(
        store,
        """
        with extent as (
          select indicator_id, count(distinct area_id) as areas from indicator_value
          where indicator_id in (select unnest($indicator_ids)) and list_contains($area_ids, area_id)
            and value is not null and period = coalesce($period, period)
          group by indicator_id
        )
        select i.indicator_id from indicator i left join extent e using (indicator_id)
        where list_contains($indicator_ids, i.indicator_id)
        order by e.areas desc nulls last, i.headline desc, i.dimension = 'quality' desc, i.position limit 1
        """,
        indicator_ids=indicator_ids,
        area_ids=area_ids,
        period=period,
    )
    return str(frame["indicator_id"].iloc[0])


def shared_period(store: Store, indicator_id: str, area_ids: list[str]) -> int | None:
    """Return the latest year among those in which most of the areas have a value; ``None`` when none has."""
    values, lines = cube.values(store, indicator_id), cube.areas(store).numbers(area_ids)
    return max(values.known(lines), key=lambda year: (values.holders(year, lines), year), default=None)


def dictionary(store: Store, words: str = "") -> pd.DataFrame:
    """One row per indicator whose texts hold all of ``words`` (case and accents ignored), in catalogue order."""
    return ask(
        store,
        """
        with extent as (
          select indicator_id, min(period) as first_period, max(period) as last_period, count(*) as years, areas
          from indicator_year join indicator_extent using (indicator_id) group by indicator_id, areas
        ),
        origin as (
          select r.indicator_id, string_agg(distinct o.source_id, ', ' order by o.source_id) as sources
          from indicator_term r
          join observation_year o using (variable_id)
          group by r.indicator_id
        )
        select i.indicator_id, said(i.name_pl, i.name_en, $language) as name,
          said(t.name_pl, t.name_en, $language) as theme, said(s.name_pl, s.name_en, $language) as service,
          i.dimension, said(u.name_pl, u.name_en, $language) as unit, i.polarity,
          e.first_period, e.last_period, e.years, e.areas,
          said(i.description_pl, i.description_en, $language) as description, i.formula,
          said(i.note_pl, i.note_en, $language) as note, o.sources
        from indicator i
        join service s using (service_id) join theme t using (theme_id) join unit u using (unit)
        join extent e using (indicator_id) join origin o using (indicator_id)
        where list_bool_and(list_transform(
          string_split_regex(plain(trim($words)), '\\s+'),
          lambda word: contains(plain(concat_ws(' ', i.indicator_id, i.name_pl, i.name_en,
            i.description_pl, i.description_en, t.name_pl, t.name_en, s.name_pl, s.name_en, i.formula)), word)
        ))
        order by t.position, s.position, i.position
        """,
        words=words,
    )
