"""Links between pages: they keep what the URL says and change what they lead to."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from smup.model import IndicatorCard, Polarity, Review
from smup.queries import groups
from smup.queries import pairs as asking_pairs
from smup.queries import records as asking
from smup.store import Store
from smup.text import _, counted, literal, number_text, review_name
from smup.ui import kept, pairing, url
from smup.ui import method as methodology
from smup.ui.url import Named

PAGES = Path(__file__).parents[1] / "pages"
_MOST = 6  # links to initiatives on a page about figures
_NAMED = 3  # members of a metropolitan area, or links to weak indicators
_MIDDLE = 50  # percentile


def to(page: str, label: str, icon: str, leaving: Collection[str] = (), **changes: str) -> None:
    """Link to a page with the query of this one, without ``leaving`` and with ``changes``."""
    query = {key: value for key, value in st.query_params.to_dict().items() if key not in leaving} | changes
    st.page_link(PAGES / f"{page}.py", label=literal(label), icon=f":material/{icon}:", query_params=query)


def method(*section_ids: str) -> None:
    """Link to the sections of the methodology that explain what is shown."""
    with st.container(horizontal=True, gap="small"):
        for section_id in section_ids:
            label = _("How is this worked out? {section}").format(section=methodology.title(section_id))
            to("method", label.strip(), "functions", section=section_id)


def record(record_id: str, label: str) -> None:
    """Link to the card of a record."""
    to("practices", label, "lightbulb", record=record_id)


def indicator(indicator_id: str, label: str, theme_id: str, area_id: str) -> None:
    """Link to the ranking of an indicator with the area in colour, before the areas chosen already."""
    before = [other for other in (url.asked("area") or "").split(url.SEPARATOR) if other]
    area = url.SEPARATOR.join(dict.fromkeys([area_id, *before]))
    to("ranking", label, "format_list_numbered", ("group", "period"), indicator=indicator_id, theme=theme_id, area=area)


def cheaper(store: Store, area_id: str, indicator_id: str) -> None:
    """Link to the pages that set the indicator of the area against a cost, or a cost against what it buys."""
    concerned = _concerned(store, area_id, indicator_id)
    if not concerned:
        return
    with st.container(horizontal=True, gap="small"):
        for pair_id, theme_id, name in concerned:
            _cost_quality(pair_id, theme_id, area_id, _("Cost and quality: {pair}").format(pair=name))


@kept.value
def _concerned(store: Store, area_id: str, indicator_id: str) -> list[tuple[str, str, str]]:
    """Return identifier, theme and name of the pairs of an indicator of which the area has both figures."""
    frame = _pairs(store, area_id)
    concerned = (frame["cost_indicator_id"] == indicator_id) | (frame["output_indicator_id"] == indicator_id)
    return list(frame.loc[concerned, ["pair_id", "theme_id", "name"]].head(_NAMED).itertuples(index=False, name=None))


def weak(store: Store, frame: pd.DataFrame, area_id: str) -> None:
    """Link the indicators of a profile in the worse half, worst first, to who does better: for less, if that is known.

    ``frame``: one row per indicator with polarity, percentile, rank, n, indicator_id and indicator.
    """
    judged = frame[(frame["polarity"] != Polarity.NONE) & (frame["percentile"] < _MIDDLE)]
    if judged.empty:
        return
    paired = _pairs(store, area_id).drop_duplicates("output_indicator_id").set_index("output_indicator_id")
    shown = judged.join(paired[["pair_id", "theme_id"]], on="indicator_id").sort_values("percentile", kind="stable")
    shown = shown.sort_values("pair_id", key=pd.isna, kind="stable").head(_NAMED)
    st.markdown("**" + _("Weakest beside the group, and who does better") + "**")
    with st.container(gap="xxsmall"):
        for row in shown.itertuples():
            place = _("place {rank} of {n}").format(rank=number_text(row.rank), n=number_text(row.n))
            label = f"{row.indicator}: {place}"
            if isinstance(row.pair_id, str):
                _cost_quality(
                    row.pair_id, row.theme_id, area_id, label + " – " + _("who is at least as good and cheaper?")
                )
            else:
                to("ranking", label, "format_list_numbered", ("period",), indicator=row.indicator_id)


def _pairs(store: Store, area_id: str) -> pd.DataFrame:
    frame = asking_pairs.pairs(store, area_id)
    return frame[frame["known"] & (frame["areas"] >= pairing.NEEDED)]


def _cost_quality(pair_id: str, theme_id: str, area_id: str, label: str) -> None:
    to("cost_quality", label, "balance", ("period",), pair=pair_id, theme=theme_id, area=area_id)


def initiatives(
    store: Store,
    area_ids: list[str],
    theme_id: str | None,
    card: IndicatorCard | None = None,
    heading: str = "",
    group: Named | None = None,
) -> None:
    """Show which of the areas and of the ``group``, or of the metropolitan areas they belong to, have an initiative."""
    found = _initiatives(
        store,
        tuple(area_ids),
        group.id if group else None,
        theme_id,
        card.indicator_id if card else None,
        url.asked("review") == Review.REVIEWED,
    )
    if not found:
        return
    about = _("Initiatives recorded for these areas") if theme_id is None else (
        _("Initiatives recorded for these areas in this theme"))  # fmt: skip
    st.markdown(f"**{heading or about}**")
    with st.container(horizontal=True, gap="small", key="initiatives"):
        for record_id, label in found[:_MOST]:
            record(record_id, label)
        if len(found) > _MOST:
            more = counted("{number} more on the page Practices", "{number} more on the page Practices",
                           len(found) - _MOST)  # fmt: skip
            to("practices", more, "more_horiz", ("record",), record_kind="initiative")


@kept.value
def _initiatives(
    store: Store, area_ids: tuple[str, ...], group_id: str | None, theme_id: str | None, indicator_id: str | None,
    reviewed: bool,
) -> list[tuple[str, str]]:  # fmt: skip
    """Return each initiative with the words of its link."""
    members = groups.members(store, group_id) if group_id else []
    frame = asking.initiatives_of(store, list(dict.fromkeys([*area_ids, *members])), theme_id, indicator_id, reviewed)
    return [(row.initiative_id, _initiative(row)) for row in frame.itertuples()]


def _initiative(row: Any) -> str:
    owner = row.owner_area
    if row.number_of_members:
        names = (
            row.members
            if row.number_of_members <= _NAMED
            else counted("{number} of the areas", "{number} of the areas", row.number_of_members)
        )
        owner = _("{metro} (belongs to it: {areas})").format(metro=owner, areas=names)
    same = [_("the service of this indicator")] if row.same_service else []
    mark = [review_name(row.review)] if row.review == Review.CANDIDATE else []
    return " · ".join([f"{owner}: {row.name}", *same, *mark])
