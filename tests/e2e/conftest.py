"""The dashboard as readers meet it: a real server on 127.0.0.1 and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHECKOUT = Path(__file__).parents[2]
APP = CHECKOUT / "app.py"
PATIENCE = 60_000  # milliseconds; a busy machine is no fault of the page
expect.set_options(timeout=PATIENCE)
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def serve(data: Path, port: int, log: Path, app: Path = APP, **settings: str) -> "subprocess.Popen[bytes]":
    """Start the app on ``port`` over the store below ``data``, what it says in ``log``, and wait until it answers.

    ``settings`` go into its environment.
    """
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    environment = {**os.environ, "SMUP_DATA": str(data), **settings}
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=said, stderr=subprocess.STDOUT)
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return process
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.5)
    process.kill()
    raise RuntimeError("the app did not start")


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def chromium_path() -> str:
    """The Chromium that find_chromium found, or one on the path."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: run the browser tests with “make test”, or set CHROMIUM to its path."
    return path


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the app writes to standard output and error."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def server(data: Path, server_log: Path) -> Iterator[str]:
    """The address of the app over the shipped data."""
    port = free_port()
    process = serve(data, port, server_log)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh reader at a desk: no cookies, a Polish browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl-PL")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()
