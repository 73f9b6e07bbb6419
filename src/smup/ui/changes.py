"""What changed: what moved last in an area, what a new edition revised and added, what is out of date."""

from pathlib import Path

import pandas as pd
import streamlit as st

from smup import sentences
from smup.edition import Edition, data_folder, kept
from smup.model import SmupError
from smup.queries import changes as asking
from smup.queries import monitoring
from smup.store import Pair, Store
from smup.text import _
from smup.ui import figure, links, url
from smup.ui.tables import downloads, mixed_table, table
from smup.ui.url import Named

_PER_CENT = {"relative": 1, "percentile_change": 0}


def other_edition(store: Store) -> Path | None:
    """Ask for the edition to compare with, the one before at first; nothing when there is no other."""
    others = {one.edition_id: one for one in _kept(data_folder(), store.path) if one.path.resolve() != store.path}
    if not others:
        if url.asked("edition"):
            with url.notices.get():
                st.warning(_("The edition “{edition}” in the address is not kept.").format(
                    edition=url.plain(url.asked("edition") or "")))  # fmt: skip
        return None
    names = {name: f"{name} · {one.built_at:%Y-%m-%d %H:%M} UTC" for name, one in others.items()}
    chosen = url.choose_one("edition", _("Compared with the edition"), list(names), next(iter(names)),
                            names.__getitem__)  # fmt: skip
    return others[chosen].path


def movers(store: Store, area: Named) -> None:
    """Show what moved from the year before to the latest year of each indicator of the area."""
    frame = monitoring.movers(store, area.id)
    st.markdown(sentences.describe_movers(frame, area.label))
    if frame.empty:
        return
    figure.remarks([
        _("From the latest year but one with a value to the latest. The position is the percentile among areas of the "
          "same kind (100 = best, or highest where nothing is judged); it is compared where about as many of them "
          "have a value in both years."),
        *sentences.cautions_on_movers(frame),
    ])  # fmt: skip
    columns = ["indicator", "percentile_change", "relative", "value_before", "value", "unit", "period_before", "period",
               "light", "why"]  # fmt: skip
    mixed_table(_in_per_cent(frame)[columns], frame["decimals"], ["value_before", "value"], others=_PER_CENT)
    file = ["indicator_id", *columns, "change"]
    downloads(_in_per_cent(frame)[file].assign(area_id=area.id, area=area.label), f"smup-{area.id}-movers")


def between(store: Store, other: Path | None, area: Named) -> None:
    """Show what of the area, and what in all, differs from the edition ``other``, or why nothing can be said."""
    if other is None:
        st.markdown(_("This is the only edition kept here, so there is nothing to compare it with yet: the next build "
                      "with other inputs will make a new one."))  # fmt: skip
        return
    try:
        pair = _opened(other, store.path)
    except SmupError as fault:
        st.markdown(_("The two editions cannot be compared. {fault}").format(fault=fault))
        return
    if pair.before["code_version"] != pair.edition["code_version"]:
        figure.remarks([_("The editions were made by different code, so a value may differ because a rule changed.")])
    revised(pair, area)
    new(pair, area)


def revised(pair: Pair, area: Named) -> None:
    """Show the values of the area that the newer edition gives otherwise."""
    frame = asking.revised(pair, [area.id])
    st.markdown(sentences.describe_revised(frame, area.label, pair.before["edition_id"]))
    if frame.empty:
        return
    names = asking.statuses(pair)
    said = frame.assign(
        status_before=frame["status_before"].map(names),
        status_after=frame["status_after"].map(names),
        note=[_("the formula is another") if redefined else None for redefined in frame["redefined"]],
    )
    columns = ["indicator", "period", "value_before", "value_after", "change", "relative", "unit", "status_before",
               "status_after", *(["note"] if frame["redefined"].any() else [])]  # fmt: skip
    mixed_table(_in_per_cent(said)[columns], frame["decimals"], ["value_before", "value_after", "change"],
                others={"relative": 1})  # fmt: skip
    downloads(_in_per_cent(frame), f"smup-{area.id}-revised-{pair.before['edition_id']}")


def new(pair: Pair, area: Named) -> None:
    """Show the new years of the area, and indicators, areas and sources that only one of the editions has."""
    periods = asking.new_periods(pair, [area.id])
    st.markdown(sentences.describe_new(asking.summary(pair, [area.id]).iloc[0], periods, area.label))
    edition = pair.before["edition_id"]
    if len(periods):
        table(periods[["indicator", "period"]], {}, f"smup-{area.id}-new-{edition}", file=periods)
    items = asking.items(pair)
    if items.empty:
        st.markdown(_("Both editions have the same indicators, areas and sources."))
        return
    st.markdown(_("Indicators, areas and sources that only one of the editions has:"))
    kinds = {"indicator": _("indicator"), "area": _("area"), "source": _("source")}
    what = {"new": _("new"), "gone": _("gone")}
    said = items.assign(kind=items["kind"].map(kinds), what=items["what"].map(what))
    table(said[["what", "kind", "name", "id"]], {}, f"smup-editions-{edition}", file=items)


def ages(store: Store, area: Named) -> None:
    """Show how old the latest figures are, by source and by indicator, and which are out of date."""
    frame = monitoring.ages(store, area.id)
    indicators = frame[frame["kind"] == "indicator"]
    st.markdown(sentences.describe_ages(indicators))
    figure.remarks([
        _("Age: years from the latest year with a value to the year of the edition. Rhythm: the median of the years "
          "between one year with values and the next. Out of date: older than the rhythm by more than the one year "
          "that publishers need.")
    ])  # fmt: skip
    for kind, heading in {"source": _("Sources"), "indicator": _("Indicators")}.items():
        part = frame[frame["kind"] == kind]
        said = part.assign(
            due=[_due(due) for due in part["due"]],
            area_period=part["area_period"].astype("Int64"),
        )
        st.markdown(f"**{heading}**")
        columns = ["name", "due", "age", "rhythm", "last_period", "area_period", "first_period"]
        mixed_table(said[columns], (part["rhythm"] % 1 > 0).astype(int), ["rhythm"])
        downloads(part, f"smup-{area.id}-ages-{kind}")
    links.method("changes")


@st.cache_resource(max_entries=2, ttl=60, show_spinner=False)
def _kept(data: Path, served: Path) -> list[Edition]:
    """List the editions anew when another one is served."""
    return kept(data)


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(old: Path, new: Path) -> Pair:
    return Pair(old, new)


def _in_per_cent(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(relative=100 * frame["relative"])


def _due(due: bool | None) -> str:
    if pd.isna(due):
        return _("no rhythm known")
    return _("out of date") if due else _("up to date")
