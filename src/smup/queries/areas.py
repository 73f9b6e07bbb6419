"""Questions about areas and the groups they are compared in."""

import pandas as pd

from smup.model import UnknownIdError
from smup.queries import ask
from smup.store import Store


def areas(
    store: Store,
    kind: str | None = None,
    voivodeship_id: str | None = None,
    metro_id: str | None = None,
    population_from: int | None = None,
    population_to: int | None = None,
) -> pd.DataFrame:
    """One row per area that passes the filters, by label: area_id, label, level, kind, population (latest known)."""
    return ask(
        store,
        """
        with latest as (
          select area_id, arg_max(value, period) as population
          from indicator_value where indicator_id = 'population' and value is not null group by area_id
        )
        select a.area_id, a.label, a.level, a.kind, a.voivodeship_id, p.population
        from area a left join latest p using (area_id)
        where ($kind is null or a.kind = $kind)
          and ($voivodeship_id is null or a.voivodeship_id = $voivodeship_id)
          and ($metro_id is null or a.area_id in (select area_id from area_member where group_id = $metro_id))
          and ($population_from is null or p.population >= $population_from)
          and ($population_to is null or p.population <= $population_to)
        order by a.label collate pl
        """,
        kind=kind,
        voivodeship_id=voivodeship_id,
        metro_id=metro_id,
        population_from=population_from,
        population_to=population_to,
    )


def labels(store: Store, area_ids: list[str]) -> list[str]:
    """Labels of the areas, in the order of the alphabet."""
    frame = ask(
        store,
        "select label from area where list_contains($area_ids, area_id) order by label collate pl",
        area_ids=area_ids,
    )
    return [str(label) for label in frame["label"]]


def require_areas(store: Store, area_ids: list[str]) -> None:
    """Raise ``UnknownIdError`` naming the first identifier that is no area, with the likeliest meant."""
    known = ask(store, "select area_id from area where list_contains($ids, area_id)", ids=area_ids)["area_id"]
    for area_id in area_ids:
        if area_id not in set(known):
            raise UnknownIdError(f"There is no area “{area_id}”; did you mean {', '.join(likely(store, area_id))}?")


def likely(store: Store, wanted: str) -> list[str]:
    """Three areas whose label is nearest to ``wanted``, each as ``label = area_id``."""
    frame = ask(
        store,
        """
        select label || ' = ' || area_id as hint from area
        order by starts_with(plain(label), plain($wanted)) desc,
          jaro_winkler_similarity(plain(label), plain($wanted)) desc,
          level = 'gmina' desc, area_id
        limit 3
        """,
        wanted=wanted,
    )
    return [str(hint) for hint in frame["hint"]]


def find_areas(store: Store, wanted: list[str]) -> list[str]:
    """Turn identifiers or exact labels (any case) into identifiers, in order.

    Raises ``UnknownIdError`` for the first that is neither.
    """
    labels = ask(store, "select lower(label) as label, area_id from area").set_index("label")["area_id"]
    area_ids = [str(labels.get(name.strip().lower(), name.strip())) for name in wanted if name.strip()]
    require_areas(store, area_ids)
    return list(dict.fromkeys(area_ids))
