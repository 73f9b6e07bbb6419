"""What is cited, framed and declared says what it must, and nothing a visitor or operator writes becomes HTML."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import CHECKOUT
from smup.model import Language
from smup.store import Store
from smup.text import language
from smup.ui import share
from smup.ui.serving import SCRIPT


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


def statement(data: Path, monkeypatch: pytest.MonkeyPatch, reader: str) -> str:
    """The HTML of the statement."""
    monkeypatch.setenv("SMUP_DATA", str(data))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params["lang"] = reader
    app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "accessibility.py"))
    app.run()
    assert not app.exception and not app.error
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def test_a_citation_names_edition_day_publishers_terms_and_address(store: Store) -> None:
    token = language.set(Language.ENGLISH)
    said = share.citation(store, "Ranking", "https://smup.example/ranking?area=226401")
    language.reset(token)
    built = f"{store.edition['built_at']:%Y-%m-%d}"
    assert said.startswith(f"smup: Ranking. Edition {store.edition['edition_id']} of {built}. Figures: ")
    assert "Główny Urząd Statystyczny (GUS)" in said and "11 August 2021" in said
    assert "Terms: " in said and "https://smup.example/ranking?area=226401 (read on " in said
    assert "GeoNames" not in said, "no figure comes from there"


def test_a_frame_is_html_whatever_the_address_holds() -> None:
    frame = share.frame('A "b"', 'https://smup.example/?q="><script>&embed=true')
    assert frame.startswith(
        '<iframe src="https://smup.example/?q=&quot;&gt;&lt;script&gt;&amp;embed=true" title="smup: A'
    )
    assert "<script>" not in frame


@pytest.mark.parametrize("reader", ["pl", "en"])
def test_the_statement_says_that_the_operator_has_given_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    for name in ("OPERATOR", "CONTACT", "TELEPHONE", "CONTACT_PERSON", "PUBLISHED"):
        monkeypatch.delenv(f"SMUP_{name}", raising=False)
    html = statement(data, monkeypatch, reader)
    for mark in ("wstep", "url", "data-aktualizacja", "status", "data-sporzadzenie", "audytor", "kontakt", "procedura"):
        assert html.count(f'id="a11y-{mark}"') == 1, mark
    assert "a11y-podmiot" not in html and "a11y-email" not in html
    assert ("nie podał danych kontaktowych" if reader == "pl" else "has not given a contact") in html


def test_the_statement_names_the_operator_as_plain_text(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMUP_OPERATOR", "Miasto <b>X</b>")
    monkeypatch.setenv("SMUP_CONTACT", "dostepnosc@example.org")
    monkeypatch.setenv("SMUP_TELEPHONE", "+48 00 000 00 00")
    monkeypatch.setenv("SMUP_PUBLISHED", "2026-12-01")
    html = statement(data, monkeypatch, "pl")
    assert '<span id="a11y-podmiot">Miasto &lt;b&gt;X&lt;/b&gt;</span> zobowiązuje się' in html
    assert (
        '<span id="a11y-email">dostepnosc@example.org</span>, <span id="a11y-telefon">+48 00 000 00 00</span>' in html
    )
    assert (
        '<time id="a11y-data-publikacja" datetime="2026-12-01">2026-12-01</time>' in html and "a11y-osoba" not in html
    )
