"""Every fault of SMUP's server of our own really happens, and the next answer is right."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from serving import FAULTS_OF_ANY
from smup_faults import FAULTS, SECOND_ID, UNKNOWN_FLAG, UNKNOWN_UNIT
from smup_server import SmupServer
from smup_small import DATA, RIGHT, small_smup

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


def test_faults_are_taken_in_order_by_data_alone_unless_by_everything(served: SmupServer, get: Get) -> None:
    served.faults, served.always = ["500", None, "429"], "503"
    assert get("/areas-list").status_code == 200
    assert [get(DATA).status_code for _ in range(5)] == [500, 200, 429, 503, 503]
    assert served.injected == {"500": 1, "429": 1, "503": 2}
    served.everywhere = True
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
    fault: str, status: int, wait: str | None, start: bytes, served: SmupServer, get: Get
) -> None:
    served.faults = [fault]
    answer = get(DATA)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, wait)
    assert answer.content.startswith(start) and bool(answer.content) == bool(start)
    assert get(DATA).json() == RIGHT


@pytest.mark.parametrize("fault", ["answer cut off", "connection reset", "slow answer"])
def test_the_connection_fails(fault: str, served: SmupServer, get: Get) -> None:
    served.faults = [fault]
    error = {"answer cut off": httpx.RemoteProtocolError, "connection reset": httpx.ReadError}
    with pytest.raises(error.get(fault, httpx.ReadTimeout)):
        get(DATA, timeout=0.1)
    assert get(DATA).json() == RIGHT


def test_a_slow_answer_is_right_for_who_waits(served: SmupServer, get: Get) -> None:
    served.faults = ["slow answer"]
    answer = get(DATA)
    assert answer.json() == RIGHT and answer.elapsed.total_seconds() >= served.slow


def test_an_answer_that_is_cut_off_is_not_json(served: SmupServer, get: Get) -> None:
    served.faults = ["JSON cut off"]
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
def test_rows_are_wrong(fault: str, wrapped: bool, served: SmupServer, get: Get) -> None:
    served.wrapped, served.faults = wrapped, [fault]
    answers = [get(DATA).json() for _ in range(2)]
    assert [answer["data"] if wrapped else answer for answer in answers] == [WRONG[fault], RIGHT]


def test_a_row_stands_on_two_pages(served: SmupServer, get: Get) -> None:
    served.always = "row on two pages"
    pages = [get(f"{DATA}&page={page}&page-size=2").json() for page in (1, 2, 3)]
    assert pages == [RIGHT[:2], RIGHT[1:], []]


def test_the_first_page_repeats_for_ever(served: SmupServer, get: Get) -> None:
    served.always = "page repeats"
    assert all(get(f"{DATA}&page={page}&page-size=2").json() == RIGHT[:2] for page in (1, 2, 3, 99))


def test_a_unit_with_two_ids_is_in_the_dictionary_twice_with_its_digits(served: SmupServer, get: Get) -> None:
    served.faults = ["unit ids change"]
    for _before_and_after in range(2):
        digits = {row.pop("id-teryt"): row for row in get("/teryt-dictionary").json()}
        assert len(digits) == 8
        assert all(digits[unit.id] == digits[unit.id + SECOND_ID] for unit in served.units)
        get(DATA)


def test_an_indicator_is_renamed_for_good(served: SmupServer, get: Get) -> None:
    served.faults = ["renamed indicator"]
    assert get(DATA).json() == RIGHT
    names = [row["nazwa-wskaznika"] for row in get("/indicators-list?id=5").json()]
    assert names == ["Wynik budżetu (po zmianie)", "Wynik budżetu miast na prawach powiatu"]
    served.faults, served.everywhere = ["renamed indicator"], True
    assert get("/indicators-list?id=6&lang=en").json()[0]["nazwa-wskaznika"] == "Classes (po zmianie)"
    assert get("/indicator-flashcard?id=9").json()["nazwa-wskaznika"] == "Klasy (po zmianie)"


def test_every_fault_is_named_in_a_sentence_and_proved_above() -> None:
    assert all(fault.sentence.endswith(".") for fault in FAULTS.values())
    proved = {*FAULTS_OF_ANY, *WRONG, "503", "404", "not a list", "page repeats", "row on two pages"}
    assert set(FAULTS) == proved | {"renamed indicator"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_an_answer_without_rows_an_answer(fault: str, served: SmupServer, get: Get) -> None:
    served.faults = [fault]
    try:
        get("/indicator-date-data?id=4418&id-daty=20231231")
    except httpx.TransportError:
        assert fault in ("answer cut off", "connection reset")
