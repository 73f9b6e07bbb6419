"""Take the pictures of docs/img: every page at desktop and phone width, at its first view (``make screenshots``).

The map is shown of a metropolitan area in English besides, Practices with a card, Your data with a file, and Comparison
with its values on the chart.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright
from test_journeys import arrive, settle

from conftest import CHECKOUT, CHROMIUM_FLAGS, chromium_path, free_port, serve
from smup.edition import data_folder

ADDRESSES = {
    "start": "",
    "start-search": "?area=226201&search=Gdynia+przedszkola+koszt",
    "comparison": "comparison",
    "ranking": "ranking",
    "map": "map",
    "map-metropolitan": "map?metro=smk&area=126101&classes=median&lang=en",
    "profile": "profile",
    "cost_quality": "cost_quality",
    "metropolitan": "metropolitan",
    "report": "report?area=126101&theme=construction",
    "changes": "changes?area=226201",
    "practices": "practices",
    "practices-card": "practices?record=stawiamy_na_zawodowcow",
    "catalogue": "catalogue",
    "method": "method?section=cost_quality",
    "about": "about",
}
OWN = "area=226201,126101&theme=education&quality=exam8_maths&period=2024"
FILE = """jednostka;wskaźnik;rok;wartość;status;uwaga
Gdynia;exam8_maths;2024;75,5;P;nasze wyniki
Kraków;exam8_maths;2024;66,5 %;;
Lublin;exam8_maths;2024;sześćdziesiąt;;
"""
TALLEST = 2600


def main() -> None:
    """Write docs/img/<page>-<width>.png."""
    port = free_port()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(data_folder(), port, Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        for width in (1440, 390):
            page = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL").new_page()
            for name, address in ADDRESSES.items():
                arrive(page, f"http://127.0.0.1:{port}/{address}")
                picture(page, name, width)
            arrive(page, f"http://127.0.0.1:{port}/own_data?{OWN}")
            file = {"name": "dane.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
            page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
            page.get_by_text("W pliku:").wait_for()
            settle(page)
            picture(page, "own_data", width)
            page.get_by_role("link", name="Porównania").click()
            page.get_by_role("heading", name="Porównanie", level=1).wait_for()
            settle(page)
            picture(page, "comparison-own_data", width)
        browser.close()
        server.terminate()
        server.wait(timeout=20)


def picture(page: Page, name: str, width: int) -> None:
    """Write one picture of the page as it stands."""
    if name.startswith("map"):
        page.locator("canvas.maplibregl-canvas").wait_for()
        page.wait_for_timeout(4000)  # the shapes come after the page
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    page.wait_for_timeout(1000)  # charts redraw after the resize
    page.screenshot(path=CHECKOUT / "docs" / "img" / f"{name}-{width}.png")
    page.set_viewport_size({"width": width, "height": 900})


if __name__ == "__main__":
    main()
