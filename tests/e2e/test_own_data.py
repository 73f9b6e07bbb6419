"""A visitor's own file, in a real browser: faults, the corrected file, the overlay, and that nothing stays."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.test_journeys import arrive, chosen_areas, settle

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


def test_the_values_go_along_to_other_pages_and_are_gone_after_a_reload(
    server: str, server_log: Path, page: Page
) -> None:
    arrive(page, f"{server}/own_data?area=226201,126101&theme=education&quality=exam8_maths&period=2024")
    upload(page, HEAD + RIGHT.replace("75,5", "75,5193"))
    expect(page.get_by_text("W pliku: 3 dobre wiersze, 0 błędów.")).to_be_visible()
    page.get_by_role("link", name="Porównania").click()
    expect(page.get_by_role("heading", name="Porównanie", level=1)).to_be_visible()
    settle(page)
    assert chosen_areas(page) == ["Gdynia", "Kraków"]
    mark = page.locator(".js-plotly-plot .legend").get_by_text("Twoje dane (own.csv)")
    expect(mark).to_be_visible()
    said = page.get_by_text(re.compile("Twoje dane .own.csv.: Gdynia 2024 – 75,5.% i Kraków 2024 – 66,5.%"))
    expect(said).to_be_visible()
    page.get_by_role("link", name="Twój plik own.csv jest na wykresach").click()
    expect(page.get_by_text("Plik w tej sesji: own.csv")).to_be_visible()
    expect(page.get_by_text("W pliku: 3 dobre wiersze, 0 błędów.")).to_be_visible()
    page.get_by_role("link", name="Porównania").click()
    expect(mark).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    expect(mark).to_have_count(0)
    expect(page.get_by_text("own.csv")).to_have_count(0)
    logged = server_log.read_text(encoding="utf-8")
    assert "75.5193" not in logged and "75,5193" not in logged and "own.csv" not in logged
