"""A reader of the page of Panel, who speaks as Bokeh's own page does in a browser: JSON and bytes over a websocket."""

import asyncio
import html
import json
import re
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from load.truth import Shown, WrongError, streamed

_TOKEN = re.compile(r'"token":"([^"]+)"')
_EDITION = re.compile(r"edycja (\w+)")
_PATIENCE = 60  # seconds for an answer

Buffers = dict[str, bytes]


@dataclass
class PanelReader:
    """One tab of a browser, with its copy of the server's document: the attributes of each model by its id."""

    url: str
    home: str = "127.0.0.1"
    _models: dict[str, dict[str, Any]] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _sent: int = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket:
            await self._socket.close()

    async def arrive(self) -> Shown:
        """Open the page."""
        transport = httpx.AsyncHTTPTransport(verify=False, local_address=self.home)
        async with httpx.AsyncClient(transport=transport, timeout=_PATIENCE) as client:
            page = (await client.get(f"{self.url}/")).raise_for_status().text
        found = _TOKEN.search(page)
        if found is None:
            raise WrongError("the page names no session")
        self._socket = await connect(
            f"{self.url.replace('http', 'ws', 1)}/ws", origin=Origin(self.url), max_size=None, ping_interval=None,
            subprotocols=[Subprotocol("bokeh"), Subprotocol(found[1])], local_addr=(self.home, 0),
        )  # fmt: skip
        await self._await("ACK")  # before it the server listens to nobody
        await self._send("PULL-DOC-REQ", {})
        content, buffers = await self._await("PULL-DOC-REPLY")
        self._read(content["doc"]["roots"], buffers)
        return self._shown()

    async def choose(self, key: str, label: str) -> Shown:
        """Choose ``label`` in the select box with this title."""
        box_id, box = next((one, box) for one, box in self._models.items() if box.get("title") == key)
        offered = dict((one[1], one[0]) if isinstance(one, list) else (one, one) for one in box["options"])
        if label not in offered:
            raise WrongError(f"the box {key} does not offer {label!r}")
        box["value"] = offered[label]
        change = {"kind": "ModelChanged", "model": {"id": box_id}, "attr": "value", "new": offered[label]}
        await self._send("PATCH-DOC", {"events": [change]})
        while True:  # until the sentence, which comes last; were a figure to follow it, this one would be found wrong
            content, buffers = await self._await("PATCH-DOC")
            if any([self._change(one, buffers) for one in content["events"]]):  # noqa: C419 - all of them
                return self._shown()

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        assert self._socket
        self._sent += 1
        for part in ({"msgid": f"{self._sent}", "msgtype": kind}, {}, content):
            await self._socket.send(json.dumps(part))

    async def _await(self, kind: str) -> tuple[dict[str, Any], Buffers]:
        """Take messages up to one of this kind: its content, and bytes by their ids."""
        assert self._socket
        async with asyncio.timeout(_PATIENCE):
            while True:
                header, _, content = [json.loads(await self._socket.recv()) for _ in range(3)]
                buffers = {}
                for _ in range(header.get("num_buffers", 0)):
                    name = json.loads(await self._socket.recv())["id"]
                    buffers[name] = await self._socket.recv(decode=False)
                if header["msgtype"] == "ERROR":
                    raise WrongError(str(content)[:300])
                if header["msgtype"] == kind:
                    return content, buffers

    def _change(self, event: dict[str, Any], buffers: Buffers) -> bool:
        """Follow a change of the document; whether it is one of a text."""
        if event["kind"] not in ("ModelChanged", "ColumnDataChanged"):
            return False
        new = self._read(event.get("new", event.get("data")), buffers)
        model = self._models.setdefault(event["model"]["id"], {})
        if event["kind"] == "ColumnDataChanged" and event["cols"] is not None:
            new = model["data"] | new
        model[event["attr"]] = new
        return bool(event["attr"] == "text")

    def _read(self, given: Any, buffers: Buffers) -> Any:
        """Make lists and dictionaries of what Bokeh writes; a model is noted, and named by its id."""
        if isinstance(given, list):
            return [self._read(one, buffers) for one in given]
        if not isinstance(given, dict):
            return given
        if given.get("type") == "ndarray":
            return _array(given, buffers)
        if given.get("type") == "map":
            return {key: self._read(value, buffers) for key, value in given.get("entries", [])}
        if given.get("type") == "object" and "id" in given:
            attributes = {key: self._read(value, buffers) for key, value in given.get("attributes", {}).items()}
            self._models[given["id"]] = attributes | {"class": given["name"]}
        return given.get("id", given.get("value"))

    def _shown(self) -> Shown:
        models = list(self._models.values())
        boxes = [str(one["value"]) for one in models if one.get("title") in ("indicator", "period")]
        texts = [html.unescape(one["text"]) for one in models if "text" in one]
        words = "\n".join([*(re.sub("<[^>]+>", "", text) for text in texts), *boxes])
        (plot,) = [one for one in models if one.get("class", "").endswith("PlotlyPlot")]
        (grid,) = [one for one in models if one.get("class") == "DataTable"]
        traces = [
            trace | {key: values[0] for key, values in self._models[source]["data"].items()}
            for trace, source in zip(plot["data"], plot["data_sources"], strict=False)  # sources stay
        ]
        columns = self._models[grid["source"]]["data"]
        (edition,) = _EDITION.findall(words)
        return Shown(words, edition, json.dumps({"data": traces}), streamed(columns["label"], columns["value"]))


def _array(given: dict[str, Any], buffers: Buffers) -> list[Any]:
    array = given["array"]
    if isinstance(array, list):
        return array
    return list(np.frombuffer(buffers[array["data"]["id"]], dtype=given["dtype"]).tolist())
