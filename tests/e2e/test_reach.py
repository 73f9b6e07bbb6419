"""Everybody reaches everything: by keyboard, on 320 pixels, on paper, inside another page, as a file or a link."""

import re
import struct
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.accessibility import ADDRESSES
from e2e.test_journeys import arrive, settle

pytestmark = pytest.mark.e2e
ON_PAPER = ("stSelectbox", "stMultiSelect", "stPageLink", "stDownloadButton")


def tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until what is focused bears the name."""
    seen = []
    for _press in range(most):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("""() => { const one = document.activeElement;
              return one.getAttribute('aria-label') || (one.labels && one.labels[0] ? one.labels[0].innerText : '')
                || one.innerText || one.tagName; }""")
        )
        if re.search(name, seen[-1]):
            return
    raise AssertionError(f"Tab never reaches {name}, only {seen}")


def test_an_area_is_chosen_an_indicator_changed_and_a_table_opened_and_downloaded_by_keyboard(
    server: str, page: Page
) -> None:
    arrive(page, f"{server}/comparison?lang=pl")
    tab_to(page, "^Przejdź do treści$", 3)
    page.keyboard.press("Enter")
    tab_to(page, "^Miasta, gminy", 12)  # past the head in few steps
    page.keyboard.type("Sopot")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("226401"))
    settle(page)
    page.keyboard.press("Escape")
    tab_to(page, "^Wskaźnik")
    page.keyboard.type("Przedszkola na 1000")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("quantity="))
    settle(page)
    tab_to(page, "Tabela i CSV")
    page.keyboard.press("Enter")
    tab_to(page, "CSV dla Excela")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Sopot" in download.value.path().read_text(encoding="utf-8-sig")


def test_what_the_keyboard_is_on_is_seen(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking")
    tab_to(page, "Porównanie", 5)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways_at_320_pixels(server: str, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}, locale="pl-PL").new_page()
    arrive(page, f"{server}/{address}")
    page.wait_for_timeout(800)
    wide = page.evaluate("""() => ['html', '[data-testid=stMain]', '[data-testid=stMainBlockContainer]'].map(one =>
        document.querySelector(one)).map(one => one.scrollWidth - one.clientWidth)""")
    assert wide == [0, 0, 0]
    beyond = page.evaluate("""() => [...document.querySelectorAll('p, li, h1, h2, h3, button, input, label, svg')]
        .filter(one => one.checkVisibility() && !one.closest('[data-testid=stDataFrame], [data-testid=stTable], .skip'))
        .filter(one => { const box = one.getBoundingClientRect(); return box.width > 0 && box.right > innerWidth + 1; })
        .map(one => one.outerHTML.slice(0, 120))""")
    assert not beyond
    page.context.close()


def test_on_paper_there_are_charts_and_tables_but_no_widgets(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking")
    page.emulate_media(media="print")
    for widget in ON_PAPER:
        expect(page.get_by_test_id(widget).first).to_be_attached()
        expect(page.get_by_test_id(widget).filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("one => getComputedStyle(one).overflow") == "visible"
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) > 1, "what lies below the first screen is printed too"


def test_inside_another_page_there_is_no_navigation(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking?area=226401&embed=true")
    expect(page.get_by_role("heading", name="Ranking", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Porównanie")).to_have_count(0)
    expect(page.get_by_text("Cytuj / udostępnij")).to_have_count(0)


def test_the_link_the_citation_and_the_frame_are_copied(server: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    arrive(page, f"{server}/ranking?area=226401&lang=pl")
    page.get_by_text("Cytuj / udostępnij").click()
    page.get_by_role("button", name="Kopiuj link").click()
    expect(page.get_by_text("Skopiowano.")).to_be_visible()
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert (f"{link.scheme}://{link.netloc}", link.path) == (server, "/ranking")
    assert parse_qs(link.query) == {"area": ["226401"], "lang": ["pl"]}
    assert "Główny Urząd Statystyczny" in page.get_by_label("Cytowanie").input_value()
    assert "embed=true" in page.get_by_label("HTML do osadzenia").input_value()


def test_without_a_clipboard_the_address_is_selected(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking?lang=pl")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_text("Cytuj / udostępnij").click()
    page.get_by_role("button", name="Kopiuj link").click()
    expect(page.get_by_text("Zaznaczono: skopiuj klawiszami Ctrl+C.")).to_be_visible()
    box = page.get_by_label("Adres tego widoku")
    assert box.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == f"{server}/ranking?lang=pl"


def test_a_chart_is_downloaded_as_svg_and_png_with_its_words(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking?lang=pl")
    page.locator(".main-svg .bars").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Pobierz wykres jako SVG").first.click()
    assert download.value.suggested_filename.endswith(".svg")
    picture = ET.fromstring(download.value.path().read_text(encoding="utf-8"))
    words = "".join(picture.itertext())
    assert "Kraków" in words and "mediana" in words
    with page.expect_download() as download:
        page.get_by_role("button", name="Pobierz wykres jako PNG").first.click()
    content = download.value.path().read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG") and width == 2 * round(float(picture.attrib["width"])) and height > 200
