"""The file to fill in: the headings and, in the workbook, what belongs under each."""

from io import BytesIO

import pandas as pd
import xlsxwriter

from smup.model import Language
from smup.sources.submission.checking import HEADINGS
from smup.sources.submission.findings import COLUMNS
from smup.text import _, language


def _headings() -> list[str]:
    return [HEADINGS[column][1 if language.get() is Language.POLISH and len(HEADINGS[column]) > 1 else 0]
            for column in COLUMNS]  # fmt: skip


def template_csv() -> bytes:
    """Write the headings as CSV that Polish Excel opens right: UTF-8 with its mark, semicolons."""
    return (";".join(_headings()) + "\r\n").encode("utf-8-sig")


def template_xlsx(statuses: pd.DataFrame) -> bytes:
    """Write a workbook: a sheet of headings, and one that explains them and lists ``statuses`` (code and name)."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(_("data"))
    sheet.write_row(0, 0, _headings(), bold)
    sheet.set_column(0, 0, 28, text)  # as text a TERYT code keeps its zero
    sheet.set_column(1, len(COLUMNS) - 1, 20)
    sheet.freeze_panes(1, 0)
    help_sheet = book.add_worksheet(_("explanations"))
    help_sheet.set_column(0, 0, 16)
    help_sheet.set_column(1, 1, 110)
    rows = [*zip(_headings(), _explanations(), strict=True), ("", ""), (_("status"), _("meaning"))]
    for number, row in enumerate([*rows, *zip(statuses["status"], statuses["name"], strict=True)]):
        help_sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def _explanations() -> list[str]:
    return [
        _("Name of the area as on the pages, or its TERYT code, for example Gdynia or 226201."),
        _("Identifier or name from the catalogue, or an identifier of your own that begins with own_."),
        _("Year, for example 2024."),
        _("Number; a comma or a point before the decimals. Empty, – or “b.d.”: no value."),
        _("May stay empty: A for a value, O for none. See the list below."),
        _("May stay empty: where the value comes from, what to keep in mind."),
    ]
