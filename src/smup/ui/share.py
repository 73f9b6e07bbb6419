"""Cite and share: the address of the view, its citation and the frame that shows it on another site."""

from contextvars import ContextVar
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

import streamlit as st

from smup.queries import editions
from smup.store import Store
from smup.text import _, listed
from smup.ui.part import folded

title: ContextVar[str] = ContextVar("title")  # of the page of this run
_HERE = "{address}"  # the browser puts in its own: the same is sent after each choice
_FRAME = '<iframe src="{address}" title="{title}" width="100%" height="900" style="border:0" loading="lazy"></iframe>'
_COPIED = """
<div class="copied" data-of data-address="{address}" data-copied="{copied}" data-selected="{selected}"{embed}>
<label{hidden}><span>{label}</span><textarea readonly rows="3">{text}</textarea></label>
<button type="button" data-does="copy">{button}</button> <span role="status"></span>
</div>
"""


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
        _copied(_("Address of this view"), _("Copy link"), _HERE, _HERE, hidden=True)
        folded("share", _("Cite or share"), "share", lambda: _more(store, name))


def _more(store: Store, name: str) -> None:
    where, inside = address(), address(embed="true")
    _copied(_("Citation"), _("Copy citation"), citation(store, name, where), where)
    _copied(
        _("HTML for another site, without navigation"), _("Copy HTML"), frame(name, inside), escape(inside), embed=True
    )


def _copied(label: str, button: str, text: str, where: str, hidden: bool = False, embed: bool = False) -> None:
    """Offer ``text``, which names the address ``where``, to copy (``buttons.js``).

    ``hidden``: it is shown only where the browser cannot copy it; ``embed``: its address is that without the head.
    """
    words = {"label": label, "button": button, "text": text, "address": where, "copied": _("Copied."),
             "selected": _("Selected: copy it with Ctrl+C.")}  # fmt: skip
    st.html(_COPIED.format(
        **{name: escape(word) for name, word in words.items()},
        hidden=" hidden" * hidden, embed=' data-embed="true"' * embed,
    ))  # fmt: skip
