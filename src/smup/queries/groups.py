"""Questions about comparison groups: which there are, who belongs to them, and why areas are similar."""

import pandas as pd

from smup.model import UnknownIdError
from smup.queries import ask
from smup.store import Store
from smup.text import around_name, group_name

SIMILAR, NEIGHBOURS, PICKED = "similar", "neighbours", "picked"
PEERS = (5, 7, 10, 15)  # how many similar areas can be asked for


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


def around(kind: str, area_ids: list[str], number: int = 7) -> str:
    """Name the group around the first area: its ``number`` most similar areas, its neighbours, or the areas picked."""
    parts = {SIMILAR: [area_ids[0], str(number)], NEIGHBOURS: [area_ids[0]], PICKED: area_ids}[kind]
    return ".".join([kind, *parts])


def label(store: Store, group_id: str) -> str:
    """Name a group, built or around an area; raises ``UnknownIdError`` when there is none."""
    require_group(store, group_id)
    kind, _dot, rest = group_id.partition(".")
    if kind not in (SIMILAR, NEIGHBOURS, PICKED):
        return str(groups(store).set_index("group_id")["name"][group_id])
    centre = ask(store, "select label from area where area_id = $area_id", area_id=rest.partition(".")[0])
    return around_name(kind, str(centre["label"].iloc[0]))


def first(store: Store, area_id: str) -> str:
    """Return the group that an area is compared with at first: similar areas, else its kind, else voivodeships."""
    if SIMILAR in has_around(store, area_id):
        return around(SIMILAR, [area_id])
    return (groups_of(store, [area_id]) or ["voivodeship"])[0]


def require_group(store: Store, group_id: str) -> None:
    """Raise ``UnknownIdError`` when there is no such comparison group, or nobody is in it."""
    if not members(store, group_id):
        raise UnknownIdError(
            f"There is no comparison group “{group_id}”; use a kind (city_with_powiat_rights), a kind and a "
            "voivodeship (urban.12), a metropolitan area (gzm), similar.226201, neighbours.226201 or "
            "picked.226201.126101."
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
    frame = ask(store, "select area_id from members_of($group_id) order by 1", group_id=group_id)
    return [str(area_id) for area_id in frame["area_id"]]


def peers(store: Store, area_id: str, number: int) -> pd.DataFrame:
    """One row per similar area, nearest first: label, distance, good, and the two traits that differ most.

    ``apart`` lists those traits with their share (0 to 1) of the squared distance.
    """
    return ask(
        store,
        """
        with nearest as (select * from peer where area_id = $area_id and position <= $number),
        part as (
          select n.peer_id, said(s.name_pl, s.name_en, $language) as trait, s.weight * (x.z - y.z) ** 2 as square
          from nearest n
          join area_structure x on x.area_id = n.area_id
          join area_structure y on y.area_id = n.peer_id and y.structure_id = x.structure_id
          join structure s on s.structure_id = x.structure_id
          where x.z is not null and y.z is not null
        ),
        share as (
          select peer_id, trait, square / nullif(sum(square) over (partition by peer_id), 0) as share from part
          qualify row_number() over (partition by peer_id order by square desc, trait) <= 2
        )
        select n.position, a.area_id, a.label, n.distance, n.good,
          coalesce(list({trait: h.trait, share: h.share} order by h.share desc, h.trait)
            filter (where h.share is not null), []) as apart
        from nearest n join area a on a.area_id = n.peer_id left join share h on h.peer_id = n.peer_id
        group by all order by n.position
        """,
        area_id=area_id,
        number=number,
    )


def has_around(store: Store, area_id: str) -> list[str]:
    """Kinds of groups that can be made around an area: similar, neighbours."""
    frame = ask(
        store,
        """
        select exists (from peer where area_id = $area_id) as similar,
          exists (from neighbour where area_id = $area_id) as neighbours
        """,
        area_id=area_id,
    ).iloc[0]
    return [kind for kind in (SIMILAR, NEIGHBOURS) if frame[kind]]
