"""Submitted values in a report: beside the official ones, marked, with their note, in no place and no median."""

from io import BytesIO
from pathlib import Path

import docx
import pandas as pd
import pytest
from lxml import html
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from conftest import Smup, World
from smup.build import build, open_store
from smup.model import Language
from smup.queries import places, submissions
from smup.reports.area import FORMATS, Choice, report, write
from smup.reports.area.asking import MOST_OWN
from smup.store import Store
from smup.text import language
from test_area_report import squeezed, words

NOTE = "=cmd|' /C calc'!A0"
WHO = "@SUM(A1) <b>Miasto</b>"
FILE = f"""area;indicator;period;value;status;note
Kraków;score;2020;61,5;;{NOTE}
Kraków;score;2019;60,25;;remembered so
Kraków;own_trees;2018;1234,5;;counted by hand
Kraków;cost;2020;b.d.;;not known
Tarnów;score;2020;99;;of another area
"""
CHOICE = Choice("126101", "city_with_powiat_rights")


@pytest.fixture
def submitted(built_world: World, smup: Smup, tmp_path: Path) -> Store:
    path = tmp_path / "own.csv"
    path.write_text(FILE, encoding="utf-8")
    assert smup("add", path, "--who", WHO, "--data", built_world.data).code == 0
    build(built_world.data)
    language.set(Language.POLISH)
    return open_store(built_world.data)


def test_the_latest_value_of_each_file_is_asked_or_that_of_a_year(submitted: Store) -> None:
    frame = submissions.submitted_of(submitted, "126101")
    assert frame[["indicator_id", "period", "value", "note"]].to_numpy().tolist() == [
        ["score", 2020, 61.5, NOTE], ["own_trees", 2018, 1234.5, "counted by hand"],
    ]  # fmt: skip
    assert frame["service_id"].tolist()[0] == "schooling" and frame["service_id"].isna().tolist() == [False, True]
    assert submissions.submitted_of(submitted, "126101", 2019)["value"].tolist() == [60.25]
    assert submissions.submitted_of(submitted, "PL").empty


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("reader", Language)
def test_each_file_shows_them_with_mark_submitter_and_note(submitted: Store, form: str, reader: Language) -> None:
    language.set(reader)
    said = squeezed(words(write(report(submitted, CHOICE), form), form))
    heading, source = {
        Language.POLISH: ("Wartości zgłoszone, nieoficjalne", "Dane zgłoszone: own.csv"),
        Language.ENGLISH: ("Submitted, not official", "Submitted data: own.csv"),
    }[reader]
    for part in (heading, source, NOTE, WHO, "own_trees", "counted by hand", "□"):
        assert squeezed(part) in said, part
    for part in ("remembered so", "not known", "of another area"):
        assert squeezed(part) not in said, part
    if form != "xlsx":
        assert squeezed({Language.POLISH: "61,5 □", Language.ENGLISH: "61.5 □"}[reader]) in said


