"""The page “Your data”: what a visitor's file holds is checked, listed and set beside the official values."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from smup.queries import submissions
from smup.store import Store
from smup.text import number_text
from smup.ui.serving import SCRIPT

CHECKOUT = Path(__file__).parents[1]
HEAD = "jednostka;wskaźnik;rok;wartość;status;uwaga\n"


@pytest.fixture
def page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("SMUP_DATA", str(data))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "own_data.py"))
    yield app.run()
    st.cache_resource.clear()


def upload(page: AppTest, text: str, name: str = "own.csv") -> AppTest:
    page = page.get("file_uploader")[0].set_value((name, text.encode(), "text/csv")).run()
    assert not page.exception and not page.error
    return page


def said(page: AppTest) -> str:
    return "\n".join(str(one.value) for kind in ("markdown", "info", "warning") for one in page.get(kind))


def test_before_a_file_the_page_says_that_it_is_kept_nowhere(page: AppTest) -> None:
    assert "po odświeżeniu strony znika" in said(page)
    assert not page.get("plotly_chart")


def test_faults_are_listed_and_good_rows_are_drawn_beside_the_official_ones(page: AppTest, store: Store) -> None:
    lines = ["Gdynia;exam8_maths;2024;99,5;;", "Gdynja;exam8_maths;2024;1;;", "Kraków;exam8_maths;2024;101;;",
             "Lublin;own_trees;2024;1 200;;"]  # fmt: skip
    page = upload(page, HEAD + "\n".join(lines) + "\n")
    assert "2 dobre wiersze, 2 błędy" in said(page)
    faults = page.table[0].value
    assert faults["wiersz"].tolist() == ["3", "4"]
    assert "Gdynia \\= 226201" in faults["oczekiwano"].iloc[0]
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert [bar["name"] for bar in figure["data"]] == ["oficjalne", "własne dane"]
    assert figure["data"][1]["marker"]["pattern"]["shape"] == "/"
    assert "99,5\u00a0% – własne dane" in figure["data"][1]["text"]
    official = submissions.official(store, "exam8_maths", 2024, ["226201"])["value"].iloc[0]
    assert f"Gdynia – własne 99,5\u00a0%, oficjalne {number_text(official, 1)}\u00a0%" in said(page)
    (choice,) = [box for box in page.selectbox if box.label == "Wskaźnik"]
    page = choice.set_value("own_trees").run()
    assert not page.exception
    assert "Lublin – własne 1\u00a0200,00, oficjalne –" in said(page)


def test_a_file_without_a_good_row_and_one_that_cannot_be_read_are_answered(page: AppTest) -> None:
    page = upload(page, HEAD + "Gdynja;exam8_maths;2024;1;;\n")
    assert "Żadnego wiersza pliku nie można pokazać" in said(page)
    page = upload(page, "\0\0", "[x](http://example.org).csv")
    assert "nie jest tekstem" in said(page)
