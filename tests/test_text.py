"""Numbers, names and sentences as Polish and English readers expect them."""

from collections.abc import Iterator
from datetime import date, time
from types import SimpleNamespace

import pandas as pd
import pytest

from smup.model import DateBasis, Dimension, IndicatorCard, InitiativeStatus, Kind, Language, Mode, Polarity, Review
from smup.sentences import (
    cautions,
    cautions_over_time,
    describe_change,
    describe_comparison,
    describe_profile,
    describe_ranking,
    describe_records,
    describe_timeline,
)
from smup.text import (
    area_labels,
    counted,
    date_basis_name,
    day_text,
    dimension_name,
    group_name,
    initiative_status_name,
    kind_name,
    language,
    listed,
    literal,
    mode_name,
    number_text,
    polarity_name,
    review_name,
    value_text,
    when_text,
)

CARD = IndicatorCard(
    "score", "Wynik", "Opis.", None, "education", "Edukacja", "Szkoły", "quality", "procent", "%", 1, "higher", "score",
    "any", "values", None, "CKE", False,
)  # fmt: skip


@pytest.fixture
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1777972, 0, "1\u00a0777\u00a0972"),
        (61.45, 1, "61,4"),
        (0, 1, "0,0"),
        (-8.94, 1, "-8,9"),
        (None, 1, "–"),
        (float("nan"), 0, "–"),
        (float("inf"), 0, "∞"),
    ],
)
def test_numbers_are_written_as_in_polish(value: float | None, decimals: int, text: str) -> None:
    assert number_text(value, decimals) == text


def test_numbers_are_written_as_in_english(english: None) -> None:
    assert number_text(1777972.25, 2) == "1,777,972.25"


def test_a_value_has_its_unit_and_nothing_has_none() -> None:
    assert value_text(4475.8, 0, "zł") == "4\u00a0476\u00a0zł"
    assert value_text(None, 0, "zł") == "–"
    assert value_text(3, 0, "") == "3"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1 wskaźnik"),
        (2, "2 wskaźniki"),
        (5, "5 wskaźników"),
        (12, "12 wskaźników"),
        (22, "22 wskaźniki"),
        (0, "0 wskaźników"),
    ],
)
def test_polish_has_three_plural_forms(number: int, text: str) -> None:
    assert counted("{number} indicator", "{number} indicators", number) == text


def test_names_are_joined_as_in_a_sentence(english: None) -> None:
    assert listed(["Gdynia", "Kraków", "Lublin"]) == "Gdynia, Kraków, and Lublin"
    language.set(Language.POLISH)
    assert listed(["Gdynia", "Kraków", "Lublin"]) == "Gdynia, Kraków i Lublin"


def test_every_code_has_a_name_in_both_languages() -> None:
    for speech in Language:
        token = language.set(speech)
        assert len({kind_name(kind) for kind in Kind}) == len(Kind)
        assert len({dimension_name(dimension) for dimension in Dimension}) == len(Dimension)
        assert len({polarity_name(polarity) for polarity in Polarity}) == len(Polarity)
        language.reset(token)


def test_a_group_is_named_by_kind_and_place() -> None:
    assert group_name("rural", None) == "gminy wiejskie, Polska"
    assert group_name(None, "Kielecki Obszar Funkcjonalny") == "gminy obszaru: Kielecki Obszar Funkcjonalny"


def test_the_city_keeps_its_plain_name_and_its_namesakes_are_told_apart() -> None:
    areas = pd.DataFrame(
        [
            ("06", "lubelskie", "voivodeship", "voivodeship", None, None),
            ("0603", "chełmski", "powiat", "land_powiat", None, "06"),
            ("066201", "Chełm", "gmina", "city_with_powiat_rights", None, "06"),
            ("060304", "Chełm", "gmina", "rural", "0603", "06"),
            ("060302", "Białopole", "gmina", "rural", "0603", "06"),
            ("PL042L1", "Chełm", "metro", "functional_urban_area", None, None),
        ],
        columns=["area_id", "name", "level", "kind", "powiat_id", "voivodeship_id"],
    )
    assert area_labels(areas).tolist() == [
        "województwo lubelskie", "powiat chełmski", "Chełm", "Chełm (gm. wiejska, pow. chełmski)", "Białopole",
        "Chełm (obszar funkcjonalny)",
    ]  # fmt: skip


