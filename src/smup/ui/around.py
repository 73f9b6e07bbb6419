"""What stands around a record: other records, and the indicators of the service that it concerns."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from smup.queries import cards, groups
from smup.store import Store
from smup.text import NO_VALUE, _, light_text, listed, literal, number_text, value_text
from smup.ui import links, url
from smup.ui.tables import prose_table


def linked(rows: Iterable[Any], place: str) -> None:
    """Link to the card of each record."""
    with st.container(gap="xxsmall"):
        for row in rows:
            url.choose_here("record", row.record_id, row.name, "lightbulb", place)


def service(store: Store, record: pd.Series) -> None:
    """Show the indicators of the same service for the area of the owner among similar ones, if there are any."""
    if record["sort"] == "event":
        return
    st.subheader(_("The same service in figures"), anchor=False)
    if record["service_id"] is None:
        st.markdown(_("The document connects this initiative with no single service, so there is nothing to measure."))
        return
    if record["owner_area_id"] is None:
        st.markdown(_("The document names no area whose figures could be shown."))
        return
    area_id = record["owner_area_id"]
    similar = groups.SIMILAR in groups.has_around(store, area_id)
    kinds = groups.groups_of(store, [area_id]) or [area_id]  # the country is in no group
    group_id = groups.around(groups.SIMILAR, [area_id]) if similar else kinds[0]
    frame = cards.service_indicators(store, record["service_id"], area_id, group_id)
    if frame.empty:
        st.markdown(_("There are no data yet on the service: {service}.").format(service=literal(record["service"])))
        return
    words = {"service": literal(record["service"]), "area": literal(record["owner_area"])}
    if frame["value"].notna().any():
        among = (
            _("{service}: {area} among similar areas") if similar else _("{service}: {area} among areas of its kind")
        )
        st.markdown(among.format(**words))
        _figures(frame)
    else:
        st.markdown(_("No indicator of this service has a value for: {area}.").format(**words))
    st.caption(_("In the ranking:"))
    with st.container(horizontal=True, gap="small"):
        for row in frame.itertuples(index=False):
            links.indicator(row.indicator_id, row.indicator, record["theme_id"], record["owner_area_id"])


def _figures(frame: pd.DataFrame) -> None:
    prose_table(pd.DataFrame({
        "indicator": frame["indicator"], "period": frame["period"].astype(object),
        **{column: [value_text(value, places, unit) for value, places, unit in
                    zip(frame[column].astype(float), frame["decimals"], frame["short_unit"], strict=True)]
           for column in ("value", "median")},
        "rank": [_place(rank, n) for rank, n in zip(frame["rank"], frame["n"], strict=True)],
        "comparable": [light_text(light, why) for light, why in zip(frame["light"], frame["why"], strict=True)],
    }))  # fmt: skip


def _place(rank: Any, n: Any) -> str:
    if pd.isna(rank):
        return NO_VALUE
    return _("{rank} of {n}").format(rank=number_text(rank), n=number_text(n))


def related(store: Store, record_id: str) -> None:
    """Link to the other records of the same area and of the same documents."""
    frame = cards.related(store, record_id)
    same, together = frame[frame["same_area"]], frame[frame["same_document"] & ~frame["same_area"]]
    if len(same):
        areas = listed(list(dict.fromkeys(same["area"])))
        with st.expander(_("Other records of the same area: {areas}").format(areas=areas)):
            linked(same.itertuples(), "area")
    if len(together):
        with st.expander(_("Other records of the same document")):
            linked(together.itertuples(), "document")
