"""The report on an area: what it covers, what its author leaves out, and its files."""

import re
from contextlib import suppress
from functools import partial

import streamlit as st

from smup.edition import data_folder
from smup.model import Language, SmupError
from smup.queries import catalogue, groups
from smup.reports import area as reporting
from smup.store import Store
from smup.text import _, day_text, language
from smup.ui import links, runs, shell, url
from smup.ui.url import EVERYTHING, Named

_FILES = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "description"),
    "pdf": ("PDF", "application/pdf", "picture_as_pdf"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table_view"),
    "html": ("HTML", "text/html", "public"),
}


def cited(served: Store) -> Store:
    """Return the edition that a permanent link was made with, or the one being served; say which, where they differ.

    Editions are kept for a while, and only the code that made one can read it.
    """
    wanted, edition = url.asked("cited"), served.edition["edition_id"]
    if not wanted or wanted == edition:
        return served
    file = data_folder() / "edition" / f"{wanted}.duckdb"
    why = _("it is no longer held here")
    store = None
    if re.fullmatch("[0-9a-f]+", wanted) and file.is_file():
        why = _("another version of the program made it, or it is damaged")
        with suppress(SmupError):
            store = shell.opened(file)
    if store is None:
        st.info(_("This permanent link was made with the edition {cited}, which cannot be shown: {why}. Shown is the "
                  "edition {edition}, so figures may differ. The program and the data of that day give the same "
                  "edition again: “smup build”.").format(
                      cited=url.plain(wanted), why=why, edition=edition))  # fmt: skip
        return served
    st.info(_("Shown is the edition {cited} of {day}, which this permanent link was made with; the edition served now "
              "is {edition}.").format(cited=wanted, day=day_text(store.edition["built_at"].date()),
                                      edition=edition))  # fmt: skip
    url.choose_here("cited", edition, _("Show the edition served now"), "update", "report")
    return store


def services(store: Store, theme: Named | None) -> tuple[str, ...]:
    """Ask for services of the theme; none chosen stands for all of them."""
    offered = catalogue.services(store, theme.id if theme else None)
    names = offered[offered["indicators"] > 0].set_index("service_id")["name"].to_dict()
    known = catalogue.services(store)["service_id"]
    return url.choose_several("service", _("Services (none chosen: all)"), names, known)


def period(store: Store) -> int | None:
    """Ask for a year; ``None`` stands for the latest of each indicator that can be compared."""
    years = [EVERYTHING, *(str(year) for year in catalogue.periods(store))]
    chosen = url.choose_one("period", _("Year"), years, EVERYTHING,
                            lambda year: _("latest of each indicator") if year == EVERYTHING else year)  # fmt: skip
    return None if chosen == EVERYTHING else int(chosen)


def without(store: Store, theme: Named | None, service_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Ask for indicators to leave out; the report will name them."""
    frame = catalogue.indicators(store, theme.id if theme else None)
    if service_ids:
        frame = frame[frame["service_id"].isin(service_ids)]
    names = frame.set_index("indicator_id")["name"].to_dict()
    known = catalogue.indicators(store)["indicator_id"]
    return url.choose_several("without", _("Indicators to leave out (the report names them)"), names, known)


def show(
    store: Store, area: Named, theme: Named | None, group: Named, service_ids: tuple[str, ...], year: int | None,
    left_out: tuple[str, ...],
) -> None:  # fmt: skip
    """Show the report and offer its files."""
    if not groups.members(store, group.id):
        st.info(_("This group has no members."))
        return
    choice = reporting.Choice(area.id, group.id, theme.id if theme else None, service_ids, year, left_out)
    link = reporting.address(choice, store.edition["edition_id"], language.get(), st.context.url or "")
    made = _made(store, str(store.path), repr(choice), link, language.get(), choice)
    _files(made)
    st.html(reporting.part(made))
    links.method("report", "ranks", "comparability")


@st.cache_resource(max_entries=8, show_spinner=False)
def _made(
    _store: Store, path: str, named: str, link: str, spoken: Language, _choice: reporting.Choice
) -> reporting.Report:
    """Keep the last reports, for each widget on the page asks again."""
    runs.give_way()
    return reporting.report(_store, _choice, link)


def _files(made: reporting.Report) -> None:
    row = st.container(horizontal=True)
    for form, (name, kind, icon) in _FILES.items():
        row.download_button(
            _("Report as {name}").format(name=name), partial(reporting.write, made, form),
            f"{made.name}.{form}", kind, key=f"report-{form}", on_click="ignore", icon=f":material/{icon}:",
        )  # fmt: skip
