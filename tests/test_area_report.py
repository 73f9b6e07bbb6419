"""The report on an area: every form of file read back, the rule of balance, and every number that of the store."""

import re
from collections.abc import Iterator
from ctypes import create_string_buffer
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn
from lxml import html
from openpyxl import load_workbook

from conftest import YEAR, Smup, World
from smup.model import Language, Light, UnknownIdError
from smup.queries import catalogue, editions, monitoring, places
from smup.reports.area import FORMATS, Choice, Report, address, report, write
from smup.reports.area.content import table
from smup.sentences import in_worst_quarter
from smup.store import Store
from smup.text import LIGHT_MARKS, language, number_text

KRAKOW = Choice("126101", "similar.126101.7")
WORST = "persons_per_room"  # seventh of eight
DANGEROUS = "=cmd|' /C calc'!A0"
MARKUP = '<script>alert(1)</script> #set page(width: 1mm) *x* & "y"'


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    token = language.set(Language.POLISH)
    yield
    language.reset(token)


@pytest.fixture(scope="module")
def made(store: Store) -> Report:
    return report(store, KRAKOW, "https://smup.example/report?area=126101")


@pytest.fixture(scope="module")
def files(made: Report) -> dict[str, bytes]:
    return {form: write(made, form) for form in FORMATS}


