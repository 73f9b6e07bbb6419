"""Questions about areas and the groups they are compared in."""

import pandas as pd

from smup.model import UnknownIdError
from smup.queries import ask
from smup.store import Store
from smup.text import group_name


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


def groups(store: Store) -> pd.DataFrame:
    """One row per comparison group: group_id, name, basis, kind, within_id, members."""
    frame = ask(
        store,
        """
        select g.group_id, g.basis, g.kind, g.within_id, w.label as within_label, g.members
        from comparison_group g left join area w on w.area_id = g.within_id
        order by g.basis, g.kind, w.label collate pl
        """,
    )
    labels = frame["within_label"].astype(object).where(frame["within_label"].notna(), None)
    kinds = frame["kind"].astype(object).where(frame["kind"].notna(), None)
    return frame.assign(name=[group_name(kind, within) for kind, within in zip(kinds, labels, strict=True)])


def require_group(store: Store, group_id: str) -> None:
    """Raise ``UnknownIdError`` when there is no such comparison group."""
    if ask(store, "select 1 from comparison_group where group_id = $group_id", group_id=group_id).empty:
        raise UnknownIdError(
            f"There is no comparison group “{group_id}”; use a kind (city_with_powiat_rights), "
            "a kind and a voivodeship (urban.12) or a metropolitan area (gzm)."
        )


def groups_of(store: Store, area_ids: list[str]) -> list[str]:
    """Identifiers of the groups that hold one of the areas: same kind first, then voivodeship, then metro."""
    frame = ask(
        store,
        """
        select group_id
        from group_member m join comparison_group g using (group_id)
        where list_contains($ids, area_id)
        group by group_id, g.basis
        order by g.basis, min(list_position($ids, area_id)), group_id
        """,
        ids=area_ids,
    )
    return [str(group_id) for group_id in frame["group_id"]]


def members(store: Store, group_id: str) -> list[str]:
    """Identifiers of the areas of a comparison group, in their order."""
    frame = ask(store, "select area_id from group_member where group_id = $group_id order by 1", group_id=group_id)
    return [str(area_id) for area_id in frame["area_id"]]


def metros(store: Store) -> pd.DataFrame:
    """One row per metropolitan area: label, form, members, as_of, confidence, note, compiled_from."""
    return ask(
        store,
        """
        select a.label, said(m.form_pl, m.form_en, $language) as form, g.members, m.as_of, m.confidence,
          said(m.note_pl, m.note_en, $language) as note, m.compiled_from
        from metro m join area a using (area_id) join comparison_group g on g.group_id = a.area_id
        order by a.label collate pl
        """,
    )
