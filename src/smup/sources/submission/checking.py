"""Rows of cells as values of indicators; every cell that cannot be one is named, and costs its own row alone."""

import re
from datetime import date
from typing import Any

import pandas as pd

from smup.model import Status
from smup.sources.submission.findings import COLUMNS, ROW, Finding, Known, Submission
from smup.sources.submission.naming import CellError, Naming
from smup.sources.submission.numbers import read_number
from smup.sources.submission.reading import MOST_CHARACTERS, Cell, Row
from smup.text import _

FIRST_PERIOD = 1990
HEADINGS = {
    "area": ("area", "jednostka", "area_id", "teryt"),
    "indicator": ("indicator", "wskaźnik", "wskaznik", "indicator_id"),
    "period": ("period", "rok", "year", "okres"),
    "value": ("value", "wartość", "wartosc"),
    "status": ("status",),
    "note": ("note", "uwaga", "uwagi"),
}
_NEEDED = COLUMNS[:4]
_ABOVE = 10  # rows in which the headings are looked for
_SHOWN = 80  # characters of a refused cell
_YEAR = re.compile(
    r"(?:\d{1,2}[.\-/]\d{1,2}[.\-/])?(\d{4})(?:[.\-/]\d{1,2}[.\-/]\d{1,2})?(?:[ T]00:00(?::00)?)?(?: ?r\.?)?"
)
_PER_CENT = 100
_UNITS = ("short_pl", "short_en", "unit")  # what may stand behind a number
Columns = dict[str, tuple[int, str]]


def check(cells: list[Row], known: Known) -> Submission:
    """Read the rows of a file (``read_cells``) as area, indicator, period, value, status and note."""
    start, columns, remarks, faults = _headings(cells)
    good: list[dict[str, Any]] = []
    reader = _Reader(known, columns)
    for number, row in [] if faults else cells[start + 1 :]:
        taken = reader.read(number, row, faults, remarks)
        if taken:
            good.append(taken)
    rows = pd.DataFrame(good, columns=list(ROW)).astype(ROW)
    faults += _duplicates(rows, columns)
    refused = {fault.row for fault in faults}
    rows = rows[~rows["row"].isin(refused)].reset_index(drop=True)
    return Submission(rows, _frame(faults), _frame([one for one in remarks if one.row not in refused]))


def _frame(findings: list[Finding]) -> pd.DataFrame:
    return pd.DataFrame(sorted(findings, key=lambda one: one.row), columns=list(Finding._fields))


def _headings(cells: list[Row]) -> tuple[int, Columns, list[Finding], list[Finding]]:
    """Find the row of headings; return its place, the columns, remarks on others and faults of the headings."""
    names = {heading: column for column, headings in HEADINGS.items() for heading in headings}
    found = [[names.get(_shown(cell).casefold()) for cell in row] for _number, row in cells[:_ABOVE]]
    start = next((place for place, row in enumerate(found) if len(set(row) - {None}) > 1), 0)
    number, row = cells[start]
    columns: Columns = {}
    remarks, faults = [], []
    for place, (cell, column) in enumerate(zip(row, found[start], strict=True)):
        name = _shown(cell)[:_SHOWN]
        if column in columns:
            faults.append(Finding(number, name, name, _("one column of this meaning")))
        elif column:
            columns[column] = (place, name)
        elif name:
            remarks.append(Finding(number, name, name, _("column left out")))
    headings = "; ".join(_shown(cell) for cell in row)[:_SHOWN]
    for column in _NEEDED:
        if column not in columns:
            wanted = _("a column headed {headings}").format(headings=" / ".join(HEADINGS[column][:2]))
            faults.append(Finding(number, column, headings, wanted))
    return start, columns, remarks, faults


def _shown(cell: Cell) -> str:
    """Write a cell as its file shows it, on one line."""
    if isinstance(cell, float | int):
        return f"{cell:.15g}"
    return "" if cell is None else " ".join(str(cell).split())


