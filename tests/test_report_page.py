"""The page Report: what the address chooses, what is said of it, and a permanent link of another edition."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest
import streamlit as st
from lxml import html
from streamlit.testing.v1 import AppTest

from conftest import CHECKOUT, YEAR, World
from smup.build import build
from smup.edition import edition_id
from smup.store import Store
from smup.ui.serving import SCRIPT
from test_app import sound

Open = Callable[..., AppTest]


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update(parameters)
    app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "report.py"))
    return sound(app.run())


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("SMUP_DATA", str(data))
    yield opened
    st.cache_resource.clear()


def shown(app: AppTest) -> html.HtmlElement:
    """The report on the page."""
    (found,) = [one.proto.body for one in app.get("html") if 'class="report"' in one.proto.body]
    return html.fromstring(f"<div>{found}</div>")


def test_the_page_shows_the_report_below_its_own_heading(open_page: Open) -> None:
    part = shown(open_page(area="126101", theme="transport"))
    assert not list(part.iter("h1", "script"))
    assert [one.text for one in part.iter("h2")] == ["Raport o usługach publicznych: Kraków"]
    assert [one.text for one in part.iter("h3")] == ["Drogownictwo i transport", "Źródła"]
    assert len(list(part.iter("img"))) == 2 * 3 and all(one.get("alt") for one in part.iter("img"))


def test_services_and_what_is_left_out_come_from_the_address(open_page: Open) -> None:
    part = shown(open_page(area="126101", theme="construction", service="housing_stock", without="persons_per_room"))
    assert [one.text for one in part.iter("h4")] == ["Mieszkania"]
    assert "Pominięte, choć w najgorszej ćwiartce grupy" in part.text_content()
    assert "Usługi, których autor nie wybrał: Inwestycje samorządu; Pozwolenia na budowę." in part.text_content()


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"service": "magic,libraries"}, "„magic” w adresie strony (service)"),
        ({"without": "[x](http://e.org)"}, "·x··http···e.org·” w adresie strony (without)"),
        ({"period": "1410"}, "„1410” w adresie strony (period)"),
        ({"area": "999999"}, "Nie ma jednostki „999999”"),
        ({"theme": "magic"}, "„magic” w adresie strony (theme)"),
        ({"group": "magic"}, "„magic” w adresie strony (group)"),
    ],
)
def test_an_unknown_choice_is_named_and_the_report_goes_on(
    open_page: Open, parameters: dict[str, str], said: str
) -> None:
    app = open_page(**parameters)
    assert said in "\n".join(warning.value for warning in app.warning)
    assert list(shown(app).iter("h2"))


def test_choices_of_another_theme_give_way_without_a_word(open_page: Open) -> None:
    app = open_page(theme="safety", service="libraries", without="exam8_maths")
    assert not app.warning
    assert [one.text for one in shown(app).iter("h4")] == ["Porządek publiczny"]


def test_the_link_of_the_edition_served_says_nothing(open_page: Open, store: Store) -> None:
    assert not open_page(theme="safety", cited=store.edition["edition_id"]).info


# Permanent links of other editions


@pytest.fixture
def two(built_world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The identifiers of an edition and of the next, which gives Kraków 42 % where the first gives 90."""
    first = edition_id(built_world.data)
    built_world.observe("126101", "score_pct", YEAR, 42.0)
    built_world.write()
    build(built_world.data)
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    return first, edition_id(built_world.data)


@pytest.fixture
def open_link(two: tuple[str, str]) -> Iterator[Open]:
    yield partial(opened, area="126101", theme="education")
    st.cache_resource.clear()


def score(app: AppTest) -> float:
    """The value of the score in the report on the page."""
    rows = [[cell.text_content() for cell in row] for row in shown(app).iter("tr")]
    return next(
        float(row[3].split()[0].replace(",", ".")) for row in rows if row[0].startswith("score ") and len(row) == 7
    )


def test_a_permanent_link_shows_its_own_edition_as_long_as_it_is_kept(open_link: Open, two: tuple[str, str]) -> None:
    first, served = two
    assert score(open_link()) == 42
    app = open_link(cited=first)
    assert score(app) == 90
    (told,) = app.info
    assert told.value.startswith(f"Wyświetlana jest edycja {first} z ") and f"bieżąca edycja to {served}" in told.value
    assert first in shown(app).text_content()
    assert any(first in one.value for one in app.caption), "the foot names the edition shown"
    (button,) = [one for one in app.button if one.label == "Pokaż bieżącą edycję"]
    app = button.click().run()
    assert score(app) == 42 and not app.info


@pytest.mark.parametrize("cited", ["0123456789ab", "<b>../../smup", "../edition/x", "smup"])
def test_a_permanent_link_of_an_edition_no_longer_held_says_so_and_how_to_get_it(
    open_link: Open, two: tuple[str, str], cited: str
) -> None:
    app = open_link(cited=cited)
    (told,) = app.info
    assert "nie jest już tu przechowywana" in told.value and "smup build" in told.value and two[1] in told.value
    assert "<" not in told.value and "/" not in told.value.replace("smup build", "")
    assert score(app) == 42


def test_an_edition_of_other_code_or_damaged_is_said_to_be_one(
    open_link: Open, two: tuple[str, str], built_world: World
) -> None:
    edition = built_world.data / "edition"
    (edition / "abcdefabcdef.duckdb").write_bytes(b"damaged")
    shutil.copy(edition / f"{two[0]}.duckdb", edition / "abcdef000000.duckdb")
    (edition / "abcdef000000.duckdb").chmod(0o644)
    with duckdb.connect(edition / "abcdef000000.duckdb") as other:
        other.execute("update edition set code_version = 'another'")
    for cited in ("abcdefabcdef", "abcdef000000"):
        app = open_link(cited=cited)
        assert "utworzyła ją inna wersja programu albo jest uszkodzona" in app.info[0].value
        assert score(app) == 42


def test_a_theme_without_data_is_a_report_that_says_so(open_page: Open) -> None:
    assert "Brak danych o usługach: Ewidencja gruntów i mapy." in shown(
        open_page(theme="surveying")).text_content()  # fmt: skip


@pytest.mark.parametrize("area", ["gzm", "PL002L2", "12", "PL", "1206", "120601"])
def test_every_kind_of_area_has_a_report(open_page: Open, area: str) -> None:
    assert list(shown(open_page(area=area, theme="population")).iter("h2"))
