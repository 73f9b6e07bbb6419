"""The site as an office runs it: two processes behind nginx, with the configuration of deploy/, in a real Chromium."""

import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import ADDRESSES
from e2e.office import Office, find_nginx, opened
from e2e.test_journeys import arrive, pick, settle
from smup.store import Store

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two processes behind nginx on 127.0.0.1; without nginx and without the right to install it, a skip."""
    try:
        find_nginx()
    except RuntimeError as fault:
        pytest.skip(str(fault))
    with opened(data, tmp_path_factory.mktemp("office")) as running:
        yield running


WATCH = """window.violations = [];
document.addEventListener('securitypolicyviolation', one => window.violations.push(
  [one.violatedDirective, one.blockedURI, one.sourceFile, one.lineNumber, one.sample].join(' ')));"""


@pytest.mark.parametrize("address", [*ADDRESSES, "map?embed=true"])
def test_no_page_asks_for_more_than_the_content_security_policy_allows(
    office: Office, page: Page, address: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(WATCH)
    arrive(page, f"{office.url}/{address}")
    page.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())")
    page.wait_for_timeout(500)
    settle(page)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.violations") == []
    assert [text for text in said if "Content Security" in text or "Refused" in text] == []


def test_pictures_of_charts_and_copied_links_work_under_the_policy(office: Office, page: Page) -> None:
    page.add_init_script(WATCH)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    arrive(page, f"{office.url}/ranking?lang=en")
    assert page.evaluate("document.documentElement.lang") == "en"
    with page.expect_download():
        page.get_by_role("button", name="Download the chart as PNG").first.click()
    page.get_by_text("Cite or share").click()
    page.get_by_role("button", name="Copy link").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{office.url}/ranking?lang=en"
    assert page.evaluate("window.violations") == []


def test_every_answer_carries_the_headers_of_security(office: Office) -> None:
    static = re.search(r"\./(static/js/index[^\"]+)", httpx.get(office.url).text)
    assert static
    for path in ("", "ranking", "health", "_stcore/health", static[1], "shapes/none.json", "metrics"):
        headers = httpx.get(f"{office.url}/{path}").headers
        assert headers["server"] == "nginx" and headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin" and "camera=()" in headers["permissions-policy"], path
        assert headers["content-security-policy"].endswith("frame-ancestors 'self'"), path
    assert httpx.get(f"{office.url}/ranking?embed=true").headers["content-security-policy"].endswith("-ancestors *")
    cookie = httpx.get(office.url).headers["set-cookie"]
    assert re.fullmatch(r"smup_reader=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", cookie)


def test_nginx_serves_static_files_gzipped_and_shapes_itself(office: Office, page: Page) -> None:
    arrive(page, f"{office.url}/map")
    page_source = httpx.get(office.url).text
    name = re.search(r"\./(static/js/index[^\"]+)", page_source)
    shapes = next((office.data / "shapes").glob("*.json"))
    assert name
    for path, file in ((name[1], office.folder / "web" / f"{name[1]}.gz"), (f"shapes/{shapes.name}", None)):
        with httpx.stream("GET", f"{office.url}/{path}", headers={"Accept-Encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.status_code == 200 and answer.headers["content-encoding"] == "gzip", path
            assert "max-age=31536000" in answer.headers["cache-control"]
            assert file is None or raw == file.read_bytes()
    assert office.processes_asked(f"/shapes/{shapes.name}") == {""}
    other = httpx.get(f"{office.url}/shapes/..%2Fsource.csv")
    assert "source_id" not in other.text and "source_id" not in httpx.get(f"{office.url}/source.csv").text


def test_what_is_for_those_who_run_the_site_is_closed_to_others(office: Office) -> None:
    for path in ("metrics", "_stcore/metrics", "_stcore/agent/openapi.json", "_stcore/agent/interact"):
        assert httpx.get(f"{office.url}/{path}").status_code == 404, path
    big = httpx.post(f"{office.url}/_stcore/upload_file/a/b", content=b"x" * 7_000_000)
    assert big.status_code == 413


def test_each_process_counts_its_runs_and_says_which_edition_it_serves(
    office: Office, page: Page, store: Store
) -> None:
    arrive(page, f"{office.url}/catalogue")
    edition = store.edition["edition_id"]
    assert httpx.get(f"{office.url}/health").json() == {"edition": edition}
    said = [httpx.get(f"http://127.0.0.1:{port}/metrics").text for port in office.processes]
    assert all(f'smup_edition{{edition="{edition}"}} 1' in one for one in said)
    assert sum(int(number) for one in said
               for number in re.findall(r'smup_run_seconds_count\{run="catalogue"\} (\d+)', one)) >= 1  # fmt: skip


def test_no_log_holds_an_address_or_a_word_of_a_reader(office: Office, page: Page) -> None:
    arrive(page, f"{office.url}/?search=Sekretarzewo%20koszt&lang=pl")
    far = httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2"))
    far.get(f"{office.url}/ranking?area=Sekretarzewo")
    far.get(f"{office.url}/nothing/here?area=Sekretarzewo")
    logs = office.logs()
    assert '"run": "start"' in logs and '"path":"/nothing/here"' in logs
    assert "Sekretarzewo" not in logs and "127.0.0.2" not in logs
    runs = [run for port in office.processes for run in office.runs(port)]
    assert runs and all(set(one) == {"at", "run", "ms", "edition"} for one in runs)


def served_by(office: Office, cookie: str) -> str:
    """The process that answers the reader with this cookie."""
    path = f"/nothing/{uuid4().hex}"
    httpx.get(f"{office.url}{path}", cookies={"smup_reader": cookie})
    (process,) = office.processes_asked(path)
    return process.rpartition(", ")[2]  # the last one, where others were tried before


def test_a_reader_stays_with_one_process_and_readers_are_spread(office: Office) -> None:
    homes = {cookie: served_by(office, cookie) for cookie in map(str, range(20))}
    assert len(set(homes.values())) == 2
    assert all(served_by(office, cookie) == home for cookie, home in homes.items())


def test_nginx_takes_a_new_configuration_and_drops_nobody(office: Office, page: Page) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda one: sockets.append(one.url))
    arrive(page, f"{office.url}/comparison")
    codes: list[int] = []

    def visit() -> None:
        for _ in range(60):
            codes.append(httpx.get(f"{office.url}/health").status_code)
            time.sleep(0.02)

    visiting = threading.Thread(target=visit)
    visiting.start()
    for _ in range(3):
        assert subprocess.run([*office.nginx, "-s", "reload"], check=False).returncode == 0
        time.sleep(0.3)
    visiting.join()
    assert codes == [200] * 60
    pick(page, "Obszar usług", "Drogownictwo i transport")
    expect(page).to_have_url(re.compile("theme=transport"))
    settle(page)
    assert len(sockets) == 1, "the session of before is the session of now"


def test_when_a_process_dies_the_other_serves_its_readers_the_same_view(office: Office, page: Page) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda one: sockets.append(one.url))
    arrive(page, f"{office.url}/comparison?area=226401")
    cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "smup_reader")
    home = int(served_by(office, str(cookie)).rpartition(":")[2])
    (other,) = set(office.processes) - {home}
    office.processes[home].kill()
    office.processes[home].wait()
    before, deadline = len(office.runs(other)), time.monotonic() + 60
    while len(sockets) == 1 or len(office.runs(other)) == before:  # the page connects and asks again by itself
        assert time.monotonic() < deadline
        page.wait_for_timeout(200)
    settle(page)
    pick(page, "Rok", "2018")
    expect(page).to_have_url(re.compile("area=226401&.*period=2018"))
    settle(page)
    pick(page, "Obszar usług", "Drogownictwo i transport")
    expect(page).to_have_url(re.compile("area=226401&.*theme=transport"))
    settle(page)
    assert all(httpx.get(f"{office.url}/health").status_code == 200 for _ in range(20))
    office.start(home)
    time.sleep(11)  # nginx tries it again
    assert served_by(office, str(cookie)).endswith(f":{home}")
