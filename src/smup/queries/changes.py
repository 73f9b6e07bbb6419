"""Questions about what changed from one edition to another; a filter that is not given means all."""

import pandas as pd

from smup.model import UnknownIdError
from smup.queries import ask
from smup.store import Pair


def summary(pair: Pair, area_ids: list[str] | None = None, indicator_ids: list[str] | None = None) -> pd.DataFrame:
    """One row: how many values (of an area, indicator and year) are new, gone, revised and unchanged.

    Values equal to nine decimals are equal; a change of status is a revision too.
    """
    return ask(
        pair,
        """
        select count(*) filter (what = 'new') as new, count(*) filter (what = 'gone') as gone,
          count(*) filter (what = 'revised') as revised, count(*) filter (what = 'unchanged') as unchanged
        from compared
        where ($area_ids is null or list_contains($area_ids, area_id))
          and ($indicator_ids is null or list_contains($indicator_ids, indicator_id))
        """,
        area_ids=area_ids,
        indicator_ids=indicator_ids,
    )


def revised(
    pair: Pair, area_ids: list[str] | None = None, indicator_ids: list[str] | None = None, limit: int | None = None
) -> pd.DataFrame:
    """One row per area, indicator and year whose value or status was revised, the largest relative change first.

    ``change`` is in the unit of the indicator, ``relative`` a share (0.1 is 10 % more), known from above 0 to 0 or
    more; both are 0 where the status alone was revised. ``redefined`` tells that the indicator has another formula.
    """
    return ask(
        pair,
        """
        select c.indicator_id, new.said(n.name_pl, n.name_en, $language) as indicator,
          new.said(u.name_pl, u.name_en, $language) as unit, n.decimals, c.area_id, a.label, c.period,
          c.value_before, c.value_after, if(c.moved, c.value_after, c.value_before) - c.value_before as change,
          if(c.value_before > 0 and c.value_after >= 0, change / c.value_before, null) as relative,
          c.status_before, c.status_after, n.formula <> o.formula as redefined
        from compared c
        join old.indicator o using (indicator_id) join new.indicator n using (indicator_id)
        left join new.area a using (area_id) left join new.unit u on u.unit = n.unit
        where c.what = 'revised' and ($area_ids is null or list_contains($area_ids, c.area_id))
          and ($indicator_ids is null or list_contains($indicator_ids, c.indicator_id))
        order by abs(relative) desc nulls last, c.indicator_id, c.area_id, c.period
        limit coalesce($limit, 9223372036854775807)
        """,
        area_ids=area_ids,
        indicator_ids=indicator_ids,
        limit=limit,
    )


def new_periods(pair: Pair, area_ids: list[str] | None = None, indicator_ids: list[str] | None = None) -> pd.DataFrame:
    """One row per indicator of both editions and year with a value in the new one alone: areas with a value."""
    return ask(
        pair,
        """
        select c.indicator_id, new.said(n.name_pl, n.name_en, $language) as indicator, c.period,
          count(c.value_after) as areas
        from compared c
        join old.indicator o using (indicator_id) join new.indicator n using (indicator_id)
        where ($area_ids is null or list_contains($area_ids, c.area_id))
          and ($indicator_ids is null or list_contains($indicator_ids, c.indicator_id))
        group by all having count(c.value_before) = 0 and count(c.value_after) > 0
        order by c.period desc, c.indicator_id
        """,
        area_ids=area_ids,
        indicator_ids=indicator_ids,
    )


def items(pair: Pair) -> pd.DataFrame:
    """One row per indicator, area and source in one edition alone: kind, id, name, what (new or gone)."""
    return ask(
        pair,
        """
        select kind, id, new.said(name_pl, name_en, $language) as name, if(after, 'new', 'gone') as what
        from item where before <> after
        order by list_position(['indicator', 'area', 'source'], kind), what desc, id
        """,
    )


def statuses(pair: Pair) -> dict[str, str]:
    """Return the names of the statuses of the new edition by code; not a table."""
    frame = ask(pair, "select status, new.said(name_pl, name_en, $language) as name from new.status")
    return dict(zip(frame["status"], frame["name"], strict=True))


def find(pair: Pair, kind: str, wanted: list[str]) -> list[str]:
    """Turn identifiers or exact names (any case) of a ``kind`` (indicator, area) of either edition into identifiers.

    Raises ``UnknownIdError`` for the first that is neither, with the nearest identifiers.
    """
    found = []
    for name in filter(None, map(str.strip, wanted)):
        frame = ask(
            pair,
            """
            select id, name_pl || ' = ' || id as hint, id = $name or lower(name_pl) = lower($name) as meant
            from item where kind = $kind
            order by meant desc, id = $name desc,
              greatest(jaro_winkler_similarity(id, $name), jaro_winkler_similarity(name_pl, $name)) desc, id
            limit 3
            """,
            kind=kind,
            name=name,
        )
        if not frame["meant"].any():
            likely = ", ".join(frame["hint"])
            raise UnknownIdError(f"There is no {kind} “{name}” in these editions; did you mean {likely}?")
        found.append(str(frame["id"].iloc[0]))
    return list(dict.fromkeys(found))
