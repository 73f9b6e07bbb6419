"""Which areas share a border: two shapes of ``boundaries/poland.topojson`` that have an arc in common."""

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd

from smup.model import SmupError

FILE = "boundaries/poland.topojson"


def neighbours(data: Path, areas: pd.DataFrame) -> pd.DataFrame:
    """One row per area and neighbour of the same level: area_id, neighbour_id.

    ``areas`` is the input table of areas: shapes of units that it does not know (powiats of cities, which are
    their gmina) are passed over. A gmina that came into being after the boundaries were drawn has no neighbours.
    """
    objects = read_topology(data)["objects"]
    known = set(areas["area_id"])
    pairs: set[tuple[str, str]] = set()
    for level in objects.values():
        by_arc: dict[int, set[str]] = {}
        for shape in level["geometries"]:
            for arc in _arcs(shape["arcs"]):
                if shape["id"] in known:
                    by_arc.setdefault(arc, set()).add(shape["id"])
        for sharing in by_arc.values():
            pairs.update(permutations(sharing, 2))
    return pd.DataFrame(sorted(pairs), columns=["area_id", "neighbour_id"])


def read_topology(data: Path) -> dict[str, Any]:
    """Return the content of the file of boundaries; raises ``SmupError`` when it is missing or no TopoJSON."""
    path = data / FILE
    try:
        topology: dict[str, Any] = json.loads(path.read_bytes())
        topology["objects"]
    except FileNotFoundError as fault:
        raise SmupError(f"{path} is missing; restore it from the project's repository.") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise SmupError(f"{path} is no TopoJSON file; restore it from the project's repository.") from fault
    return topology


def _arcs(nested: list[Any]) -> Iterator[int]:
    """Yield the numbers of all arcs of a shape; an arc that is walked backwards (~number) is the same one."""
    for part in nested:
        if isinstance(part, list):
            yield from _arcs(part)
        else:
            yield part if part >= 0 else ~part
