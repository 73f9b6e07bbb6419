"""Widgets that ask whom to look at: the chosen areas, one area, the group they are compared with."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from smup.model import Kind, Level
from smup.queries import areas as asking_areas
from smup.queries import groups as asking_groups
from smup.queries import metros as asking_metros
from smup.store import Store
from smup.text import _, around_name, kind_name, language, number_text, value_text
from smup.ui import kept, links, url
from smup.ui.tables import prose_table
from smup.ui.url import EVERYTHING, Named

FIRST_AREAS = ("126101", "226201", "026401", "066301")  # Kraków, Gdynia, Wrocław, Lublin
MOST_AREAS = 20
FIRST_METRO = "gzm"
_FILTERS = ("kind", "voivodeship", "metro", "population_from", "population_to")
_POPULATIONS = ("5000", "10000", "20000", "50000", "100000", "200000", "500000")


def areas(store: Store) -> list[str]:
    """Ask for the areas to compare, with filters for the list on offer."""
    names = _names(store)
    known = _known(store, names)
    if len(known) > MOST_AREAS:
        st.warning(_("At most {most} areas fit on a page; showing the first.").format(most=MOST_AREAS))
        known = known[:MOST_AREAS]
    top = st.container()
    label, icon = _("Filter the list"), ":material/filter_alt:"
    with st.popover(label, icon=icon, key=f"filters-{language.get()}", on_change="rerun") as filters:
        # Five fields that few open are made and sent when they are opened, or when they leave something out.
        offered = _filtered(store) if filters.open or any(map(url.asked, _FILTERS)) else _passing(store)
    with top:
        url.choose_many(
            "area",
            _("Cities, gminas, powiats, metropolitan areas ({number} on the list)").format(
                number=number_text(len(offered))
            ),
            list(dict.fromkeys([*known, *offered])),
            known,
            names.__getitem__,
            max_selections=MOST_AREAS,
            select_all=len(offered) <= MOST_AREAS,
            placeholder=_("Type a name"),
        )
    return known


def _filtered(store: Store) -> list[str]:
    """Ask for kind, voivodeship, metropolitan area and population; return the areas that pass."""
    names = _names(store)
    kinds = [kind.value for kind in Kind if kind is not Kind.COUNTRY]
    kind = _optional("kind", _("Kind"), kinds, kind_name)
    voivodeship_id = _optional("voivodeship", _("Voivodeship"), _at(store, Level.VOIVODESHIP), names.__getitem__)
    metro_id = _optional("metro", _("Metropolitan area"), _at(store, Level.METRO), names.__getitem__)
    low = _optional("population_from", _("Population from"), list(_POPULATIONS), lambda text: number_text(int(text)))
    high = _optional("population_to", _("Population to"), list(_POPULATIONS), lambda text: number_text(int(text)))
    return _passing(store, kind, voivodeship_id, metro_id, int(low) if low else None, int(high) if high else None)


@kept.value
def _at(store: Store, level: Level) -> list[str]:
    places = asking_areas.areas(store)
    return list(places.loc[places["level"] == level, "area_id"])


@kept.value
def _passing(
    store: Store, kind: str | None = None, voivodeship_id: str | None = None, metro_id: str | None = None,
    low: int | None = None, high: int | None = None,
) -> list[str]:  # fmt: skip
    return list(asking_areas.areas(store, kind, voivodeship_id, metro_id, low, high)["area_id"])


def _optional(key: str, label: str, options: list[str], naming: Callable[[str], str]) -> str | None:
    chosen = url.choose_one(
        key,
        label,
        [EVERYTHING, *options],
        EVERYTHING,
        lambda one: _("any") if one == EVERYTHING else naming(one),
    )
    return None if chosen == EVERYTHING else chosen


def area(store: Store) -> Named:
    """Ask for the one area of a profile: the first of the URL's; the others stay in the URL behind it."""
    names = _names(store)
    known = _known(store, names)
    chosen = url.choose_one("area", _("Area"), list(names), known[0], names.__getitem__, rest=known)
    return Named(chosen, names[chosen])


def nearest(store: Store, area: Named) -> Named:
    """Return the group that an area is compared with at first: its most similar areas, or else those of its kind."""
    group_id = asking_groups.first(store, area.id)
    return Named(group_id, asking_groups.label(store, group_id))


