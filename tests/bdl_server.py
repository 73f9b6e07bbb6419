"""A small Local Data Bank of our own on 127.0.0.1: it speaks the paths needed, and misbehaves on command."""

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Value = tuple[float | None, int]  # val, attrId
Fault = Callable[["_Handler", dict[str, Any]], bool]


@dataclass
class Variable:
    """A variable: its card, and its values by unit id and year."""

    card: dict[str, Any]
    values: dict[int, dict[str, dict[int, Value]]] = field(default_factory=dict)  # level, unit id, year


@dataclass
class BdlServer:
    """``faults`` are taken one a request to data, in their order; None lets a request pass. ``log`` keeps requests."""

    variables: dict[str, Variable] = field(default_factory=dict)
    faults: list[str | None] = field(default_factory=list)
    always: str | None = None
    etags: bool = False
    log: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    injected: Counter[str] = field(default_factory=Counter)
    slow: float = 1.0
    delay: float = 0.0

    def __enter__(self) -> Self:
        bdl = self

        class Handler(_Handler):
            server_data = bdl

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/v1"

    @property
    def paths(self) -> list[str]:
        return [path for _at, path, _headers in self.log]

    def next_fault(self) -> str | None:
        fault = self.faults.pop(0) if self.faults else self.always
        if fault:
            self.injected[fault] += 1
        return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_data: BdlServer

    def do_GET(self) -> None:
        bdl = self.server_data
        bdl.log.append((time.time(), self.path, dict(self.headers)))
        time.sleep(bdl.delay)
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if found := re.fullmatch(r"/api/v1/variables/(\w+)", parts.path):
            variable = bdl.variables.get(found[1])
            self.answer(200, variable.card) if variable else self.answer(404, {"errors": []})
        elif found := re.fullmatch(r"/api/v1/data/by-variable/(\w+)", parts.path):
            fault = bdl.next_fault()
            if found[1] not in bdl.variables:
                self.answer(404, {"errors": []})
                return
            body = self.page(bdl.variables[found[1]], query)
            if fault is None or FAULTS[fault](self, body):
                self.answer(200, body)
        else:
            self.answer(404, None)

    def page(self, variable: Variable, query: dict[str, list[str]]) -> dict[str, Any]:
        """One page in BDL's envelope."""
        number, size = int(query["page"][0]), int(query["page-size"][0])
        units = variable.values.get(int(query["unit-level"][0]), {})
        rows = [
            {
                "id": unit,
                "name": f"Unit {unit}",
                "values": [
                    {"year": str(year), "val": values[year][0], "attrId": values[year][1]}
                    for year in map(int, query["year"])
                    if year in values
                ],
            }
            for unit, values in sorted(units.items())
        ]
        rows = [row for row in rows if row["values"]]
        last = max(0, (len(rows) - 1) // size)
        return {
            "totalRecords": len(rows), "page": number, "pageSize": size,
            "links": {"first": "…", "last": "…"} | ({"next": "…"} if number < last else {}),
            "variableId": variable.card["id"], "measureUnitId": 26, "aggregateId": 1,
            "lastUpdate": "2025-05-05T10:00:00+02:00", "results": rows[number * size : (number + 1) * size],
        }  # fmt: skip

    def answer(self, status: int, body: Any, **headers: str) -> None:
        """Send a body as JSON, or as it is when it is text."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        if self.server_data.etags and status == 200:
            tag = f'"{hash(content)}"'
            headers["ETag"] = tag
            if self.headers.get("If-None-Match") == tag:
                status, content = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def reset(self) -> bool:
        self.connection.close()
        self.close_connection = True
        return False

    def half(self, body: dict[str, Any]) -> bool:
        """Announce the whole length, send half and hang up."""
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.wfile.flush()
        self.close_connection = True
        return False

    def pause(self) -> bool:
        time.sleep(self.server_data.slow)
        return False

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _sends(status: int, body: Any, **headers: str) -> Fault:
    def send(handler: _Handler, page: dict[str, Any]) -> bool:
        handler.answer(status, body(page) if callable(body) else body, **headers)
        return False

    return send


def _changes(change: Callable[[dict[str, Any]], Any]) -> Fault:
    def apply(handler: _Handler, page: dict[str, Any]) -> bool:
        change(page)
        return True

    return apply


def _first_page_again(handler: _Handler, page: dict[str, Any]) -> bool:
    query = parse_qs(urlsplit(handler.path).query)
    variable = handler.server_data.variables[str(page["variableId"])]
    page.update(handler.page(variable, query | {"page": ["0"]}))
    return True


FAULTS: dict[str, Fault] = {
    "429": _sends(429, {"errorResult": "limit"}),
    "429 Retry-After 7": _sends(429, {"errorResult": "limit"}, Retry_After="7"),
    "500": _sends(500, b""),
    "503 Retry-After 3": _sends(503, b"", Retry_After="3"),
    "HTML page": _sends(200, b"<!DOCTYPE html><html><body>Przerwa techniczna</body></html>"),
    "invalid JSON": _sends(200, b'{"totalRecords": 3, "results": [NaN]}'),
    "JSON cut off": _sends(200, lambda page: json.dumps(page).encode()[:-20]),
    "answer cut off": lambda handler, page: handler.half(page),
    "connection reset": lambda handler, page: handler.reset(),
    "slow answer": lambda handler, page: handler.pause(),
    "totalRecords too small": _changes(lambda page: page.update(totalRecords=page["totalRecords"] - 1)),
    "totalRecords too large": _changes(lambda page: page.update(totalRecords=page["totalRecords"] + 100)),
    "row doubled": _changes(lambda page: page["results"].__setitem__(-1, page["results"][0])),
    "row dropped": _changes(lambda page: page["results"].pop()),
    "unit id as a number": _changes(lambda page: page["results"][0].update(id=int(page["results"][0]["id"]))),
    "page repeats": _first_page_again,
    "error as 200": _sends(200, {"errors": [{"errorResult": "x"}]}),
}
