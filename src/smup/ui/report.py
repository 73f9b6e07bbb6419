"""The report on an area: what it covers, what its author leaves out, and its files."""

from functools import partial

import streamlit as st

from smup.model import Language
from smup.queries import catalogue, groups
from smup.reports import area as reporting
from smup.store import Store
from smup.text import _, language
from smup.ui import links, url
from smup.ui.url import EVERYTHING, Named

_FILES = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "description"),
    "pdf": ("PDF", "application/pdf", "picture_as_pdf"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table_view"),
    "html": ("HTML", "text/html", "public"),
}


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
    """Show the report and offer its files; say so when a permanent link was made with another edition."""
    edition = store.edition["edition_id"]
    cited = url.asked("cited")
    if cited and cited != edition:
        st.info(_("This link was made with the edition {cited}; the edition served now is {edition}, so figures may "
                  "differ.").format(cited=url.plain(cited), edition=edition))  # fmt: skip
    if not groups.members(store, group.id):
        st.info(_("This group has no members."))
        return
    choice = reporting.Choice(area.id, group.id, theme.id if theme else None, service_ids, year, left_out)
    link = reporting.address(choice, edition, language.get(), st.context.url or "")
    made = _made(store, str(store.path), repr(choice), link, language.get(), choice)
    _files(made)
    st.html(reporting.part(made))
    links.method("ranks", "comparability")


@st.cache_resource(max_entries=8, show_spinner=False)
def _made(
    _store: Store, path: str, named: str, link: str, spoken: Language, _choice: reporting.Choice
) -> reporting.Report:
    """Keep the last reports, for each widget on the page asks again."""
    return reporting.report(_store, _choice, link)


def _files(made: reporting.Report) -> None:
    row = st.container(horizontal=True)
    for form, (name, kind, icon) in _FILES.items():
        row.download_button(
            _("Report as {name}").format(name=name), partial(reporting.write, made, form),
            f"{made.name}.{form}", kind, key=f"report-{form}", on_click="ignore", icon=f":material/{icon}:",
        )  # fmt: skip
