"""The URL is the state: every choice is read from it, and only a change by the reader writes it.

Before a widget is drawn its session value is set from the URL, so a link, a reload and the Back button all
show the same view. A choice that stands at its default may be missing from the URL.
"""

import re
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smup.text import _, language, literal
from smup.ui import runs

SEPARATOR = ","
notices: ContextVar[DeltaGenerator] = ContextVar("notices")  # where the page of this run says what it left out
EVERYTHING = "all"


class Named(NamedTuple):
    """A choice: its identifier and what the reader calls it."""

    id: str
    label: str


def asked(key: str) -> str | None:
    """Return what the URL says for ``key``."""
    return st.query_params.get(key) or None


def choose_one(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    naming: Callable[[str], str],
    widget: Callable[..., Any] = st.selectbox,
    clears: tuple[str, ...] = (),
    rest: Sequence[str] = (),
    elsewhere: Collection[str] = (),
    **look: Any,
) -> str:
    """Offer ``options`` and return the one chosen; an unknown one in the URL is named and the default taken.

    ``elsewhere`` holds what other pages offer under the same key: it gives way to the default without a word.

    ``clears`` names the keys that a change of this one makes meaningless. ``rest`` follows the choice in the URL,
    for a page that looks at the first of several.
    """
    wanted = (asked(key) or default).split(SEPARATOR)[0]
    if wanted not in options and wanted in elsewhere:
        wanted = default
    if wanted not in options:
        with notices.get():  # above the page, for a widget may lie in a closed popover
            st.warning(_("“{value}” in the address ({key}) is not on offer here; showing {default}.").format(
                value=plain(wanted), key=key, default=naming(default)))  # fmt: skip
        wanted = default
    # A widget keeps the names it was first drawn with, so each language has its own.
    widget_key = _own(f"{key}-{language.get()}")
    _keep(widget_key, wanted)
    widget(
        label,
        options,
        key=widget_key,
        format_func=naming,
        on_change=_write,
        args=(key, clears, rest, widget_key),
        **look,
    )
    return wanted


def choose_many(
    key: str, label: str, options: Sequence[str], wanted: list[str], naming: Callable[[str], str], **look: Any
) -> None:
    """Offer ``options`` with ``wanted`` chosen; a change writes the URL."""
    widget_key = _own(key)
    _keep(widget_key, wanted)
    args = (key, (), (), widget_key)
    st.multiselect(label, options, key=widget_key, format_func=naming, on_change=_write, args=args, **look)


def choose_several(key: str, label: str, names: dict[str, str], known: Collection[str]) -> tuple[str, ...]:
    """Offer any number of ``names`` and return those chosen; what is not even ``known`` in the URL is named."""
    wanted = list(dict.fromkeys(part for part in (asked(key) or "").split(SEPARATOR) if part))
    unknown = [plain(one) for one in wanted if one not in set(known)]
    if unknown:
        with notices.get():
            st.warning(_("“{value}” in the address ({key}) is not on offer here; left out.").format(
                value=", ".join(unknown)[:200], key=key))  # fmt: skip
    chosen = [one for one in wanted if one in names]
    choose_many(key, label, list(names), chosen, names.__getitem__, placeholder=_("Type a name"))
    return tuple(chosen)


def write_words(key: str, label: str, clears: tuple[str, ...] = (), **look: Any) -> str:
    """Offer a text field and return what it holds."""
    wanted = asked(key) or ""
    widget_key = _own(key)
    _keep(widget_key, wanted)
    st.text_input(label, key=widget_key, on_change=_write, args=(key, clears, (), widget_key), **look)
    return wanted


def choose_row(key: str, name: str, ids: list[str]) -> dict[str, Any]:
    """Return what makes the rows of a table choose one of ``ids``; the table ``name`` shows what the URL says."""
    chosen = asked(key)
    widget_key = f"{key}-{name}-{chosen}"  # another choice is another table, which starts with its row marked

    def write() -> None:
        rows = st.session_state[widget_key].selection.rows
        _set(key, ids[rows[0]] if rows else "")

    start = {"selection": {"rows": [ids.index(chosen)] if chosen in ids else []}}
    return {"key": widget_key, "on_select": write, "selection_mode": "single-row", "selection_default": start}


def choose_place(key: str, name: str, rest: Sequence[str]) -> dict[str, Any]:
    """Return what makes the areas of the map ``name`` choose one for ``key``; ``rest`` follows it in the URL."""
    widget_key = f"{name}-{key}"

    def write() -> None:
        points = st.session_state[widget_key].selection.points
        if points:
            area_id = str(points[0]["location"])
            _set(key, SEPARATOR.join([area_id, *(other for other in rest if other != area_id)]))

    return {"key": widget_key, "on_select": write, "selection_mode": "points"}


def choose_here(key: str, value: str, label: str, icon: str, place: str) -> None:
    """Offer one choice as a link within the page; ``place`` tells apart those that lead to the same."""
    # A page link to the page that the reader is on would leave the address in the browser as it was.
    st.button(literal(label), key=f"{key}-{place}-{value}", icon=f":material/{icon}:", type="tertiary",
              on_click=_set, args=(key, value))  # fmt: skip


def plain(text: str) -> str:
    """Make text from the address safe to repeat: what could be Markdown becomes a dot."""
    return re.sub(r"[^\w .–-]", "·", text)[:60]


def _set(key: str, value: str) -> None:
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)


def _own(key: str) -> str:
    """Return a key for a widget of this page alone: one that several pages share would come back to a page empty."""
    return f"{runs.page()}-{key}"


def _keep(key: str, wanted: object) -> None:
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted


def _write(key: str, clears: Sequence[str], rest: Sequence[str], widget_key: str) -> None:
    value = st.session_state[widget_key]
    values = value if isinstance(value, list) else [value or "", *(other for other in rest if other != value)]
    for cleared in clears:
        st.query_params.pop(cleared, None)
    _set(key, SEPARATOR.join(values))
