"""The pages: their names, icons and the groups in which the head shows them."""

from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from smup.model import Language
from smup.text import _
from smup.ui import links, url


class Entry(NamedTuple):
    """A page as readers see it."""

    title: str
    icon: str


def entries() -> dict[str, Entry]:
    """Return all pages by the name of their script, in the order of the head."""
    return {
        "start": Entry(_("Start"), "home"),
        "comparison": Entry(_("Comparison"), "bar_chart"),
        "ranking": Entry(_("Ranking"), "format_list_numbered"),
        "map": Entry(_("Map"), "map"),
        "profile": Entry(_("Profile"), "location_city"),
        "cost_quality": Entry(_("Cost and quality"), "balance"),
        "metropolitan": Entry(_("Metropolitan areas"), "hub"),
        "report": Entry(_("Report"), "docs"),
        "changes": Entry(_("Changes"), "update"),
        "practices": Entry(_("Practices"), "lightbulb"),
        "catalogue": Entry(_("Catalogue"), "menu_book"),
        "method": Entry(_("Method"), "functions"),
        "own_data": Entry(_("Your data"), "upload_file"),
        "about": Entry(_("About the data"), "info"),
        "accessibility": Entry(_("Accessibility statement"), "accessibility_new"),  # the foot leads to it
    }


def pages() -> dict[str, StreamlitPage]:
    """Return the pages for Streamlit; the first is reached at ``/``."""
    return {
        name: st.Page(links.PAGES / f"{name}.py", title=one.title, icon=f":material/{one.icon}:",
                      default=name == "start")
        for name, one in entries().items()
    }  # fmt: skip


def head(offered: dict[str, StreamlitPage], current: str) -> None:
    """Draw the links to the pages, and the language.

    The groups of pages stand in one line, below it the pages of the group that the reader is in: plain links, so that a
    keyboard walks them in their order and a phone wraps them. They lead to what the address says when they are followed
    (``links.js``): a choice within a part of the page draws them not anew.
    """
    compare, data = _("Compare"), _("Data and method")
    groups = {
        compare: ("comparison", "ranking", "map", "profile", "cost_quality", "metropolitan", "report", "changes"),
        data: ("catalogue", "method", "own_data", "about"),
    }
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        with st.container(horizontal=True, key="groups"):
            _link(offered["start"])
            _group(compare, groups[compare], offered, current)
            _link(offered["practices"])
            _group(data, groups[data], offered, current)
        url.choose_one("lang", _("Language"), list(Language), Language.POLISH, str.upper, st.segmented_control,
                       required=True, label_visibility="collapsed")  # fmt: skip
    here = next((names for names in groups.values() if current in names), ())
    if here:
        with st.container(horizontal=True, key="pages", gap="small"):
            for name in here:
                _link(offered[name])


def _group(label: str, names: tuple[str, ...], offered: dict[str, StreamlitPage], current: str) -> None:
    """Link to the first page of a group, marked when the reader is in it."""
    with st.container(key=f"{'here' if current in names else 'group'}-{names[0]}", width="content"):
        _link(offered[names[0]], label)


def _link(page: StreamlitPage, label: str | None = None) -> None:
    st.page_link(page, label=label, query_params=st.query_params.to_dict())