def test_they_are_numbers_in_the_workbook_and_nothing_in_it_is_a_formula(submitted: Store) -> None:
    book = load_workbook(BytesIO(write(report(submitted, CHOICE), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    (trees,) = [row for sheet in book for row in sheet.iter_rows() if row[0].value == "own_trees"]
    assert (trees[5].data_type, trees[5].value, trees[4].value) == ("n", 1234.5, 2018)
    assert trees[14].value.endswith("counted by hand") and trees[6].value.startswith("□")
    assert [cell.value for cell in trees[7:14]] == [None] * 7, "no median, place, percentile or change"


def test_they_stand_in_tables_of_their_own_with_a_header(submitted: Store) -> None:
    made = report(submitted, CHOICE)
    page = html.fromstring(write(made, "html").decode())
    captions = [one.findtext("caption") for one in page.iter("table")]
    assert captions.count("Wartości zgłoszone, nieoficjalne: Wskaźniki własne zgłaszających") == 1
    document = docx.Document(BytesIO(write(made, "docx")))
    own = [grid for grid in document.tables if "kto zgłosił" in [cell.text for cell in grid.rows[0].cells]]
    assert [len(grid.rows) for grid in own] == [2, 2]
    assert own[0].rows[1].cells[3].text == "61,5 □" and NOTE in own[0].rows[1].cells[5].text


def test_they_change_no_place_median_chart_or_sentence(submitted: Store, built_world: World) -> None:
    after = report(submitted, CHOICE).sections[0]
    frame = places.profile(submitted, "126101", None, CHOICE.group_id).set_index("indicator_id")
    assert frame.loc["score", "value"] == 90
    for kept in (built_world.data / "submission").iterdir():
        kept.unlink()
    build(built_world.data)
    store = open_store(built_world.data)
    before = report(store, CHOICE).sections[0]
    pd.testing.assert_frame_equal(before.rows, after.rows)
    assert (before.sentences, before.picture, before.alt) == (after.sentences, after.picture, after.alt)
    assert len(before.own) == 0 and len(after.own) == 1
    store.close()


def test_what_the_author_leaves_out_or_did_not_choose_is_not_shown_as_submitted_either(submitted: Store) -> None:
    without = report(submitted, Choice("126101", CHOICE.group_id, without=("score",)))
    assert [one.own["indicator_id"].tolist() for one in without.sections if len(one.own)] == [["own_trees"]]
    education = report(submitted, Choice("126101", CHOICE.group_id, theme_id="education"))
    assert [one.own["indicator_id"].tolist() for one in education.sections if len(one.own)] == [["score"]]


def test_a_year_with_submitted_values_alone_says_that_nothing_is_official(submitted: Store) -> None:
    made = report(submitted, Choice("126101", CHOICE.group_id, period=2018))
    last = made.sections[-1]
    assert (last.name, last.sentences) == ("Wskaźniki własne zgłaszających", [
        "Nie ma wartości oficjalnych, są tylko zgłoszone."])  # fmt: skip
    assert last.picture is None and last.rows.empty and last.sources == [f"{WHO}, Dane zgłoszone: own.csv"]


def test_many_submitted_values_do_not_crowd_a_service(built_world: World, smup: Smup, tmp_path: Path) -> None:
    for number in range(MOST_OWN + 2):
        path = tmp_path / f"own{number}.csv"
        path.write_text(f"area;indicator;period;value\nKraków;score;2020;{number}\n", encoding="utf-8")
        assert smup("add", path, "--who", "Miasto", "--data", built_world.data).code == 0
    build(built_world.data)
    store = open_store(built_world.data)
    language.set(Language.POLISH)
    section = report(store, CHOICE).sections[0]
    assert len(section.own) == MOST_OWN
    assert "Jeszcze 2 zgłoszone wartości nie mieszczą się tutaj; pokazuje je aplikacja." in section.remarks
    store.close()


def test_a_large_service_with_long_notes_takes_two_pages_still(small_world: World, smup: Smup, tmp_path: Path) -> None:
    pattern = small_world.row("indicator", "score")
    name = "Bardzo długa nazwa wskaźnika usługi, która zajmuje w tabeli i na wykresie trzy wiersze, numer "
    small_world.tables["indicator"] += [
        pattern | {"indicator_id": f"many_{number}", "name_pl": f"{name}{number}", "headline": "false"}
        for number in range(40)
    ]
    small_world.build().close()
    path = tmp_path / "own.csv"
    rows = [f"Kraków;many_{number};2020;{number};{'długa uwaga zgłaszającego ' * 35}" for number in range(10)]
    path.write_text("\n".join(["area;indicator;period;value;note", *rows]) + "\n", encoding="utf-8")
    assert smup("add", path, "--who", "Miasto " * 12, "--data", small_world.data).code == 0
    build(small_world.data)
    store = open_store(small_world.data)
    language.set(Language.POLISH)
    made = report(store, Choice("126101", "smk"))
    (section,) = [one for one in made.sections if len(one.rows)]
    assert (len(section.rows), len(section.own)) == (16, MOST_OWN)
    pages = [squeezed(page.get_textpage().get_text_range()) for page in PdfDocument(write(made, "pdf"))]
    assert sum(squeezed("Bardzo długa nazwa wskaźnika") in page for page in pages) <= 2
    book = load_workbook(BytesIO(write(made, "xlsx")))
    whole = ("długa uwaga zgłaszającego " * 35).strip()
    assert any(whole in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    store.close()


def test_a_note_that_no_xml_can_hold_is_written_all_the_same(built_world: World, smup: Smup, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("area;indicator;period;value;note\nKraków;score;2020;1;a\x01b\x0cc\n".encode())
    answer = smup("add", path, "--who", "Mia\x02sto", "--data", built_world.data)
    assert answer.code in (0, 1, 2) and "Traceback" not in answer.err
    build(built_world.data)
    store = open_store(built_world.data)
    for form in FORMATS:
        assert write(report(store, CHOICE), form)
    store.close()
