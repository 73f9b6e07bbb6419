"""Speed as a reader feels it, in a real Chromium: prints times and kilobytes, asserts nothing (``make speed``)."""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from conftest import CHROMIUM_FLAGS, chromium_path, free_port, serve
from smup.edition import data_folder

CHANGES = 12  # of a filter, there and back
VIEW = "comparison?area=126101,226201&theme=education&trend=quality&lang=pl"
CHART = ".js-plotly-plot .main-svg"
DRAWN = f"[...document.querySelectorAll('{CHART}')].map(chart => chart.innerHTML).join()"


class Wire:
    """Counts the bytes that reach a page: over its websocket, and as files before that."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self.received += len(frame)


def main() -> None:
    """Print when the head and the first chart are there, cold and warm, and what a change of a filter takes."""
    port = free_port()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(data_folder(), port, Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        address = f"http://127.0.0.1:{port}/{VIEW}"
        print(f"{'':34}{'head':>8}{'chart':>8}{'kB':>8}")
        for name in ("cold: new server, new browser", "warm server, new browser"):
            print(f"{name:34}" + _arrive(browser, address, again=False))
        print(f"{'warm: the same browser again':34}" + _arrive(browser, address, again=True))
        times, sizes = _changes(browser, address)
        low, middle, high = min(times), statistics.median(times), max(times)
        print(f"a filter, {CHANGES} changes: new chart after {middle:.0f} ms (median; {low:.0f} to {high:.0f})")
        print(f"over the wire for each: {statistics.median(sizes):.0f} kB (median)")
        browser.close()
        server.terminate()
        server.wait(timeout=20)


def _arrive(browser: Browser, address: str, again: bool) -> str:
    """Open the view in a new context, or once more in one that knows it; seconds to the head and to the first chart."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl-PL")
    page = context.new_page()
    if again:
        page.goto(address)
        page.locator(CHART).first.wait_for()
    wire, began = Wire(page), time.monotonic()
    page.goto(address, wait_until="commit")
    page.get_by_role("link", name="Start", exact=True).wait_for()
    head = time.monotonic() - began
    page.locator(CHART).first.wait_for()
    chart = time.monotonic() - began
    page.wait_for_timeout(1500)
    context.close()
    return f"{head:8.2f}{chart:8.2f}{wire.received / 1000:8.0f}"


def _changes(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    """Follow one dimension after another; milliseconds to the chart of the new one, and kilobytes of the rerun."""
    page = browser.new_context(viewport={"width": 1440, "height": 2200}, locale="pl-PL").new_page()
    wire = Wire(page)
    page.goto(address)
    page.locator(CHART).nth(3).wait_for()
    page.wait_for_timeout(2000)
    times, sizes = [], []
    for number in range(CHANGES):
        option = page.get_by_role("radio", name=("koszt", "jakość")[number % 2], exact=True)
        option.scroll_into_view_if_needed()
        before, old = wire.received, page.evaluate(DRAWN)
        clicked = time.monotonic()
        option.click(force=True)
        page.wait_for_function(f"old => {DRAWN} !== old", arg=old, polling="raf")
        times.append(1000 * (time.monotonic() - clicked))
        page.wait_for_timeout(1200)
        sizes.append((wire.received - before) / 1000)
    return times, sizes


if __name__ == "__main__":
    main()
