"""The sites that are compared: the dashboard, alone or behind nginx, and the same ranking in Dash and in Panel."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e import office
from e2e.conftest import CHECKOUT, free_port, serve
from load.crowd import Opening
from load.dash_reader import DashReader
from load.machine import family
from load.panel_reader import PanelReader
from load.streamlit_reader import StreamlitReader


@dataclass
class Site:
    """A site that runs: how a reader opens it, and the processes behind it."""

    opening: Opening
    pids: set[int]
    processes: int = 1  # that answer readers


@contextmanager
def smup(data: Path, folder: Path, processes: int) -> Iterator[Site]:
    """Serve the dashboard: one process by itself, several behind nginx."""
    if processes > 1:
        with office.opened(data, folder, processes) as running:
            pids = [running.front.pid, *(one.pid for one in running.processes.values())]
            yield Site(lambda home: StreamlitReader(running.url, home), family(pids), processes)
        return
    port = free_port()
    process = serve(data, port, folder / "log")
    try:
        yield Site(lambda home: StreamlitReader(f"http://127.0.0.1:{port}", home), family([process.pid]))
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def other(module: str, data: Path, folder: Path) -> Iterator[tuple[str, set[int]]]:
    """Serve the app of ``module`` in one process and yield its address and processes."""
    port = free_port()
    environment = {**os.environ, "SMUP_DATA": str(data), "PYTHONPATH": str(CHECKOUT / "tests")}
    with (folder / f"{module}.log").open("wb") as said:
        process = subprocess.Popen([sys.executable, "-m", module, str(port)], env=environment, stdout=said, stderr=said)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(url, timeout=5):
                    break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((folder / f"{module}.log").read_text()[-2000:]) from None
                time.sleep(0.5)
        yield url, family([process.pid])
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def bare(data: Path, folder: Path, processes: int) -> Iterator[Site]:
    """Serve a bare page of Streamlit in one process."""
    port = free_port()
    tests = CHECKOUT / "tests"
    process = serve(data, port, folder / "log", tests / "load" / "bare.py", PYTHONPATH=str(tests))
    try:
        yield Site(lambda home: StreamlitReader(f"http://127.0.0.1:{port}", home, "", 0), family([process.pid]))
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def dash(data: Path, folder: Path, processes: int) -> Iterator[Site]:
    """Serve the page of Dash in one process."""
    with other("load.dash_app", data, folder) as (url, pids):
        yield Site(lambda home: DashReader(url, home), pids)


@contextmanager
def panel(data: Path, folder: Path, processes: int) -> Iterator[Site]:
    """Serve the page of Panel in one process."""
    with other("load.panel_app", data, folder) as (url, pids):
        yield Site(lambda home: PanelReader(url, home), pids)


SITES: dict[str, Callable[[Path, Path, int], AbstractContextManager[Site]]] = {
    "smup": smup, "bare": bare, "dash": dash, "panel": panel,
}  # fmt: skip
