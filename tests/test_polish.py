"""The Polish of documents: dates and hours exactly as far as given, places in any case, names in the nominative."""

from datetime import date, time

import pandas as pd
import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from conftest import CHECKOUT
from smup.documents.polish.dates import Day, dates, hours, roman
from smup.documents.polish.naming import identifier, nominative
from smup.documents.polish.phrases import phrases, vocabulary
from smup.documents.polish.places import Gazetteer
from smup.documents.polish.sentences import sentences_of
from smup.sources.tables import read_tables

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    tables: dict[str, pd.DataFrame] = read_tables(CHECKOUT / "data")
    return Gazetteer(tables["area"], tables["area_adjective"])


@given(DAYS)
def test_a_whole_date_is_read_in_every_usual_form(day: date) -> None:
    for text in (
        format_date(day, "d MMMM y", locale="pl"),
        format_date(day, "d MMMM y 'roku'", locale="pl").upper(),
        f"{day:%d.%m.%Y} r.",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {ROMAN[day.month - 1]} {day.year}",
    ):
        found = dates(f"Kongres odbył się {text} w Kielcach.")
        assert [(when.first.date(), when.last.date()) for when in found] == [(day, day)], text


@given(DAYS)
def test_a_date_without_a_year_never_gets_one(day: date) -> None:
    (when,) = dates(f"spotykamy się {format_date(day, 'd MMMM', locale='pl')} w Kielcach")
    assert (when.first, when.this_year) == (Day(day.day, day.month, None), False)
    assert when.first.date() is None
    (when,) = dates(f"odbędzie się {format_date(day, 'd MMMM', locale='pl')} br. w Kielcach")
    assert (when.first.year, when.this_year) == (None, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14-16 listopada", Day(14, 11, None), Day(16, 11, None)),
        ("14–16 listopada 2018 r.", Day(14, 11, 2018), Day(16, 11, 2018)),
        ("w dniach 14 i 15 maja 2019 roku", Day(14, 5, 2019), Day(15, 5, 2019)),
        ("od 5 do 7 września 2022", Day(5, 9, 2022), Day(7, 9, 2022)),
        ("30 maja – 2 czerwca 2023 r.", Day(30, 5, 2023), Day(2, 6, 2023)),
        ("30 grudnia – 2 stycznia 2024", Day(30, 12, 2023), Day(2, 1, 2024)),
        ("3-5.10.2022", Day(3, 10, 2022), Day(5, 10, 2022)),
        ("29 lutego", Day(29, 2, None), Day(29, 2, None)),
    ],
)
def test_ranges(text: str, first: Day, last: Day) -> None:
    (when,) = dates(text)
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "31 lutego 2020",
        "29 lutego 2021",
        "99.99.2020",
        "Strategia 2030. Jej cele",
        "tel. 12 34 56 78",
        "5 i 20 maja 2019",
    ],
)
def test_what_is_no_date_is_left(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("(w godz. 10:30 – 11:25)", time(10, 30), time(11, 25)),
        ("w godz. 9:00–10:30", time(9), time(10, 30)),
        ("w godzinach 9-15", time(9), time(15)),
        ("od 9.00 do 15.00", time(9), time(15)),
        ("11.30-12.15 panel", time(11, 30), time(12, 15)),
        ("o 17.15", time(17, 15), None),
        ("o godz. 12", time(12), None),
        ("10:00 Otwarcie", time(10), None),
    ],
)
def test_hours(text: str, first: time, last: time | None) -> None:
    (found,) = hours(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["od 9 do 15 osób", "o 20 procent", "14.12.2021", "godz. 25", "punkt 3.15 regulaminu", "ustawa z 2015"]
)
def test_what_is_no_hour_is_left(text: str) -> None:
    assert hours(text) == []