def frame(**columns: list[object]) -> pd.DataFrame:
    length = len(next(iter(columns.values())))
    usual = {"light": "green", "why": None, "explained": None, "note": None}
    return pd.DataFrame({**{name: [value] * length for name, value in usual.items()}, **columns})


def test_a_comparison_names_highest_lowest_and_the_median() -> None:
    areas = frame(label=["A", "B", "C"], value=[50.0, 70.0, None])
    spread = pd.DataFrame({"n": [6], "members": [8], "median": [55.55]})
    said = describe_comparison(areas, CARD, 2025, spread, "gminy miejskie, Polska")
    assert said == (
        "Wynik, 2025: najwyższa wartość – B (70,0\u00a0%), najniższa – A (50,0\u00a0%); "
        "mediana grupy (gminy miejskie, Polska; dane dla 6 z 8): 55,6\u00a0%."
    )
    few = describe_comparison(
        areas.head(1), CARD, 2025, pd.DataFrame({"n": [3], "members": [8], "median": [None]}), "g"
    )
    assert few == "Wynik, 2025: A (50,0\u00a0%); za mało danych na medianę grupy (g; dane dla 3 z 8)."
    nobody = describe_comparison(areas.assign(value=None), CARD, 2025, spread, "g")
    assert nobody == "Wynik, 2025: żadna z wybranych jednostek nie ma wartości."


def test_a_ranking_says_how_many_have_a_value_and_where_the_chosen_stand() -> None:
    areas = frame(
        area_id=["a", "b", "c"], label=["A", "B", "C"], value=[70.0, 50.0, None], rank=[1, 2, None], n=[2, 2, None],
        median=[60.0, 60.0, None],
    )  # fmt: skip
    said = describe_ranking(areas, CARD, 2025, "grupa", ["b"])
    assert said == (
        "Wynik, 2025; grupa: wartość mają 2 z 3 jednostek; mediana 60,0\u00a0%; B: 50,0\u00a0%, miejsce 2 z 2."
    )


def test_a_sentence_ends_in_one_full_stop() -> None:
    card = IndicatorCard(**{**CARD.__dict__, "short_unit": "na 10 tys."})
    years = pd.DataFrame({"label": ["A"], "period": [2018], "value": [1.0], "status": ["A"]})
    assert describe_change(years, card) == "Wynik: A 1,0\u00a0na 10 tys. (2018)."
    alone = describe_comparison(frame(label=["A"], value=[1.0]), card, 2018, pd.DataFrame(), "g")
    assert alone == "Wynik, 2018: A (1,0\u00a0na 10 tys.)."


def test_a_partial_whole_says_how_much_of_it_the_value_rests_on() -> None:
    wholes = frame(label=["M", "N"], value=[1.0, 2.0], coverage=[0.894, 1.0], kind=["metropolitan_area"] * 2)
    assert cautions(wholes, CARD) == ["M: wartość opiera się na 89% całości"]


def test_unusual_years_of_a_series_are_named() -> None:
    years = pd.DataFrame({
        "label": ["A", "A", "B"], "period": [2017, 2018, 2018], "value": [8.9, 90.0, 91.0],
        "status_name": ["mała wiarygodność", None, "szacunek"], "note": ["Oczywisty błąd.", None, None],
    })  # fmt: skip
    assert cautions_over_time(years, CARD) == ["A 2017: Oczywisty błąd.", "B 2018: szacunek"]
    money = IndicatorCard(**{**CARD.__dict__, "is_money": True})
    assert cautions_over_time(years.iloc[1:2], money) == ["Kwoty w cenach bieżących, bez uwzględnienia inflacji."]


def test_a_change_goes_from_the_first_to_the_last_value() -> None:
    years = pd.DataFrame(
        {"label": ["A"] * 3 + ["B"] * 3, "period": [2018, 2019, 2020] * 2, "value": [1.0, None, 3.0, None, 5.0, None]}
    ).assign(status="A")
    assert describe_change(years, CARD) == "Wynik: A 1,0\u00a0% (2018) → 3,0\u00a0% (2020); B 5,0\u00a0% (2019)."


