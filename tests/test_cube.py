"""The cube says in arrays what the macros of the store say in SQL: the same rules, by two ways."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd
import pytest

from smup import cube
from smup.cube.areas import TASKS
from smup.model import Language, Polarity, Status
from smup.queries import exports, figures, groups, intervals, places
from smup.store import Store
from smup.text import language

CITIES = "city_with_powiat_rights"
GROUPS = ("rural", "urban.12", CITIES, "smk", "gzm", "voivodeship", "functional_urban_area", "land_powiat")
AROUND = (
    "similar.126101.5",
    "similar.126101",
    "similar.226201.15",
    "neighbours.120601",
    "picked.126101.120601.nowhere",
)
# All four polarities, money that is compared only where tasks are the same, notes, breaks and suppressed values.
ASKED = (
    ("exam8_maths", 2021),
    ("expenditure_total_per_capita", 2019),
    ("road_accidents_per_100k", 2018),
    ("population", 2024),
    ("expenditure_education_per_capita", 2024),
    ("average_gross_wage", 2024),
    ("exam8_maths", 1999),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


def test_the_store_numbers_areas_in_the_order_of_their_identifiers(store: Store) -> None:
    words = cube.areas(store).words
    numbers = store.query("select area_id, enum_code(area_id) as number from area").set_index("area_id")["number"]
    assert numbers[words["area_id"]].tolist() == list(range(len(words)))
    assert (
        words["area_id"].tolist()
        == store.query("select area_id from area order by area_id::varchar")["area_id"].tolist()
    )


def test_statuses_are_told_apart_by_one_letter(store: Store) -> None:
    assert store.query("select distinct len(status) as n from status")["n"].tolist() == [1]


@pytest.mark.parametrize("group_id", [*GROUPS, *AROUND, "nobody", "similar.nowhere", ""])
def test_members_are_those_of_the_macro(store: Store, group_id: str) -> None:
    found = cube.areas(store).words["area_id"].iloc[cube.members(store, group_id)]
    assert found.tolist() == groups.members(store, group_id)


def test_reasons_are_those_of_the_macros(store: Store) -> None:
    yes_or_no = (False, True)
    cases = list(product((0, *map(ord, Status)), yes_or_no, range(len(TASKS)), *[yes_or_no] * 5, (np.nan, 3, 4)))
    status, partial, tasks, is_cost, same, *sames, n = map(np.array, zip(*cases, strict=True))
    asked = pd.DataFrame(dict(zip(("period", "kind", "tasks"), sames, strict=True)))
    found = np.empty(len(cases), dtype=int)
    for cost, only in product(yes_or_no, yes_or_no):
        where = (is_cost == cost) & (same == only)
        none = np.full(where.sum(), np.nan)
        cells = cube.Cells(
            none, status[where].astype(np.uint8), partial[where], none, none, np.zeros(len(none), np.int16)
        )
        rule = cube.Rule(Polarity.NONE, None, bool(cost), bool(only))
        found[where] = cube.reasons(
            rule, cells, tasks[where], *(one[where] for one in (sames[0], sames[1], sames[2])), n=n[where]
        )
    rows = store.query(
        """
        select reasons_of(c.partial, other_cost_scope(if(c.is_cost, 'cost', 'quality'),
          if(c.only, 'same_tasks', 'any'), c.tasks, c.status), c.period, c.kind, c.alike, c.n) as reasons
        from (select unnest($status) as status, unnest($partial) as partial, unnest($tasks) as tasks,
          unnest($is_cost) as is_cost, unnest($only) as only, unnest($period) as period, unnest($kind) as kind,
          unnest($alike) as alike, unnest($n) as n, generate_subscripts($n, 1) as line) c order by c.line
        """,
        status=[chr(one) if one else None for one in status],
        partial=partial.tolist(),
        tasks=[TASKS[one] for one in tasks],
        is_cost=is_cost.tolist(),
        only=same.tolist(),
        period=asked["period"].tolist(),
        kind=asked["kind"].tolist(),
        alike=asked["tasks"].tolist(),
        n=[None if np.isnan(one) else int(one) for one in n],
    )
    assert found.tolist() == rows["reasons"].tolist()
    assert len(set(found)) == 64


@pytest.mark.parametrize(("indicator_id", "period"), ASKED)
@pytest.mark.parametrize("group_id", [*GROUPS, *AROUND[:-1]])
def test_places_and_reservations_of_a_ranking_are_those_of_the_store(
    store: Store, indicator_id: str, period: int, group_id: str
) -> None:
    reference = groups.members(store, group_id)[-1]
    found = places.ranking(store, indicator_id, period, group_id, reference).set_index("area_id").sort_index()
    expected = store.query(
        """
        select a.area_id, v.value, coalesce(v.status, 'O') as status, b.rank, b.percentile, b.quartile, b.n, b.median,
          o.note_en as note, l.light, l.why_en as why, l.explained_en as explained
        from members_of($group_id) m join area a using (area_id) join area_tasks t using (area_id)
        join indicator i on i.indicator_id = $indicator_id
        join area r on r.area_id = $reference join area_tasks rt on rt.area_id = r.area_id
        left join indicator_value v on v.area_id = a.area_id and v.indicator_id = $indicator_id and v.period = $period
        left join standing($group_id) b
          on b.area_id = a.area_id and b.indicator_id = $indicator_id and b.period = $period
        left join value_note o on o.area_id = a.area_id and o.indicator_id = $indicator_id and o.period = $period
        join reservation l on l.status = coalesce(v.status, 'O')
          and l.reasons = reasons_of(v.partial, other_cost_scope(i.dimension, i.comparability, t.tasks, v.status),
            true, a.kind = r.kind, same_tasks(i.comparability, t.tasks, rt.tasks), b.n)
        order by a.area_id
        """,
        indicator_id=indicator_id,
        period=period,
        group_id=group_id,
        reference=reference,
    ).set_index("area_id")
    expected = expected.astype(dict.fromkeys(("note", "why", "explained"), "str"))  # also where all are missing
    pd.testing.assert_frame_equal(found[expected.columns], expected, check_dtype=False, rtol=1e-13, atol=0)


@pytest.mark.parametrize(("indicator_id", "period"), ASKED)
@pytest.mark.parametrize("group_id", [*GROUPS, *AROUND])
def test_ranks_over_years_are_those_of_the_store(store: Store, indicator_id: str, period: int, group_id: str) -> None:
    found = intervals.ranking_over_years(store, group_id, indicator_id, period)
    expected = intervals.ranks_over_years(store, group_id, [indicator_id], [period])
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-13, atol=0)


@pytest.mark.parametrize("theme_id", [None, "education", "finance", "safety", "nothing"])
@pytest.mark.parametrize(
    ("area_id", "group_id"),
    [
        ("126101", CITIES),
        ("126101", "similar.126101"),
        ("120601", "smk"),
        ("smk", "metropolitan_area"),
        ("120601", CITIES),
    ],
)
def test_a_profile_is_what_the_places_of_the_store_say(
    store: Store, area_id: str, group_id: str, theme_id: str | None
) -> None:
    columns = ["period", "value", "status", "rank", "n", "percentile", "median", "lowest", "highest", "light", "why"]
    found = places.profile(store, area_id, theme_id, group_id).set_index("indicator_id").sort_index()[columns]
    expected = store.query(
        """
        with own as (
          select v.*, i.dimension, i.comparability, b.rank, b.n, b.percentile, b.median, b.tasks
          from indicator_value v join indicator i using (indicator_id) join service s using (service_id)
          left join standing($group_id) b using (area_id, indicator_id, period)
          where v.area_id = $area_id and v.value is not null and ($theme_id is null or s.theme_id = $theme_id)
          qualify row_number() over (
            partition by v.indicator_id order by coalesce(b.n, 0) >= 4 desc, v.period desc
          ) = 1
        ),
        members as (
          select bool_and(a.kind = o.kind) as same_kind, any_value(ot.tasks) as tasks,
            coalesce(bool_and(a.kind = o.kind) filter (t.tasks = ot.tasks), true) as same_kind_of_tasks
          from members_of($group_id) m join area a using (area_id) join area_tasks t using (area_id)
          join area o on o.area_id = $area_id join area_tasks ot on ot.area_id = o.area_id
        )
        select o.indicator_id, o.period, o.value, o.status, o.rank, o.n, o.percentile, o.median,
          min(p.value) as lowest, max(p.value) as highest, l.light, l.why_en as why
        from own o cross join members g
        left join standing($group_id) p
          on p.indicator_id = o.indicator_id and p.period = o.period and p.tasks = o.tasks
        join reservation l on l.status = o.status
          and l.reasons = reasons_of(o.partial, other_cost_scope(o.dimension, o.comparability, g.tasks, o.status),
            true, if(o.comparability = 'any', g.same_kind, g.same_kind_of_tasks), true, coalesce(o.n, 0))
        group by all
        """,
        area_id=area_id,
        group_id=group_id,
        theme_id=theme_id,
    ).set_index("indicator_id")
    expected = expected.astype({"light": "str", "why": "str"}).sort_index()
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-13, atol=0)


@pytest.mark.parametrize("indicator_id", [*dict(ASKED), "nothing"])
def test_the_benchmark_of_an_indicator_is_that_of_the_view(store: Store, indicator_id: str) -> None:
    found = exports.benchmark(store, indicator_id)
    expected = store.query(
        "select * from benchmark where indicator_id = $asked order by period, group_id, area_id", asked=indicator_id
    )
    assert len(expected) > 400 or indicator_id == "nothing"
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-13, atol=1e-12)


@pytest.mark.parametrize("indicator_id", dict(ASKED))
def test_a_trend_has_the_places_of_every_year_among_areas_of_the_kind(store: Store, indicator_id: str) -> None:
    chosen = ["126101", "120601", "gzm", "PL"]
    found = figures.trend(store, indicator_id, chosen).set_index(["area_id", "period"])
    expected = store.query(
        """
        select area_id, period::bigint as period, percentile, rank, n from benchmark join area a using (area_id)
        where indicator_id = $indicator_id and list_contains($chosen, area_id) and group_id = a.kind
        """,
        indicator_id=indicator_id,
        chosen=chosen,
    ).set_index(["area_id", "period"])
    placed = found.loc[found["n"].notna(), ["percentile", "rank", "n"]]
    pd.testing.assert_frame_equal(placed.sort_index(), expected.sort_index(), check_dtype=False, rtol=1e-13, atol=0)
    values = store.query(
        """
        select area_id, period::bigint as period, value, status from indicator_value
        where indicator_id = $indicator_id and list_contains($chosen, area_id)
        """,
        indicator_id=indicator_id,
        chosen=chosen,
    ).set_index(["area_id", "period"])
    known = found[found["status"].notna()]
    assert known["value"].equals(values["value"].reindex(known.index))
    assert known["status"].tolist() == values["status"].reindex(known.index).tolist()
    assert values["value"].dropna().index.isin(known.index).all()
