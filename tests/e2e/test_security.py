"""What an attacker would have a reader's browser do, and whom the app would ask: nobody."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from e2e.accessibility import ADDRESSES
from e2e.conftest import CHECKOUT, CHROMIUM_FLAGS, PATIENCE, chromium_path, free_port, serve
from e2e.test_journeys import arrive, settle
from test_security import keys

pytestmark = pytest.mark.e2e
PROBES = (
    "<img src=x onerror=window.ran=1>", "<script>window.ran=1</script>", "<svg onload=window.ran=1>",
    "[x](javascript:window.ran=1)", '"><iframe srcdoc="<script>parent.ran=1</script>">',
    "<a href=javascript:ran=1>x</a>",
)  # fmt: skip
INJECTED = """() => [...document.querySelectorAll(
    'img[src=x], svg[onload], [onerror], iframe, a[href^="javascript" i]')].map(one => one.outerHTML.slice(0, 100))"""


def watch(page: Page) -> list[str]:
    """Note each dialog that a script opens."""
    dialogs: list[str] = []

    def note(dialog: object) -> None:
        dialogs.append(str(dialog))

    page.on("dialog", note)
    return dialogs


def harmless(page: Page, dialogs: list[str]) -> None:
    """Fail when a script ran or an element of a probe is in the page."""
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None and not dialogs
    assert page.evaluate(INJECTED) == []


@pytest.mark.parametrize("address", ["", "comparison", "ranking", "map", "metropolitan", "profile", "cost_quality",
                                     "report", "changes", "practices", "catalogue", "method"])  # fmt: skip
def test_nothing_in_the_address_runs(server: str, page: Page, address: str) -> None:
    dialogs = watch(page)
    for number in range(2):
        query = {key: PROBES[(place + number) % len(PROBES)] for place, key in enumerate(keys()) if key != "embed"}
        page.goto(f"{server}/{address}?{urlencode(query | {'lang': 'pl'})}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
        harmless(page, dialogs)


def test_nothing_in_a_file_of_own_data_runs(server: str, page: Page) -> None:
    dialogs = watch(page)
    head = "jednostka;wskaźnik;rok;wartość;status;uwaga;" + PROBES[0] + "\n"
    rows = [f'Gdynia;exam8_maths;{2019 + place};75;;"{probe.replace(chr(34), chr(34) * 2)}"'
            for place, probe in enumerate(PROBES)]  # fmt: skip
    rows += [f'"{probe.replace(chr(34), chr(34) * 2)}";"{probe.replace(chr(34), chr(34) * 2)}";2020;1;;'
             for probe in PROBES]  # fmt: skip
    rows.append("Kraków;own_<img src=x onerror=window.ran=1>;2024;1;;")
    name = "<img src=x onerror=window.ran=1>[x](javascript:ran=1).csv"
    arrive(page, f"{server}/own_data?area=226201&theme=education&quality=exam8_maths&period=2024&lang=pl")
    content = (head + "\n".join(rows)).encode()
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text("W pliku: 6 dobrych wierszy")).to_be_visible()
    settle(page)
    harmless(page, dialogs)
    page.get_by_role("link", name="Porównania").click()
    expect(page.get_by_role("heading", name="Porównanie", level=1)).to_be_visible()
    settle(page)
    expect(page.get_by_text(re.compile("Twoje dane")).first).to_be_attached()
    harmless(page, dialogs)


def test_the_server_itself_refuses_a_file_that_the_page_would_not_send(server: str, page: Page) -> None:
    arrive(page, f"{server}/own_data?lang=pl")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"jednostka;rok"}
    with page.expect_request(lambda one: "/upload_file/" in one.url and one.method == "PUT") as sent:
        page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    settle(page)
    headers = {name: text for name, text in sent.value.headers.items() if name.startswith("x-")}
    codes = [page.evaluate("""async ([url, headers, size]) => {
        const form = new FormData();
        form.append('file', new Blob([new Uint8Array(size)]), 'a.csv');
        return (await fetch(url, {method: 'PUT', body: form, headers})).status;
    }""", [sent.value.url, headers, size]) for size in (4_900_000, 5_500_000)]  # fmt: skip
    assert codes == [204, 413]


def visit_alone() -> None:
    """Serve the pages in a network of its own, where nothing but this machine is, and open them."""
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    routes = subprocess.run(["ip", "route"], capture_output=True, text=True, check=True).stdout
    assert routes == "", routes
    port = free_port()
    process = serve(data, port, folder / "log")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
            page = browser.new_page(locale="pl-PL")
            page.set_default_timeout(PATIENCE)
            for address in ("", "comparison", "map", "practices", "report?theme=education"):
                arrive(page, f"http://127.0.0.1:{port}/{address}")
                print("drawn", address, flush=True)
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_without_any_network_every_page_is_served(data: Path, tmp_path: Path) -> None:
    unshare = [shutil.which("unshare") or "unshare", "--net", *([] if os.getuid() == 0 else ["--map-root-user"])]
    try:
        permitted = subprocess.run([*unshare, "ip", "link", "set", "lo", "up"], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("this machine has no unshare or ip to make a network of its own")
    if permitted.returncode:
        pytest.skip(f"this machine permits no network of its own: {permitted.stderr.decode().strip()}")
    command = [*unshare, sys.executable, "-c", "from e2e.test_security import visit_alone; visit_alone()"]
    environment = os.environ | {"PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT / 'tests'}"}
    result = subprocess.run([*command, data, tmp_path], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr + (tmp_path / "log").read_text()
    assert result.stdout.count("drawn") == 5


def test_a_browser_asks_nobody_but_the_site(server: str, page: Page) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.on("websocket", lambda socket: asked.add(socket.url.replace("ws://", "http://").partition("/_stcore")[0]))
    for address in ADDRESSES:
        arrive(page, f"{server}/{address}")
    assert {one for one in asked if not one.startswith(("data:", "blob:"))} == {server}
