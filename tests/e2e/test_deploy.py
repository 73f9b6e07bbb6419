"""The site as an office runs it: two processes behind nginx, with the configuration of deploy/, in a real Chromium."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import ADDRESSES
from e2e.conftest import CHECKOUT, free_port, serve
from e2e.test_journeys import arrive, pick, settle
from smup.store import Store

pytestmark = pytest.mark.e2e
DEPLOY = CHECKOUT / "deploy"
MAIN = """daemon off; pid {folder}/nginx.pid; error_log {folder}/start.log; {user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    include {folder}/smup.conf;
}}
"""


@dataclass
class Office:
    """A site that runs: its address, its processes by port, and where they log."""

    url: str
    folder: Path
    nginx: list[str]
    data: Path
    processes: dict[int, "subprocess.Popen[bytes]"]

    def start(self, port: int) -> None:
        log = self.folder / f"{port}.log"
        self.processes[port] = serve(self.data, port, log, SMUP_LOG="1", SMUP_METRICS="1")

    def visits(self) -> list[dict[str, object]]:
        """What nginx has noted, a line a request."""
        return [json.loads(line) for line in (self.folder / "smup.log").read_text().splitlines()]

    def logs(self) -> str:
        """All that was written by anybody."""
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


def find_nginx() -> str:
    """The path of nginx; without one and without the right to install it, the tests are skipped."""
    found = subprocess.run([CHECKOUT / "tests" / "e2e" / "find_nginx"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip(found.stderr.strip())
    return found.stdout.strip()


@pytest.fixture(scope="module")
def office(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two processes behind nginx on 127.0.0.1."""
    nginx, folder = find_nginx(), tmp_path_factory.mktemp("office")
    ports, listen = (free_port(), free_port()), free_port()
    environment = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([DEPLOY / "static", folder / "web"], env=environment, check=True)
    settings = {
        "SMUP_LISTEN": f"127.0.0.1:{listen}", "SMUP_NAME": "localhost", "SMUP_STATIC": str(folder / "web"),
        "SMUP_PROCESSES": " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=10s;" for port in ports),
        "SMUP_DATA": str(data), "SMUP_LOGS": str(folder),
    }  # fmt: skip
    template = (DEPLOY / "nginx.conf.template").read_text(encoding="utf-8")
    filled = re.sub(r"\$\{(SMUP_\w+)\}", lambda match: settings[match[1]], template)
    (folder / "smup.conf").write_text(filled, encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""  # else root's nginx could not read the folder of the tests
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    running = Office(f"http://127.0.0.1:{listen}", folder, command, data, {})
    for port in ports:
        running.start(port)
    with (folder / "said.log").open("wb") as said:
        front = subprocess.Popen(command, stdout=said, stderr=said)
    for _ in range(50):
        with suppress(httpx.HTTPError):
            httpx.get(f"{running.url}/health")
            break
        time.sleep(0.1)
    yield running
    for process in (front, *running.processes.values()):
        process.terminate()
        process.wait(timeout=20)


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
    for fold in page.locator("details:not([open]) > summary").all():
        fold.click()
    settle(page)
    page.wait_for_timeout(1000)
    assert page.evaluate("window.violations") == []
    assert [text for text in said if "Content Security" in text or "Refused" in text] == []
