"""The report on an area as a workbook: one sheet a service and one of the sources; numbers are numbers."""

import math
import re
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from smup.reports.area.content import Report, Section, source_table
from smup.text import _, dimension_name, light_text

_LONGEST = 31  # characters of the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def xlsx(report: Report) -> bytes:
    """Write the XLSX; every text is a text, never a formula or a link."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    built = report.built_at
    book.set_properties({"title": report.title, "author": "smup", "created": built})
    styles = {"head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
              "text": book.add_format({"text_wrap": True, "valign": "top"}),
              "plain": book.add_format({"valign": "top"})}  # fmt: skip
    for decimals in range(5):
        styles[str(decimals)] = book.add_format({"num_format": "#,##0" + "." * (decimals > 0) + "0" * decimals,
                                                 "valign": "top"})  # fmt: skip
    names: list[str] = []
    front = book.add_worksheet(_sheet_name(_("Report"), names))
    facts = [*report.facts, *([(_("Permanent link"), report.link)] if report.link else [])]
    for row, (name, text) in enumerate([(report.title, ""), *facts, *((one, "") for one in report.remarks)]):
        front.write_string(row, 0, name, styles["head"] if row == 0 else styles["plain"])
        front.write_string(row, 1, text, styles["plain"])
    front.set_column(0, 0, 24)
    for section in report.sections:
        _service(book.add_worksheet(_sheet_name(section.name, names)), section, styles)
    _sources(book.add_worksheet(_sheet_name(_("Sources"), names)), source_table(report.sources), styles)
    book.close()
    return content.getvalue()


def _sheet_name(wanted: str, taken: list[str]) -> str:
    """Make a name that a workbook allows and has not yet: up to 31 characters, no brackets, slashes or apostrophes."""
    plain = _FORBIDDEN.sub(" ", wanted).strip("' ") or "–"
    name, number = plain[:_LONGEST].strip("' "), 1
    while name.lower() in (*taken, "history"):
        number += 1
        ending = f" {number}"
        name = plain[: _LONGEST - len(ending)].strip("' ") + ending
    taken.append(name.lower())
    return name


def _service(sheet: Any, section: Section, styles: dict[str, Any]) -> None:
    rows = section.rows
    columns: list[tuple[str, str, int]] = [  # heading, column of the rows, width
        (_("indicator"), "indicator", 44), (_("identifier"), "indicator_id", 26), (_("dimension"), "dimension", 12),
        (_("unit"), "unit", 20), (_("year"), "period", 7), (_("value"), "value", 14),
        (_("comparability"), "light", 24), (_("median of the group"), "median", 14), (_("place"), "rank", 8),
        (_("areas compared"), "n", 12), (_("percentile"), "percentile", 11), (_("change"), "change", 14),
        (_("change of percentile"), "percentile_change", 12), (_("year before"), "period_before", 10),
        (_("note"), "note", 50),
    ]  # fmt: skip
    for number, (name, _column, width) in enumerate(columns):
        sheet.write_string(0, number, name, styles["head"])
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, 1)
    for line, row in enumerate(rows.to_dict("records"), start=1):
        row |= {"light": light_text(row["light"], row["why"]), "dimension": dimension_name(row["dimension"])}
        for number, (_name, column, _width) in enumerate(columns):
            places = row["decimals"] if column in ("value", "median", "change") else 0
            _cell(sheet, line, number, row[column], styles["plain" if "period" in column else str(places)], styles)
    below = [f"{section.theme}: {section.name}", *section.sentences, *section.remarks, *section.left_out,
             *(_("Source: {source}").format(source=source) for source in section.sources)]  # fmt: skip
    for line, text in enumerate(below, start=len(rows) + 2):
        sheet.write_string(line, 0, text, styles["plain"])


def _cell(sheet: Any, line: int, number: int, value: Any, style: Any, styles: dict[str, Any]) -> None:
    """Write a number as a number and a text as a text; what is missing stays empty."""
    if isinstance(value, str):
        sheet.write_string(line, number, value, styles["text"])
    elif not pd.isna(value) and math.isfinite(value):
        sheet.write_number(line, number, float(value), style)


def _sources(sheet: Any, frame: pd.DataFrame, styles: dict[str, Any]) -> None:
    for number, name in enumerate(frame.columns):
        sheet.write_string(0, number, name, styles["head"])
        for line, text in enumerate(frame[name], start=1):
            sheet.write_string(line, number, text, styles["text"])
    sheet.set_column(0, len(frame.columns) - 1, 44)
    sheet.freeze_panes(1, 0)