def metro(store: Store) -> Named:
    """Ask for a metropolitan or functional urban area; at first the one around the first area of the URL."""
    names = _metro_names(store)
    first = (url.asked("area") or "").split(url.SEPARATOR)[0]
    default = next(one for one in (*asking_metros.around(store, first), FIRST_METRO, *names) if one in names)
    chosen = url.choose_one(
        "metro", _("Metropolitan area"), list(names), default, names.__getitem__, elsewhere=(EVERYTHING,)
    )
    return Named(chosen, names[chosen])


def _known(store: Store, names: dict[str, str]) -> list[str]:
    """Return the areas that the URL asks for and the store knows, or the first view's; name those left out."""
    wanted = list(dict.fromkeys(part for part in (url.asked("area") or "").split(url.SEPARATOR) if part))
    for area_id in wanted:
        if area_id not in names:
            hint = ", ".join(asking_areas.likely(store, area_id[:60]))
            st.warning(_("There is no area “{area_id}” (in the address); left out. Did you mean {hint}?").format(
                area_id=url.plain(area_id), hint=hint))  # fmt: skip
    first = [area_id for area_id in FIRST_AREAS if area_id in names] or list(names)[
        :1
    ]  # data of one's own may lack them
    return [area_id for area_id in wanted if area_id in names] or first


def group(store: Store, area_ids: list[str], everyone: bool = False) -> Named:
    """Ask for the comparison group: around the first area, one that the areas belong to, or (``everyone``) any."""
    names, options, default = _groups(store, tuple(area_ids), everyone)
    chosen = url.choose_one("group", _("Compared with"), options, default, names.__getitem__, elsewhere=list(names))
    if chosen not in (asking_groups.SIMILAR, asking_groups.NEIGHBOURS, asking_groups.PICKED):
        return Named(chosen, names[chosen])
    number = _peers(store, area_ids[0]) if chosen == asking_groups.SIMILAR else 0
    return Named(asking_groups.around(chosen, area_ids, number), names[chosen])


@kept.value
def _groups(store: Store, area_ids: tuple[str, ...], everyone: bool) -> tuple[dict[str, str], list[str], str]:
    """Return the names of all groups, those on offer, and the one that is taken at first."""
    built = asking_groups.groups(store).set_index("group_id")["name"]
    own = asking_groups.groups_of(store, list(area_ids))
    around = asking_groups.has_around(store, area_ids[0])
    picked = [asking_groups.PICKED] if len(area_ids) > 1 else []
    kinds = (asking_groups.SIMILAR, asking_groups.NEIGHBOURS, asking_groups.PICKED)
    names = {kind: around_name(kind, _names(store)[area_ids[0]]) for kind in kinds} | built.to_dict()
    options = list(dict.fromkeys([*around, *picked, *own, *(built.index if everyone or not own else [])]))
    return names, options, around[0] if around and not everyone else own[0] if own else "voivodeship"


def _peers(store: Store, area_id: str) -> int:
    """Ask how many similar areas to compare with, and show which they are and why."""
    with st.popover(_("Why these?"), icon=":material/group:"):
        label, numbers = _("Number of similar areas"), [str(number) for number in asking_groups.PEERS]
        number = int(url.choose_one("peers", label, numbers, "7", str, st.segmented_control, required=True))
        frame = asking_groups.peers(store, area_id, number)
        st.markdown(_("Similar in population, density, age, own revenue and place, never in costs or results. "
                      "The distance has no unit; beside it what differs most."))  # fmt: skip
        distances = [number_text(one, 2) for one in frame["distance"]]
        apart = [", ".join(_part(one["trait"], one["share"]) for one in row) for row in frame["apart"]]
        prose_table(frame[["label"]].assign(distance=distances, apart=apart))
        links.method("peers")
    if not frame["good"].all():
        st.caption(_("No good peers: even the similar areas are unlike this one; compare with care."))
    return number


def _part(trait: str, share: float) -> str:
    return f"{trait} {value_text(100 * share, 0, '%')}"


@kept.value
def _names(store: Store) -> dict[str, str]:
    return _labels(asking_areas.areas(store))


@kept.value
def _metro_names(store: Store) -> dict[str, str]:
    return _labels(asking_metros.metros(store))


def _labels(places: pd.DataFrame) -> dict[str, str]:
    return dict(zip(places["area_id"].to_numpy(), places["label"].to_numpy(), strict=True))
