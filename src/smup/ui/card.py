"""The card of one record: what is known of it and in which words."""

from pathlib import PurePosixPath
from typing import Any

import pandas as pd
import streamlit as st

from smup.model import Language, Review
from smup.queries import cards
from smup.queries import records as asking
from smup.store import Store
from smup.text import (
    _,
    date_basis_name,
    day_text,
    initiative_status_name,
    language,
    listed,
    literal,
    mode_name,
    number_text,
    review_name,
    when_text,
)
from smup.ui import around, links, url
from smup.ui.part import folded
from smup.ui.passages import facts_html, passages_html, quotes_html, whole_html

_TALL = 420
_DAYS = ("starts_on", "ends_on", "starts_at", "ends_at")


def show(store: Store, record_id: str) -> None:
    """Show the card of a record."""
    frame = asking.records(store, record_id=record_id)
    record = frame.astype(object).where(frame.notna(), None).iloc[0]
    proof = cards.evidence(store, record_id)
    texts = cards.documents(store, record_id)
    st.header(literal(record["name"]), anchor=False)
    _standing(record)
    _facts(record, proof[proof["record_id"] == record_id])
    _family(store, record_id, proof)
    _presented(store, record, proof)
    url.choose_here("record", "", _("Close the card"), "close", "card")
    st.subheader(_("In the words of the document"), anchor=False)
    links.method("records")
    for document in texts.itertuples(index=False):
        _document(document, proof[proof["document_id"] == document.document_id])
    around.service(store, record)
    around.related(store, record_id)


def _standing(record: pd.Series) -> None:
    """Mark what no person has reviewed."""
    if record["review"] == Review.CANDIDATE:
        sure = ""
        if record["confidence"] is not None:
            sure = " · " + _("confidence {share} %").format(share=number_text(100 * record["confidence"]))
        st.badge(review_name(Review.CANDIDATE) + sure, icon=":material/help:", color="orange")


def _facts(record: pd.Series, proof: pd.DataFrame) -> None:
    """List every field that the record has, each with the words that prove it, and name those that it lacks."""
    event = record["sort"] == "event"
    fields: list[tuple[str, str | None, tuple[str, ...]]] = [
        (_("Name"), record["name"], ("name",)),
        (_("Kind"), record["kind_name"], ("kind",)),
        (_("Series"), _series(record), ("series", "edition_number")),
        (_("In short"), record["summary"], (f"summary_{language.get().value}",)),
        (_("Topics"), record["topics"], ("topics",)),
        (_("Organised by") if event else _("Run by"), record["owner"], ("organisers", "owner")),
        (_("Area of the organiser") if event else _("Area"), record["owner_area"],
         ("organiser_area_id",) if event else ("area_id",)),
        (_("Place"), record["place"], ("place",)),
        (_("Area"), record["area"], ("area_id",)) if event else (_("Area"), None, ()),
        (_("When"), _when(record) if event else None,
         (*_DAYS, "date_basis", "date_note" if language.get() is Language.POLISH else "date_note_en")),
        (_("Form"), mode_name(record["mode"]) if record["mode"] else None, ("mode",)),
        (_("State"), initiative_status_name(record["status"]) if record["status"] else None, ("status",)),
        (_("Year"), str(record["year"]) if record["year"] and not event else None, ("year",)),
        (_("Theme"), record["theme"], ("theme_id",)),
        (_("Service"), record["service"], ("service_id",)),
    ]  # fmt: skip
    st.html(facts_html(
        (label, value, _quotes(proof[proof["field"].isin(names)])) for label, value, names in fields if value
    ))  # fmt: skip
    missing = _missing(record)
    if missing:
        st.caption(_("Not in the document: {fields}.").format(fields=listed(missing)))


def _missing(record: pd.Series) -> list[str]:
    """Name what a reader would look for and the document does not say."""
    if record["sort"] == "event":
        wanted = {_("organiser"): "owner", _("place"): "place", _("form"): "mode", _("theme"): "theme"}
        if record["area"] is not None:
            del wanted[_("place")]
    else:
        wanted = {_("owner"): "owner", _("state"): "status", _("year"): "year", _("theme"): "theme",
                  _("service"): "service"}  # fmt: skip
    return [name for name, column in wanted.items() if record[column] is None]


def _series(record: pd.Series) -> str | None:
    number = _("edition {number}").format(number=record["edition_number"]) if record["edition_number"] else None
    return ", ".join(part for part in (record["series"], number) if part) or None


def _when(record: pd.Series) -> str:
    """Say the day as far as it is known, and how it is known."""
    basis = date_basis_name(record["date_basis"])
    known = f"{when_text(record)} ({basis})" if record["starts_on"] is not None else basis
    return f"{known}. {record['date_note']}" if record["date_note"] else known


def _quotes(proof: pd.DataFrame) -> str:
    """Return the quotes of some fields as HTML, each once; those that nobody has reviewed are marked."""
    once = proof.drop_duplicates("quote")
    return quotes_html(
        (row.quote, review_name(row.review) if row.review == Review.CANDIDATE else "") for row in once.itertuples()
    )


def _family(store: Store, record_id: str, proof: pd.DataFrame) -> None:
    frame = cards.family(store, record_id)
    for relation, heading in {"whole": _("Part of"), "part": _("Its parts")}.items():
        rows = frame[frame["relation"] == relation]
        if len(rows):
            st.markdown(f"**{heading}**")
            around.linked(rows.itertuples(), relation)
            if relation == "whole":
                st.html(_quotes(proof[(proof["field"] == "part_of") & (proof["record_id"] == record_id)]))


def _presented(store: Store, record: pd.Series, proof: pd.DataFrame) -> None:
    frame = cards.presented(store, record["record_id"])
    if len(frame):
        heading = _("Presented there") if record["sort"] == "event" else _("Presented at")
        st.markdown(f"**{heading}**")
    for row in frame.itertuples(index=False):
        around.linked([row], "presented")
        quotes = _quotes(proof[proof["record_id"] == row.evidence_id])
        if isinstance(row.presenter, str):
            st.html(facts_html([(_("Presented by"), row.presenter, quotes)]))
        else:
            st.html(quotes)


def _document(document: Any, proof: pd.DataFrame) -> None:
    """Show the passages that hold the quotes, and the whole text, with the quotes marked."""
    title = document.title if isinstance(document.title, str) else _("Document without a title")
    published = None if pd.isna(document.published_on) else day_text(document.published_on)
    publisher = document.publisher if isinstance(document.publisher, str) else None
    origin = [
        _("publisher: {name}").format(name=publisher or _("not stated")),
        _("published: {day}").format(day=published or _("no date in the document")),
        _("file: {name}").format(name=PurePosixPath(document.file).name),
    ]
    st.markdown(f"**{literal(title)}**  \n:gray[{literal(' · '.join(origin))}]")
    spans = list(zip(proof["start_char"], proof["end_char"], strict=True))
    st.html(passages_html(document.text, spans))
    folded(f"text-{document.document_id}", _("Whole text of the document"), "article",
           lambda: st.container(height=_TALL).html(whole_html(document.text, spans)))  # fmt: skip
