"""Take the pictures of docs/img: every page at desktop and phone width, at its first view (``make screenshots``).

Practices is shown with a card besides.
"""

from playwright.sync_api import sync_playwright
from test_journeys import arrive

from conftest import CHECKOUT, CHROMIUM_FLAGS, chromium_path, free_port, serve
from smup.edition import data_folder

ADDRESSES = {
    "comparison": "",
    "ranking": "ranking",
    "profile": "profile",
    "cost_quality": "cost_quality",
    "metropolitan": "metropolitan",
    "changes": "changes?area=226201",
    "practices": "practices",
    "practices-card": "practices?record=stawiamy_na_zawodowcow",
    "catalogue": "catalogue",
    "method": "method?section=cost_quality",
    "about": "about",
}
TALLEST = 2600


def main() -> None:
    """Write docs/img/<page>-<width>.png."""
    port = free_port()
    server = serve(data_folder(), port)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        for width in (1440, 390):
            page = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL").new_page()
            for name, address in ADDRESSES.items():
                arrive(page, f"http://127.0.0.1:{port}/{address}")
                height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
                page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
                page.wait_for_timeout(1000)  # charts redraw after the resize
                page.screenshot(path=CHECKOUT / "docs" / "img" / f"{name}-{width}.png")
                page.set_viewport_size({"width": width, "height": 900})
        browser.close()
    server.terminate()
    server.wait(timeout=20)


if __name__ == "__main__":
    main()
