"""Questions about a cost and what it buys: which pairs there are, in which years, and where each area stands."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from smup import cube
from smup.model import PairCard, Polarity, UnknownIdError
from smup.queries import ask, catalogue, remembered
from smup.store import Store


def pairs(store: Store, area_id: str, theme_id: str | None = None) -> pd.DataFrame:
    """One row per pair (of a theme), in catalogue order: pair_id, name, theme_id, areas, known.

    ``areas``: the most areas of the kind of ``area_id`` that have both figures at once; ``known``: whether it has them.
    """
    return ask(
        store,
        """
        with extent as (
          select f.pair_id, count(*) as areas, bool_or(f.area_id = $area_id) as known
          from figures_of(null, null, null) f
          semi join alike_to($area_id) using (area_id)
          group by f.pair_id, f.period, f.output_period
        ),
        most as (select pair_id, max(areas) as areas, bool_or(known) as known from extent group by pair_id)
        select p.pair_id, s.theme_id, p.cost_indicator_id, p.output_indicator_id,
          coalesce(m.areas, 0) as areas, coalesce(m.known, false) as known,
          said(c.name_pl, c.name_en, $language) || ' – ' || said(o.name_pl, o.name_en, $language) as name
        from pair p
        join service s using (service_id)
        join indicator c on c.indicator_id = p.cost_indicator_id
        join indicator o on o.indicator_id = p.output_indicator_id
        left join most m using (pair_id)
        where $theme_id is null or s.theme_id = $theme_id
        order by p.position
        """,
        area_id=area_id,
        theme_id=theme_id,
    )


def pair(store: Store, pair_id: str) -> PairCard:
    """Return one pair with the cards of its two indicators; raises ``UnknownIdError`` when there is none."""
    frame = ask(
        store,
        """
        select p.*, s.theme_id, said(s.name_pl, s.name_en, $language) as service,
          said(p.note_pl, p.note_en, $language) as note
        from pair p join service s using (service_id) where p.pair_id = $pair_id
        """,
        pair_id=pair_id,
    )
    if frame.empty:
        raise UnknownIdError(f"There is no pair “{pair_id}” of a cost and what it buys.")
    row = frame.iloc[0]
    return PairCard(
        pair_id=pair_id,
        service=row["service"],
        theme_id=row["theme_id"],
        cost=catalogue.indicator(store, row["cost_indicator_id"]),
        output=catalogue.indicator(store, row["output_indicator_id"]),
        better=Polarity(row["better"]),
        factors=tuple(row["factors"].split(";")) if isinstance(row["factors"], str) else (),
        note=row["note"],
    )


def periods(store: Store, pair_id: str, area_id: str) -> pd.DataFrame:
    """One row per kind of area and year of the cost, latest first: kind, own, period, output_period, n, voivodeship.

    ``own``: whether it is the kind of ``area_id``, with the same tasks; ``output_period``: the nearest year of the
    output that the pair allows, of two equally near the later one; ``voivodeship``: the only one that the areas lie
    in, if there is one.
    """
    return ask(
        store,
        """
        select a.kind, k.area_id is not null as own, f.period, f.output_period, count(*) as n,
          case when min(a.voivodeship_id) = max(a.voivodeship_id) then any_value(v.label) end as voivodeship
        from figures_of($pair_id, $cost, $output) f
        join area a using (area_id)
        left join alike_to($area_id) k on k.area_id = f.area_id
        left join area v on v.area_id = a.voivodeship_id
        group by a.kind, own, f.period, f.output_period
        qualify row_number() over (
          partition by a.kind, own, f.period order by abs(f.output_period - f.period), f.output_period desc
        ) = 1
        order by f.period desc, n desc, a.kind
        """,
        **_sides(store, pair_id),
        area_id=area_id,
    )


def _sides(store: Store, pair_id: str) -> dict[str, str]:
    """Return the parameters that ``figures_of`` takes of a pair; of an unknown one, such as find nothing."""
    sides = store.keep("sides", _all_sides).get(pair_id)
    return {"pair_id": pair_id, "cost": sides.cost if sides else "", "output": sides.output if sides else ""}


class _Sides(NamedTuple):
    """The indicators of a pair, and how many years may lie between their figures."""

    cost: str
    output: str
    years_apart: int


def _all_sides(store: Store) -> dict[str, _Sides]:
    frame = store.query("select pair_id, cost_indicator_id, output_indicator_id, years_apart from pair")
    return {row.pair_id: _Sides(*row[2:]) for row in frame.itertuples()}


@remembered
def points(store: Store, pair_id: str, area_id: str, group_id: str, period: int, output_period: int) -> pd.DataFrame:
    """One row per area of the kind and the tasks of ``area_id`` with both figures (a cost above 0), by label.

    cost, output; ``units``, how many units a year the cost is counted per; ``in_group``; ``distance`` in structure from
    ``area_id``; ``revenue`` per resident in ``revenue_period``, called ``revenue_name``; ``light`` and ``why``.
    """
    areas, sides = cube.areas(store), store.keep("sides", _all_sides).get(pair_id, _Sides("", "", -1))
    lines = areas.like(area_id) if abs(period - output_period) <= sides.years_apart else areas.numbers([])
    costs, outputs = cube.values(store, sides.cost), cube.values(store, sides.output)
    lines = lines[(costs.year(period)[lines] > 0) & ~np.isnan(outputs.year(output_period)[lines])]
    lines = lines[np.argsort(areas.alphabetical[lines])]
    cost, output = costs.at(lines, [period]), outputs.at(lines, [output_period])
    reservations = cube.reservations(store)
    rule = cube.rule(store, sides.cost) or cube.NO_RULE
    tasks = areas.tasks[lines]
    return pd.DataFrame(
        {
            **areas.named(lines, "area_id", "label", "voivodeship_id"),
            "cost": cost.value,
            "output": output.value,
            "units": cost.weight,
            "in_group": np.isin(lines, cube.members(store, group_id)),
            "distance": cube.distances(store, area_id, lines),
            **cube.revenue(store, lines),
            **reservations.both(
                reservations.rows(cost.status, cube.reasons(rule, cost, tasks)),
                reservations.rows(
                    output.status, cube.reasons(cube.NO_RULE, output, tasks, same_period=period == output_period)
                ),
            ),
        }
    )


def factors(store: Store, indicator_ids: list[str], period: int, area_ids: list[str]) -> pd.DataFrame:
    """One row per area and indicator with a value: area_id, indicator_id, name, value."""
    return ask(
        store,
        """
        select v.area_id, v.indicator_id, said(i.name_pl, i.name_en, $language) as name, v.value
        from indicator_value v join indicator i using (indicator_id)
        where list_contains($indicator_ids, v.indicator_id) and list_contains($area_ids, v.area_id)
          and v.period = $period and v.value is not null
        order by list_position($area_ids, v.area_id), list_position($indicator_ids, v.indicator_id)
        """,
        indicator_ids=indicator_ids,
        period=period,
        area_ids=area_ids,
    )
