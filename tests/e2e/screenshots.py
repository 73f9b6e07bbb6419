"""Take the pictures of docs/img: every page on a desk, a tablet and a phone, at its first view (``make screenshots``).

The map is shown of a metropolitan area besides, Practices with a card, Comparison of many areas and with own values on
the chart, Your data with a file; some pages in English, and some in dark colours. They have a palette of 256 colours;
those of the tablet, docs/img/1024, are looked at and not kept.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright
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
    "accessibility": "accessibility",
    "comparison-many": "comparison?area=226201,126101,026401,066301,306401,246901,146501,326201&theme=education",
    "start-en": "?lang=en",
    "comparison-en": "comparison?lang=en",
    "cost_quality-en": "cost_quality?lang=en",
    "metropolitan-en": "metropolitan?lang=en",
}
DARK = ("start", "comparison", "map")
TABLET = 1024
WIDTHS = (1440, TABLET, 390)
IMAGES = CHECKOUT / "docs" / "img"
OWN = "area=226201,126101&theme=education&quality=exam8_maths&period=2024"
FILE = """jednostka;wskaźnik;rok;wartość;status;uwaga
Gdynia;exam8_maths;2024;75,5;P;nasze wyniki
Kraków;exam8_maths;2024;66,5 %;;
Lublin;exam8_maths;2024;sześćdziesiąt;;
"""
TALLEST = 2600


def main() -> None:
    """Write docs/img/<page>-<width>.png, <page>-<width>-dark.png of some, and the same for the tablet in a folder."""
    (IMAGES / str(TABLET)).mkdir(parents=True, exist_ok=True)
    port = free_port()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(data_folder(), port, Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        for width in WIDTHS:
            viewport: ViewportSize = {"width": width, "height": 900}
            page = browser.new_context(viewport=viewport, locale="pl-PL", color_scheme="dark").new_page()
            for name in DARK:
                arrive(page, f"http://127.0.0.1:{port}/{ADDRESSES[name]}")
                picture(page, name, width, "-dark")
            page.context.close()
            page = browser.new_context(viewport=viewport, locale="pl-PL").new_page()
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


def picture(page: Page, name: str, width: int, scheme: str = "") -> None:
    """Write one picture of the page as it stands."""
    if name.startswith("map"):
        page.locator("canvas.maplibregl-canvas").wait_for()
        page.wait_for_timeout(4000)  # the shapes come after the page
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    page.wait_for_timeout(1000)  # charts redraw after the resize
    taken = Image.open(BytesIO(page.screenshot()))
    few = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    folder = IMAGES / str(TABLET) if width == TABLET else IMAGES
    few.save(folder / f"{name}-{width}{scheme}.png", optimize=True)
    page.set_viewport_size({"width": width, "height": 900})


if __name__ == "__main__":
    main()
