"""Indicators that SMUP keeps twice, for gminas and for cities with powiat rights: which two are one."""

import pytest

from conftest import CHECKOUT
from smup.model import SmupTwin
from smup.sources.smup.answers import Indicator, Service, Theme, Unit, card, flags
from smup.sources.smup.api import Listed
from smup.sources.smup.names import plain, speaks_of_cities, without_whose
from smup.sources.smup.reviewed import reviewed
from smup.sources.smup.table import Place, place
from smup.sources.smup.twins import kin, lines, twins

DEBT = "Zadłużenie na 1 mieszkańca"


def _listed(number: int, name: str, service: str = "Zadłużenie", theme: int = 10) -> Listed:
    return Listed(
        Theme.model_validate({"id-ou": theme, "nazwa-obszaru": f"Obszar {theme}"}),
        Service.model_validate({"id-up": len(service), "nazwa-uslugi": service}),
        Indicator.model_validate({"id": number, "nazwa-wskaznika": name}),
    )


@pytest.mark.parametrize(
    ("name", "of_cities"),
    [
        (f"{DEBT} miast na prawach powiatu", True),
        (f"{DEBT} – miasto na prawach powiatu", True),
        ("Liczba miejsc w miastach na prawach powiatu", True),
        (f"{DEBT} budżetów gmin", False),
        (f"{DEBT} gmin (bez miast na prawach powiatu)", False),
        (f"{DEBT} gmin z wyłączeniem miast na prawach powiatu", False),
        (f"{DEBT} gmin i miast na prawach powiatu", False),
        (DEBT, False),
        ("Długość dróg w mieście", False),
    ],
)
def test_a_name_says_whether_it_speaks_of_cities_alone(name: str, of_cities: bool) -> None:
    assert speaks_of_cities(name) is of_cities


@pytest.mark.parametrize(
    ("gminas", "cities"),
    [
        (f"{DEBT} budżetów gmin", f"{DEBT} budżetów miast na prawach powiatu"),
        (f"{DEBT} budżetów gmin", f"{DEBT} miast na prawach powiatu"),
        (f"{DEBT} gmin (bez miast na prawach powiatu)", f"{DEBT}, miasta na prawach powiatu"),
        ("Wydatki w gminach, na 1 ucznia", "Wydatki w miastach na prawach powiatu na 1 ucznia"),
        (DEBT, f"{DEBT} miasta na prawach powiatu"),
    ],
)
def test_names_of_twins_differ_by_nothing_but_whom_they_speak_of(gminas: str, cities: str) -> None:
    assert without_whose(gminas) == without_whose(cities)
    found = twins([_listed(1, gminas), _listed(2, cities)], [])
    assert [(twin.gmina.number, twin.city.number, twin.reviewed) for twin in found] == [(1, 2, False)]


def test_gmina_as_a_part_of_another_word_is_no_designation() -> None:
    assert without_whose("Długość dróg gminnych") == plain("Długość dróg gminnych")


def test_the_service_may_be_what_says_whom_an_indicator_is_about() -> None:
    known = [_listed(1, DEBT, "Budżet gmin"), _listed(2, DEBT, "Budżet miast na prawach powiatu")]
    assert [(twin.gmina.number, twin.city.number) for twin in twins(known, [])] == [(1, 2)]
    assert kin("Budżet gmin", "Budżet miast na prawach powiatu")
    assert not kin("Budżet gmin", "Oświata miast na prawach powiatu")


@pytest.mark.parametrize(
    "known",
    [
        [_listed(1, DEBT), _listed(2, "Wydatki miast na prawach powiatu")],
        [_listed(1, DEBT), _listed(2, f"{DEBT} miast na prawach powiatu", theme=3)],
        [_listed(1, DEBT), _listed(2, f"{DEBT} miast na prawach powiatu", "Oświata")],
        [_listed(1, DEBT), _listed(2, f"{DEBT} gmin i miast na prawach powiatu")],
        [_listed(1, DEBT), _listed(2, DEBT)],
    ],
    ids=["another thing", "another theme", "another service", "of both", "twice of gminas"],
)
def test_what_only_looks_alike_stays_apart(known: list[Listed]) -> None:
    assert twins(known, []) == []


