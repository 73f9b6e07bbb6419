"""Widgets that ask which records to look at: filters, and the one whose card is shown."""

import pandas as pd
import streamlit as st

from smup.model import Level, Review
from smup.queries import areas, catalogue
from smup.queries import records as asking
from smup.store import Store
from smup.text import _, review_name
from smup.ui import url
from smup.ui.url import EVERYTHING

_UNDATED = "none"


def found(store: Store) -> pd.DataFrame:
    """Ask for theme, area, kind, year, metropolitan area and review; return the records that pass."""
    everything, places = asking.records(store), areas.areas(store)
    columns = st.columns([1, 1, 1, 1, 0.8], vertical_alignment="bottom")
    with columns[0]:
        theme_id = _theme(store, everything)
    with columns[1]:
        area_id = _optional("place", _("Area of the place or owner"), _areas(places, everything), _("any"))
    with columns[2]:
        kind = _optional("record_kind", _("Kind"), _kinds(everything), _("any"))
    with columns[3]:
        year = _optional("year", _("Year"), _years(everything), _("any"))
    with columns[4], st.popover(_("More filters"), icon=":material/filter_alt:"):
        metros = _named(places[places["level"] == Level.METRO])
        metro_id = _optional("metro", _("Metropolitan area"), metros, _("any"))
        reviewed = {Review.REVIEWED.value: _("reviewed by a person")}
        review = _optional("review", _("Review"), reviewed, _("all"))
    undated = year == _UNDATED
    number = None if year is None or undated else int(year)
    return asking.records(store, theme_id, area_id, metro_id, kind, number, undated, review is not None)


def chosen(store: Store, frame: pd.DataFrame) -> str | None:
    """Ask for the record whose card is shown; the URL may name one that the filters leave out."""
    wanted = url.asked("record")
    outside = asking.records(store, record_id=wanted) if wanted else frame.head(0)
    if wanted and outside.empty:
        st.warning(_("There is no record “{record}” (in the address).").format(record=url.plain(wanted)))
    offered = pd.concat([frame, outside]).drop_duplicates("record_id") if len(outside) else frame
    offered = offered.sort_values("sort", ascending=False, kind="stable")
    names = {
        row.record_id: f"{row.name} · {row.kind_name}" + _mark(row.review) for row in offered.itertuples(index=False)
    }
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    named = {key: f"{name} · {key}" if name in twice else name for key, name in names.items()}
    nothing = _("choose one to see its card")
    label = _("Event or initiative")
    options = ["", *named]
    # An unknown one has been named above.
    record_id = url.choose_one(
        "record", label, options, "", lambda key: named.get(key, nothing), elsewhere=[wanted or ""]
    )
    return record_id or None


def _mark(review: str) -> str:
    return f" · {review_name(review)}" if review == Review.CANDIDATE else ""


def _optional(key: str, label: str, names: dict[str, str], nothing: str) -> str | None:
    options = [EVERYTHING, *names]
    chosen = url.choose_one(key, label, options, EVERYTHING, lambda one: names.get(one, nothing))
    return None if chosen == EVERYTHING else chosen


def _theme(store: Store, frame: pd.DataFrame) -> str | None:
    themes = catalogue.themes(store)
    recorded = set(frame["theme_id"].dropna())
    names = {
        row.theme_id: row.name if row.theme_id in recorded else row.name + " – " + _("no records")
        for row in themes.itertuples(index=False)
    }
    return _optional("theme", _("Theme"), names, _("All themes"))


def _areas(places: pd.DataFrame, frame: pd.DataFrame) -> dict[str, str]:
    recorded = {*frame["area_id"].dropna(), *frame["owner_area_id"].dropna()}
    return _named(places[places["area_id"].isin(recorded)])


def _named(places: pd.DataFrame) -> dict[str, str]:
    return dict(zip(places["area_id"], places["label"], strict=True))


def _kinds(frame: pd.DataFrame) -> dict[str, str]:
    sorts = {"initiative": _("initiatives"), "event": _("events")}
    names: dict[str, str] = {}
    for sort, label in sorts.items():
        rows = frame[frame["sort"] == sort].sort_values("kind_name")
        if len(rows):
            kinds = zip(rows["kind"], rows["kind_name"], strict=True)
            names |= {sort: label} | {kind: f"{label} · {name}" for kind, name in kinds}
    return names


def _years(frame: pd.DataFrame) -> dict[str, str]:
    years = {str(year): str(year) for year in sorted(frame["year"].dropna().unique(), reverse=True)}
    return years | ({_UNDATED: _("no date in the document")} if frame["year"].isna().any() else {})
