"""The site as an office runs it: processes of the app behind nginx, with the configuration of deploy/."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from e2e.conftest import CHECKOUT, free_port, serve

DEPLOY = CHECKOUT / "deploy"
MAIN = """daemon off; pid {folder}/nginx.pid; error_log {folder}/start.log; {user}
worker_rlimit_nofile 8192; events {{ worker_connections 4096; }}
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
    front: "subprocess.Popen[bytes]"
    data: Path
    processes: dict[int, "subprocess.Popen[bytes]"]

    def start(self, port: int) -> None:
        log = self.folder / f"{port}.log"
        self.processes[port] = serve(self.data, port, log, SMUP_LOG="1", SMUP_METRICS="1")

    def processes_asked(self, path: str) -> set[str]:
        """Which processes answered requests for ``path``; nginx notes a request a moment after its answer."""
        for _ in range(50):
            lines = map(json.loads, (self.folder / "smup.log").read_text().splitlines())
            if found := {str(one["process"]) for one in lines if one["path"] == path}:
                return found
            time.sleep(0.1)
        raise AssertionError(f"nginx has not noted {path}")

    def runs(self, port: int) -> list[dict[str, object]]:
        """What a process has said of its runs."""
        lines = (self.folder / f"{port}.log").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def logs(self) -> str:
        """All that was written by anybody."""
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


def find_nginx() -> str:
    """The path of nginx; raises ``RuntimeError`` without one and without the right to install it."""
    found = subprocess.run([CHECKOUT / "tests" / "e2e" / "find_nginx"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise RuntimeError(found.stderr.strip())
    return found.stdout.strip()


@contextmanager
def opened(data: Path, folder: Path, processes: int = 2) -> Iterator[Office]:
    """Serve the store below ``data`` by so many processes behind nginx on 127.0.0.1; ``folder`` takes their files."""
    nginx = find_nginx()
    ports, listen = [free_port() for _ in range(processes)], free_port()
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
    with (folder / "said.log").open("wb") as said:
        front = subprocess.Popen(command, stdout=said, stderr=said)
    running = Office(f"http://127.0.0.1:{listen}", folder, command, front, data, {})
    try:
        for port in ports:
            running.start(port)
        for _ in range(50):
            with suppress(httpx.HTTPError):
                httpx.get(f"{running.url}/health")
                break
            time.sleep(0.1)
        yield running
    finally:
        for process in (front, *running.processes.values()):
            process.terminate()
            process.wait(timeout=20)