def test_where_several_fit_none_is_taken() -> None:
    known = [_listed(1, DEBT), _listed(2, f"{DEBT} gmin"), _listed(3, f"{DEBT} miast na prawach powiatu")]
    assert twins(known, []) == []


def test_a_reviewed_pair_goes_before_the_rule_and_a_refused_one_is_never_joined() -> None:
    known = [_listed(1, DEBT), _listed(2, "Nadwyżka"), _listed(3, f"{DEBT} miast na prawach powiatu")]
    (twin,) = twins(known, [SmupTwin(2, 3, True)])
    assert (twin.gmina.number, twin.city.number, twin.reviewed) == (2, 3, True)
    assert lines([twin]) == []
    assert twins(known, [SmupTwin(1, 3, False)]) == []
    (sentence,) = lines(twins(known, [SmupTwin(8, 9, True)]))
    assert "1,3,true or false in smup_twin.csv" in sentence


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ({"woj": "10", "pow": "01", "gmn": "01", "rodz": "1"}, Place("100101")),
        ({"woj": "10", "pow": "01", "gmn": "02", "rodz": "2"}, Place("100102")),
        ({"woj": "10", "pow": "01", "gmn": "03", "rodz": "3"}, Place("100103")),
        ({"woj": "10", "pow": "01", "gmn": "03", "rodz": "4"}, None),
        ({"woj": "10", "pow": "01", "gmn": "03", "rodz": "5"}, None),
        ({"woj": "14", "pow": "65", "gmn": "02", "rodz": "8"}, None),
        ({"woj": "10", "pow": "01"}, Place("1001")),
        ({"woj": "10", "pow": "01", "gmn": "", "rodz": ""}, Place("1001")),
        ({"woj": "12", "pow": "61", "gmn": "01", "rodz": "1"}, Place("126101")),
        ({"woj": "12", "pow": "61"}, Place("126101", second=True)),
        ({"woj": "12", "nazwa-dod": "województwo"}, Place("12")),
        ({"woj": "12", "nazwa-dod": "region"}, None),
        ({}, None),
    ],
)
def test_a_unit_is_the_area_that_its_digits_say(digits: dict[str, str], found: Place | None) -> None:
    assert place(Unit.model_validate({"id-teryt": 7, **digits})) == found


@pytest.mark.parametrize(
    ("words", "reads", "status"),
    [
        ("Zjawisko wystąpiło", "value", "A"),
        ("zjawisko nie wystąpiło", "zero", "A"),
        ("Brak informacji, konieczność zachowania tajemnicy statystycznej", "missing", "O"),
        ("Wartość mniejsza niż przyjęty format prezentacji", "value", "N"),
    ],
)
def test_a_flag_is_read_as_its_words_say(words: str, reads: str, status: str) -> None:
    flag = reviewed(CHECKOUT / "data").flag(words)
    assert flag and (flag.reads, flag.status) == (reads, status)


def test_a_flag_that_nobody_has_reviewed_is_not_guessed() -> None:
    assert reviewed(CHECKOUT / "data").flag("dane zmienione") is None


def test_words_of_flags_and_cards_are_found_whatever_their_fields_are_called() -> None:
    assert flags([{"id-flaga": 2, "oznaczenie": "-", "nazwa-flagi": "zjawisko nie wystąpiło"}]) == {
        2: "zjawisko nie wystąpiło"
    }
    text = {"id": 4074, "nazwa-wskaznika": DEBT, "opis": "Dług.", "jednostka-miary": "zł", "wzor": "a / b"}
    assert card(text) == ("zł", "Dług. a / b.")
    assert card([text]) == card(text)
    assert card({"id": 1}) == (None, "")
