"""SMUP's server of our own says what SMUP does."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from smup_model import CITY, Row
from smup_server import SmupServer
from smup_small import DATA, RIGHT, small_smup, values_of

Get = Callable[..., httpx.Response]


@pytest.fixture
def served() -> Iterator[SmupServer]:
    with small_smup() as server:
        yield server


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5) as one:
        yield one


@pytest.fixture
def get(served: SmupServer, client: httpx.Client) -> Get:
    return lambda path, **options: client.get(served.url + path, **options)


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
    "/indicator-date-data?id=4068&id-daty=20241231": values_of(Row(7, 3), year=2024),
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


def test_rows_can_be_wrapped_and_a_page_past_the_last_one_can_be_a_404(served: SmupServer, get: Get) -> None:
    served.wrapped, served.after_last = True, 404
    assert get(DATA).json() == {"data": RIGHT}
    assert get(f"{DATA}&page=2").status_code == 404


def test_requests_are_logged_and_answered_on_condition(served: SmupServer, get: Get) -> None:
    served.etags = True
    tag = get(DATA, headers={"X-ClientId": "klucz"}).headers["ETag"]
    assert get(DATA, headers={"If-None-Match": tag}).status_code == 304
    assert served.paths == [f"/api/1.0.0{DATA}"] * 2
    assert served.log[0][2]["X-ClientId"] == "klucz" and "X-ClientId" not in served.log[1][2]
