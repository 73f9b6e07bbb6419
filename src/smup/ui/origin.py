"""Where everything comes from: the edition, its sources, the member lists of metropolitan areas."""

from typing import Any

import pandas as pd
import streamlit as st

from smup.model import Kind, Light
from smup.queries import editions
from smup.queries import metros as asking
from smup.store import Store
from smup.text import LIGHT_MARKS, _, confidence_name, counted, number_text
from smup.ui.part import folded
from smup.ui.tables import prose_table


def edition(store: Store) -> None:
    """Show which edition this is and what it was made of."""
    sentence = _(
        "Edition `{edition_id}`, built {built_at:%Y-%m-%d %H:%M} UTC by smup {code_version} from inputs with the "
        "SHA-256 `{input_sha256}`. The same inputs always give the same edition."
    )
    st.markdown(sentence.format(**store.edition))


def sources(store: Store) -> None:
    """Show each source with its publisher, terms, extent and how it was verified."""
    for row in editions.sources(store).itertuples():
        title = f"[{row.title}]({row.url})" if isinstance(row.url, str) else row.title
        extent = ""
        if row.observations:
            numbers = counted("{number} value", "{number} values", row.observations)
            years = dict.fromkeys([str(row.first_period), str(row.last_period)])
            extent = f"{numbers}, {'–'.join(years)}. "
        st.markdown(f"**{title}** · {row.publisher}  \n{extent}{row.note}  \n:gray[{row.licence} · `{row.source_id}`]")


def metros(store: Store) -> None:
    """Show each metropolitan area with the date and confidence of its member list, and those of functional areas."""
    frame = asking.metros(store)
    functional = frame["kind"] == Kind.FUNCTIONAL_URBAN_AREA
    for row in frame[~functional].itertuples():
        st.markdown(list_of(row))
    shown = frame[functional]
    if len(shown):
        label = counted("{number} functional urban area", "{number} functional urban areas", len(shown))
        folded("functional", label, "table", lambda: _functional(shown))


def _functional(shown: pd.DataFrame) -> None:
    for origin in shown[["source", "compiled_from"]].drop_duplicates().itertuples():
        st.caption(_source(origin))
    shown = shown.assign(label=shown["name"], confidence=shown["confidence"].map(confidence_name))
    prose_table(shown[["label", "members", "as_of", "confidence", "note"]])


def list_of(row: Any) -> str:
    """Write what is known of a list of members (a row of the metros): form, date, confidence, where it comes from."""
    number = counted("{number} gmina", "{number} gminas", int(row.members))
    if row.cities:
        number += ", " + _("of these cities with powiat rights: {number}").format(number=number_text(row.cities))
    said = _("{form}; {members}; state of {as_of}; confidence: {confidence}").format(
        form=row.form, members=number, as_of=row.as_of, confidence=confidence_name(row.confidence)
    )
    note = f" {row.note}" if isinstance(row.note, str) else ""
    return f"**{row.label}** · {said}.{note}  \n:gray[{_source(row)}]"


def _source(row: Any) -> str:
    return _("Source of the list: {source} ({compiled_from})").format(
        source=row.source, compiled_from=row.compiled_from
    )


def lights(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the mark of comparability in the place of its name."""
    return frame.rename(columns={"light": "comparable"}).assign(
        comparable=[LIGHT_MARKS[Light(light)] for light in frame["light"]]
    )
