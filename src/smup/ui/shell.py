"""The frame around every page: the store, the language, the navigation and the foot."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Condition

import streamlit as st
from cachetools import LRUCache, cached
from streamlit.navigation.page import StreamlitPage

from smup.build import build, is_current
from smup.edition import data_folder, edition_id, kept, open_edition, served_id
from smup.model import DamagedError, Language, SmupError
from smup.store import FILE, Store
from smup.text import _, day_text, language
from smup.ui import brought, links, look, navigation, part, runs, share, url

_LOG = logging.getLogger("smup")
# The one being served, and those of permanent links; to look into Streamlit's own memory takes 0.1 ms at each run.
_editions: "LRUCache[Path, Store]" = LRUCache(4)
ICON = Path(__file__).with_name("icon.png")


def page() -> StreamlitPage:
    """Set the language of this run, draw the head of the page and return the page the reader is on."""
    asked = url.asked("lang")
    language.set(Language(asked) if asked in set(Language) else Language.POLISH)
    pages = navigation.pages()
    current = st.navigation(list(pages.values()), position="hidden")
    look.dress()
    here = next((name for name, one in pages.items() if one is current), "start")
    share.title.set(navigation.entries()[here].title)
    top = st.container()
    look.content()
    part.found_again()
    url.notices.set(st.container())
    if not look.embedded():
        with top:
            navigation.head(pages, here)
    if current is not pages["own_data"]:
        brought.notice()
    return current


def run(current: StreamlitPage) -> None:
    """Run the page; a fault ends it in one sentence."""
    try:
        with runs.measured(current.url_path or "start"):
            current.run()
    except SmupError as fault:
        part.say(fault)


def rest(store: Store, draw: Callable[[], None]) -> None:
    """Draw what follows the list of areas, which a choice there makes anew, and the foot."""
    _rest(store, draw, share.title.get())
    foot(store)


@part.part
def _rest(store: Store, draw: Callable[[], None], title: str) -> None:
    share.title.set(title)
    url.notices.set(st.container())
    if served() is not store:  # readers see another edition now, or this one repaired; the list of areas is of before
        st.rerun()
    draw()


def open_store() -> Store:
    """Return the edition being served; where there is none that can be read, it is built first, and the page says so.

    New inputs do not change what readers see until somebody builds the next edition.
    Raises ``SmupError`` when there is none and none can be built.
    """
    try:
        store = served()
    except SmupError:
        _build(data_folder())
        store = served()
    wanted = served_id(data_folder())
    if wanted and wanted != store.path.stem:
        with url.notices.get():
            st.warning(_("The edition {wanted} is damaged; shown is the edition {edition} of {day}, so figures may be "
                         "older. Whoever runs this site: “smup build” repairs it.").format(
                wanted=wanted, edition=store.edition["edition_id"],
                day=day_text(store.edition["built_at"].date())))  # fmt: skip
    return store


def served() -> Store:
    """Return the edition being served; where it is damaged, the latest of those kept that is not.

    Raises ``SmupError`` when there is none that can be read.
    """
    path = (data_folder() / FILE).resolve()
    try:
        return _undamaged(path)
    except DamagedError:
        for other in _others(data_folder(), path) if path.stem == served_id(data_folder()) else []:
            with suppress(SmupError):
                return _undamaged(other)
        raise


def _undamaged(path: Path) -> Store:
    """Open an edition; raises ``DamagedError`` also when damage was met while it was read."""
    store = opened(path)
    if store.damaged:
        _editions.pop(path, None)
        store.close()
        raise DamagedError(f"{path} is damaged; run “smup build”.")
    return store


@st.cache_resource(max_entries=2, ttl=60, show_spinner=False)
def _others(data: Path, damaged: Path) -> list[Path]:
    """List the other editions kept, the latest first, and say in the log that one is damaged."""
    _LOG.error("%s is damaged; run “smup build”, until then readers see the edition before it if there is one.",
               damaged)  # fmt: skip
    return [one.path for one in kept(data) if one.path.resolve() != damaged]


def foot(store: Store) -> None:
    """Say which edition the page shows and how to cite it; inside another page only the first."""
    if not look.embedded():
        share.offer(store)
    built = store.edition["built_at"]
    st.caption(_("smup · edition {edition} of {date} · figures: GUS, MEN, CKE and others, see “About the data”").format(
        edition=store.edition["edition_id"], date=f"{built:%Y-%m-%d}"))  # fmt: skip
    if _outdated(data_folder()):
        st.caption(_("The files in data/ have changed since; “smup build” makes the next edition."))
    if not look.embedded():
        with st.container(key="statement"):
            links.to("accessibility", _("Accessibility statement"), "accessibility_new")


@st.cache_data(ttl=1, max_entries=10, show_spinner=False)  # with the files of a sync it takes 60 ms
def _outdated(data: Path) -> bool:
    try:
        return not is_current(data)
    except SmupError:  # an input is missing; the next build says which
        return True


def _build(data: Path) -> None:
    runs.give_way()
    faults = _faults(edition_id(data))
    if not faults:
        text = _("Building the store from the files in data/ for the first time; this takes some seconds.")
        bar = st.progress(0.0, text)

        def advance(step: str, share: float) -> None:
            bar.progress(share, text)

        try:
            build(data, advance)
        except SmupError as fault:
            faults.append(str(fault))
        bar.empty()
    if faults:
        raise SmupError(faults[0])


@st.cache_resource(max_entries=2, ttl=60, show_spinner=False)
def _faults(edition: str) -> list[str]:
    """Remember why an edition could not be built, so that it is not tried again at every click for a minute."""
    return []


@cached(_editions, key=lambda path: path, condition=Condition())
def opened(path: Path) -> Store:
    """Open an edition once; raises ``SmupError`` when it is missing, damaged or was made by other code."""
    return open_edition(path)
