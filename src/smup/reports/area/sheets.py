"""The report on an area as a workbook: one sheet a service and one of the sources; numbers are numbers."""

import math
import re
from io import BytesIO
from itertools import chain
from typing import Any

import pandas as pd
import xlsxwriter

from smup.reports.area.content import (
    OWN_MARK,
    Report,
    Section,
    decimals,
    own_heading,
    own_note,
    source_table,
    sources_line,
)
from smup.text import _, dimension_name, light_text

_DECIMALS = 6  # shown at most
_LONGEST = 31  # characters of the name of a sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def xlsx(report: Report) -> bytes:
    """Write the XLSX; every text is a text, never a formula or a link."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    built = report.built_at
    book.set_properties({"title": report.title, "author": "smup", "created": built})
    styles = {"title": book.add_format({"bold": True}),
              "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
              "text": book.add_format({"text_wrap": True, "valign": "top"}),
              "plain": book.add_format({"valign": "top"})}  # fmt: skip
    for places in range(_DECIMALS + 1):
        styles[str(places)] = book.add_format({"num_format": "#,##0" + "." * (places > 0) + "0" * places,
                                                 "valign": "top"})  # fmt: skip
    names: list[str] = []
    front = book.add_worksheet(_sheet_name(_("Report"), names))
    facts = [*report.facts, *([(_("Permanent link"), report.link)] if report.link else [])]
    lines = [(one, "") for one in report.summary], facts, [(one, "") for one in report.remarks]
    for row, (name, text) in enumerate([(report.title, ""), *chain.from_iterable(lines)]):
        front.write_string(row, 0, name, styles["title"] if row == 0 else styles["plain"])
        if text:
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
    last = len(rows)
    if len(section.own):
        last += 2
        sheet.write_string(last, 0, own_heading(), styles["head"])
        for _i, row in section.own.iterrows():
            last += 1
            said = {**row, "light": f"{OWN_MARK} {row['who']}, {row['added']:%Y-%m-%d}", "note": own_note(row)}
            for number, (_name, column, _width) in enumerate(columns):
                places = decimals(row) if column == "value" else 0
                style = styles["plain" if column == "period" else str(min(places, _DECIMALS))]
                _cell(sheet, last, number, said.get(column), style, styles)
    below = [f"{section.theme}: {section.name}", *section.sentences, *section.remarks, *section.left_out,
             *([sources_line(section)] if section.sources else [])]  # fmt: skip
    for line, text in enumerate(below, start=last + 2):
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
