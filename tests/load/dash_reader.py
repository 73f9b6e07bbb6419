"""A reader of the page of Dash, who asks as its own page does in a browser: JSON, one request for each choice."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

from load.truth import Shown, streamed

_SHOWN = ("period.options", "period.value", "sentence.children", "figure.figure", "table.data", "edition.children")
_PATIENCE = 60  # seconds for an answer


@dataclass
class DashReader:
    """One tab of a browser."""

    url: str
    home: str = "127.0.0.1"
    _properties: dict[str, Any] = field(default_factory=dict)  # by "id.property"

    async def __aenter__(self) -> Self:
        transport = httpx.AsyncHTTPTransport(verify=False, local_address=self.home)
        self._client = httpx.AsyncClient(transport=transport, base_url=self.url, timeout=_PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def arrive(self) -> Shown:
        """Open the page."""
        for path in ("/", "/_dash-dependencies", "/_dash-layout"):
            answer = (await self._client.get(path)).raise_for_status()
        for one in answer.json()["props"]["children"]:
            given = one["props"]
            self._properties |= {f"{given['id']}.{key}": given[key] for key in given if "id" in given}
        return self._shown()

    async def choose(self, key: str, label: str) -> Shown:
        """Choose ``label`` in the dropdown with this key."""
        options = self._properties[f"{key}.options"]
        labels = {str(one["label"] if isinstance(one, dict) else one): one for one in options}
        chosen = labels[label]
        self._properties[f"{key}.value"] = chosen["value"] if isinstance(chosen, dict) else chosen
        asked = {
            "output": f"..{'...'.join(_SHOWN)}..",
            "outputs": [dict(zip(("id", "property"), one.split("."), strict=True)) for one in _SHOWN],
            "inputs": [{"id": one, "property": "value", "value": self._properties[f"{one}.value"]}
                       for one in ("indicator", "period")],
            "changedPropIds": [f"{key}.value"],
        }  # fmt: skip
        answer = (await self._client.post("/_dash-update-component", json=asked)).raise_for_status()
        for name, given in answer.json()["response"].items():
            self._properties |= {f"{name}.{one}": value for one, value in given.items()}
        return self._shown()

    def _shown(self) -> Shown:
        words = [f"{self._properties['sentence.children']}", f"{self._properties['period.value']}"]
        (edition,) = re.findall(r"edycja (\w+)", self._properties["edition.children"])
        rows = self._properties["table.data"]
        table = streamed([one["label"] for one in rows], [one["value"] for one in rows])
        return Shown("\n".join(words), edition, json.dumps(self._properties["figure.figure"]), table)
