"""SMUP's server of our own says what SMUP does, and every fault of it really happens."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from serving import FAULTS_OF_ANY
from smup_faults import FAULTS, SECOND_ID, UNKNOWN_FLAG, UNKNOWN_UNIT
from smup_model import Area, Indicator, Row, Service, Text, Unit
from smup_server import SmupServer
from smup_sized import AREAS, CITY, OF_ALL, OF_GMINAS, TWIN, smup_sized

KRAKOW = Unit(7, "12", "61", "01", "1", "Kraków", CITY)
SKAWINA = Unit(8, "12", "06", "11", "3", "Skawina", "gmina miejsko-wiejska")
TOWN = Unit(9, "12", "06", "11", "4", "Skawina", "miasto")
POWIAT = Unit(10, "12", "06", "", "", "krakowski", "powiat")
VALUES = {2023: [Row(7, 1.5, 1, 1), Row(8, 0, 2, 1), Row(9, None, 5, 1), Row(10, -2.5, 1, 1)], 2024: [Row(7, 3)]}
DATA = "/indicator-date-data?id=4068&id-daty=20231231"
Get = Callable[..., httpx.Response]


@pytest.fixture
def smup() -> Iterator[SmupServer]:
    with SmupServer(
        areas=[Area(1, Text("Edukacja", "Education")), Area(10, Text("Finanse JST", "Finances"))],
        services=[Service(5, 10, Text("Budżet", "Budget")), Service(6, 1, Text("Szkoły", "Schools"))],
        indicators=[
            Indicator(4068, 5, Text("Wynik budżetu", "Budget result"), VALUES, Text("koszt", "cost")),
            Indicator(4418, 5, Text("Wynik budżetu miast na prawach powiatu", "Budget result of cities")),
            Indicator(9, 6, Text("Klasy", "Classes"), lambda year: [Row(7, year)]),
        ],
        units=[KRAKOW, SKAWINA, TOWN, POWIAT],
        dates=[20231231, 20241231],
        variables=[(3, Text("Dochody", "Revenue"))],
        slow=0.3,
    ) as server:
        yield server


@pytest.fixture
def get(smup: SmupServer) -> Iterator[Get]:
    with httpx.Client(timeout=5) as client:
        yield lambda path, **options: client.get(smup.url + path, **options)


def _values(*rows: Row, year: int = 2023) -> list[dict[str, Any]]:
    return [
        {"id": 4068, "id-daty": year * 10_000 + 1231, "id-teryt": unit, "id-flaga": flag, "wartosc": value,
         "precyzja": precision}
        for unit, value, flag, precision in rows
    ]  # fmt: skip


RIGHT = _values(*VALUES[2023])
BUDGET = {"id": 4068, "nazwa-wskaznika": "Wynik budżetu", "id-up": 5, "nazwa-uslugi": "Budżet",
          "wymiar-opisu-uslugi": "koszt"}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "/areas-list": [{"id-ou": 1, "nazwa-obszaru": "Edukacja"}, {"id-ou": 10, "nazwa-obszaru": "Finanse JST"}],
    "/areas-list?lang=en": [{"id-ou": 1, "nazwa-obszaru": "Education"}, {"id-ou": 10, "nazwa-obszaru": "Finances"}],
    "/public-services?id=10&lang=pl": [{"id-up": 5, "nazwa-uslugi": "Budżet"}],
    "/indicators-list?id=5": [BUDGET, BUDGET | {"id": 4418, "nazwa-wskaznika": "Wynik budżetu miast na prawach powiatu",
                                                "wymiar-opisu-uslugi": "ilość"}],
    "/indicator-list?page=1&page-size=1": [BUDGET],
    "/indicator-list?page=3&page-size=1&lang=en": [
        {"id": 9, "nazwa-wskaznika": "Classes", "id-up": 6, "nazwa-uslugi": "Schools",
         "wymiar-opisu-uslugi": "quantity"},
    ],
    DATA: RIGHT,
    "/indicator-date-data?id=4068&id-daty=20241231": _values(Row(7, 3), year=2024),
    f"{DATA}&page=2&page-size=3": RIGHT[3:],
    f"{DATA}&page=3&page-size=2": [],
    "/data-dictionary": [{"id-daty": 20231231, "data": "2023-12-31"}, {"id-daty": 20241231, "data": "2024-12-31"}],
    "/teryt-dictionary?page-size=2": [
        {"id-teryt": 7, "woj": "12", "pow": "61", "gmn": "01", "rodz": "1", "nazwa": "Kraków", "nazwa-dod": CITY},
        {"id-teryt": 8, "woj": "12", "pow": "06", "gmn": "11", "rodz": "3", "nazwa": "Skawina",
         "nazwa-dod": "gmina miejsko-wiejska"},
    ],
    "/area-flashcard?id=1": {"id-ou": 1, "nazwa-obszaru": "Edukacja", "opis": "Edukacja"},
    "/public-services-flashcard?id=6&lang=en": {"id-up": 6, "nazwa-uslugi": "Schools", "opis": "Schools"},
    "/indicator-flashcard?id=4068": {
        "id": 4068, "nazwa-wskaznika": "Wynik budżetu", "opis": "Opis wskaźnika", "jednostka-miary": "%",
        "wzor": "a / b * 100", "zrodlo": "GUS",
    },
    "/variables-list": [{"id-zmiennej": 3, "nazwa-zmiennej": "Dochody"}],
    "/version": {"wersja": "1.0.0"},
}  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_a_path_answers_what_it_holds(path: str, get: Get) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()) == (200, ANSWERS[path])
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_there_are_six_flags_and_two_of_them_are_zero_and_missing(get: Get) -> None:
    flags = {row["id-flaga"]: (row["oznaczenie"], row["nazwa-flagi"]) for row in get("/flag-dictionary").json()}
    assert len(flags) == 6
    assert flags[2] == ("-", "zjawisko nie wystąpiło")
    assert flags[5] == (".", "brak informacji, tajemnica statystyczna")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/indicator-date-data?id=4418&id-daty=20231231", 404),  # known, without data
        ("/indicator-date-data?id=4068&id-daty=20221231", 404),
        ("/indicator-date-data?id=1&id-daty=20231231", 404),
        ("/public-services?id=2", 404), ("/indicators-list?id=1", 404), ("/indicator-flashcard?id=5", 404),
        (f"{DATA}&page-size=5001", 400), (f"{DATA}&page=0", 400), (f"{DATA}&page-size=0", 400),
        ("/indicator-list?page-size=5001", 400), ("/teryt-dictionary?page-size=5001", 400),
        ("/indicator-date-data?id=4068", 400), ("/public-services", 400), ("/public-services?id=x", 400),
        ("/areas-list?lang=de", 400),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_json(path: str, status: int, get: Get) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert answer.json().keys() == {"komunikat"}


@pytest.mark.parametrize("path", ["/data", "/indicator-date-data/4068", "/../areas-list", ""])
def test_an_unknown_path_answers_a_page(path: str, get: Get) -> None:
    answer = get(path)
    assert answer.status_code == 404 and answer.text.startswith("<!DOCTYPE html>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_rows_can_be_wrapped_and_a_page_past_the_last_one_can_be_a_404(smup: SmupServer, get: Get) -> None:
    smup.wrapped, smup.after_last = True, 404
    assert get(DATA).json() == {"data": RIGHT}
    assert get(f"{DATA}&page=2").status_code == 404


def test_requests_are_logged_and_answered_on_condition(smup: SmupServer, get: Get) -> None:
    smup.etags = True
    tag = get(DATA, headers={"X-ClientId": "klucz"}).headers["ETag"]
    assert get(DATA, headers={"If-None-Match": tag}).status_code == 304
    assert smup.paths == [f"/api/1.0.0{DATA}"] * 2
    assert smup.log[0][2]["X-ClientId"] == "klucz" and "X-ClientId" not in smup.log[1][2]


def test_faults_are_taken_in_order_by_data_alone_unless_by_everything(smup: SmupServer, get: Get) -> None:
    smup.faults, smup.always = ["500", None, "429"], "503"
    assert get("/areas-list").status_code == 200
    assert [get(DATA).status_code for _ in range(5)] == [500, 200, 429, 503, 503]
    assert smup.injected == {"500": 1, "429": 1, "503": 2}
    smup.everywhere = True
    assert get("/areas-list").status_code == 503
    assert get("/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("fault", "status", "wait", "start"),
    [
        ("429", 429, None, b"{"), ("429 Retry-After 7", 429, "7", b"{"), ("500", 500, None, b""),
        ("503", 503, None, b""), ("503 Retry-After 3", 503, "3", b""), ("HTML page", 200, None, b"<!DOCTYPE html>"),
        ("404", 404, None, b"{"), ("not a list", 200, None, b'{"komunikat"'),
        ("invalid JSON", 200, None, b'[{"id": NaN, "id-daty": 20231231'),
    ],
)  # fmt: skip
def test_another_answer_comes_instead(
    fault: str, status: int, wait: str | None, start: bytes, smup: SmupServer, get: Get
) -> None:
    smup.faults = [fault]
    answer = get(DATA)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, wait)
    assert answer.content.startswith(start) and bool(answer.content) == bool(start)
    assert get(DATA).json() == RIGHT


@pytest.mark.parametrize("fault", ["answer cut off", "connection reset", "slow answer"])
def test_the_connection_fails(fault: str, smup: SmupServer, get: Get) -> None:
    smup.faults = [fault]
    error = {"answer cut off": httpx.RemoteProtocolError, "connection reset": httpx.ReadError}
    with pytest.raises(error.get(fault, httpx.ReadTimeout)):
        get(DATA, timeout=0.1)
    assert get(DATA).json() == RIGHT


def test_a_slow_answer_is_right_for_who_waits(smup: SmupServer, get: Get) -> None:
    smup.faults = ["slow answer"]
    answer = get(DATA)
    assert answer.json() == RIGHT and answer.elapsed.total_seconds() >= smup.slow


def test_an_answer_that_is_cut_off_is_not_json(smup: SmupServer, get: Get) -> None:
    smup.faults = ["JSON cut off"]
    with pytest.raises(json.JSONDecodeError):
        get(DATA).json()


WRONG: dict[str, list[dict[str, Any]]] = {
    "row twice": [*RIGHT, RIGHT[0]],
    "row twice with two values": [*RIGHT, RIGHT[0] | {"wartosc": 2.5}],
    "unit ids change": [row | {"id-teryt": row["id-teryt"] + SECOND_ID} for row in RIGHT],
    "another indicator": [row | {"id": 4069} for row in RIGHT],
    "another year": [row | {"id-daty": 20221231} for row in RIGHT],
    "no value field": [{name: cell for name, cell in RIGHT[0].items() if name != "wartosc"}, *RIGHT[1:]],
    "value is text": [RIGHT[0] | {"wartosc": "12,5"}, *RIGHT[1:]],
    "unknown unit": [*RIGHT, RIGHT[0] | {"id-teryt": UNKNOWN_UNIT}],
    "unknown flag": [RIGHT[0] | {"id-flaga": UNKNOWN_FLAG}, *RIGHT[1:]],
}


@pytest.mark.parametrize("wrapped", [False, True], ids=["list", "wrapped"])
@pytest.mark.parametrize("fault", WRONG)
def test_rows_are_wrong(fault: str, wrapped: bool, smup: SmupServer, get: Get) -> None:
    smup.wrapped, smup.faults = wrapped, [fault]
    answers = [get(DATA).json() for _ in range(2)]
    assert [answer["data"] if wrapped else answer for answer in answers] == [WRONG[fault], RIGHT]


def test_a_row_stands_on_two_pages(smup: SmupServer, get: Get) -> None:
    smup.always = "row on two pages"
    pages = [get(f"{DATA}&page={page}&page-size=2").json() for page in (1, 2, 3)]
    assert pages == [RIGHT[:2], RIGHT[1:], []]


def test_the_first_page_repeats_for_ever(smup: SmupServer, get: Get) -> None:
    smup.always = "page repeats"
    assert all(get(f"{DATA}&page={page}&page-size=2").json() == RIGHT[:2] for page in (1, 2, 3, 99))


def test_a_unit_with_two_ids_is_in_the_dictionary_twice_with_its_digits(smup: SmupServer, get: Get) -> None:
    smup.faults = ["unit ids change"]
    for _before_and_after in range(2):
        digits = {row.pop("id-teryt"): row for row in get("/teryt-dictionary").json()}
        assert len(digits) == 8
        assert all(digits[unit.id] == digits[unit.id + SECOND_ID] for unit in smup.units)
        get(DATA)


def test_an_indicator_is_renamed_for_good(smup: SmupServer, get: Get) -> None:
    smup.faults = ["renamed indicator"]
    assert get(DATA).json() == RIGHT
    names = [row["nazwa-wskaznika"] for row in get("/indicators-list?id=5").json()]
    assert names == ["Wynik budżetu (po zmianie)", "Wynik budżetu miast na prawach powiatu"]
    smup.faults, smup.everywhere = ["renamed indicator"], True
    assert get("/indicators-list?id=6&lang=en").json()[0]["nazwa-wskaznika"] == "Classes (po zmianie)"
    assert get("/indicator-flashcard?id=9").json()["nazwa-wskaznika"] == "Klasy (po zmianie)"


def test_every_fault_is_named_in_a_sentence_and_proved_above() -> None:
    assert all(fault.sentence.endswith(".") for fault in FAULTS.values())
    proved = {*FAULTS_OF_ANY, *WRONG, "503", "404", "not a list", "page repeats", "row on two pages"}
    assert set(FAULTS) == proved | {"renamed indicator"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_an_answer_without_rows_an_answer(fault: str, smup: SmupServer, get: Get) -> None:
    smup.faults = [fault]
    try:
        get("/indicator-date-data?id=4418&id-daty=20231231")
    except httpx.TransportError:
        assert fault in ("answer cut off", "connection reset")


def test_a_server_of_the_real_size_makes_its_rows_when_asked() -> None:
    smup = smup_sized(2975, 1285, range(2010, 2025), seed=1)
    assert len({one.id for one in smup.indicators}) == 1285 and len({service.id for service in smup.services}) == 64
    assert {one.service for one in smup.indicators} == {service.id for service in smup.services}
    assert len({one.dimension for one in smup.indicators}) == 4
    with smup, httpx.Client(base_url=smup.url) as client:
        assert [row["nazwa-obszaru"] for row in client.get("/areas-list").json()] == [area.pl for area in AREAS]
        assert len(client.get("/indicator-list").json()) == 1285
        units = client.get("/teryt-dictionary?page-size=5000").json()
        rows = {number: client.get(f"/indicator-date-data?id={number}&id-daty=20241231").json()
                for number in (*OF_ALL[:6], 4068, 4068 + TWIN, 19)}  # fmt: skip
        assert client.get("/indicator-date-data?id=17&id-daty=20241231").status_code == 404
        assert client.get("/indicator-date-data?id=17&id-daty=20231231").status_code == 200
    assert len(units) == len({row["id-teryt"] for row in units}) == 2975
    assert Counter(row["rodz"] for row in units) == {"": 314, "1": 302, "2": 1453, "3": 724, "4": 91, "5": 91}
    digits = {row["id-teryt"]: row["woj"] + row["pow"] + row["gmn"] for row in units if row["rodz"] not in ("4", "5")}
    assert len(set(digits.values())) == len(digits) == 2793
    assert all(len(number) == (6 if row["rodz"] else 4) for row in units if (number := digits.get(row["id-teryt"])))
    assert all(len(rows[number]) == 2975 for number in (*OF_ALL[:6], 19))
    gminas, cities = ({digits[row["id-teryt"]] for row in rows[number]} for number in (4068, 4068 + TWIN))
    assert len(gminas) == 2413 and len(cities) == 66 and not gminas & cities and "126101" in cities


def test_values_of_a_sized_server_are_marked_rounded_and_the_same_for_a_seed() -> None:
    smup, again, other = (smup_sized(2975, 40, [2023, 2024], seed) for seed in (1, 1, 2))
    rows = [row for one in smup.indicators for row in one.rows(2023)]
    flags = Counter(row.flag for row in rows)
    assert flags[5] / len(rows) == pytest.approx(0.01, abs=0.002)
    assert flags[2] / len(rows) == pytest.approx(0.02, abs=0.002)
    assert 0 < flags[3] < flags[5] and set(flags) == {1, 2, 3, 5}
    assert {row.value for row in rows if row.flag in (2, 3)} == {0}
    assert {row.value for row in rows if row.flag == 5} == {0, None}
    assert all(row.value and round(row.value, row.precision) == row.value for row in rows if row.flag == 1)
    assert min(row.value for row in smup.indicators[0].rows(2023) if row.value is not None) < 0
    taxes = [one.indicators[2 * len(OF_GMINAS)] for one in (smup, again, other)]
    assert taxes[0].id == 8 and taxes[0].rows(2023) == taxes[1].rows(2023)
    assert taxes[0].rows(2023) != taxes[2].rows(2023) and taxes[0].rows(2023) != taxes[0].rows(2024)


def test_a_small_server_has_units_of_every_kind() -> None:
    smup = smup_sized(60, 20, [2024], seed=1)
    assert len(smup.units) == 60 and {unit.rodz for unit in smup.units} == {"", "1", "2", "3"}
    with pytest.raises(AssertionError, match="only"):
        smup_sized(5000, 1, [2024], seed=1)
