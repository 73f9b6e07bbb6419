"""What a right answer says: asked of ``smup.queries`` once for each edition and question, then remembered."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from smup.edition import open_edition
from smup.model import Language, SmupError
from smup.queries import catalogue, groups, places
from smup.store import Store
from smup.text import dimension_name, language

FIRST_AREAS = ("126101", "226201", "026401", "066301")  # what the page shows to those who ask for no area


class WrongError(Exception):
    """An answer that no reader should get."""


class Question(NamedTuple):
    """What a reader looks at; without a year the latest one."""

    indicator_id: str
    period: int


class Shown(NamedTuple):
    """What an answer shows: all its words, its figure as Plotly's JSON, its table as an Arrow stream if it has one."""

    words: str
    edition: str
    figure: str
    table: bytes | None


class Ranking(NamedTuple):
    """What ``smup.queries`` says of a question."""

    name: str
    values: dict[str, float]  # by the label of the area; none without a value


@dataclass
class Truth:
    """Right answers of the editions below ``data``; ``checked`` counts answers and ``read`` those read in full.

    An answer that is, byte for byte, one already found right is right again.
    """

    data: Path
    checked: int = 0
    read: int = 0
    _stores: dict[str, Store] = field(default_factory=dict)
    _right: set[tuple[object, ...]] = field(default_factory=set)
    _rankings: dict[tuple[str, Question], Ranking] = field(default_factory=dict)

    def fault(self, shown: Shown, asked: Question) -> str:
        """Say what is wrong with an answer; nothing when it is right."""
        self.checked += 1
        answer = (asked, *shown)
        if answer in self._right:
            return ""
        self.read += 1
        try:
            right = self.ranking(shown.edition, asked)
        except SmupError as unknown:
            return f"edition {shown.edition!r}: {unknown}"
        fault = _fault(shown, asked, right)
        if not fault:
            self._right.add(answer)
        return fault

    def ranking(self, edition: str, asked: Question) -> Ranking:
        """Ask the edition itself."""
        if (edition, asked) not in self._rankings:
            language.set(Language.POLISH)
            store = self.store(edition)
            frame = places.ranking(store, *asked, group_of(store), FIRST_AREAS[0]).dropna(subset=["value"])
            values = dict(zip(frame["label"], frame["value"].astype(float), strict=True))
            self._rankings[edition, asked] = Ranking(catalogue.indicator(store, asked.indicator_id).name, values)
        return self._rankings[edition, asked]

    def offered(self, edition: str) -> dict[str, tuple[str, list[int]]]:
        """By indicator on offer: how the select box names it, and its years, latest first."""
        language.set(Language.POLISH)
        store = self.store(edition)
        frame = catalogue.indicators(store)
        return {
            row.indicator_id: (f"{dimension_name(row.dimension)} · {row.label}", years)
            for row in frame.rename(columns={"name": "label"}).itertuples()
            if (years := catalogue.periods(store, row.indicator_id, group_of(store)))
        }

    def first(self, edition: str) -> Question:
        """What the page shows to those who choose nothing."""
        offered = self.offered(edition)
        headline = catalogue.headline(self.store(edition), list(offered), list(FIRST_AREAS))
        return Question(headline, offered[headline][1][0])

    def store(self, edition: str) -> Store:
        """Open an edition, once."""
        if edition not in self._stores:
            self._stores[edition] = open_edition(self.data / "edition" / f"{edition}.duckdb")
        return self._stores[edition]


@lru_cache
def group_of(store: Store) -> str:
    """Return the group that the first areas are compared with."""
    return groups.groups_of(store, list(FIRST_AREAS))[0]


def _fault(shown: Shown, asked: Question, right: Ranking) -> str:
    if right.name not in shown.words or f"{asked.period}" not in shown.words:
        return f"the words name neither {right.name!r} nor {asked.period}"
    if drawn(shown.figure) != right.values:
        return f"the figure of {asked} has other numbers than edition {shown.edition}"
    if shown.table is not None and tabled(shown.table) != right.values:
        return f"the table of {asked} has other numbers than edition {shown.edition}"
    return ""


def drawn(figure: str) -> dict[str, float]:
    """Return the numbers of a figure of a ranking by the label of the area."""
    bars = json.loads(figure)["data"][0]
    names, values = ("y", "x") if bars["type"] == "bar" else ("customdata", "y")
    return dict(zip(_array(bars[names]), map(float, _array(bars[values])), strict=True))


def _array(values: Any) -> Iterable[Any]:
    """Plotly writes an array of numbers as a list, or as base64 of its bytes."""
    if isinstance(values, dict):
        return list(np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]))
    return list(values)


def streamed(labels: Iterable[str], values: Iterable[float | None]) -> bytes:
    """Return a table of a ranking as an Arrow stream, for readers who are given one in another form."""
    table = pa.table({"label": list(labels), "value": pa.array(list(values), pa.float64(), from_pandas=True)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def tabled(table: bytes) -> dict[str, float]:
    """Return the numbers of a table of a ranking by the label of the area."""
    frame: pd.DataFrame = pa.ipc.open_stream(table).read_pandas()
    frame = frame.dropna(subset=["value"])
    return dict(zip(frame["label"], frame["value"].astype(float), strict=True))
