"""How every number is made: the methodology in the reader's language, one section at a time."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from smup.model import Language
from smup.text import _, language
from smup.ui import url

FOLDER = Path(__file__).parents[3] / "docs"
_FILES = {Language.POLISH: "metodologia.md", Language.ENGLISH: "methodology.md"}
_MARK = re.compile(r'^<a id="(\w+)"></a>\n## (.+)\n', flags=re.M)


class Section(NamedTuple):
    """A section of the methodology; ``id`` is the same in both languages."""

    id: str
    title: str
    text: str


def split(document: str) -> tuple[str, list[Section]]:
    """Return what stands between the title of a document and its first section, and the sections."""
    before, *parts = _MARK.split(document)
    before = re.sub(r"\A# .+\n", "", before).strip()
    thirds = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return before, [Section(section_id, heading, text.strip()) for section_id, heading, text in thirds]


def sections(reader: Language) -> list[Section]:
    """Return the sections in a reader's language; none where the document is missing."""
    return _read(reader)[1]


def title(section_id: str) -> str:
    """Return the title of a section in the reader's language; nothing where the document is missing."""
    return next((section.title for section in sections(language.get()) if section.id == section_id), "")


def show() -> None:
    """Ask for a section and show it beside the list of all of them."""
    before, found = _read(language.get())
    if not found:
        st.error(_("The description of the method is missing: docs/{file} of this installation cannot be read.").format(
            file=_FILES[language.get()]))  # fmt: skip
        return
    titles = {section.id: section.title for section in found}
    left, right = st.columns([3, 1], gap="large")
    with right:
        chosen = url.choose_one("section", _("Section"), list(titles), found[0].id, titles.__getitem__, st.radio)
    section = next(one for one in found if one.id == chosen)
    with left:
        if section is found[0]:
            st.markdown(before)
        st.header(section.title, anchor=False)
        st.markdown(section.text)


def _read(reader: Language) -> tuple[str, list[Section]]:
    try:
        return _sections_of(FOLDER / _FILES[reader])
    except (OSError, UnicodeDecodeError):
        return "", []


@lru_cache  # every link to a section asks for its title
def _sections_of(path: Path) -> tuple[str, list[Section]]:
    return split(path.read_text(encoding="utf-8"))
