"""Whole tables for people who want everything: one query for each name that ``smup export`` takes."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from smup import cube
from smup.methods.apart import place_apart
from smup.methods.ranking import goodness_of
from smup.model import Polarity
from smup.queries import ask
from smup.store import Store

EXPORTS = {
    "observations": "select * from observation order by variable_id, period, area_id",
    "indicators": """
        select i.* exclude (position), s.theme_id from indicator i join service s using (service_id)
        order by i.position""",
    "areas": "select * from area order by level, area_id",
    "events": "select * from event order by starts_on, event_id",
    "initiatives": "select * from initiative order by initiative_id",
    "benchmark": "select * from benchmark order by indicator_id, period, group_id, area_id",
}
_VARIABLE = "select * from observation where variable_id = $part order by period, area_id"


def parts(store: Store, name: str) -> Iterator[pd.DataFrame]:
    """Yield the table behind ``name`` (a key of ``EXPORTS``) in parts, in a stable order."""
    if name not in PARTS:
        yield export(store, name)
        return
    which, one = PARTS[name]
    for part in store.query(which)["part"]:
        yield one(store, part)


def benchmark(store: Store, indicator_id: str) -> pd.DataFrame:
    """One row per year, comparison group and area with a value, in this order: the view ``benchmark``, in arrays."""
    rule, areas, values = cube.rule(store, indicator_id), cube.areas(store), cube.values(store, indicator_id)
    members = cube.memberships(store)
    value = values.cells.value[members.line, :-1].T
    year, member = np.nonzero(~np.isnan(value))
    line, group, rule = members.line[member], members.group[member], rule or cube.NO_RULE
    part = (year * len(members.names) + group) * len(cube.TASKS) + rule.parts(areas.tasks[line])
    found = value[year, member]
    place = place_apart(found, goodness_of(found, rule.polarity, rule.target), part, rule.polarity != Polarity.NONE)
    return pd.DataFrame(
        {
            **areas.named(line, "area_id"),
            "indicator_id": pd.array([indicator_id], dtype="str").take(np.zeros_like(line)),
            "period": np.array(list(values.column), dtype=np.int16)[year],
            "group_id": members.names.take(group),
            "value": found,
            "tasks": areas.compared(rule, line),
            "n": place.n.astype(np.int32),
            "rank": cube.whole(place.rank),
            "percentile": place.percentile,
            "quartile": cube.whole(place.quartile),
            "median": place.median,
            "p25": place.p25,
            "p75": place.p75,
        },
        copy=False,
    )


# The large ones in parts that fit into memory: which there are, and one of them. Together they are the whole in order.
PARTS: dict[str, tuple[str, Callable[[Store, str], pd.DataFrame]]] = {
    "observations": (
        "select distinct variable_id as part from observation_year order by part",
        lambda store, part: store.query(_VARIABLE, part=part),
    ),
    "benchmark": ("select distinct indicator_id as part from indicator_year order by part", benchmark),
}


def export(store: Store, name: str) -> pd.DataFrame:
    """Return the whole table behind ``name`` (a key of ``EXPORTS``), in a stable order."""
    return store.query(EXPORTS[name])


def calendar(store: Store, event_ids: list[str] | None = None) -> pd.DataFrame:
    """One row per event with a date (of ``event_ids``, or of all), by day: what a calendar says of it."""
    return ask(
        store,
        """
        with proof as (
          select record_id, string_agg(distinct quote, ' … ' order by quote) as quotes
          from evidence where field in ('starts_on', 'ends_on', 'starts_at', 'ends_at') group by record_id
        )
        select e.event_id, e.name, said(k.name_pl, k.name_en, $language) as kind_name, e.starts_on, e.ends_on,
          e.starts_at, e.ends_at, coalesce(e.place, a.label) as place, e.organisers, e.date_basis,
          said(e.date_note, e.date_note_en, $language) as date_note, p.quotes,
          said(t.name_pl, t.name_en, $language) as theme, e.review, (select built_at from edition) as built_at
        from event e join event_kind k using (kind)
        left join area a using (area_id) left join theme t on t.theme_id = e.theme_id
        left join proof p on p.record_id = e.event_id
        where e.starts_on is not null and ($event_ids is null or list_contains($event_ids, e.event_id))
        order by e.starts_on, e.starts_at nulls first, e.event_id
        """,
        event_ids=event_ids,
    )
