"""Boundaries as browsers draw them: GeoJSON files made of ``boundaries/poland.topojson``, written once.

A file is named by its content, so that a browser may keep it for good. ``<level>`` holds the shapes of the areas,
``<level>-hatching`` stripes in those shapes, with which a map marks what has no value to compare.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from filelock import FileLock

from smup.model import Level, SmupError
from smup.sources.boundaries import FILE, read_topology

LEVELS = (Level.GMINA, Level.POWIAT, Level.VOIVODESHIP)
HATCHING = "hatching"
_FIRST_CITY = 61  # the number in its voivodeship from which on a powiat of TERYT is a city
_FLAT = 0.62  # a degree of longitude in Poland in degrees of latitude
_APART = 0.09  # between two stripes, in degrees across; half as much, and half again, where few would fit
_FEWEST = 3  # stripes in a shape
_THICK = 0.22  # part of that distance which a stripe fills

Point = tuple[float, float]
Ring = list[Point]


def write_shapes(data: Path, folder: Path, labels: Mapping[str, str]) -> dict[str, str]:
    """Write the files into ``folder`` unless they are there; return the name of each by what it holds.

    ``labels`` names areas by their identifier; a city with powiat rights has its shape in ``gmina`` and ``powiat``.
    Raises ``SmupError`` when the boundaries cannot be read or the folder cannot be written.
    """
    try:
        content = (data / FILE).read_bytes()
    except OSError:
        content = b""  # read_topology says why
    version = hashlib.sha256(content + Path(__file__).read_bytes() + json.dumps(sorted(labels.items())).encode())
    kinds = [f"{level}{ending}" for level in LEVELS for ending in ("", f"-{HATCHING}")]
    names = {kind: f"{kind}-{version.hexdigest()[:12]}.json" for kind in kinds}
    if not all((folder / name).exists() for name in names.values()):
        try:
            folder.mkdir(exist_ok=True)
            with FileLock(folder / ".lock", timeout=300):  # a process may do so for another page
                for kind, collection in _collections(data, labels):
                    _write(folder / names[kind], collection)
        except OSError as fault:
            raise SmupError(f"The shapes of the map could not be written to {folder}: {fault.strerror}.") from fault
    return names


def drawn(data: Path) -> frozenset[str]:
    """Return the identifiers of all areas that have a shape."""
    objects = read_topology(data)["objects"]
    return frozenset(_area_id(shape["id"], level) for level in LEVELS for shape in objects[level]["geometries"])


def _collections(data: Path, labels: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    topology = read_topology(data)
    try:
        for level in LEVELS:
            areas = {_area_id(shape["id"], level): _polygons(topology, shape)
                     for shape in topology["objects"][level]["geometries"]}  # fmt: skip
            yield level, _collection(areas, labels)
            yield f"{level}-{HATCHING}", _collection({area_id: hatched(shape) for area_id, shape in areas.items()}, {})
    except (KeyError, IndexError, TypeError, ValueError) as fault:
        raise SmupError(f"{data / FILE} is no TopoJSON file; restore it from the project's repository.") from fault


def _area_id(shape_id: str, level: Level) -> str:
    """Return the identifier of the area of a shape: a city with powiat rights is known as the gmina that it is."""
    return f"{shape_id}01" if level is Level.POWIAT and int(shape_id[2:]) >= _FIRST_CITY else shape_id


def _polygons(topology: dict[str, Any], shape: dict[str, Any]) -> list[list[Ring]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [[_ring(topology, arcs) for arcs in polygon] for polygon in polygons]


def _ring(topology: dict[str, Any], arcs: list[int]) -> Ring:
    """Join arcs end to end; one that is walked backwards is given as ~number."""
    points: Ring = []
    for arc in arcs:
        line = _line(topology, arc) if arc >= 0 else _line(topology, ~arc)[::-1]
        points += line[1:] if points else line
    return points


def _line(topology: dict[str, Any], arc: int) -> Ring:
    """Return the points of an arc, which are written as steps on a grid."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    xs, ys = (accumulate(steps) for steps in zip(*topology["arcs"][arc], strict=True))
    return [(round(west + across * x, 4), round(south + up * y, 4)) for x, y in zip(xs, ys, strict=True)]


def hatched(polygons: list[list[Ring]]) -> list[list[Ring]]:
    """Return the stripes of a shape, each a thin quadrilateral from edge to edge, rising to the right.

    Stripes of all shapes lie on one grid, so that those of neighbours go on in each other.
    """
    rings = [[(y - _FLAT * x, y + _FLAT * x) for x, y in ring] for polygon in polygons for ring in polygon]
    height = [across for ring in rings for across, _along in ring]
    apart = _APART
    while max(height) - min(height) < _FEWEST * apart > _APART / 64:
        apart /= 2
    crossings: dict[int, list[float]] = defaultdict(list)
    for ring in rings:
        for (one, start), (other, end) in pairwise(ring):
            low, high = min(one, other), max(one, other)
            for stripe in range(int(low // apart) + 1, int(high // apart) + 1):
                crossings[stripe].append(start + (end - start) * (stripe * apart - one) / (other - one))
    return [
        [_quadrilateral(stripe * apart, _THICK * apart / 2, start, end)]
        for stripe, along in sorted(crossings.items())
        for start, end in zip(sorted(along)[::2], sorted(along)[1::2], strict=True)
    ]


def _quadrilateral(across: float, half: float, start: float, end: float) -> Ring:
    corners = [(across - half, start), (across - half, end), (across + half, end), (across + half, start)]
    points = [(round((v - u) / 2 / _FLAT, 4), round((v + u) / 2, 4)) for u, v in corners]
    return [*points, points[0]]


def _collection(areas: dict[str, list[list[Ring]]], labels: Mapping[str, str]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": area_id,
            "properties": {"label": labels[area_id]} if area_id in labels else {},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        }
        for area_id, polygons in areas.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _write(path: Path, collection: dict[str, Any]) -> None:
    """Write a file in one step."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
