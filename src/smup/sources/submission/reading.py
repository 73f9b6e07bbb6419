"""The bytes of a CSV or XLSX file as rows of cells, within limits that no honest file meets."""

import csv
import math
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.exceptions import InvalidFileException

from smup.model import SmupError
from smup.text import _

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 50
MOST_CHARACTERS = 1_000
_SHEET_ROWS = 1_048_576  # that Excel has; what a file says of further ones would be read for hours
_SEPARATORS = ";\t,"
_SAMPLE = 50  # lines that show which separator the file uses
_WINDOWS = re.compile(rb"[\x80-\x9f]")  # ś ź Ś Ź and typographic signs; controls in ISO 8859-2
_OTHERS = rb"[\xa1\xa6\xac\xb1\xb6\xbc]"  # Ą Ś Ź ą ś ź in ISO 8859-2
_LATIN_2 = re.compile(_OTHERS + rb"(?=[A-Za-z\xc0-\xff])|(?<=[A-Za-z\xc0-\xff])" + _OTHERS)  # beside a letter
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What openpyxl and the parsers below it raise for workbooks that are damaged or no workbooks.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, ValueError, TypeError,
               AttributeError, EOFError, OSError, RuntimeError, OverflowError)  # fmt: skip
csv.field_size_limit(MOST_BYTES)  # a cell that is too long costs its row alone, not the file

Cell = str | float | date | None
Row = tuple[int, list[Cell]]


def read_cells(content: bytes, name: str) -> list[Row]:
    """Return the rows that hold anything, each with its number in the file (the first is 1) and its cells.

    A cell of a CSV file is text; one of a workbook may be a number or a day, and one shown in per cent is text with
    the sign. Raises ``SmupError`` when the file cannot be read or exceeds a limit.
    """
    if len(content) > MOST_BYTES:
        raise SmupError(_("{name} is larger than 5 MB; split it.").format(name=name))
    if content.startswith(_OLD_OFFICE):
        raise SmupError(_("{name} is an old Excel file or has a password; save it as .xlsx or .csv.").format(name=name))
    if content.startswith(b"PK"):
        rows = _workbook(content, name)
    elif name.lower().endswith(".xlsx"):
        raise SmupError(_("{name} is no Excel workbook; save it as .xlsx or .csv.").format(name=name))
    else:
        rows = _text(content, name)
    if not rows:
        raise SmupError(_("{name} is empty.").format(name=name))
    return rows


def _kept(rows: Iterable[list[Cell]], name: str) -> list[Row]:
    """Number the rows and leave out the blank ones; refuse more rows or columns than there may be."""
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        while cells and (cells[-1] is None or not str(cells[-1]).strip()):
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise SmupError(_("{name} has more than 50 columns.").format(name=name))
        kept.append((number, cells))
        if len(kept) > MOST_ROWS + 1:  # and the headings
            raise SmupError(_("{name} has more than 100,000 rows; split it.").format(name=name))
    return kept


def _text(content: bytes, name: str) -> list[Row]:
    text = _decoded(content)
    if text is None or "\0" in text:
        raise SmupError(_("{name} is no text; save it as CSV (UTF-8) or .xlsx.").format(name=name))
    lines = text.splitlines()
    declared = lines[0][4:5] if lines and lines[0].lower().startswith("sep=") else ""
    separator = declared or max(_SEPARATORS, key=lambda one: _fit(lines, one))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows: list[list[Cell]] = [list(cells) for cells in reader]
    except csv.Error as fault:
        raise SmupError(_("{name}, line {line}: a quotation mark is not closed or stands inside a cell.").format(
            name=name, line=reader.line_num)) from fault  # fmt: skip
    if declared:
        rows[0] = []
    return _kept(rows, name)


def _decoded(content: bytes) -> str | None:
    """Decode by the mark at the beginning, else as UTF-8, else as Polish Windows or ISO 8859-2 writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-be" if content[:1] == b"\0" else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "iso8859-2" if _is_latin_2(content) else "cp1250"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_latin_2(content: bytes) -> bool:
    """Tell ISO 8859-2 from windows-1250, which differ in ą, ś, ź, Ą, Ś and Ź alone of the Polish letters.

    Where one has these letters the other has signs (± ¶ ˇ ¦ ¬), which stand in no word, or controls, which no file has.
    """
    windows = content.count(b"\xb9") + content.count(b"\xa5")  # ą and Ą there, š and Ľ here
    return not _WINDOWS.search(content) and len(_LATIN_2.findall(content)) > windows


def _fit(lines: list[str], separator: str) -> float:
    """Say how well a separator explains the first lines: cells in a row, by the share of rows that have as many."""
    widths = [len(cells) for cells in csv.reader(lines[:_SAMPLE], delimiter=separator) if any(map(str.strip, cells))]
    if not widths or max(widths) == 1:
        return 0.0
    usual = max(set(widths), key=widths.count)
    return usual * widths.count(usual) / len(widths)


def _workbook(content: bytes, name: str) -> list[Row]:
    """Read the first sheet; formulas give the values that were saved with them."""
    try:
        _refuse_bombs(content, name)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size need not be true
        rows = sheet.iter_rows(max_row=_SHEET_ROWS, max_col=MOST_COLUMNS + 1)
        blank = {id(EMPTY_CELL)}  # all that a row has which is not there: there may be a million
        return _kept(([] if {*map(id, cells)} == blank else [_cell(cell) for cell in cells] for cells in rows), name)
    except _UNREADABLE as fault:
        raise SmupError(_("{name} is damaged or no Excel workbook; save it again as .xlsx or .csv.").format(
            name=name)) from fault  # fmt: skip


def _refuse_bombs(content: bytes, name: str) -> None:
    """Refuse archives that grow beyond measure, and XML with definitions of its own, before any of it is parsed."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise SmupError(_("{name} unpacks to more than 50 MB.").format(name=name))
        for part in archive.infolist():  # reading stops at the size that was summed up
            if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
                raise SmupError(_("{name} is no workbook as Excel writes it.").format(name=name))


def _cell(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    if isinstance(value, int | float):
        in_per_cent = "%" in str(getattr(cell, "number_format", ""))
        return f"{value * 100:.15g}%" if in_per_cent and math.isfinite(value) else value
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else str(value)
