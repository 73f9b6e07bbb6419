"""The page Changes and its sentences: one edition and two, whatever the address says, in both languages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import World
from smup import sentences
from smup.edition import kept
from smup.model import Language
from smup.text import language
from test_app import Open, open_page, sound, texts
from test_changes import changed

__all__ = ["changed", "open_page"]
MOVERS = pd.DataFrame(
    {
        "indicator": ["Koszt", "Wynik", "Klasy"],
        "period_before": [2018, 2019, 2017],
        "period": [2019, 2020, 2019],
        "percentile_change": [-20.0, None, None],
        "relative": [0.5, 0.125, None],
        "broken": [False, False, True],
        "over_time": ["values", "values", "values"],
        "is_money": [True, False, False],
    }
)


@pytest.fixture(autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


@pytest.fixture
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


@pytest.fixture
def two(changed: World, tmp_path: Path) -> Path:
    """A data folder with two editions, which the test owns."""
    return Path(shutil.copytree(changed.data.parent, tmp_path / "two", symlinks=True)) / "data"


def open_two(open_page: Open, monkeypatch: pytest.MonkeyPatch, data: Path, **parameters: str) -> AppTest:
    monkeypatch.setenv("SMUP_DATA", str(data))
    return open_page("changes", **parameters)


def made_otherwise(data: Path, sql: str) -> None:
    """Change the earlier edition into one that other code might have made."""
    path = kept(data)[1].path
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    path.with_suffix(".sha256").unlink()


def tables(app: AppTest) -> list[list[str]]:
    return [table.value.columns.tolist() for table in app.dataframe]


# The page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("pl", ["Gdynia: 63 wskaźniki mają wartości z dwóch lat; najbardziej zmieniła się pozycja: Uczestnicy na jedną "
                "imprezę domu kultury, 2018 → 2019 (-66 punktów)", "To jedyna zachowana edycja",
                "Nieaktualne wskaźniki: "]),
        ("en", ["63 indicators have values of two years; the position moved furthest in: ",
                "This is the only edition kept here", "with a known rhythm are out of date"]),
    ],
)  # fmt: skip
def test_with_one_edition_movers_and_ages_are_shown(open_page: Open, lang: str, words: list[str]) -> None:
    app = sound(open_page("changes", area="226201", lang=lang))
    assert [said for said in words if said not in texts(app)] == []
    assert len(app.dataframe) == 3, "movers, sources and indicators"
    assert not app.warning


def test_an_edition_in_the_address_that_is_not_kept_is_named(open_page: Open) -> None:
    app = sound(open_page("changes", edition="[x](http://example.org)"))
    assert "·x··http" in app.warning[0].value


@pytest.mark.parametrize("area", ["PL", "12", "gzm", "PL002L2", "1206", "120601"])
def test_every_kind_of_area_has_its_changes(open_page: Open, area: str) -> None:
    assert "z dwóch lat" in texts(sound(open_page("changes", area=area)))


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_with_two_editions_what_was_revised_and_what_is_new_is_shown(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, two: Path, lang: str
) -> None:
    old = kept(two)[1]
    app = sound(open_two(open_page, monkeypatch, two, area="126201", lang=lang))
    said = texts(app)
    if lang == "pl":
        assert f"Nowy Sącz: od edycji {old.edition_id} zmieniono 1 wartość; najbardziej: " in said
        assert "nowe lata: 2020" in said
    else:
        assert f"Nowy Sącz: 1 value was revised since the edition {old.edition_id}; furthest: " in said
        assert "new years: 2020" in said
    assert ["indicator", "period", "value_before", "value_after", "change", "relative", "unit", "status_before",
            "status_after"] in tables(app)  # fmt: skip
    items = next(table.value for table in app.dataframe if table.value.columns[0] == "what")
    assert items["id"].tolist() == ["score_again", "score_unjudged", "two", "gus_cpi"]
    assert not app.warning


def test_a_value_by_another_formula_is_noted(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, built_world: World
) -> None:
    built_world.row("indicator", "score_lower")["formula"] = "2 * score_pct"
    built_world.build().close()
    app = sound(open_two(open_page, monkeypatch, built_world.data, area="126201"))
    revised = next(table.value for table in app.dataframe if "status_after" in table.value)
    assert len(revised) and set(revised["note"]) == {"zmienił się wzór"}


def test_an_area_without_a_revision_says_so(open_page: Open, monkeypatch: pytest.MonkeyPatch, two: Path) -> None:
    said = texts(sound(open_two(open_page, monkeypatch, two, area="126301")))
    assert "Tarnów: od edycji" in said and "nie zmieniono żadnej wartości" in said
    assert "Tarnów: żaden wskaźnik nie ma jeszcze wartości z dwóch lat" in said


def test_years_and_rhythms_are_numbers_so_that_they_stand_below_each_other(open_page: Open) -> None:
    app = sound(open_page("changes", area="226201"))
    sources, indicators = (table.value for table in app.dataframe if "rhythm" in table.value)
    for frame in (sources, indicators):
        assert frame["area_period"].dtype == "Int64" and frame["rhythm"].dtype == float
    assert sources["rhythm"].isna().any() and sources["area_period"].isna().any()


def test_an_unknown_edition_gives_way_to_the_one_before(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, two: Path
) -> None:
    app = sound(open_two(open_page, monkeypatch, two, area="126201", edition="'; drop table area; --"))
    assert "(edition)" in app.warning[0].value
    assert f"od edycji {kept(two)[1].edition_id}" in texts(app)


def test_an_edition_that_cannot_be_compared_is_told_and_the_rest_shown(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, two: Path
) -> None:
    made_otherwise(two, "alter table indicator_value drop column status")
    app = sound(open_two(open_page, monkeypatch, two, area="126101"))
    assert "Tych dwóch edycji nie można porównać." in texts(app)
    assert "indicator_value.status" in texts(app)
    assert "rytm" in texts(app)


def test_other_code_is_said(open_page: Open, monkeypatch: pytest.MonkeyPatch, two: Path) -> None:
    made_otherwise(two, "update edition set code_version = '0.0.1+old'")
    assert "Edycje powstały z różnych wersji kodu" in texts(sound(open_two(open_page, monkeypatch, two)))


# The sentences


def test_movers_are_named_by_position_and_else_by_value(english: None) -> None:
    said = sentences.describe_movers(MOVERS, "X")
    assert said == (
        "X: 3 indicators have values of two years; the position moved furthest in: Koszt, 2018 → 2019 (-20 points)."
    )
    by_value = sentences.describe_movers(MOVERS.assign(percentile_change=float("nan")), "X")
    assert by_value.endswith(
        "the value moved furthest in: Koszt, 2018 → 2019 (+50.0\u00a0%); Wynik, 2019 → 2020 (+12.5\u00a0%)."
    )
    still = MOVERS.assign(percentile_change=0.2, relative=0.0)
    assert sentences.describe_movers(still, "X").endswith("none moved in a way that can be compared.")


def test_a_break_between_the_years_is_named(english: None) -> None:
    broken, money = sentences.cautions_on_movers(MOVERS)
    assert broken.endswith("between the years: Klasy, 2017 → 2019.")
    assert money.startswith("Amounts at current prices")
    assert sentences.cautions_on_movers(MOVERS.iloc[1:2].assign(over_time="positions")) == [
        "Where levels differ from year to year, as those of exams do, only the position is compared."
    ]


def test_ages_count_what_is_out_of_date(english: None) -> None:
    frame = pd.DataFrame(
        {"name": ["A", "B", "C"], "rhythm": [1.0, 2.0, None], "due": pd.array([True, False, None], "boolean")}
    )
    assert sentences.describe_ages(frame) == (
        "1 of 2 indicators with a known rhythm are out of date (A); "
        "1 has values of a single year, so its rhythm is not known."
    )
