"""Files that people open elsewhere: what was written is what is read, and nothing in them runs."""

import json
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from smup import reports
from smup.model import SmupError

TABLE = pd.DataFrame(
    {
        "area": ["Kraków", "Łódź", "Żory; „cudzysłów”", 'z "cytatem", i przecinkiem', "dwie\nlinie"],
        "value": [-1234.5, 0.1, None, 1 / 3, 7_000_000_000.25],
        "period": [2020, 2021, 2022, 2023, 2024],
        "note": [None, "uwaga", None, "", "ąćęłńóśźż|ĄĆĘŁŃÓŚŹŻ"],
    }
)
DANGEROUS = ["=1+1", "+48 12", "-1", "@SUM(A1)", "\tcmd", "\rcmd", "=HYPERLINK(\"http://x\")"]  # fmt: skip
HARMLESS = ["Bielsko-Biała", "a=b", "1-2", "", "'quoted", "100 %", " =x"]


@pytest.mark.parametrize(
    ("separator", "decimal", "bom"),
    [(",", ".", False), (";", ",", True), (";", ".", True), (",", ".", True)],
    ids=["plain", "Excel in Poland", "semicolon", "mark"],
)
def test_csv_is_read_back_as_it_was(separator: str, decimal: str, bom: bool) -> None:
    content = reports.to_csv(TABLE, separator, decimal, bom)
    assert content.startswith(b"\xef\xbb\xbf") == bom
    back = pd.read_csv(BytesIO(content), sep=separator, decimal=decimal, encoding="utf-8-sig")
    assert list(back.columns) == list(TABLE.columns)
    assert back["area"].tolist() == TABLE["area"].tolist()
    assert back["value"].tolist()[:2] == [-1234.5, 0.1]
    assert back["value"].isna().tolist() == [False, False, True, False, False]
    assert back["value"].iloc[3:].tolist() == [1 / 3, 7_000_000_000.25]
    assert back["period"].tolist() == TABLE["period"].tolist()


def test_csv_for_excel_in_poland_looks_as_excel_writes_it() -> None:
    lines = reports.to_csv(TABLE, ";", ",", bom=True).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "area;value;period;note"
    assert lines[1] == "Kraków;-1234,5;2020;"
    assert lines[2] == "Łódź;0,1;2021;uwaga"
    assert lines[3] == '"Żory; „cudzysłów”";;2022;'


def test_csv_has_a_header_even_without_rows() -> None:
    assert reports.to_csv(TABLE.head(0)) == b"area,value,period,note\n"


@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_text_that_a_spreadsheet_would_run_is_neutralised_in_csv(kind: str) -> None:
    frame = pd.DataFrame({"text": pd.Series(DANGEROUS + HARMLESS).astype(kind), "number": -5.5})
    back = pd.read_csv(BytesIO(reports.to_csv(frame)), keep_default_na=False)
    texts = [text.replace("\r", "\n") for text in back["text"]]  # which line end stands inside a cell is no matter
    assert texts == [f"'{text}".replace("\r", "\n") for text in DANGEROUS] + HARMLESS
    assert back["number"].tolist() == [-5.5] * len(frame), "a negative number is a number"


def test_neutralising_leaves_the_table_it_was_given_alone() -> None:
    frame = pd.DataFrame({"text": DANGEROUS})
    reports.to_csv(frame)
    assert frame["text"].tolist() == DANGEROUS


def test_nothing_in_an_xlsx_file_is_a_formula_or_a_link() -> None:
    texts = [*DANGEROUS, *HARMLESS, "https://bdl.stat.gov.pl", "mailto:x@example.com"]
    frame = pd.DataFrame({"text": texts, "number": -5.5})
    sheet = load_workbook(BytesIO(reports.to_xlsx(frame))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].data_type for row in rows if row[0].value is not None] == ["s"] * (len(texts) - 1)
    shown = [(row[0].value or "").replace("_x000D_", "\r").removeprefix("'") for row in rows]
    assert shown == [text.removeprefix("'") for text in texts]
    assert {(row[1].data_type, row[1].value) for row in rows} == {("n", -5.5)}
    assert [cell.hyperlink for row in rows for cell in row if cell.hyperlink] == []


def test_an_xlsx_file_keeps_numbers_blanks_and_polish_letters() -> None:
    sheet = load_workbook(BytesIO(reports.to_xlsx(TABLE))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(TABLE.columns)
    assert rows[1] == ["Kraków", -1234.5, 2020, None]
    assert rows[3] == ["Żory; „cudzysłów”", None, 2022, None]
    assert rows[4][1] == pytest.approx(1 / 3, rel=1e-15)
    assert rows[5][3] == "ąćęłńóśźż|ĄĆĘŁŃÓŚŹŻ"
    assert sheet.freeze_panes == "A2"


def test_a_table_too_long_for_a_sheet_is_refused_in_a_sentence() -> None:
    long = pd.DataFrame({"n": range(1_048_576)})
    with pytest.raises(SmupError, match=r"^1048576 rows do not fit on an XLSX sheet; export as csv or parquet\.$"):
        reports.to_xlsx(long)


def test_parquet_is_read_back_as_it_was() -> None:
    back = pd.read_parquet(BytesIO(reports.to_parquet(TABLE)))
    pd.testing.assert_frame_equal(back, TABLE, check_exact=True, check_dtype=False)


def test_json_lines_hold_one_object_each() -> None:
    lines = reports.to_jsonl(TABLE).decode().splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == len(TABLE)
    assert rows[0] == {"area": "Kraków", "value": -1234.5, "period": 2020, "note": None}
    assert rows[2]["value"] is None
    assert rows[3]["value"] == pytest.approx(1 / 3, rel=1e-14)
    assert "Łódź" in lines[1], "letters are written as they are"


def test_json_is_one_list_of_objects() -> None:
    rows = json.loads(reports.to_json(TABLE))
    assert rows == [json.loads(line) for line in reports.to_jsonl(TABLE).decode().splitlines()]


def test_markdown_escapes_bars_and_keeps_blanks_blank() -> None:
    lines = reports.to_markdown(TABLE.drop(index=4)).decode().splitlines()
    assert lines[0] == "| area | value | period | note |"
    assert lines[1] == "| --- | --- | --- | --- |"
    assert lines[2] == "| Kraków | -1234.5 | 2020 |  |"
    assert len(lines) == 2 + 4
    last = reports.to_markdown(TABLE).decode().splitlines()[-1]
    assert r"ąćęłńóśźż\|ĄĆĘŁŃÓŚŹŻ" in last


def test_a_line_break_inside_a_cell_does_not_break_the_markdown_table() -> None:
    lines = reports.to_markdown(TABLE).decode().splitlines()
    assert len(lines) == 2 + len(TABLE)
    assert all(line.startswith("| ") and line.endswith(" |") for line in lines)


@pytest.mark.parametrize("name", reports.WRITERS)
def test_every_format_writes_a_table_without_rows(name: str) -> None:
    assert isinstance(reports.WRITERS[name](TABLE.head(0)), bytes)
