"""What the providers' servers of our own on 127.0.0.1 share: a log of requests, an answer, and faults on command."""

import json
import re
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

Query = dict[str, str]
Answer = tuple[int, Any]  # status; body, sent as it is when bytes, as JSON otherwise


class Fault(NamedTuple):
    """What goes wrong, in a sentence, and how; ``happens`` returns whether the body is still to be answered."""

    sentence: str
    happens: Callable[["Handler", Any], bool]


@dataclass(kw_only=True)
class Server:
    """``faults`` are taken one a request that can fail, in their order, then ``always``; None lets one pass.

    ``log`` keeps of each request the time, the path with its query, and the headers; ``injected`` counts faults.
    ``delay`` is in seconds, before each answer; ``slow`` too, before an answer that a fault makes slow.
    """

    faults: list[str | None] = field(default_factory=list)
    always: str | None = None
    etags: bool = False
    log: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    injected: Counter[str] = field(default_factory=Counter)
    slow: float = 1.0
    delay: float = 0.0

    root: ClassVar[str]
    known_faults: ClassVar[Mapping[str, Fault]]

    def reply(self, path: str, query: Query) -> Answer:
        """The answer to a path below the root, or to any other."""
        raise NotImplementedError

    def can_fail(self, path: str) -> bool:
        """Whether a request to this path takes a fault."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        handler = type("Handler", (Handler,), {"served": self})
        self._http = _Quiet(("127.0.0.1", 0), handler)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}{self.root}"

    @property
    def paths(self) -> list[str]:
        return [path for _at, path, _headers in self.log]

    def next_fault(self) -> str | None:
        fault = self.faults.pop(0) if self.faults else self.always
        if fault:
            self.injected[fault] += 1
        return fault


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no fault of ours; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go in two writes
    served: Server

    def do_GET(self) -> None:
        served = self.served
        served.log.append((time.time(), self.path, dict(self.headers)))
        time.sleep(served.delay)
        status, body = served.reply(*self.asked)
        fault = served.next_fault() if served.can_fail(self.asked[0]) else None
        if fault is None or served.known_faults[fault].happens(self, body):
            self.answer(status, body)

    @property
    def asked(self) -> tuple[str, Query]:
        """The path below the root and its query, each parameter as one text, repeated ones with commas."""
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(self.served.root) if parts.path.startswith(self.served.root) else ""
        return path, {name: ",".join(values) for name, values in parse_qs(parts.query).items()}

    def answer(self, status: int, body: Any, **headers: str) -> None:
        """Send a body as JSON, or as it is when it is text."""
        content = _content(body)
        kind = "text/html" if isinstance(body, bytes) and body.startswith(b"<") else "application/json"
        headers["Content_Type"] = f"{kind}; charset=utf-8"
        if self.served.etags and status == 200:
            tag = f'"{hash(content)}"'
            headers["ETag"] = tag
            if self.headers.get("If-None-Match") == tag:
                status, content = 304, b""
        self._send(status, len(content), content, **headers)

    def half(self, body: Any) -> bool:
        """Announce the whole length, send half and hang up."""
        content = _content(body)
        self._send(200, len(content), content[: len(content) // 2])
        self.close_connection = True
        return False

    def reset(self) -> bool:
        """Drop the connection with a reset, not with an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
        return False

    def pause(self) -> bool:
        """Let the client wait, and answer then."""
        time.sleep(self.served.slow)
        return True

    def drip(self, body: Any) -> bool:
        """Send the whole answer in small pieces, for three times as long as ``slow``."""
        content, pieces = _content(body), 30
        self._send(200, len(content), b"")
        for number in range(pieces):
            first, last = len(content) * number // pieces, len(content) * (number + 1) // pieces
            self.wfile.write(content[first:last])
            time.sleep(3 * self.served.slow / pieces)
        return False

    def _send(self, status: int, length: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _content(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()


def sends(status: int, body: Any, **headers: str) -> Callable[[Handler, Any], bool]:
    """Another answer instead: a body, or what a function makes of the right one."""

    def send(handler: Handler, right: Any) -> bool:
        handler.answer(status, body(right) if callable(body) else body, **headers)
        return False

    return send


def changes(change: Callable[[Any], Any]) -> Callable[[Handler, Any], bool]:
    """The right body, changed in place."""

    def apply(handler: Handler, body: Any) -> bool:
        change(body)
        return True

    return apply


def _with_nan(body: Any) -> bytes:
    return re.sub(rb": -?\d[^,}\]]*", b": NaN", _content(body), count=1)


def _cut(body: Any) -> bytes:
    return _content(body)[:-20]


MAINTENANCE = b"<!DOCTYPE html><html><body>Przerwa techniczna</body></html>"
LIMIT = {"errorResult": "limit"}

FAULTS_OF_ANY: dict[str, Fault] = {
    "429": Fault("Too many requests, and no word of when to come back.", sends(429, LIMIT)),
    "429 Retry-After 7": Fault("Too many requests; come back in 7 seconds.", sends(429, LIMIT, Retry_After="7")),
    "500": Fault("The server fails, with an empty body.", sends(500, b"")),
    "503 Retry-After 3": Fault("Closed; come back in 3 seconds.", sends(503, b"", Retry_After="3")),
    "HTML page": Fault("200 with a page for people that says maintenance.", sends(200, MAINTENANCE)),
    "invalid JSON": Fault("200 with a NaN for the first number, which no JSON has.", sends(200, _with_nan)),
    "JSON cut off": Fault("200 without its last 20 bytes, its length as sent.", sends(200, _cut)),
    "answer cut off": Fault("Half of the announced length, then the end.", lambda handler, body: handler.half(body)),
    "connection reset": Fault("A reset instead of an answer.", lambda handler, body: handler.reset()),
    "answer that drips": Fault("The right answer, a little at a time.", lambda handler, body: handler.drip(body)),
    "slow answer": Fault("The right answer after ``slow`` seconds.", lambda handler, body: handler.pause()),
}
