"""Cite and share: the address of the view, its citation and the frame that shows it on another site."""

from contextvars import ContextVar
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from smup.queries import editions
from smup.store import Store
from smup.text import _, listed
from smup.ui.part import folded

title: ContextVar[str] = ContextVar("title")  # of the page of this run
_ADDRESS = "{address}"
_FRAME = '<iframe src="{address}" title="{title}" width="100%" height="900" style="border:0" loading="lazy"></iframe>'
_HTML = (
    '<label><span></span><textarea readonly rows="3"></textarea></label>'
    '<button type="button"></button> <span role="status"></span>'
)
_CSS = """
label[hidden] { display: none; }
label:not([hidden]) { display: block; font-family: var(--st-font); color: var(--st-text-color); }
textarea { box-sizing: border-box; width: 100%; font: inherit; color: inherit; padding: .4rem;
  background: var(--st-secondary-background-color); border: 1px solid var(--st-border-color); }
button { font: inherit; font-family: var(--st-font); color: var(--st-text-color); padding: .3rem .8rem; cursor: pointer;
  background: var(--st-background-color); border: 1px solid currentColor; border-radius: .25rem; }
button:focus-visible, textarea:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
[role=status] { font-family: var(--st-font); color: var(--st-text-color); }
"""
_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def address(**more: str) -> str:
    """Return the address of the view, with ``more`` in its query; without a browser only the query."""
    query = urlencode(st.query_params.to_dict() | more, safe=",")
    return (st.context.url or "").split("?")[0] + (f"?{query}" if query else "")


def citation(store: Store, name: str, where: str) -> str:
    """Say what is shown, in which edition, out of whose figures, on what terms, and where it was read today."""
    sources = editions.sources(store)
    sources = sources[sources["observations"] > 0]
    return _("smup: {title}. Edition {edition} of {date}. Figures: {publishers}. Terms: {licences}. "
             "{address} (read on {today}).").format(
        title=name, edition=store.edition["edition_id"], date=f"{store.edition['built_at']:%Y-%m-%d}",
        publishers=listed(list(dict.fromkeys(sources["publisher"]))),
        licences=listed(list(dict.fromkeys(sources["licence"]))), address=where,
        today=f"{datetime.now(UTC):%Y-%m-%d}",
    )  # fmt: skip


def frame(name: str, where: str) -> str:
    """Return the HTML that shows the address in another page."""
    return _FRAME.format(address=escape(where), title=escape(f"smup: {name}"))


def offer(store: Store) -> None:
    """Offer the link of the view to copy and, folded, its citation and frame."""
    name = title.get()
    with st.container(key="share"):
        # The browser puts its address in: the same is sent after each choice, and needs no key to be known again.
        _copied(None, _("Address of this view"), _("Copy link"), _ADDRESS, _ADDRESS, folded=True)
        folded("share", _("Cite or share"), "share", lambda: _more(store, name))


def _more(store: Store, name: str) -> None:
    where, inside = address(), address(embed="true")
    _copied("copy-citation", _("Citation"), _("Copy citation"), citation(store, name, where), where)
    _copied("copy-frame", _("HTML for another site, without navigation"), _("Copy HTML"), frame(name, inside),
            escape(inside), embed=True)  # fmt: skip


def _copied(key: str | None, label: str, button: str, text: str, where: str, **how: bool) -> None:
    """Offer ``text``, which names the address ``where``, to copy.

    ``folded`` shows it only where the browser cannot copy it; ``embed`` asks for the view without head.
    """
    copy = st.components.v2.component("smup_copy", html=_HTML, css=_CSS, js=_JS)
    texts = {"label": label, "button": button, "text": text, "copied": _("Copied."),
             "selected": _("Selected: copy it with Ctrl+C.")}  # fmt: skip
    copy(key=key, data={**texts, "address": where, "folded": False, "embed": False, **how})
