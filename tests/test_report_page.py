"""The page Report: what the address chooses, what is said of it, and a permanent link of another edition."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from lxml import html
from streamlit.testing.v1 import AppTest

from smup.store import Store

CHECKOUT = Path(__file__).parents[1]
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setenv("SMUP_DATA", str(data))

    def open_it(**parameters: str) -> AppTest:
        app = AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=60)
        app.query_params.update(parameters)
        app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "report.py"))
        app.run()
        assert not app.exception and not app.error
        return app

    yield open_it
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
    assert len(list(part.iter("img"))) == 3 and all(one.get("alt") for one in part.iter("img"))


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


def test_a_link_of_another_edition_says_so_in_one_sentence(open_page: Open, store: Store) -> None:
    edition = store.edition["edition_id"]
    assert not open_page(theme="safety", cited=edition).info
    (told,) = open_page(theme="safety", cited="<b>0123456789ab").info
    assert told.value == (
        f"Ten odnośnik powstał przy edycji ·b·0123456789ab; teraz wyświetlana jest edycja {edition}, więc liczby mogą "
        "się różnić."
    )


def test_a_theme_without_data_is_a_report_that_says_so(open_page: Open) -> None:
    assert "Brak danych o usługach: Ewidencja gruntów i mapy." in shown(
        open_page(theme="surveying")).text_content()  # fmt: skip


@pytest.mark.parametrize("area", ["gzm", "PL002L2", "12", "PL", "1206", "120601"])
def test_every_kind_of_area_has_a_report(open_page: Open, area: str) -> None:
    assert list(shown(open_page(area=area, theme="population")).iter("h2"))
