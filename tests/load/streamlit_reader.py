"""A reader of the dashboard who speaks as Streamlit's own page does in a browser: protobuf over a websocket.

What has been sent before is named by its hash and not sent again, widgets keep their values, and the address follows
what the server says, so the server does for it what it does for a browser; the browser's own files are not asked for.
"""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from load.truth import Shown, WrongError

_EDITION = re.compile(r"^smup · edycja (\w+)")
_NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"  # what a page says that has no such cookie
_WORDS = ("markdown", "heading", "alert", "text")
_PATIENCE = 60  # seconds for an answer


@dataclass
class _Kept:
    """A message that the browser keeps, and the run in which it was last seen."""

    message: ForwardMsg
    seen: int


class _Drawn(NamedTuple):
    """An element, and the part that drew it if one did."""

    element: Element
    part: str


Elements = dict[tuple[int, ...], _Drawn]


@dataclass
class StreamlitReader:
    """One tab of a browser at a page that has so many ``tables``. ``reconnections``: how often it was hung up on."""

    url: str  # http://127.0.0.1:8501
    home: str = "127.0.0.1"  # the address it comes from
    page: str = "ranking"
    tables: int = 1
    reconnections: int = 0
    received: int = 0  # bytes
    _socket: ClientConnection | None = None
    _cookies: dict[str, str] = field(default_factory=dict)
    _session: str = ""
    _query: str = "lang=pl"
    _page: str = ""  # hash of its script
    _elements: Elements = field(default_factory=dict)
    _values: dict[str, tuple[str, str]] = field(default_factory=dict)  # by widget id: kind and value
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _part: str = ""  # that runs alone, in which the last choice was made
    _runs: int = 0
    _oldest: int = 2  # runs for which a message is kept

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket:
            await self._socket.close()

    async def arrive(self) -> Shown:
        """Open the page."""
        async with httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(verify=False, local_address=self.home)
        ) as client:
            answer = await client.get(f"{self.url}/{self.page}?{self._query}", timeout=_PATIENCE)
            (await client.get(f"{self.url}/_stcore/host-config", timeout=_PATIENCE)).raise_for_status()
            answer.raise_for_status()
            self._cookies = dict(client.cookies)
        return await self._run()

    async def choose(self, key: str, label: str) -> Shown:
        """Choose ``label`` in the select box with this key."""
        boxes = (one for one in self._elements.values() if one.element.HasField("selectbox"))
        drawn = next((one for one in boxes if one.element.selectbox.id.endswith(f"-{key}-pl")), None)
        if drawn is None or label not in drawn.element.selectbox.options:
            raise WrongError(f"the box {key} does not offer {label!r}")
        self._values[drawn.element.selectbox.id] = ("string_value", label)
        self._part = drawn.part
        return await self._run()

    async def _run(self) -> Shown:
        """Ask for a run of the page and take its answer; a lost connection is made again, as in a browser."""
        while True:
            try:
                if self._socket is None:
                    self._socket = await self._connected()
                await self._socket.send(self._asking())
                async with asyncio.timeout(_PATIENCE):
                    return await self._answer(self._socket)
            except (ConnectionClosed, OSError):
                self.reconnections += 1
                self._socket, self._page, self._part = None, "", ""
                await asyncio.sleep(0.5)

    async def _connected(self) -> ClientConnection:
        said = ["streamlit", self._cookies.get("_streamlit_xsrf", _NO_TOKEN), *filter(None, [self._session])]
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return await connect(
            f"{self.url.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(self.url), subprotocols=[Subprotocol(one) for one in said], max_size=None,
            additional_headers={"Cookie": cookies} if cookies else None, local_addr=(self.home, 0), ping_interval=None,
        )  # fmt: skip

    def _asking(self) -> bytes:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.fragment_id = self._query, self._part
        asked.page_script_hash, asked.page_name = self._page, "" if self._page else self.page
        asked.context_info.url = f"{self.url}/{self.page}"
        asked.context_info.timezone, asked.context_info.locale = "Europe/Warsaw", "pl-PL"
        asked.cached_message_hashes.extend(self._kept)
        for name, (kind, value) in self._values.items():
            setattr(asked.widget_states.widgets.add(id=name), kind, value)
        return bytes(message.SerializeToString())

    async def _answer(self, socket: ClientConnection) -> Shown:
        """Take messages until the script has finished; what a run did not draw again is gone, if it was to draw it."""
        drawn: Elements = {}
        parts: set[str] = set()
        while True:
            raw = await socket.recv(decode=False)
            self.received += len(raw)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "delta":
                if message.metadata.cacheable:
                    self._kept[message.hash] = _Kept(message, self._runs)
                parts.add(message.delta.fragment_id)
                self._draw(drawn, message, message)
            elif kind == "ref_hash":
                if message.ref_hash not in self._kept:
                    raise WrongError("the server names a message that was never sent")
                kept = self._kept[message.ref_hash]
                kept.seen = self._runs
                self._draw(drawn, message, kept.message)
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
            else:
                if kind == "new_session":  # also where a part has asked for the whole page
                    drawn, parts = {}, set()
                self._note(kind, message)
        alone = message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
        if not alone and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise WrongError(f"the script ended with {message.script_finished}")
        stays = {path: one for path, one in self._elements.items() if alone and one.part not in parts}
        self._elements = stays | drawn
        self._kept = {key: one for key, one in self._kept.items() if self._runs - one.seen < self._oldest}
        self._runs += 1
        self._forget()
        return shown([one.element for one in self._elements.values()], self.tables)

    def _draw(self, drawn: Elements, message: ForwardMsg, content: ForwardMsg) -> None:
        if content.delta.WhichOneof("type") != "new_element":
            return
        element = content.delta.new_element
        drawn[tuple(message.metadata.delta_path)] = _Drawn(element, content.delta.fragment_id)
        if element.WhichOneof("type") == "selectbox":
            box = element.selectbox
            if box.set_value:
                self._values[box.id] = ("string_value", box.raw_value)
            elif box.HasField("default"):
                self._values.setdefault(box.id, ("string_value", box.options[box.default]))

    def _note(self, kind: str | None, message: Any) -> None:
        if kind == "new_session":
            started: NewSession = message.new_session
            self._session = started.initialize.session_id
            self._oldest = started.config.max_cached_message_age
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            raise WrongError("the page was not found")

    def _forget(self) -> None:
        """A widget that is no longer there has no value."""
        there = {one.element.selectbox.id for one in self._elements.values() if one.element.HasField("selectbox")}
        self._values = {key: value for key, value in self._values.items() if key in there}


def shown(elements: list[Element], expected: int) -> Shown:
    """Return what the elements of a page show; raises ``WrongError`` where one is a fault or one lacks."""
    words, editions, figures, tables = [], [], [], []
    for element in elements:
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            raise WrongError(str(element)[:300])
        if kind in _WORDS:
            body = getattr(element, kind).body
            words.append(body)
            editions += _EDITION.findall(body)
        elif kind == "plotly_chart":
            figures.append(element.plotly_chart.spec)
        elif kind == "dataframe":
            tables.append(element.dataframe.arrow_data.data)
    if (len(editions), len(figures), len(tables)) != (1, 1, expected):
        raise WrongError(f"{len(editions)} editions, {len(figures)} figures and {len(tables)} tables on the page")
    return Shown("\n".join(words), editions[0], figures[0], tables[0] if tables else None)