def test_nothing_is_compared_across_a_break() -> None:
    years = pd.DataFrame(
        {"label": ["A"] * 3, "period": [2018, 2019, 2020], "value": [1.0, 2.0, 3.0], "status": ["A", "B", "A"]}
    )
    assert describe_change(years, CARD) == "Wynik: A 2,0\u00a0% (2019) → 3,0\u00a0% (2020), zerwanie szeregu w 2019."


def test_a_profile_counts_only_what_is_judged() -> None:
    rows = pd.DataFrame({"polarity": ["higher", "lower", "none"], "percentile": [80.0, 20.0, 10.0]})
    said = describe_profile(rows, "A", "Edukacja", "grupa")
    assert (
        said
        == "A, Edukacja: 3 wskaźniki z wartością; wśród ocenianych 1 w lepszej i 1 w gorszej połowie grupy (grupa)."
    )


def test_a_profile_of_unjudged_indicators_claims_no_half() -> None:
    rows = pd.DataFrame({"polarity": ["none"], "percentile": [10.0]})
    assert describe_profile(rows, "A", "Finanse", "g") == "A, Finanse: 1 wskaźnik z wartością, żaden nie jest oceniany."


def test_reservations_name_what_is_missing_unusual_and_not_comparable() -> None:
    areas = frame(
        label=["A", "B", "C"], value=[1.0, 2.0, None], light=["green", "grey", "grey"],
        why=[None, "szacunek, inne zadania", "tajemnica statystyczna"],
        explained=[None, "Inne zadania to inne pieniądze.", None], note=[None, "Wyjaśnienie.", None],
    )  # fmt: skip
    card = IndicatorCard(**{**CARD.__dict__, "polarity": "none"})
    assert cautions(areas, card) == [
        "○ szacunek, inne zadania: B",
        "○ tajemnica statystyczna: C",
        "Inne zadania to inne pieniądze.",
        "B: Wyjaśnienie.",
        "Tu więcej nie znaczy ani lepiej, ani gorzej: wskaźnik pokazujemy bez oceny.",
    ]
    assert cautions(areas.iloc[:1], CARD) == []


def test_days_and_hours_are_written_as_far_as_they_are_known() -> None:
    day = date(2021, 6, 8)
    assert day_text(day) == day_text(day, day) == "8 czerwca 2021"
    assert day_text(day, date(2021, 7, 1)) == "8 czerwca 2021 – 1 lipca 2021"
    event = SimpleNamespace(starts_on=day, ends_on=None, starts_at=time(9, 5), ends_at=None)
    assert when_text(event) == "8 czerwca 2021, 09:05"
    event.ends_at = time(11)
    assert when_text(event) == "8 czerwca 2021, 09:05–11:00"
    event.starts_on = None
    assert when_text(event) == "", "hours without a day are no date"


@pytest.mark.usefixtures("english")
def test_days_are_written_in_english() -> None:
    assert day_text(date(2021, 6, 8)) == "8 June 2021"


def test_every_code_of_records_has_a_name() -> None:
    for naming, codes in (
        (date_basis_name, DateBasis), (mode_name, Mode), (review_name, Review),
        (initiative_status_name, InitiativeStatus),
    ):  # fmt: skip
        names = [naming(code) for code in codes]
        assert all(names) and len(set(names)) == len(names)


def test_text_of_others_is_no_markdown() -> None:
    assert literal("**a** $x$ <b>") == r"\*\*a\*\* \$x\$ \<b\>"
    assert literal("dwie\n linie — „żółć”") == "dwie linie — „żółć”"
    for address in ("http://x.pl", "www.x.pl", "a@x.pl"):
        assert "\u2060" in literal(address), "no address becomes a link"
    assert literal(literal("*")) == r"\\\*"


def test_records_are_counted_in_a_sentence() -> None:
    frame = pd.DataFrame(
        {"sort": ["event", "initiative", "initiative"], "review": ["candidate", "reviewed", "reviewed"]}
    )
    assert describe_records(frame, 1) == (
        "Pokazujemy 1 wydarzenie i 2 inicjatywy z 1 dokumentu; 1 to propozycja programu, niesprawdzona."
    )
    assert describe_records(frame.tail(1), 2) == "Pokazujemy 0 wydarzeń i 1 inicjatywę z 2 dokumentów."
    assert "pozostałe" in describe_timeline(1, 2) and describe_timeline(3, 0) == "Dokumenty podają datę 3 z 3 wydarzeń."