@pytest.mark.parametrize(
    ("text", "number"), [("VI", 6), ("XIV", 14), ("XL", 40), ("IIII", None), ("", None), ("CIV", None)]
)
def test_roman_numerals(text: str, number: int | None) -> None:
    assert roman(text) == number


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Spotykamy się w Kielcach.", ["266101"]),
        ("asystent głosowy gdyńskiego magistratu", ["226201"]),
        ("Wczoraj Wejherowo gościło uczestników.", ["221503"]),
        ("w Gdyni, Pelplinie, Kartuzach i w Wejherowie", ["226201", "221404", "220502", "221503"]),
        ("w Bielsku-Białej i Jastrzębiu-Zdroju", ["246101", "246701"]),
        ("w Nowym Sączu i Zielonej Górze", ["126201", "086201"]),
        ("przedstawicielki Górnośląsko-Zagłębiowskiej Metropolii", ["gzm"]),
        ("Obserwatorium w GZM", ["gzm"]),
        ("w ramach Metropolii Krakowskiej", ["smk"]),
        ("nowosądecki ratusz, włocławskiego urzędu", ["126201", "046401"]),
        ("województwo lubelskie, powiat gdański", []),
        ("Wydział Urzędu Miasta", []),
        ("w tychże sprawach piła woda", []),
    ],
)
def test_places_are_known_in_any_case(text: str, areas: list[str], gazetteer: Gazetteer) -> None:
    (sentence,) = sentences_of(text)
    assert [place.area_id for place in gazetteer.places(sentence.words)] == areas


def test_an_ambiguous_place_stays_ambiguous_until_its_powiat_is_named(gazetteer: Gazetteer) -> None:
    (sentence,) = sentences_of("Gospodarzem jest gmina Brzeziny.")
    (place,) = gazetteer.places(sentence.words)
    assert place.area_id is None
    assert set(place.area_ids) == {"102101", "102102", "300702"}
    (sentence,) = sentences_of("Gospodarzem jest gmina Brzeziny w powiecie kaliskim.")
    assert gazetteer.places(sentence.words)[0].area_id == "300702"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("w trakcie VI Edycji Kongresu Smart Metropolia", "VI Edycja Kongresu Smart Metropolia"),
        ("podczas uroczystej sesji walnego zebrania", "Uroczysta sesja walnego zebrania"),
        ("wzięli udział w warsztatach ceramicznych", "Warsztaty ceramiczne"),
        ("na XVI Smart City Forum", "XVI Smart City Forum"),
        ("o konferencji „Miasta jutra” mówiono", "Konferencja „Miasta jutra”"),
        ("w tegorocznym Forum Rozwoju Lokalnego", "Tegoroczne Forum Rozwoju Lokalnego"),
    ],
)
def test_names_are_written_in_the_nominative(text: str, name: str) -> None:
    (sentence,) = sentences_of(text)
    terms = vocabulary([("congress", "kongres"), ("session", "sesja"), ("workshop", "warsztat"),
                        ("forum", "forum"), ("conference", "konferencja")])  # fmt: skip
    assert nominative(phrases(sentence, 0, terms)[0]) == name


def test_identifiers_are_plain_and_never_taken_twice() -> None:
    taken: set[str] = set()
    assert [identifier("Łódź – „Żółw”!", taken), identifier("Łódź Żółw", taken), identifier("…", taken)] == [
        "lodz_zolw",
        "lodz_zolw_2",
        "record",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Panel odbędzie się 8 czerwca br. Zapraszamy.", 1),  # "br." may stand within a sentence
        ("Dzień 3. GOSPODARKA trwa. Mówił prof. z ul. Długiej.", 2),
        ("Start | O nas | Kontakt\n\nKongres już za nami! Było warto.", 5),
        ("• Panel pierwszy\n• Panel drugi", 2),
        ("Pierwsza linia tekstu, która jest dość długa i kończy się przed\nsłowem drugiej linii.\n" * 4, 4),
    ],
)
def test_sentences_headings_items_and_menus(text: str, parts: int) -> None:
    assert len(sentences_of(text)) == parts


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for sentence in sentences_of(text):
        assert text[sentence.start : sentence.end].strip()
    dates(text)
    hours(text)
