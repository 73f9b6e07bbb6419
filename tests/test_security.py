"""What an attacker tries: files beyond measure, formulas in exports, editions as a way out, strange addresses."""

import csv
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
import streamlit as st
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from conftest import World
from smup import reports
from smup.build import open_store
from smup.sources.submission.reading import read_cells
from smup.sources.submission.template import template_xlsx
from smup.store import Pair
from smup.ui.serving import SCRIPT
from test_app import PAGES

CHECKOUT = Path(__file__).parents[1]
FUZZED = int(os.environ.get("SMUP_FUZZ", "40"))  # addresses; SMUP_FUZZ=2000 for a long run
CONNECTED: list[tuple[str, Any]] = []
HOSTILE = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "'; drop table area; --", "../../etc/passwd", "\x00",
    "=1+1", "126101", "126101,226201", "PL", "all", "education", "9" * 400, "-1", "nan", "ą" * 3000, ",,,,", "🦆",
    "%s%n{0}{x}", "$100 \\frac", "similar", "latest", "previous", "2024", "en",
)  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '{folder}/area.csv'",
        "copy (select 1) to '{folder}/stolen.csv'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load '{folder}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set threads = 99",
        "insert into new.area select * from new.area",
        "drop table old.area",
    ],
)
def test_two_editions_opened_for_a_comparison_reach_no_file_and_no_setting(built_world: World, statement: str) -> None:
    path = open_store(built_world.data).path
    pair = Pair(path, built_world.write() / "smup.duckdb")
    files = sorted(built_world.data.iterdir())
    with pytest.raises(duckdb.Error):
        pair.query(statement.format(folder=built_world.data))
    assert sorted(built_world.data.iterdir()) == files
    pair.close()


def workbook(sheet: str) -> bytes:
    """A workbook whose only sheet has this XML between the tags of its data."""
    plain = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "x"  # type: ignore[index]
    book.save(plain)
    changed = BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                before, after = re.split(rb"<sheetData>.*</sheetData>", content, flags=re.S)
                content = before + f"<sheetData>{sheet}</sheetData>".encode() + after
            target.writestr(part.filename, content)
    return changed.getvalue()


def test_a_workbook_that_names_a_row_beyond_the_last_costs_no_time() -> None:
    first = '<row r="1"><c r="A1" t="str"><v>area</v></c></row>'
    far = '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'
    assert [row for row in read_cells(workbook(first + far), "a.xlsx") if row[1]] == [(1, ["area"])]


def test_cells_far_to_the_right_are_no_rows() -> None:
    wide = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(2, 20_000))
    first = '<row r="1"><c r="A1" t="str"><v>area</v></c></row>'
    assert read_cells(workbook(first + wide), "a.xlsx") == [(1, ["area"])]


def test_a_cell_of_a_text_file_may_be_as_long_as_the_file() -> None:
    rows = read_cells(b"area;value\n" + b"a" * 200_000 + b";1\n", "a.csv")
    assert len(str(rows[1][1][0])) == 200_000


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "text", ["=1+1", "a;=1+1", "a,=1+1", "a\t=1+1", "a\n=1+1", "a\r=1+1", 'a;"=1+1"', "a;@SUM(A1)", "a;+1", "a;-1"]
)
def test_no_cell_of_a_csv_is_a_formula_whatever_separator_the_spreadsheet_expects(text: str, separator: str) -> None:
    frame = pd.DataFrame({"name": [text], text: ["x"]})
    for written_with in (",", ";"):
        content = reports.to_csv(frame, separator=written_with).decode()
        for quote in ('"', "\x01"):  # a spreadsheet that expects another separator sees quotes inside cells
            read = csv.reader(StringIO(content, newline=""), delimiter=separator, quotechar=quote)
            cells = [cell.strip('"') for row in read for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], content


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    hostile = ["=1+1", "=HYPERLINK(\"http://x\")", "+1", "@SUM(A1)", "{=1}", "http://x"]  # fmt: skip
    frame = pd.DataFrame({"name": hostile})
    statuses = pd.DataFrame({"status": hostile, "name": hostile})
    for content in (reports.to_xlsx(frame), template_xlsx(statuses)):
        book = openpyxl.load_workbook(BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.value for cell in cells} >= set(hostile)
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        CONNECTED.append((event, arguments[1:] if event == "socket.connect" else arguments))


def keys() -> list[str]:
    """All keys of the address, from the table of the documentation."""
    text = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("## The URL") :]
    return sorted({key for row in re.findall(r"^\| (`.*?) \|", table, re.M) for key in re.findall(r"`(\w+)`", row)})


@pytest.fixture
def app_of(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Open a page of the app over the shipped data with an address."""
    monkeypatch.setenv("SMUP_DATA", str(data))

    def opened(page: str, parameters: dict[str, str]) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        app.query_params.update(parameters)
        if page != "start":
            app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / f"{page}.py"))
        return app.run()

    yield opened
    st.cache_resource.clear()


def test_whatever_the_address_says_every_page_answers_and_asks_nobody(app_of: Any) -> None:
    known = keys()
    assert {"area", "search", "cited", "edition", "lang", "embed", "metro", "population_to"} <= set(known)
    values = some.one_of(some.sampled_from(HOSTILE), some.text(some.characters(codec="utf-8"), min_size=1, max_size=60))
    sys.addaudithook(_note)
    CONNECTED.clear()

    @settings(max_examples=FUZZED, derandomize=FUZZED == 40, suppress_health_check=list(HealthCheck), database=None)
    @given(some.sampled_from(PAGES), some.dictionaries(some.sampled_from(known), values, max_size=8))
    def visit(page: str, parameters: dict[str, str]) -> None:
        app = app_of(page, parameters)
        assert not [(one.message, one.stack_trace) for one in app.exception], (page, parameters)

    visit()
    assert CONNECTED == []