def words(content: bytes, form: str) -> str:
    """All texts of a file, white space folded."""
    if form == "html":
        text = html.fromstring(content.decode()).text_content()
    elif form == "docx":
        document = docx.Document(BytesIO(content))
        cells = [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
        text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    elif form == "xlsx":
        book = load_workbook(BytesIO(content))
        text = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
        text = text.replace("\ufffe", "-")
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Drop white space and hyphens, for a PDF breaks lines anywhere."""
    return re.sub(r"[\s\u2011-]", "", text)


def test_the_word_file_has_headings_in_order_repeated_headers_and_a_language(made: Report, files: Any) -> None:
    document = docx.Document(BytesIO(files["docx"]))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title" and styles.count("Title") == 1
    levels = [int(name.split()[1]) for name in styles if name.startswith("Heading")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    services = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    assert services == [section.name for section in made.sections]
    for grid in document.tables:
        repeated = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
        assert repeated == [True] + [False] * (len(grid.rows) - 1)
    alts = [part.get("descr") for part in document.element.iter(qn("wp:docPr"))]
    assert alts == [section.alt for section in made.sections if section.picture] and all(alts)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [one.get(qn("w:val")) for one in defaults.iter(qn("w:lang"))] == ["pl-PL"]
    about = document.core_properties
    assert (about.title, about.language) == ("Raport o usługach publicznych: Kraków", "pl-PL")
    assert about.created.replace(tzinfo=None) == made.built_at


def test_the_web_page_stands_alone_with_one_first_heading_and_scopes(made: Report, files: Any) -> None:
    page = html.fromstring(files["html"].decode())
    assert page.get("lang") == "pl" and page.findtext(".//title") == made.title
    levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {one.get("scope") for one in page.iter("th")} == {"col", "row"}
    assert all(one.find("caption") is not None for one in page.iter("table"))
    drawn = [one for one in made.sections if one.picture]
    images = [(one.get("class"), one.get("alt")) for one in page.iter("img")]
    assert images == [(shape, one.alt) for one in drawn for shape in ("beside", "small")], "of which CSS shows one"
    for grid in page.iter("table"):  # on a phone a cell says the name of its column
        names = [one.text for one in grid.iter("th") if one.get("scope") == "col"]
        assert all([one.get("data-name") for one in row.iter("td")] == names[1:] for row in grid.findall("tbody/tr"))
    assert all(one.get("src").startswith("data:") for one in page.iter("img")), "nothing is fetched"
    assert not list(page.iter("script", "link"))
    assert [one.get("href") for one in page.iter("a")] == [made.link]


def test_the_workbook_has_a_sheet_a_service_with_numbers_as_numbers(made: Report, files: Any) -> None:
    book = load_workbook(BytesIO(files["xlsx"]))
    names = book.sheetnames
    assert len(names) == len(made.sections) + 2 and names[0] == "Raport" and names[-1] == "Źródła"
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    for section, name in zip(made.sections, names[1:-1], strict=True):
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        head = {cell.value: cell.column for cell in sheet[1]}
        for line, row in enumerate(section.rows.itertuples(), start=2):
            found = {heading: sheet.cell(line, column).value for heading, column in head.items()}
            assert found["wskaźnik"] == row.indicator and found["jednostka miary"] == row.unit
            assert found["wartość"] == pytest.approx(row.value, rel=1e-12) and found["rok"] == row.period
            assert (found["mediana grupy"] is None) == pd.isna(row.median)
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_the_pdf_is_tagged_speaks_polish_and_keeps_each_service_on_two_pages(made: Report, files: Any) -> None:
    content = files["pdf"]
    assert b"/MarkInfo<</Marked true" in content.replace(b" <<", b"<<").replace(b"/Marked  ", b"/Marked ")
    assert b"/StructTreeRoot" in content and b"pdfuaid" in content
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_dict()["Title"] == made.title
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) <= 2 * len(made.sections)
    text = squeezed(" ".join(pages))
    for letter in "ąćęłńóśźżŹ":
        assert letter in text
    for section in made.sections:
        assert squeezed(section.name) in text
    fonts = set(re.findall(rb"/FontName\s*/([\w+-]+)", content))
    assert fonts and all(b"+" in font for font in fonts), "subsets of fonts are embedded"


def tags(content: bytes) -> list[tuple[str, str]]:
    """The kinds of the tagged elements of a PDF in order, page by page, with their words for those who do not see."""

    def text(read: Any, element: Any) -> str:
        room = create_string_buffer(max(read(element, None, 0), 2))
        read(element, room, len(room))
        return room.raw.decode("utf-16-le").rstrip("\0")

    def below(element: Any) -> Iterator[tuple[str, str]]:
        yield text(pdfium.FPDF_StructElement_GetType, element), text(pdfium.FPDF_StructElement_GetAltText, element)
        for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
            if child:
                yield from below(child)

    found = []
    for page in pypdfium2.PdfDocument(content):
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += list(below(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number)))
        pdfium.FPDF_StructTree_Close(tree)
    return found


@pytest.mark.parametrize("reader", Language)
def test_files_say_what_charts_show_in_the_language_that_they_declare(store: Store, reader: Language) -> None:
    language.set(reader)
    made = report(store, replace(KRAKOW, theme_id="education"))
    alts = [section.alt for section in made.sections if section.picture]
    assert len(alts) == 4 and all("Kraków" in alt for alt in alts)
    assert ("indicators" in alts[0]) == (reader is Language.ENGLISH)
    document = docx.Document(BytesIO(write(made, "docx")))
    assert [part.get("descr") for part in document.element.iter(qn("wp:docPr"))] == alts
    page = html.fromstring(write(made, "html").decode())
    assert [one.get("alt") for one in page.iter("img")] == [alt for alt in alts for _shape in ("beside", "small")]
    assert page.get("lang") == reader.value
    content = write(made, "pdf")
    elements = tags(content)
    assert [alt for kind, alt in elements if kind == "Figure"] == alts
    kinds = [kind for kind, _alt in elements]
    headings = [int(kind[1]) for kind in kinds if kind in ("H1", "H2", "H3")]
    assert headings == [1, *[2] * len(made.sections), 1]
    assert kinds.count("TH") >= 7 * len(made.sections) + 4 and kinds.count("THead") >= len(made.sections) + 1
    marks = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(content).get_toc()]
    last = {Language.POLISH: "Źródła", Language.ENGLISH: "Sources"}[reader]
    assert marks == [(0, made.sections[0].theme), *((1, section.name) for section in made.sections), (0, last)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_number_worked_out_by_hand_is_in_every_file(files: Any, form: str) -> None:
    # eighth-grade exam in mathematics 2025: Kraków 68,1 %, best of the eight, between whom 59,5 is the middle
    name, year, value, median, place = "Egzamin ósmoklasisty: średni wynik, matematyka", "2025", "68,1", "59,5", "1 z 8"
    content = files[form]
    if form == "xlsx":
        rows = [[cell.value for cell in row] for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows()]
        (row,) = [row for row in rows if row[0] == name]
        assert (row[4], round(row[5], 1), round(row[7], 1), row[8], row[9]) == (2025, 68.1, 59.5, 1, 8)
        return
    if form == "docx":
        tables = [
            [cell.text for cell in row.cells] for grid in docx.Document(BytesIO(content)).tables for row in grid.rows
        ]
        (row,) = [row for row in tables if row[0] == name]
    elif form == "html":
        (row,) = [
            [cell.text_content() for cell in row]
            for row in html.fromstring(content.decode()).iter("tr")
            if row[0].text_content() == name
        ]
    else:
        assert squeezed(f"{name} procent {year} {value} {median} {place}") in squeezed(words(content, form))
        return
    assert (row[2], row[3], row[4], row[5]) == (year, value, median, place)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_edition_gives_the_same_bytes(made: Report, files: Any, form: str) -> None:
    assert write(made, form) == files[form]


@pytest.mark.parametrize("form", FORMATS)
def test_every_file_has_every_value_of_the_store_with_its_mark_place_and_source(
    store: Store, made: Report, files: Any, form: str
) -> None:
    expected = places.profile(store, "126101", None, "similar.126101.7").set_index("indicator_id")
    shown = pd.concat([section.rows for section in made.sections]).set_index("indicator_id")
    assert set(shown.index) == set(expected.index) and shown.index.is_unique
    for column in ("value", "period", "median", "rank", "n", "light"):
        pd.testing.assert_series_equal(shown[column].sort_index(), expected[column].sort_index())
    said = squeezed(words(files[form], form))
    for section in made.sections:
        for row in table(section.rows).itertuples(index=False):
            cells = [row[0]] if form == "xlsx" else row
            for cell in cells:
                assert squeezed(cell) in said, (section.name, cell)
        for sentence in [*section.sentences, *section.remarks, *section.sources]:
            assert squeezed(sentence) in said, sentence
    sources = editions.sources(store).set_index("source_id")
    for source_id in made.sources["source_id"]:
        for column in ("title", "publisher", "licence", "url"):
            assert squeezed(sources.loc[source_id, column]) in said
    for known in (store.edition["edition_id"], "https://smup.example/report?area=126101", "Gdańsk"):
        assert squeezed(known) in said


def test_a_change_is_that_of_the_year_shown_and_none_is_made_up(store: Store, made: Report) -> None:
    rows = pd.concat([section.rows for section in made.sections])
    known = rows[rows["change"].notna()]
    assert len(known) > 20
    for row in known.sample(8, random_state=1).itertuples():
        (moved,) = monitoring.movers(store, "126101", {row.indicator_id: int(row.period)}).to_dict("records")
        assert (moved["period"], moved["change"]) == (row.period, row.change)
        assert moved["value"] - moved["value_before"] == pytest.approx(row.change)
    assert (rows["period_before"].dropna() < rows.loc[rows["period_before"].notna(), "period"]).all()


def test_movers_can_be_asked_of_an_earlier_year(small_world: World) -> None:
    for period, value in ((YEAR - 2, 40.0), (YEAR - 1, 45.0), (YEAR, 60.0)):
        small_world.observe("126101", "score_pct", period, value)
    store = small_world.build()
    moved = monitoring.movers(store, "126101", {"score": YEAR - 1}).set_index("indicator_id").loc["score"]
    assert (moved["period_before"], moved["period"]) == (YEAR - 2, YEAR - 1)
    assert (moved["value_before"], moved["value"], moved["change"]) == (40, 45, 5)
    assert monitoring.movers(store, "126101", {}).empty
    store.close()


# The rule of balance


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_left_out_is_listed_and_the_worst_with_its_value(store: Store, form: str) -> None:
    asked = replace(KRAKOW, theme_id="construction", without=(WORST, "investment_per_capita"))
    made = report(store, asked)
    shown = pd.concat([section.rows for section in made.sections])
    assert not set(asked.without) & set(shown["indicator_id"])
    said = squeezed(words(write(made, form), form))
    row = places.profile(store, "126101", "construction", KRAKOW.group_id).set_index("indicator_id").loc[WORST]
    value = f"{number_text(row['value'], row['decimals'])}\u00a0{row['short_unit']}"
    sentence = f"Osoby na izbę ({value}, {row['period']}, miejsce {row['rank']} z {row['n']})."
    assert squeezed("Pominięte, choć w najgorszej ćwiartce grupy") in said and squeezed(sentence) in said
    assert squeezed("Autor pominął: Wydatki inwestycyjne na mieszkańca.") in said
    assert squeezed("Autor pominął 2 wskaźniki, w tym 1 z najgorszej ćwiartki grupy") in said


@pytest.mark.parametrize("form", FORMATS)
def test_the_head_counts_and_names_the_worst_quarter_whether_left_out_or_not(store: Store, form: str) -> None:
    frame = places.profile(store, "126101", "construction", KRAKOW.group_id)
    assert frame.loc[in_worst_quarter(frame), "indicator_id"].tolist() == [WORST]
    whole, less = (report(store, replace(KRAKOW, theme_id="construction", without=one)) for one in ((), (WORST,)))
    assert whole.summary[:2] == less.summary[:2]
    judged = frame[(frame["polarity"] != "none") & frame["percentile"].notna()]
    better = (judged["percentile"] >= 50).sum()
    assert less.summary[0].startswith(f"W lepszej połowie grupy: {better} z {len(judged)} ocenian")
    assert less.summary[1] == "W najgorszej ćwiartce grupy: Osoby na izbę."
    said = squeezed(words(write(less, form), form))
    assert all(squeezed(sentence) in said for sentence in less.summary)


def test_without_every_indicator_a_service_still_names_them(store: Store) -> None:
    names = catalogue.indicators(store, "safety")
    made = report(store, replace(KRAKOW, theme_id="safety", without=tuple(names["indicator_id"])))
    (section,) = made.sections
    assert section.rows.empty and section.picture is None and section.sentences == []
    assert all(name in section.left_out[0] for name in names["name"])
    for form in FORMATS:
        assert squeezed(section.left_out[0]) in squeezed(words(write(made, form), form))


def test_the_worst_quarter_is_of_judged_indicators_up_to_the_25th_percentile() -> None:
    frame = pd.DataFrame({"polarity": ["lower", "higher", "higher", "none", "higher"],
                          "percentile": [18.75, 25.0, 25.1, 1.0, None]})  # fmt: skip
    assert in_worst_quarter(frame).tolist() == [True, True, False, False, False]


# What there may be none of


def test_services_without_a_value_and_those_not_chosen_are_named(store: Store) -> None:
    made = report(store, replace(KRAKOW, theme_id="construction", service_ids=("housing_stock", "building_permits")))
    assert [section.name for section in made.sections] == ["Mieszkania"]
    assert "Brak danych o usługach: Pozwolenia na budowę." in made.remarks
    assert "Usługi, których autor nie wybrał: Inwestycje samorządu." in made.remarks


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("asked", [Choice("126101", "similar.126101.7", "surveying"), replace(KRAKOW, period=1900)])
def test_a_report_without_any_value_is_a_file_that_says_so(store: Store, form: str, asked: Choice) -> None:
    made = report(store, asked)
    assert made.sections == []
    assert "Ewidencja gruntów i mapy" in words(write(made, form), form)


@pytest.mark.parametrize("group_id", ["similar.106301.7", "similar.106301", "similar.106301.x"])
def test_peers_that_are_none_are_called_so(store: Store, group_id: str) -> None:
    words = "Brak dobrych odpowiedników"
    assert any(words in remark for remark in report(store, Choice("106301", group_id, "health")).remarks)
    assert not any(words in remark for remark in report(store, replace(KRAKOW, theme_id="health")).remarks)


def test_a_year_shows_that_year_alone(store: Store) -> None:
    made = report(store, replace(KRAKOW, period=2018))
    assert {int(year) for section in made.sections for year in section.rows["period"]} == {2018}


@pytest.mark.parametrize("area_id", ["PL", "12", "gzm", "1206", "120601"])
def test_every_kind_of_area_can_be_reported(store: Store, area_id: str) -> None:
    made = report(store, Choice(area_id, "voivodeship" if area_id in ("PL", "12") else "rural"))
    assert made.sections
    for form in FORMATS:
        assert len(write(made, form)) > 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"area_id": "999999"}, "There is no area “999999”"),
        ({"group_id": "magic"}, "There is no comparison group “magic”"),
        ({"theme_id": "magic"}, "There is no theme “magic”"),
        ({"service_ids": ("magic",)}, "There is no service “magic”"),
        ({"without": ("magic",)}, "There is no indicator “magic”"),
        ({"theme_id": "health", "service_ids": ("libraries",)}, "None of the services chosen belongs"),
    ],
)
def test_what_the_store_does_not_know_is_one_sentence(store: Store, change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownIdError, match=re.escape(said)):
        report(store, replace(KRAKOW, **change))


# Texts that are not ours


@pytest.fixture
def hostile(small_world: World) -> Iterator[Store]:
    """A small world whose catalogue, sources and notes hold what would run or be formatted elsewhere."""
    small_world.row("indicator", "score")["name_pl"] = DANGEROUS
    small_world.row("indicator", "cost")["name_pl"] = MARKUP
    small_world.row("service", "schooling")["name_pl"] = "[x]:*?/\\' =1+1 " + "bardzo długa nazwa usługi " * 3
    small_world.row("source", "gus_bdl")["title"] = '=HYPERLINK("http://x") ' + MARKUP
    store = small_world.build()
    yield store
    store.close()


def test_nothing_in_a_text_runs_or_formats(hostile: Store) -> None:
    made = report(hostile, Choice("126101", "city_with_powiat_rights"))
    book = load_workbook(BytesIO(write(made, "xlsx")))
    assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    assert DANGEROUS in {cell.value for cell in book.worksheets[1]["A"]}
    assert len(book.sheetnames[1]) <= 31
    assert not list(html.fromstring(write(made, "html").decode()).iter("script"))
    for form in FORMATS:
        said = squeezed(words(write(made, form), form))
        assert squeezed(DANGEROUS) in said and squeezed(MARKUP) in said


def test_a_large_service_takes_two_pages_and_keeps_its_worst(small_world: World) -> None:
    pattern = small_world.row("indicator", "score")
    name = "Bardzo długa nazwa wskaźnika usługi, która zajmuje w tabeli i na wykresie trzy wiersze albo cztery, nr "
    small_world.tables["indicator"] += [
        pattern | {"indicator_id": f"many_{number}", "name_pl": f"{name}{number}", "headline": "false"}
        for number in range(40)
    ]
    small_world.row("indicator", "score_lower")["name_pl"] = "Najgorszy wśród czterdziestu"
    store = small_world.build()
    made = report(store, Choice("126101", "smk"))  # highest score of its group: worst where lower is better
    (section,) = made.sections
    assert len(section.rows) == 16 and "score_lower" in set(section.rows["indicator_id"])
    assert "nie mieści się" in section.remarks[-1] or "nie mieszczą się" in section.remarks[-1]
    document = pypdfium2.PdfDocument(write(made, "pdf"))
    pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    assert sum(squeezed("Bardzo długa nazwa wskaźnika") in page for page in pages) <= 2
    store.close()


# Language, light, link, command


def test_the_report_speaks_english(store: Store) -> None:
    language.set(Language.ENGLISH)
    made = report(store, replace(KRAKOW, theme_id="education"))
    language.set(Language.POLISH)  # whoever writes it later
    document = docx.Document(BytesIO(write(made, "docx")))
    assert document.core_properties.language == "en-GB"
    page = html.fromstring(write(made, "html").decode())
    assert page.get("lang") == "en" and [one.text for one in page.iter("h2")] == ["Education", "Sources"]
    assert "median of the group" in words(write(made, "pdf"), "pdf")
    assert b"/Lang(en-GB)" in write(made, "pdf").replace(b"/Lang (", b"/Lang(")


def test_a_value_with_a_reservation_carries_its_mark_and_reason(made: Report) -> None:
    rows = pd.concat([section.rows for section in made.sections])
    marked = rows[rows["light"] != Light.GREEN]
    assert len(marked)
    for section in made.sections:
        values = table(section.rows)["wartość"]
        for light, value in zip(section.rows["light"], values, strict=True):
            assert value.endswith(LIGHT_MARKS[light]) == (light != Light.GREEN)
        for row in section.rows[section.rows["light"] != Light.GREEN].itertuples():
            assert any(row.why in remark and row.indicator in remark for remark in section.remarks)


def test_the_link_is_the_view_with_its_edition() -> None:
    asked = Choice("126101", "similar.126101.10", "education", ("libraries",), 2024, ("a", "b"))
    assert address(asked, "abc", Language.ENGLISH, "https://x.example/report") == (
        "https://x.example/report?area=126101&theme=education&service=libraries&group=similar&peers=10&period=2024"
        "&without=a,b&lang=en&cited=abc"
    )
    assert address(asked, "abc", Language.ENGLISH, "") == ""
    assert address(replace(asked, group_id="picked.126101.126201"), "abc", Language.ENGLISH, "https://x") == ""
    assert address(replace(asked, group_id="similar.226201.10"), "abc", Language.ENGLISH, "https://x") == ""
    assert "group=neighbours&period" in address(
        replace(asked, group_id="neighbours.126101"), "abc", Language.ENGLISH, "https://x"
    )
    assert "group=urban.12&" in address(replace(asked, group_id="urban.12"), "abc", Language.ENGLISH, "https://x")


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_the_file(smup: Smup, data: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"raport.{form}"
    common = ("report", "--area", "Kraków", "--theme", "safety", "--format", form, "--data", data)
    answer = smup(*common, "--output", target)
    assert (answer.code, answer.sentence) == (0, f"Report written to {target}.")
    assert "Bezpieczeństwo" in words(target.read_bytes(), form)
    assert smup(*common).out == target.read_bytes()


def test_the_command_reports_from_the_edition_that_is_asked_for(smup: Smup, store: Store, data: Path) -> None:
    edition = store.edition["edition_id"]
    common = ("report", "--area", "Kraków", "--theme", "safety", "--format", "html", "--data", data)
    assert smup(*common, "--edition", edition[:8]).out == smup(*common).out
    answer = smup(*common, "--edition", "0000")
    assert answer.code == 2 and answer.sentence.startswith("“0000” is no edition; there are: ")
    assert edition in answer.sentence


def test_the_command_says_in_a_sentence_what_it_does_not_know(smup: Smup, data: Path) -> None:
    answer = smup("report", "--area", "Krakow", "--format", "pdf", "--data", data)
    assert (answer.code, answer.out) == (2, b"") and "Kraków = 126101" in answer.sentence
    answer = smup("report", "--area", "Kraków", "--format", "pdf", "--without", "magic", "--data", data)
    assert answer.code == 2 and answer.sentence.startswith("There is no indicator “magic”")