class _Reader:
    """Reads one row after another."""

    def __init__(self, known: Known, columns: Columns) -> None:
        self._known, self._columns, self._naming = known, columns, Naming(known)
        self._indicators = known.indicators.set_index("indicator_id").to_dict("index")
        self._statuses = known.statuses.set_index("status").to_dict("index")
        self._by_name = {str(row[name]).casefold(): status for status, row in self._statuses.items()
                         for name in ("name_pl", "name_en")}  # fmt: skip

    def read(
        self, number: int, row: list[Cell], faults: list[Finding], remarks: list[Finding]
    ) -> dict[str, Any] | None:
        """Return the row as read, or nothing when a cell of it is refused."""
        taken: dict[str, Any] = {"row": number}
        before = len(faults)
        for column in COLUMNS:
            place, heading = self._columns.get(column, (MOST_CHARACTERS, column))
            cell = row[place] if place < len(row) else None
            text = _shown(cell)
            try:
                if len(text) > MOST_CHARACTERS:
                    raise CellError(_("at most 1,000 characters"))
                values, remark = getattr(self, f"_{column}")(cell, text, taken)
            except CellError as fault:
                faults.append(Finding(number, heading, text[:_SHOWN], str(fault)))
                continue
            taken |= values
            if remark:
                remarks.append(Finding(number, heading, text[:_SHOWN], remark))
        return taken if len(faults) == before else None

    def _area(self, _cell: Cell, text: str, _taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        area_id, remark = self._naming.area(text)
        return {"area_id": area_id}, remark

    def _indicator(self, _cell: Cell, text: str, _taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        return {"indicator_id": self._naming.indicator(text)}, ""

    def _period(self, cell: Cell, text: str, _taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        match = _YEAR.fullmatch(text)
        year = cell.year if isinstance(cell, date) else int(match[1]) if match else 0
        if not FIRST_PERIOD <= year <= self._known.last_period:
            raise CellError(_("a year from {first} to {last}").format(first=FIRST_PERIOD, last=self._known.last_period))
        return {"period": year}, ""

    def _value(self, cell: Cell, text: str, taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        try:
            value, unit, doubtful = read_number(text)
        except ValueError as fault:
            raise CellError(_("a number, or nothing for a missing value")) from fault
        if value is None:
            return {"value": None}, ""
        if isinstance(cell, float | int):  # a number of the workbook, with all its digits
            value, doubtful = float(cell), False
        indicator = self._indicators.get(taken.get("indicator_id", ""))
        units = [str(indicator[name]) for name in _UNITS if pd.notna(indicator[name])] if indicator else []
        if unit and "indicator_id" in taken and unit.casefold() not in [one.casefold() for one in units]:
            wanted = _("a number in the unit {unit}").format(unit=units[0]) if units else _("a number without a unit")
            raise CellError(wanted)
        if indicator:
            _refuse_impossible(value, indicator)
        return {"value": value}, _("{value}, with a decimal sign").format(value=f"{value:g}") if doubtful else ""

    def _status(self, _cell: Cell, text: str, taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        empty = taken.get("value", 0) is None
        if not text:
            return {"status": Status.MISSING.value if empty else Status.NORMAL.value}, ""
        status = text.upper() if text.upper() in self._statuses else self._by_name.get(text.casefold())
        if status is None:
            raise CellError(_("one of the statuses {codes}, or nothing").format(codes=", ".join(self._statuses)))
        if "value" in taken and bool(self._statuses[status]["missing"]) != empty:
            raise CellError(_("a status of a missing value") if empty else _("a status of a value that is there"))
        return {"status": status}, ""

    def _note(self, _cell: Cell, text: str, _taken: dict[str, Any]) -> tuple[dict[str, Any], str]:
        return {"note": text}, ""


def _refuse_impossible(value: float, indicator: dict[str, Any]) -> None:
    """Refuse what the unit rules out; what official values of the indicator go beyond rules nothing out."""
    lowest, highest = indicator["lowest"], indicator["highest"]
    if value < 0 and indicator["unit"] != "pp" and not lowest < 0:
        raise CellError(_("no value below 0"))
    if value > _PER_CENT and indicator["unit"] == "%" and not highest > _PER_CENT:
        raise CellError(_("at most 100 %"))


def _duplicates(rows: pd.DataFrame, columns: Columns) -> list[Finding]:
    """Name each of the rows that are about the same area, indicator and year."""
    key = ["area_id", "indicator_id", "period"]
    again = rows[rows.duplicated(key, keep=False)]
    if again.empty:
        return []
    numbers = again.groupby(key)["row"].transform(lambda group: ", ".join(map(str, group)))
    heading = ", ".join(columns[column][1] for column in _NEEDED[:3])
    return [
        Finding(row.row, heading, f"{row.area_id}, {row.indicator_id}, {row.period}",
                _("one row for these; they are in rows {rows}").format(rows=together))
        for row, together in zip(again.itertuples(index=False), numbers, strict=True)
    ]  # fmt: skip
