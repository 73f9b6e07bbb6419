"""The search box of the first page: what the words mean, as links to the views that they ask for."""

from pathlib import Path

import streamlit as st

from smup.queries import terms
from smup.search import MOST_WORDS, Answer, Index, answers, read_whole
from smup.store import Store
from smup.text import _
from smup.ui import links, method, navigation, url

_KEPT = ("lang", "area", "review")  # choices that go along to the view


def box(store: Store) -> None:
    """Ask for words and link to what they mean, the best answer first."""
    words = url.write_words(
        "search", _("Search for a place, a topic, an indicator, an initiative"), icon=":material/search:",
        placeholder=_("for example: Kraków preschool cost"), max_chars=200,
    )  # fmt: skip
    if not words.strip():
        _examples()
        return
    if not read_whole(words):
        st.caption(_("Only the first {number} words are read.").format(number=MOST_WORDS))
    index = _index(store.path, store)
    found = answers(index, words)
    if not found:
        st.info(_("Nothing found for these words. Try a place and a topic, such as “Kraków preschool cost”, "
                  "“water Kielce”, or the name of an initiative."))  # fmt: skip
        return
    best, *others = found
    with st.container(key="best"):
        _link(best)
    _findings(index, best)
    if others:
        with st.container(key="others", gap="xxsmall"):
            for other in others:
                _link(other)


def _examples() -> None:
    """Show what may be asked for, while nothing is."""
    with st.container(horizontal=True, gap="small", key="examples"):
        for words in (_("Tricity roads"), _("water in Kielce"), _("Lublin accidents 2018"), _("congress")):
            url.choose_here("search", words, words, "search", "example")


def _findings(index: Index, answer: Answer) -> None:
    """Offer the findings of the area that was searched for, on this page."""
    area_id = answer.parameters.get("area", "")
    label = next((place.label for place in index.places if place.area_id == area_id), None)
    if label and area_id != (url.asked("area") or "").split(url.SEPARATOR)[0]:
        url.choose_here("area", area_id, _("{area}: three findings").format(area=label) + " ↓", "home", "search")


def _link(answer: Answer) -> None:
    entry = navigation.entries()[answer.page]
    leaving = [key for key in st.query_params if key not in _KEPT]
    title = answer.title or method.title(answer.parameters.get("section", ""))
    links.to(answer.page, f"{title} → {entry.title}" if title else entry.title, entry.icon, leaving,
             **answer.parameters)  # fmt: skip


@st.cache_resource(max_entries=2, show_spinner=False)
def _index(path: Path, _store: Store) -> Index:
    return Index(terms.places(_store), terms.subjects(_store), terms.holders(_store), terms.pairs(_store))
