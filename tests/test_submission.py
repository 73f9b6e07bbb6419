"""Data that a reader brings: every nasty file ends in good rows and named faults, never in silence or a traceback."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from conftest import Smup
from smup import own_data
from smup.model import Language, SmupError
from smup.queries import submissions
from smup.sources.submission import Submission, read_cells, reading, template_csv, template_xlsx
from smup.sources.submission.numbers import read_number
from smup.store import Store
from smup.text import language, number_text


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = language.set(Language.ENGLISH)
    yield
    language.reset(before)


HEAD = "area;indicator;period;value;status;note\n"


def examine(store: Store, text: str | bytes, name: str = "own.csv") -> Submission:
    return own_data.examine(store, text.encode() if isinstance(text, str) else text, name)


def book(*rows: list[object], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    change(workbook)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def cells(found: Submission) -> list[tuple[object, ...]]:
    frame = found.rows.astype(object).where(found.rows.notna(), None)
    return [tuple(row) for row in frame[["area_id", "indicator_id", "period", "value", "status"]].to_numpy()]


SCORE = ("126101", "score", 2020, 61.5, "A")
LINE = "Kraków;score;2020;61,5;;\n"


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + LINE).encode(),
        ("\ufeff" + HEAD + LINE).encode(),
        (HEAD + LINE).encode("cp1250"),
        (HEAD + LINE).encode("utf-16"),
        (HEAD + LINE).encode("utf-16-le"),
        (HEAD + LINE).encode("utf-16-be"),
        (HEAD + LINE).replace("\n", "\r\n").encode(),
        (HEAD + LINE).replace(";", "\t").encode(),
        b'area,indicator,period,value\n126101,score,2020,"61,5"\n',
        b"area,indicator,period,value\n126101,score,2020,61.5\n",
        b"area,indicator,period,value,note\n126101,score,2020,61.5,a;b;c\n",
        "Jednostka;Wskaźnik;Rok;Wartość;Status;Uwaga\nKRAKÓW;SCORE;2020 r.;61,5 %;a;\n".encode(),
        ("sep=;\n" + HEAD + LINE).encode(),
        ("Our figures\n\n" + HEAD + ";;;;;\n" + LINE + "\n;;;\n").encode(),
        (HEAD + "1261011;score;31.12.2020;61,50;wartość zwykła;\n").replace("wartość zwykła", "A").encode(),
        (HEAD + "126101;score;2020-12-31;61.5;;\n").encode(),
        book(["area", "indicator", "period", "value"], [126101, "score", 2020, 61.5]),
        book(["area", "indicator", "period", "value"], [], ["126101", "score", "2020", "61,5"]),
        book(["area", "indicator", "period", "value"], ["126101", "score", datetime(2020, 5, 1), 61.5]),
        book(["area", "indicator", "period", "value"], ["126101", "score", date(2020, 5, 1), 61.5]),
    ],
)
def test_one_value_is_read_from_every_kind_of_file(small_store: Store, content: bytes) -> None:
    found = examine(small_store, content, "own.xlsx" if content.startswith(b"PK") else "own.csv")
    assert cells(found) == [SCORE]
    assert found.faults.empty


NAMES = ["Łódź", "Śrem", "Dąbrowa Górnicza", "Świętochłowice", "ŁÓDŹ", "DĄBROWA GÓRNICZA", "Książ", "Źródła", "Kraków"]


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "utf-8"])
@pytest.mark.parametrize("names", [[name] for name in NAMES] + [NAMES], ids=", ".join)
def test_polish_names_are_read_in_either_code_page_even_without_polish_headings(
    names: list[str], encoding: str
) -> None:
    text = HEAD + "".join(f"{name};score;2020;61,5;;\n" for name in names)
    assert [cells[0] for _number, cells in read_cells(text.encode(encoding), "a.csv")][1:] == names


@pytest.mark.parametrize("note", ["± 5 %", "±5", "błąd ±0,5", "„tak” – nie", "ok. 5 zł¶", "a ¬ b", "Ľubica i Śrem"])
def test_signs_of_windows_are_no_letters_of_the_other_code_page(note: str) -> None:
    text = f"{HEAD}Radom;score;2020;1;;{note}\n"  # no name that would tell
    assert read_cells(text.encode("cp1250"), "a.csv")[1][1][5] == note


@pytest.mark.parametrize(("place", "area_id"), [("Łódź", "106101"), ("Dąbrowa Górnicza", "246501"),
                                                ("Świętochłowice", "247601")])  # fmt: skip
def test_a_city_is_found_in_a_file_in_either_code_page(store: Store, place: str, area_id: str) -> None:
    for encoding in ("iso8859-2", "cp1250"):
        found = examine(store, f"{HEAD}{place};population;2020;1;;\n".encode(encoding))
        assert found.rows["area_id"].tolist() == [area_id] and found.faults.empty


def test_a_cell_that_a_workbook_shows_in_per_cent_is_per_cent(small_store: Store) -> None:
    def show(workbook: Workbook) -> None:
        workbook.worksheets[0]["D2"].number_format = "0.0%"

    content = book(["area", "indicator", "period", "value"], ["126101", "score", 2020, 0.615], change=show)
    assert cells(examine(small_store, content, "own.xlsx")) == [SCORE]


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("Krakuf;score;2020;1;;", "area", "perhaps Kraków = 126101"),
        (";score;2020;1;;", "area", "the name or TERYT code of an area"),
        ("999999;score;2020;1;;", "area", "the name or TERYT code of an area, perhaps"),
        ("Kraków;scores;2020;1;;", "indicator", "perhaps score"),
        ("Kraków;;2020;1;;", "indicator", "the identifier or name of an indicator"),
        ("Kraków;own_Łąki;2020;1;;", "indicator", "after own_ only small letters"),
        ("Kraków;score;1989;1;;", "period", "a year from 1990 to"),
        ("Kraków;score;2999;1;;", "period", "a year from 1990 to"),
        ("Kraków;score;45292;1;;", "period", "a year from 1990 to"),
        ("Kraków;score;;1;;", "period", "a year from 1990 to"),
        ("Kraków;score;2020;many;;", "value", "a number, or nothing"),
        ("Kraków;score;2020;#N/A;;", "value", "a number, or nothing"),
        ("Kraków;score;2020;1e999;;", "value", "a number, or nothing"),
        ("Kraków;score;2020;inf;;", "value", "a number, or nothing"),
        ("Kraków;score;2020;1 2;;", "value", "a number, or nothing"),
        ("Kraków;score;2020;100,1;;", "value", "at most 100 %"),
        ("Kraków;score;2020;-0,1;;", "value", "no value below 0"),
        ("Kraków;population;2020;−5;;", "value", "no value below 0"),
        ("Kraków;score;2020;12 zł;;", "value", "a number in the unit"),
        ("Kraków;own_trees;2020;12 zł;;", "value", "a number without a unit"),
        ("Kraków;score;2020;1;X;;", "status", "one of the statuses A, N, P,"),
        ("Kraków;score;2020;1;O;;", "status", "a status of a value that is there"),
        ("Kraków;score;2020;–;A;;", "status", "a status of a missing value"),
        ("Kraków;score;2020;1;;" + "x" * 1001, "note", "at most 1,000 characters"),
    ],
)
def test_a_wrong_cell_is_named_and_costs_its_own_row_alone(
    small_store: Store, line: str, column: str, expected: str
) -> None:
    found = examine(small_store, f"{HEAD}{line}\nTarnów;score;2020;50;;\n")
    assert cells(found) == [("126301", "score", 2020, 50.0, "A")]
    (fault,) = found.faults.itertuples(index=False)
    assert (fault.row, fault.column) == (2, column)
    assert fault.read == line.split(";")[HEAD.strip().split(";").index(column)][:80]
    assert expected in fault.expected


def test_all_wrong_cells_of_a_row_are_named_in_the_language_of_the_reader(small_store: Store) -> None:
    text = "Jednostka;Wskaźnik;Rok;Wartość;Status\nKrakuf;scores;1410;many;X\n"
    for one in Language:
        language.set(one)
        found = own_data.examine(small_store, text.encode(), "own.csv")
        assert found.faults["column"].tolist() == ["Jednostka", "Wskaźnik", "Rok", "Wartość", "Status"]
        assert ("rok od 1990" if one is Language.POLISH else "a year from 1990") in found.faults["expected"][2]


@pytest.mark.parametrize("nothing", ["", "-", "–", ".", "b.d.", "BD", "\u00a0"])
def test_nothing_is_a_missing_value_and_not_zero(small_store: Store, nothing: str) -> None:
    found = examine(small_store, f"{HEAD}Kraków;score;2020;{nothing};;\nTarnów;score;2020;{nothing};q;\n")
    assert cells(found) == [("126101", "score", 2020, None, "O"), ("126301", "score", 2020, None, "Q")]


def test_rows_that_say_the_same_twice_are_both_named_and_neither_is_taken(small_store: Store) -> None:
    text = f"{HEAD}{LINE}126101;score;31.12.2020;7;;\nTarnów;score;2020;50;;\n"
    found = examine(small_store, text)
    assert found.faults["row"].tolist() == [2, 3]
    assert found.faults["expected"].str.contains("rows 2, 3").all()
    assert cells(found) == [("126301", "score", 2020, 50.0, "A")]


def test_an_ambiguous_name_lists_who_has_it_and_a_plain_one_says_whom_it_was_taken_for(store: Store) -> None:
    found = examine(store, f"{HEAD}Świdnica;population;2020;1;;\nTarnów;population;2020;1;;\n")
    assert "= 021901; " in found.faults["expected"][0] and "080907" in found.faults["expected"][0]
    assert found.rows["area_id"].tolist() == ["126301"]
    assert "Tarnów (gm. wiejska" in found.remarks["expected"][0]


def test_a_code_that_lost_its_zero_is_taken_and_said(store: Store) -> None:
    rows = [["area", "indicator", "period", "value"], [20101, "population", 2020, 1], [201052, "population", 2020, 2]]
    found = examine(store, book(*rows), "own.xlsx")
    assert found.rows["area_id"].tolist() == ["020101", "020105"]
    assert found.remarks["expected"].str.contains("the zero in front was lost").all() and len(found.remarks) == 2


def test_official_values_above_100_per_cent_and_below_zero_permit_others(store: Store) -> None:
    lines = ["preschool_coverage_3_5;2020;120", "net_migration_per_1k;2020;-3", "exam8_maths;2024;120"]
    found = examine(store, HEAD + "".join(f"Gdynia;{line};;\n" for line in lines))
    assert found.rows["indicator_id"].tolist() == ["preschool_coverage_3_5", "net_migration_per_1k"]
    assert found.faults["expected"].tolist() == ["at most 100 %"]


def test_an_indicator_of_ones_own_has_no_limits(small_store: Store) -> None:
    found = examine(small_store, f"{HEAD}Kraków;own_trees_planted;2020;-120,5;;counted by us\n")
    assert cells(found) == [("126101", "own_trees_planted", 2020, -120.5, "A")]
    assert found.rows["note"].tolist() == ["counted by us"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("area;period;value\nKraków;2020;1\n", "a column headed indicator / wskaźnik"),
        ("area;indicator;period;value;rok\nKraków;score;2020;1;2\n", "one column of this meaning"),
        ("hello world\n", "a column headed area / jednostka"),
    ],
)
def test_headings_that_do_not_fit_are_named_and_no_row_is_taken(small_store: Store, text: str, expected: str) -> None:
    found = examine(small_store, text)
    assert expected in set(found.faults["expected"])
    assert found.rows.empty


def test_a_column_without_meaning_is_left_out_and_said(small_store: Store) -> None:
    found = examine(small_store, "area;indicator;period;value;colour\nKraków;score;2020;1;red\n")
    assert found.remarks["expected"].tolist() == ["column left out"] and len(found.rows) == 1


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (reading.MOST_UNPACKED + 1))
    return content.getvalue()


def with_entities() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"x" * 5_000_001, "a.csv", "larger than 5 MB"),
        (HEAD.encode() + b"a;b;2020;1\n" * 100_001, "a.csv", "more than 100,000 rows"),
        (b";".join([b"x"] * 51), "a.csv", "more than 50 columns"),
        (book(["x"] * 51), "a.xlsx", "more than 50 columns"),
        (b"", "a.csv", "is empty"),
        (b"\n ;;\n", "a.csv", "is empty"),
        (book(), "a.xlsx", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "a.csv", "is no text"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "an old Excel file or has a password"),
        (b"hello", "a.xlsx", "is no Excel workbook"),
        (b"PK\x03\x04 damaged", "a.xlsx", "is damaged"),
        (book(["area"])[:-300], "a.xlsx", "is damaged"),
        (HEAD.encode() + b'"Krak;score;2020;1\n', "a.csv", "line 2: a quotation mark"),
        (bomb(), "a.xlsx", "unpacks to more than 50 MB"),
        (with_entities(), "a.xlsx", "no workbook as Excel writes it"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, name: str, said: str) -> None:
    with pytest.raises(SmupError, match=said) as fault:
        read_cells(content, name)
    assert str(fault.value).endswith(".")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_end_in_anything_but_rows_or_a_sentence(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04"):
        try:
            assert read_cells(start + content, name)
        except SmupError as fault:
            assert str(fault).endswith(".")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 234,5", 1234.5, ""), ("1\u2009234\u202f567", 1234567, ""), ("1.234.567,25", 1234567.25, ""),
        ("1,234.5", 1234.5, ""), ("1.234.567", 1234567, ""), ("-3,0", -3, ""), ("−3", -3, ""), ("–3", -3, ""),
        ("+7", 7, ""), (",5", 0.5, ""), ("5.", 5, ""), ("1.5e3", 1500, ""), ("12,5 %", 12.5, "%"), ("3zł", 3, "zł"),
        ("12,5 na 100", 12.5, "na 100"), ("3 m²", 3, "m²"), ("1,234", 1.234, ""), ("007", 7, ""),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, value: float, unit: str) -> None:
    assert read_number(text)[:2] == (value, unit)


@pytest.mark.parametrize("text", ["1 2", "12 34", "1,2,3", "1.2.3,4", "1,23.4.5", "1e400", "--5", "abc", "nan", "1..2",
                                  "1 234 5", "1,234,56", "1.234 567,8", "٣ x 1 2", "1234 567"])  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 4),
    st.sampled_from(list(Language)),
    st.sampled_from(["", " %", "\u00a0zł", "%"]),
)
def test_a_number_as_the_pages_write_it_is_read_back(digits: int, decimals: int, one: Language, unit: str) -> None:
    value = digits / 10**decimals
    before = language.set(one)
    written = number_text(value, decimals) + unit
    language.reset(before)
    read = read_number(written)
    # 1,234 in English is written like a Polish 1,234: read as a decimal, and marked as doubtful.
    assert read.value == pytest.approx(value, abs=10**-decimals / 2) or (read.doubtful and one is Language.ENGLISH)
    assert read.unit == unit.strip()


def test_the_template_is_headings_alone_and_is_read_back(small_store: Store) -> None:
    for one in Language:
        language.set(one)
        for content, name in ((template_csv(), "a.csv"), (template_xlsx(submissions.statuses(small_store)), "a.xlsx")):
            found = own_data.examine(small_store, content, name)
            assert found.rows.empty and found.faults.empty and found.remarks.empty
    assert template_csv().startswith(b"\xef\xbb\xbf") and b";" in template_csv()
    explained = load_workbook(BytesIO(content)).worksheets[1]
    assert {"A", "O", "Q"} <= {row[0].value for row in explained.iter_rows()}


def test_the_commands_write_a_template_and_check_what_was_filled_in(
    smup: Smup, small_store: Store, tmp_path: Path
) -> None:
    folder = small_store.path.parents[1]
    path = tmp_path / "own.csv"
    assert smup("template", "--format", "csv", "--output", path, "--data", folder).code == 0
    path.write_bytes(path.read_bytes() + "Kraków;score;2020;61,5;;\n".encode())
    answer = smup("validate", path, "--data", folder)
    assert (answer.code, answer.out.decode()) == (0, "1 good row, 0 faults.\n")
    path.write_bytes(path.read_bytes() + "Tarnów;score;2020;161,5;;\n".encode())
    answer = smup("validate", path, "--data", folder)
    assert answer.code == 1 and "at most 100 %" in answer.out.decode()
    assert answer.out.decode().endswith("1 good row, 1 fault.\n")
    assert smup("validate", tmp_path / "nowhere.csv", "--data", folder).code == 2
    path.write_bytes(b"\0\0")
    answer = smup("validate", path, "--data", folder)
    assert answer.code == 2 and answer.sentence
