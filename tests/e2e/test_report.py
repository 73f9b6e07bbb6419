"""The page Report in a real browser: its files, in the language of the page, and its permanent link."""

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from e2e.test_journeys import arrive, settle

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
    said = page.locator("article").inner_text()
    page.set_viewport_size({"width": 390, "height": 844})
    arrive(page, link)
    settle(page)
    assert page.locator("article").inner_text() == said
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
