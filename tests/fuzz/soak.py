"""Readers who never stop: random walks through a served app, and whether its memory, files and threads stay flat.

``python -m fuzz.soak --minutes 15`` in ``tests/``; ``make soak MINUTES=15`` runs it. Each reader opens a session over a
websocket as a browser does, goes to pages at random addresses in both languages, opens what is folded, brings files of
own data good and bad, and asks for reports in all forms; then leaves, and another one comes. Prints a table and the
slope of the memory over the second half with its 95 % confidence interval.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from e2e.conftest import free_port, serve
from fuzz.corpus import OWN, corpus
from fuzz.mutation import mutated
from smup.build import open_store
from smup.queries import areas, catalogue, groups

PAGES = ("", "comparison", "ranking", "map", "profile", "cost_quality", "metropolitan", "report", "changes",
         "practices", "catalogue", "method", "own_data", "about", "accessibility")  # fmt: skip
TO_ANSWER = 120.0  # seconds
ASKS_A_READER = 12
WARM = 1 / 2  # of the time, before which the caches fill


@dataclass
class Choices:
    """What a reader may ask for."""

    areas: list[str]
    indicators: list[str]
    themes: list[str]
    groups: list[str]

    def address(self, random: Random) -> dict[str, str]:
        """Return keys of an address at random, some of them of nothing that there is."""
        offered = {
            "area": ",".join(random.sample(self.areas, random.randint(1, 4))),
            "indicator": random.choice(self.indicators),
            "theme": random.choice(self.themes),
            "group": random.choice([*self.groups, "similar", "neighbours", "nothing"]),
            "period": random.choice(["2019", "2021", "2023", "1066"]),
            "peers": random.choice(["5", "7", "10", "15"]),
            "level": random.choice(["gmina", "powiat", "voivodeship"]),
            "prices": "real",
            "metro": random.choice(["gzm", "all"]),
            "q": random.choice(["woda", "szkoły"]),
            "search": random.choice(["przedszkola Gdynia", "xyzzy", "koszt dróg"]),
        }
        keys = random.sample(sorted(offered), random.randint(0, 5))
        return {key: offered[key] for key in keys} | {"lang": random.choice(["pl", "en"])}


@dataclass
class Reader:
    """One session."""

    socket: ClientConnection
    server: str
    session: str = ""
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    uploader: str = ""
    folds: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def ask(self, page: str, query: dict[str, str]) -> None:
        """Run the script for a page at an address, with the widgets as they are; read all that comes."""
        said = BackMsg()
        said.rerun_script.query_string = urlencode(query)
        said.rerun_script.page_name = page
        said.rerun_script.widget_states.widgets.extend(self.widgets.values())
        self.uploader, self.folds, self.reports = "", [], []
        self._say(said)
        while (got := self._hear()).WhichOneof("type") != "script_finished":
            if got.HasField("new_session"):
                self.session = got.new_session.initialize.session_id or self.session
            if got.HasField("delta"):
                self._note(got)

    def _note(self, got: ForwardMsg) -> None:
        element = got.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.faults.append(f"{element.exception.type}: {element.exception.message[:200]}")
        elif kind == "file_uploader":
            self.uploader = element.file_uploader.id
        elif kind == "download_button" and element.download_button.deferred_file_id:
            self.reports.append(element.download_button.deferred_file_id)
        block = got.delta.add_block
        if block.HasField("expandable") and block.id:
            self.folds.append(block.id)

    def bring(self, name: str, content: bytes) -> None:
        """Upload a file as a browser does, so that the next run has it."""
        said = BackMsg()
        said.file_urls_request.request_id, said.file_urls_request.session_id = "1", self.session
        said.file_urls_request.file_names.append(name)
        self._say(said)
        while not (got := self._hear()).HasField("file_urls_response"):
            pass
        urls = got.file_urls_response.file_urls[0]
        edge = "smup-soak"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + f"\r\n--{edge}--\r\n".encode()
        with urllib.request.urlopen(f"http://{self.server}/_stcore/health", timeout=TO_ANSWER) as answer:
            token = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Cookie": f"_streamlit_xsrf={token}",
                   "X-Xsrftoken": token.strip('"')}  # fmt: skip
        address = f"http://{self.server}/{urls.upload_url.lstrip('/')}"
        put = urllib.request.Request(address, body, method="PUT", headers=headers)
        urllib.request.urlopen(put, timeout=TO_ANSWER).close()
        info = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        state = FileUploaderState(uploaded_file_info=[info])
        self.widgets[self.uploader] = WidgetState(id=self.uploader, file_uploader_state_value=state)

    def open_a_fold(self, random: Random) -> None:
        """Let the next run draw what is folded."""
        fold = random.choice(self.folds)
        self.widgets[fold] = WidgetState(id=fold, bool_value=True)

    def fetch(self, file_id: str) -> int:
        """Have a report made and fetch it; return its size."""
        said = BackMsg()
        said.backend_operation_request.request_id = file_id
        said.backend_operation_request.deferred_file.file_id = file_id
        self._say(said)
        while not (got := self._hear()).HasField("backend_operation_response"):
            pass
        address = got.backend_operation_response.deferred_file.url
        with urllib.request.urlopen(f"http://{self.server}/{address.lstrip('/')}", timeout=TO_ANSWER) as answer:
            return len(answer.read())

    def _say(self, said: BackMsg) -> None:
        self.socket.send(said.SerializeToString())

    def _hear(self) -> ForwardMsg:
        got = ForwardMsg()
        got.ParseFromString(bytes(self.socket.recv(timeout=TO_ANSWER)))  # type: ignore[arg-type]
        return got


@dataclass
class Sample:
    """The process at a moment."""

    minutes: float
    runs: int
    megabytes: float
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int, start: float, runs: int) -> "Sample":
        """Take one."""
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        said = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(
            (time.monotonic() - start) / 60, runs, int(said["VmRSS"].split()[0]) / 1024, files, int(said["Threads"])
        )

    def __str__(self) -> str:
        return f"| {self.minutes:.1f} | {self.runs} | {self.megabytes:.0f} | {self.files} | {self.threads} |"


def slope(samples: list[Sample], against: str) -> tuple[float, float]:
    """Return the slope of memory in MB against minutes or runs, and half the width of its 95 % interval.

    What one sample is above the line, the next is as well, so the interval is widened by how much they go together.
    """
    x = np.array([getattr(one, against) for one in samples], float)
    y = np.array([one.megabytes for one in samples])
    rise, base = np.polyfit(x, y, 1)
    rest = y - rise * x - base
    together = float(np.clip(np.corrcoef(rest[:-1], rest[1:])[0, 1], 0, 0.95)) if rest.any() else 0.0
    apart = max(3.0, len(x) * (1 - together) / (1 + together))
    error = np.sqrt((rest**2).sum() / max(1.0, apart - 2) / ((x - x.mean()) ** 2).sum() * apart / len(x))
    return float(rise), 1.96 * float(error) * np.sqrt(len(x) / apart)


def walk(reader: Reader, random: Random, choices: Choices, done: Counter[str]) -> None:
    """Go through pages at random."""
    for _ in range(ASKS_A_READER):
        page, query = random.choice(PAGES), choices.address(random)
        reader.ask(page, query)
        done[page or "start"] += 1
        if reader.folds and random.random() < 0.3:
            reader.open_a_fold(random)
            reader.ask(page, query)
            done["a fold opened"] += 1
        if reader.uploader and reader.session:
            good = random.random() < 0.5
            content = OWN.encode() if good else mutated(random.choice(corpus("tables")), random)
            reader.bring("own.csv", content)
            reader.ask(page, query)
            done["a file brought"] += 1
        if page == "report" and reader.reports:
            done["a report fetched"] += reader.fetch(random.choice(reader.reports)) > 0
        reader.widgets = {key: one for key, one in reader.widgets.items() if key == reader.uploader}


def main() -> int:
    """Serve the shipped data, walk, and print what was measured."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "data")
    asked = options.parse_args()
    store = open_store(asked.data)
    choices = Choices(
        areas.areas(store)["area_id"].tolist(),
        catalogue.indicators(store)["indicator_id"].tolist(),
        catalogue.themes(store)["theme_id"].tolist(),
        groups.groups(store)["group_id"].tolist(),
    )
    store.close()
    random, done, faults = Random(asked.seed), Counter[str](), Counter[str]()
    port, samples = free_port(), list[Sample]()
    with tempfile.TemporaryDirectory() as folder:
        process = serve(asked.data, port, Path(folder) / "log")
        print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
        print("| minutes | runs | memory, MB | open files | threads |\n|--:|--:|--:|--:|--:|", flush=True)
        start, shown = time.monotonic(), -1.0
        try:
            while (minutes := (time.monotonic() - start) / 60) < asked.minutes:
                with connect(
                    f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
                ) as socket:
                    reader = Reader(socket, f"127.0.0.1:{port}")
                    try:
                        walk(reader, random, choices, done)
                    except (TimeoutError, urllib.error.URLError) as fault:
                        faults[f"{type(fault).__name__}: {fault}"] += 1
                    faults.update(reader.faults)
                samples.append(Sample.of(process.pid, start, sum(done.values())))
                if minutes - shown >= asked.minutes / 15:
                    shown = minutes
                    print(samples[-1], flush=True)
        finally:
            process.terminate()
            process.wait(timeout=20)
        log = (Path(folder) / "log").read_text(encoding="utf-8", errors="replace")
    print(samples[-1])
    half = [one for one in samples if one.minutes >= asked.minutes * WARM]
    print(json.dumps(done, ensure_ascii=False))
    for against, scale, named in (("minutes", 60, "an hour"), ("runs", 1000, "in 1,000 runs")):
        rise, width = slope(half, against)
        print(f"Second half: {rise * scale:+.1f} ± {width * scale:.1f} MB {named}.")
    print(
        f"{sum(faults.values())} faults, {log.count('Traceback')} tracebacks in the log; load {os.getloadavg()[0]:.1f}."
    )
    for what, times in faults.items():
        print(times, what)
    if "Traceback" in log:
        print(log[log.index("Traceback") :][:3000])
    return min(1, len(faults) + log.count("Traceback"))


if __name__ == "__main__":
    sys.exit(main())
