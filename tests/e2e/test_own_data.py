"""A visitor's own file, in a real browser: faults, the corrected file, the overlay, and that nothing stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.test_journeys import arrive, settle

pytestmark = pytest.mark.e2e
HEAD = "jednostka;wskaźnik;rok;wartość;status;uwaga\n"
FAULTY = (
    "Gdynja;exam8_maths;2024;60;;\n"
    "Gdynia;exam8_math;2024;60;;\n"
    "Kraków;exam8_maths;1410;60;;\n"
    "Lublin;exam8_maths;2024;160;;\n"
    "Wrocław;exam8_maths;2024;sześćdziesiąt;;\n"
)
RIGHT = "Gdynia;exam8_maths;2024;75,5;;\nKraków;exam8_maths;2024;66,5 %;;\nLublin;exam8_maths;2024;b.d.;;\n"


def upload(page: Page, text: str) -> None:
    """Give the page a file as Polish Excel writes it."""
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode("cp1250")}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def test_a_faulty_file_is_corrected_shown_and_gone_after_a_reload(server: str, page: Page) -> None:
    arrive(page, f"{server}/own_data")
    upload(page, HEAD + FAULTY)
    expect(page.get_by_text("W pliku: 0 dobrych wierszy, 5 błędów.")).to_be_visible()
    expect(page.get_by_text("Żadnego wiersza pliku nie można pokazać.")).to_be_visible()
    settle(page)
    upload(page, HEAD + RIGHT)
    expect(page.get_by_text("W pliku: 3 dobre wiersze, 0 błędów.")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page.locator(".js-plotly-plot").get_by_text(re.compile("75,5.*własne dane"))).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    expect(page.get_by_text("W pliku:")).to_have_count(0)
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
