"""Data that a reader brings: the file to fill in, what is wrong with it, and its values beside the official ones."""

import pandas as pd
import streamlit as st

from smup import charts
from smup.model import SmupError
from smup.queries import catalogue, submissions
from smup.sources.submission import Submission, template_csv, template_xlsx
from smup.store import Store
from smup.text import _, counted, listed, literal, value_text
from smup.ui import brought, figure, overlay
from smup.ui.tables import downloads, prose_table, table

_MOST_WRAPPED = 40  # findings
_MOST_BARS = 20  # areas drawn; the table holds all
_DECIMALS = 2  # of an indicator that the catalogue does not know
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def templates(store: Store) -> None:
    """Offer the file to fill in."""
    row = st.container(horizontal=True)
    row.download_button(_("File to fill in (Excel)"), lambda: template_xlsx(submissions.statuses(store)),
                        "smup-template.xlsx", _XLSX, on_click="ignore", icon=":material/download:")  # fmt: skip
    row.download_button(_("File to fill in (CSV)"), template_csv, "smup-template.csv", "text/csv",
                        on_click="ignore", icon=":material/download:")  # fmt: skip


def uploaded(store: Store) -> Submission | None:
    """Ask for a file and check it; one that cannot be read is answered with the reason."""
    brought.ask()
    try:
        return brought.found(store)
    except SmupError as fault:
        st.warning(literal(str(fault)))
        return None


def findings(found: Submission) -> None:
    """Say how many rows are good, and list what was refused and what should be confirmed."""
    good = counted("{number} good row", "{number} good rows", len(found.rows))
    faults = counted("{number} fault", "{number} faults", len(found.faults))
    st.markdown(_("In the file: {good}, {faults}.").format(good=good, faults=faults))
    for title, name, frame in (
        (_("Faults: these rows were left out"), "faults", found.faults),
        (_("To be confirmed: read like this"), "remarks", found.remarks),
    ):
        if len(frame):
            st.header(title, anchor=False)
            last = _("expected") if name == "faults" else _("understood as")
            frame = frame.set_axis([_("row"), _("column"), _("read"), last], axis=1)
            _listed_whole(frame) if len(frame) <= _MOST_WRAPPED else st.dataframe(frame, hide_index=True)
            downloads(frame, f"smup-own-{name}")


def _listed_whole(frame: pd.DataFrame) -> None:
    """Show cells that wrap; what the file says is no Markdown."""
    prose_table(frame.map(lambda cell: literal(cell) if isinstance(cell, str) else cell))


def values(store: Store, found: Submission) -> None:
    """Show the good rows, and those of one indicator and year beside the official values."""
    if found.rows.empty:
        st.info(_("No row of the file can be shown."))
        return
    _overlay(store, found.rows)
    st.header(_("Good rows"), anchor=False)
    labels = submissions.areas(store).set_index("area_id")["label"]
    shown = found.rows.assign(label=found.rows["area_id"].map(labels))
    columns = ["label", "indicator_id", "period", "value", "status", "note", "area_id"]
    table(shown[columns], {"value": _DECIMALS}, "smup-own")


def _overlay(store: Store, rows: pd.DataFrame) -> None:
    known = catalogue.indicators(store).set_index("indicator_id")["name"]
    names = {one: str(known.get(one, one)) for one in dict.fromkeys(rows["indicator_id"])}
    # The file is the visitor's alone, so what is chosen within it does not belong into the address.
    left, right = st.columns([3, 1])
    chosen = left.selectbox(_("Indicator"), list(names), format_func=names.__getitem__)
    rows = rows[rows["indicator_id"] == chosen]
    period = right.selectbox(_("Year"), sorted(rows["period"].unique(), reverse=True))
    rows = rows[rows["period"] == period].head(_MOST_BARS)
    frame = submissions.official(store, chosen, int(period), rows["area_id"].tolist())
    frame = (
        frame.rename(columns={"value": "official"}).merge(rows[["area_id", "value"]]).rename(columns={"value": "own"})
    )
    card = catalogue.indicator(store, chosen) if chosen in known else None
    decimals, unit = (card.decimals, card.short_unit) if card else (_DECIMALS, "")
    sentence = _sentence(frame, names[chosen], int(period), decimals, unit)
    if frame[["own", "official"]].notna().any(axis=None):
        besides = overlay.marks(store, card, rows["area_id"].tolist(), int(period)) if card else None
        submitted = charts.NO_OWN if besides is None else besides[besides["submitted"]]
        figure.chart(charts.own_beside_official(frame, decimals, unit, submitted), sentence, "own", submitted)
    st.markdown(sentence)
    if card:
        figure.about(card, [])


def _sentence(frame: pd.DataFrame, name: str, period: int, decimals: int, unit: str) -> str:
    """Say what the bars show: the values of each area, own and official."""
    words = _("{area} – own {own}, official {official}")
    parts = []
    for row in frame.itertuples():
        own, official = (value_text(value, decimals, unit) for value in (row.own, row.official))
        parts.append(words.format(area=literal(row.label), own=own, official=official))
    return f"{literal(name)}, {period}: {listed(parts)}."
