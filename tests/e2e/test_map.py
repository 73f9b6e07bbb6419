"""The map in a real browser that reaches nobody but the app."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from e2e.test_journeys import arrive, pick, settle
from smup.charts import HATCH, SEQUENTIAL

pytestmark = pytest.mark.e2e
FILES = "performance.getEntriesByType('resource').filter(e => e.name.includes('/shapes/')).map(e => e.transferSize)"
SMALL = 150_000  # bytes that a change of one choice may send


def colours(page: Page) -> dict[str, int]:
    """How many pixels of the map have each of the colours of the legend."""
    page.wait_for_timeout(2500)  # the areas are drawn after their files have come
    picture = Image.open(io.BytesIO(page.locator(".js-plotly-plot").screenshot())).convert("RGB")
    counted: dict[str, int] = {}
    for number, colour in picture.getcolors(picture.width * picture.height):
        counted["#{:02x}{:02x}{:02x}".format(*colour)] = number
    return {colour: counted.get(colour, 0) for colour in (*SEQUENTIAL, HATCH)}


def drawn(page: Page, address: str) -> dict[str, int]:
    """Open a map and return its colours."""
    with page.expect_response(re.compile("/shapes/.*json")):
        arrive(page, address)
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
    return colours(page)


def test_the_map_is_drawn_offline_and_its_shapes_come_once(
    server: str, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    pixels = drawn(page, f"{server}/map")
    assert all(number > 300 for number in pixels.values()), pixels
    elsewhere = [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]
    assert not elsewhere and not faults
    first, files = sum(received), page.evaluate(FILES)
    assert sum(files) > 100_000
    received.clear()
    page.get_by_role("radio", name="wokół jednostki").click(force=True)
    expect(page).to_have_url(re.compile("zoom=area"))
    settle(page)
    near = sum(received)
    received.clear()
    page.get_by_role("radio", name="odległość od mediany").click(force=True)
    expect(page).to_have_url(re.compile("classes=median"))
    settle(page)
    classes = sum(received)
    with capsys.disabled():
        print(f"\nmap of all gminas: {first / 1000:.0f} kB at first, {sum(files) / 1000:.0f} kB of shapes once; "
              f"{near / 1000:.0f} kB for another view, {classes / 1000:.0f} kB for other classes")  # fmt: skip
    assert near < SMALL
    page.reload()
    settle(page)
    page.wait_for_timeout(2000)
    again = page.evaluate(FILES)
    assert len(again) >= 2 and sum(again) == 0, "from the browser's cache"


def test_pointing_names_an_area_and_a_click_leads_to_it(server: str, page: Page) -> None:
    drawn(page, f"{server}/map?metro=smk&area=120611")
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle, steps=5)
    expect(page.locator(".hoverlayer")).to_contain_text(re.compile("Kraków.*68,1.%.*2025"))
    page.mouse.click(*middle)
    expect(page).to_have_url(re.compile("area=126101(,|%2C)120611"))
    settle(page)
    expect(page.get_by_role("combobox", name="Jednostka")).to_have_value("Kraków")
    page.get_by_role("link", name="Profil: Kraków").click()
    expect(page.get_by_role("heading", name="Profil", level=1)).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Mapa", level=1)).to_be_visible()
    settle(page)
    pick(page, "Jednostka", "Skawina")
    expect(page).to_have_url(re.compile("area=120611(,|%2C)126101"))


def test_a_phone_shows_the_whole_country(server: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    pixels = drawn(page, f"{server}/map?level=voivodeship")
    assert all(number > 100 for colour, number in pixels.items() if colour != HATCH), pixels
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box and box["width"] <= 360 and box["x"] >= 0
