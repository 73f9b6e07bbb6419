"""Where everything comes from: the edition, its sources, the member lists of metropolitan areas."""

import pandas as pd
import streamlit as st

from smup.model import Light
from smup.queries import areas as asking_areas
from smup.queries import editions
from smup.store import Store
from smup.text import LIGHT_MARKS, _, confidence_name, counted


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
    """Show each metropolitan area with the date and confidence of its member list."""
    for row in asking_areas.metros(store).itertuples():
        facts = _("{form}; {members}; state of {as_of}; confidence: {confidence}").format(
            form=row.form,
            members=counted("{number} gmina", "{number} gminas", row.members),
            as_of=row.as_of,
            confidence=confidence_name(row.confidence),
        )
        note = f" {row.note}" if isinstance(row.note, str) else ""
        st.markdown(f"**{row.label}** · {facts}.{note}  \n:gray[{row.compiled_from}]")


def lights(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the mark of comparability in the place of its name."""
    return frame.rename(columns={"light": "comparable"}).assign(
        comparable=[LIGHT_MARKS[Light(light)] for light in frame["light"]]
    )
