"""The file that a visitor has brought: the visitor's session holds it, and nothing else does."""

from dataclasses import dataclass

import streamlit as st

from smup import own_data
from smup.sources.submission import Submission
from smup.store import Store
from smup.text import _, language, literal
from smup.ui import links

_KEY = "brought"
_MEGABYTES = 5


@dataclass
class _File:
    name: str
    content: bytes
    read_as: tuple[str, str] = ("", "")  # edition and language of ``found``
    found: Submission | None = None


def ask() -> None:
    """Ask for a file; the one in the session stays until the visitor takes it away or brings another."""
    key = f"own-{language.get()}"
    shown = st.file_uploader(_("File with your data (CSV or Excel, up to 5 MB)"), type=["csv", "txt", "xlsx"],
                             max_upload_size=_MEGABYTES, key=key, on_change=_take, args=(key,))  # fmt: skip
    if shown is None and _KEY in st.session_state:  # the visitor has been elsewhere
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown(_("File of this session: {file}").format(file=literal(name())))
        row.button(_("Forget the file"), icon=":material/delete:", on_click=_forget)


def _take(key: str) -> None:
    file = st.session_state[key]
    if file is None:
        _forget()
    else:
        st.session_state[_KEY] = _File(file.name, file.getvalue())


def _forget() -> None:
    st.session_state.pop(_KEY, None)


def name() -> str:
    """Return the name of the file; empty without one."""
    return st.session_state[_KEY].name if _KEY in st.session_state else ""


def found(store: Store) -> Submission | None:
    """Return what the file holds, if there is one; raises ``SmupError`` when it cannot be read."""
    file: _File | None = st.session_state.get(_KEY)
    read_as = (store.edition["edition_id"], language.get())
    if file is not None and file.read_as != read_as:
        file.found, file.read_as = own_data.examine(store, file.content, file.name), read_as
    return file.found if file else None


def notice() -> None:
    """Say on other pages that values of a file are shown, with a link to it."""
    file: _File | None = st.session_state.get(_KEY)
    if file and file.found and len(file.found.rows):
        links.to("own_data", _("Your file {file} is on the charts, marked ☆; a reload forgets it").format(
            file=file.name), "upload_file")  # fmt: skip
