"""The page Report in a real browser: its files, in the language of the page, and its permanent link."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import scan
from e2e.test_journeys import arrive, settle
from smup.model import Language
from smup.reports.area import Choice, report, write
from smup.store import Store
from smup.text import language

pytestmark = pytest.mark.e2e


def test_a_report_is_downloaded_and_its_link_shows_it_again(server: str, page: Page) -> None:
    arrive(page, f"{server}/report?area=126101&theme=construction&without=persons_per_room&lang=en")
    with page.expect_download() as wanted:
        page.get_by_role("button", name="Report as PDF").click()
    file = Path(wanted.value.path()).read_bytes()
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(file))
    assert "Left out by the author" in text and "Pominięte" not in text
    chart = page.locator("article img").first
    expect(chart).to_be_visible()
    assert chart.evaluate("drawn => drawn.naturalWidth") > 0
    link = page.locator("article dd a").inner_text()
    said = page.locator("article").text_content()
    page.set_viewport_size({"width": 390, "height": 844})
    arrive(page, link)
    settle(page)
    assert page.locator("article").text_content() == said
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("reader", Language)
def test_the_web_page_of_a_report_breaks_no_rule_of_accessibility(
    store: Store, page: Page, tmp_path: Path, reader: Language
) -> None:
    file = tmp_path / "report.html"
    token = language.set(reader)
    without = ("persons_per_room",)
    made = report(store, Choice("126101", "similar.126101.7", without=without), "https://smup.example/report")
    language.reset(token)
    file.write_bytes(write(made, "html"))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(file.as_uri())
        assert not scan(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('img').forEach(one => one.removeAttribute('alt'))")
    assert {one.rule for one in scan(page)} == {"image-alt"}
