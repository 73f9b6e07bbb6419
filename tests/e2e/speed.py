"""Speed as a reader feels it, in a real Chromium: prints times and kilobytes, asserts nothing (``make speed``).

A page on which Streamlit draws nothing but one small chart is measured in the same run: no page of ours can be faster.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from test_journeys import settle

from conftest import APP, CHROMIUM_FLAGS, chromium_path, free_port, serve
from smup.edition import data_folder

CHART = ".js-plotly-plot .main-svg"
DRAWN = f"[...document.querySelectorAll('{CHART}')].map(chart => chart.innerHTML).join()"
TIMES = 5
DIMENSIONS = ("koszt", "ilość", "jakość")
# Noted in the page itself: a program that waits from outside finds things later than a reader sees them.
NOTED = f"""
new MutationObserver(() => {{
  window.head ||= document.querySelector("[data-testid=stPageLink] a") && performance.now();
  window.chart ||= document.querySelector("{CHART}") && performance.now();
}}).observe(document, {{childList: true, subtree: true}});
"""
BARE = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
st.page_link("https://example.org", label="Start")
chosen = st.segmented_control("Over time", ["koszt", "ilość", "jakość"], default="jakość")
st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=["a", "b", "c"]), layout={"title": chosen}))
st.text("smup · edycja")
"""
VIEW = "comparison?area=126101,226201&theme=education&trend=quality&lang=pl"

Change = Callable[[Page, int], None]


class Wire:
    """Counts the bytes that reach a page over its websocket."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self.received += len(frame)


def main() -> None:
    """Print when the head and the first chart are there, cold and warm, and what a change of a filter takes."""
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        for name, app, view in (("a bare page", bare, ""), ("Comparison", APP, VIEW)):
            with _served(app, folder) as server:
                _arrivals(browser, name, server + view)
                if app == bare:
                    _changes(browser, name, server, 12, _dimension)
                    continue
                _changes(browser, "Comparison, dimension over time", server + VIEW, 12, _dimension)
                _changes(browser, "Comparison, theme", server + VIEW, 5, _chosen("Obszar usług"))
                _changes(browser, "Ranking, year", f"{server}ranking?theme=education", 4, _chosen("Rok"))
                _changes(browser, "Ranking, indicator", f"{server}ranking?theme=education", 4, _chosen("Wskaźnik"))
                _changes(browser, "Profile, theme", f"{server}profile", 4, _chosen("Obszar usług"))
        browser.close()


@contextmanager
def _served(app: Path, folder: str) -> Iterator[str]:
    port = free_port()
    server = serve(data_folder(), port, Path(folder) / "log", app)
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.wait(timeout=20)


def _arrivals(browser: Browser, name: str, address: str) -> None:
    print(f"{name}: seconds until".ljust(48) + f"{'head':>8}{'chart':>8}{'kB':>8}")
    for when, again, times in (
        ("new server, new browser", False, 1),
        (f"warm server, new browser, median of {TIMES}", False, TIMES),
        ("warm server, a browser that knows it, the same", True, TIMES),
    ):
        found = [_arrive(browser, address, again) for _ in range(times)]
        head, chart, size = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"  {when}".ljust(48) + f"{head:8.2f}{chart:8.2f}{size:8.0f}")


def _arrive(browser: Browser, address: str, again: bool) -> tuple[float, float, float]:
    """Open the view in a new context, or once more in one that knows it; seconds to the head and to the first chart."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl-PL")
    page = context.new_page()
    page.add_init_script(NOTED)
    if again:
        page.goto(address)
        settle(page)
    wire = Wire(page)
    page.goto(address, wait_until="commit")
    page.locator(CHART).first.wait_for()
    settle(page)
    head, chart = page.evaluate("[window.head / 1000, window.chart / 1000]")
    context.close()
    return head, chart, wire.received / 1000


def _changes(browser: Browser, name: str, address: str, times: int, change: Change) -> None:
    """Make a change so many times; print milliseconds to the first chart that it changes, and kilobytes received."""
    context = browser.new_context(viewport={"width": 1440, "height": 2200}, locale="pl-PL")
    page = context.new_page()
    wire = Wire(page)
    page.goto(address)
    page.locator(CHART).first.wait_for()
    settle(page)
    took, sizes = [], []
    for number in range(times):
        before, old = wire.received, page.evaluate(DRAWN)
        change(page, number)
        clicked = time.monotonic()
        page.wait_for_function(f"old => {DRAWN} !== old", arg=old, polling="raf")
        took.append(1000 * (time.monotonic() - clicked))
        settle(page)
        page.wait_for_timeout(300)
        sizes.append((wire.received - before) / 1000)
    context.close()
    print(f"  {name}: new chart after {statistics.median(took):.0f} ms ({min(took):.0f} to {max(took):.0f}), "
          f"{statistics.median(sizes):.0f} kB; median of {times}")  # fmt: skip


def _dimension(page: Page, number: int) -> None:
    page.get_by_role("radio", name=DIMENSIONS[number % len(DIMENSIONS)], exact=True).click(force=True)


def _chosen(label: str) -> Change:
    """Choose another option of the box called so, one not seen before."""

    def change(page: Page, number: int) -> None:
        page.get_by_role("combobox", name=label).first.click()
        page.locator("[role=option]:not([aria-selected=true])").nth(number).click()

    return change


if __name__ == "__main__":
    main()
