"""The lists of the page Practices: timeline, initiatives and events."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from smup import charts, reports, sentences
from smup.model import Review
from smup.queries import exports
from smup.queries import records as asking
from smup.store import Store
from smup.text import NO_VALUE, _, counted, initiative_status_name, literal, review_name, when_text
from smup.ui import figure, url
from smup.ui.tables import choosing_table, prose_table

_MANY = 12  # events on the timeline above which it scrolls
_SCROLL = 560


def summary(store: Store, frame: pd.DataFrame) -> None:
    """Say how much is shown."""
    documents = asking.number_of_documents(store, frame["record_id"].tolist())
    st.markdown(sentences.describe_records(frame, documents))


def timeline(frame: pd.DataFrame) -> None:
    """Show the dated events on an axis of days and list the others."""
    events = frame[frame["sort"] == "event"]
    if events.empty:
        return
    dated, undated = events[events["starts_on"].notna()], events[events["starts_on"].isna()]
    st.header(_("Timeline"), anchor=False)
    sentence = sentences.describe_timeline(len(dated), len(undated))
    st.markdown(sentence)
    if len(dated):
        with st.container(height=_SCROLL if len(dated) > _MANY else "content", border=False):
            figure.chart(charts.timeline(dated), sentence, "timeline")
        if (dated["date_basis"] == "inferred").any():
            st.caption(_("Hollow: the date is inferred, not stated whole; the card says from what."))
    if len(undated):
        label = counted("no date in the document: {number} event", "no date in the document: {number} events",
                        len(undated))  # fmt: skip
        with st.expander(label, icon=":material/event_busy:"):
            texts = undated.assign(whole=_whole(undated))[["name", "whole", "date_note"]].astype(object)
            prose_table(texts.apply(lambda column: column.map(_literal)))


def initiatives(frame: pd.DataFrame) -> None:
    """Show the initiatives; a row leads to its card."""
    rows = frame[frame["sort"] == "initiative"]
    if rows.empty:
        return
    st.header(_("Initiatives"), anchor=False)
    shown = pd.DataFrame({
        "name": rows["name"], "kind_name": rows["kind_name"], "owner": rows["owner_area"].fillna(rows["owner"]),
        "theme": rows["theme"], "progress": _each(rows["status"], initiative_status_name), "period": rows["year"],
        "review": _each(rows["review"], review_name),
    })  # fmt: skip
    _choosing(shown, rows, "smup-initiatives")


def events(store: Store, frame: pd.DataFrame) -> None:
    """Show the events; a row leads to its card; the dated ones are offered as a calendar."""
    rows = frame[frame["sort"] == "event"].sort_values(["whole", "starts_on"], kind="stable")
    if rows.empty:
        return
    st.header(_("Events"), anchor=False)
    shown = pd.DataFrame({
        "name": rows["name"], "kind_name": rows["kind_name"],
        "when": [when_text(row) or None for row in rows.itertuples(index=False)],
        "where": rows["area"].fillna(rows["place"]), "organisers": rows["owner"].fillna(rows["owner_area"]),
        "whole": _whole(rows),
        "review": _each(rows["review"], review_name),
    })  # fmt: skip
    _choosing(shown, rows, "smup-events")
    dated = rows.loc[rows["starts_on"].notna(), "record_id"].tolist()
    if dated:
        st.download_button(
            _("Calendar (.ics)"), lambda: reports.to_ics(exports.calendar(store, dated)), "smup-events.ics",
            "text/calendar", key="smup-events-ics", on_click="ignore", icon=":material/calendar_month:",
            help=_("The events that have a date, for a calendar program"),
        )  # fmt: skip


def _choosing(shown: pd.DataFrame, rows: pd.DataFrame, name: str) -> None:
    if (rows["review"] == Review.REVIEWED).all():
        shown = shown.drop(columns="review")
    choosing_table(shown, rows, name, url.choose_row("record", name, rows["record_id"].tolist()))


def _whole(events: pd.DataFrame) -> pd.Series:
    """Return what each event is part of; the largest is part of nothing."""
    return events["whole"].where(events["whole_id"] != events["record_id"])


def _each(cells: pd.Series, naming: Callable[[str], str]) -> list[str | None]:
    return [None if pd.isna(cell) else naming(cell) for cell in cells]


def _literal(cell: object) -> str:
    return literal(cell) if isinstance(cell, str) else NO_VALUE
