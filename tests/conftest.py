"""Stores for the tests: the shipped data built afresh, and a small world whose every number is a test number."""

import asyncio
import csv
import dataclasses
import json
import math
import os
import shutil
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

import pandas as pd
import pytest
from hypothesis import settings

from smup.__main__ import main
from smup.bench.bulk import copy_inputs
from smup.build import build, open_store
from smup.sources.tables import TABLES, Table
from smup.store import Store

settings.register_profile("smup", deadline=None)  # a slow machine is no fault
settings.load_profile("smup")

CHECKOUT = Path(__file__).parents[1]
YEAR = 2020  # the year in which the small world has a value of everything

Row = dict[str, Any]
T = TypeVar("T")


def _rows(columns: str, *lines: tuple[Any, ...]) -> list[Row]:
    return [dict(zip(columns.split(), line, strict=True)) for line in lines]


STATUS = _rows(
    "status missing severity light",
    *(("A", 0, 0, "green"), ("N", 0, 1, "green")),
    *((code, 0, severity, "amber") for severity, code in enumerate("PVEUDB", start=2)),
    *((code, 1, severity, "grey") for severity, code in enumerate("LOQM", start=8)),
)
UNITS = ("persons", "schools", "PLN/person", "%", "per_100")
SOURCES = ("gus_bdl", "cke_exam8", "gus_teryt", "metro_pages")
CITIES = {"126101": "Kraków", "126201": "Nowy Sącz", "126301": "Tarnów"}
RURAL = {
    "120601": "Czernichów",
    "120602": "Igołomia-Wawrzeńczyce",
    "120605": "Kocmyrzów-Luborzyca",
    "120607": "Liszki",
    "120608": "Michałowice",
    "120609": "Mogilany",
    "120615": "Wielka Wieś",
    "120616": "Zabierzów",
}
SKAWINA = "120611"
DOCUMENT = """Kongres Testowy w Krakowie
Pierwszy Kongres Testowy odbył się w Krakowie 8 czerwca 2020 r.
W jego ramach panel „Szkoły”, a na nim platforma
Nasze Szkoły, którą prowadzi miasto Kraków.
"""
RECORDS = """
[document]
document_id = "000"
file = "../seeds/000.txt"
title = { value = "Kongres Testowy w Krakowie", quote = "Kongres Testowy w Krakowie" }

[[event]]
event_id = "kongres"
review = "reviewed"
name = { value = "Kongres Testowy", quote = "Pierwszy Kongres Testowy" }
kind = { value = "congress", quote = "Kongres Testowy" }
date_basis = "stated"
starts_on = { value = 2020-06-08, quote = "8 czerwca 2020 r." }
area_id = { value = "126101", quote = "w Krakowie" }

[[event]]
event_id = "panel"
review = "candidate"
name = { value = "Panel „Szkoły”", quote = "panel „Szkoły”", confidence = 0.8 }
kind = { value = "panel", quote = "panel", confidence = 0.8 }
part_of = { value = "kongres", quote = "W jego ramach panel", confidence = 0.5 }
date_basis = "unknown"

[[initiative]]
initiative_id = "nasze_szkoly"
review = "reviewed"
name = { value = "Nasze Szkoły", quote = "platforma Nasze Szkoły" }
kind = { value = "platform", quote = "platforma" }
owner = { value = ["Miasto Kraków"], quote = "prowadzi miasto Kraków" }
area_id = { value = "126101", quote = "miasto Kraków" }
theme_id = { value = "education", quote = "Szkoły" }
service_id = { value = "schooling", quote = "Szkoły" }
summary = { pl = "Platforma szkół.", en = "A platform of schools.", quote = "platforma Nasze Szkoły" }

[[presented]]
initiative_id = "nasze_szkoly"
event_id = "panel"
review = "reviewed"
quote = "a na nim platforma Nasze Szkoły"
"""
# Kraków borders on Skawina and Liszki, Skawina on Liszki too; the powiat of Kraków is no area.
BOUNDARIES = {
    "type": "Topology",
    "arcs": [],
    "objects": {
        "gmina": {
            "geometries": [
                {"id": "126101", "arcs": [[0, 1, 2]]},
                {"id": "120611", "arcs": [[[~0, 3]]]},
                {"id": "120607", "arcs": [[~1, 4], [~3]]},
            ]
        },
        "powiat": {"geometries": [{"id": "1206", "arcs": [[5]]}, {"id": "1261", "arcs": [[~5]]}]},
    },
}
SMK = ("126101", SKAWINA, "120601", "120602", "120605", "120607")
AREAS = [
    *_rows("area_id name level kind", ("PL", "Polska", "country", "country")),
    *_rows("area_id name level kind", ("12", "małopolskie", "voivodeship", "voivodeship")),
    *_rows("area_id name level kind", ("smk", "Stowarzyszenie Metropolia Krakowska", "metro", "metropolitan_area")),
    *_rows("area_id name level kind voivodeship_id", ("1206", "krakowski", "powiat", "land_powiat", "12")),
    *_rows(
        "area_id name level kind voivodeship_id powiat_id",
        (SKAWINA, "Skawina", "gmina", "urban_rural", "12", "1206"),
        *((area_id, name, "gmina", "rural", "12", "1206") for area_id, name in RURAL.items()),
        *((area_id, name, "gmina", "city_with_powiat_rights", "12", None) for area_id, name in CITIES.items()),
    ),
]
VARIABLES = _rows(
    "variable_id unit source_id",
    ("population", "persons", "gus_bdl"),
    ("children", "persons", "gus_bdl"),
    ("pupils", "persons", "gus_bdl"),
    ("schools", "schools", "gus_bdl"),
    ("class_size", "persons", "gus_bdl"),
    ("cost_pc", "PLN/person", "gus_bdl"),
    ("score_pct", "%", "cke_exam8"),
    ("score_coverage_pct", "%", "cke_exam8"),
    ("candidates", "persons", "cke_exam8"),
)
INDICATORS = _rows(
    "indicator_id service_id dimension unit polarity target formula"
    " aggregation weight_variable_id coverage_variable_id comparability",
    ("population", "schooling", "context", "persons", "none", None, "population", "sum", None, None, "any"),
    (
        "children_share",
        "schooling",
        "context",
        "per_100",
        "none",
        None,
        "100 * children / population@2020",
        "ratio",
        None,
        None,
        "any",
    ),
    (
        "pupils_per_school",
        "schooling",
        "quantity",
        "persons",
        "none",
        None,
        "pupils / schools",
        "ratio",
        None,
        None,
        "any",
    ),
    ("class_size", "schooling", "quality", "persons", "lower", None, "class_size", "harmonic", "pupils", None, "any"),
    ("cost", "schooling", "cost", "PLN/person", "lower", None, "cost_pc", "mean", "population", None, "same_tasks"),
    (
        "score",
        "schooling",
        "quality",
        "%",
        "higher",
        None,
        "score_pct",
        "mean",
        "candidates",
        "score_coverage_pct",
        "any",
    ),
    ("score_lower", "schooling", "quality", "%", "lower", None, "score_pct", "none", None, None, "any"),
    ("score_target", "schooling", "quality", "%", "target", 35, "score_pct", "none", None, None, "any"),
    ("score_unjudged", "schooling", "context", "%", "none", None, "score_pct", "none", None, None, "any"),
)


def _observations() -> dict[str, list[tuple[str, str, int, float | None, str]]]:
    """The test numbers, by source: area, variable, period, value, status."""
    rural = dict.fromkeys(RURAL)
    by_variable: dict[str, dict[str, float]] = {
        "population": {"126101": 900, "126301": 500, "126201": 400, SKAWINA: 300, "1206": 1100}
        | dict.fromkeys(rural, 100)
        | {"120602": 50, "120616": 150},
        "children": {"126101": 90, SKAWINA: 60, "120601": 20, "120602": 0, "120605": 10, "120607": 10},
        "pupils": {"126101": 400, "126301": 200, "126201": 0, SKAWINA: 100} | dict.fromkeys(rural, 20),
        "schools": {"126101": 4, "126301": 2, "126201": 0, SKAWINA: 2} | dict.fromkeys(rural, 1),
        "class_size": {"126101": 25, "126301": 25, SKAWINA: 20} | dict.fromkeys(rural, 10),
        "cost_pc": {"126101": 40, "126301": 30, "126201": 20, SKAWINA: 25}
        | dict(zip(rural, (8, 9, 10, 11, 12, 13, 14, 15), strict=True)),
        "score_pct": {"126101": 90, "126301": 55, "126201": 65, SKAWINA: 70}
        | dict(zip(rural, (10, 20, 30, 30, 40, 50, 60, 80), strict=True)),
        "score_coverage_pct": {"126101": 90, "126301": 100, "126201": 100, SKAWINA: 100} | dict.fromkeys(rural, 100),
        "candidates": {"126101": 100, "126301": 50, "126201": 40, SKAWINA: 20} | dict.fromkeys(rural, 10),
    }
    source = {variable["variable_id"]: variable["source_id"] for variable in VARIABLES}
    result: dict[str, list[tuple[str, str, int, float | None, str]]] = {"gus_bdl": [], "cke_exam8": []}
    for variable, values in by_variable.items():
        result[source[variable]] += [(area, variable, YEAR, float(value), "A") for area, value in values.items()]
    return result


def _filled(table: Table, row: Row) -> Row:
    """Fill the required cells that a test does not care about, texts with words that can be told apart."""
    key = next(iter(row.values()))
    filled = {}
    for column, kind in get_type_hints(table.row).items():
        if column in row:
            filled[column] = row[column]
        elif kind is str:
            filled[column] = f"{key} {column} żółć"
        elif kind is bool:
            filled[column] = "false"
        elif kind is int:
            filled[column] = 1
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            filled[column] = next(iter(kind))
    return filled


@dataclasses.dataclass
class World:
    """A tiny but complete data folder that a test changes before it is built."""

    data: Path
    tables: dict[str, list[Row]]
    observations: dict[str, list[tuple[str, str, int, float | None, str]]]
    records: str = RECORDS

    def row(self, table: str, key: str) -> Row:
        """Return the row of ``table`` whose first column is ``key``, to be changed."""
        return next(row for row in self.tables[table] if str(next(iter(row.values()))) == key)

    def observe(self, area_id: str, variable_id: str, period: int, value: float | None, status: str = "A") -> None:
        """Put one observation in, instead of the one that is there."""
        source = next(row["source_id"] for row in self.tables["variable"] if row["variable_id"] == variable_id)
        key = (area_id, variable_id, period)
        self.observations[source] = [row for row in self.observations[source] if row[:3] != key]
        self.observations[source].append((*key, value, status))

    def write(self) -> Path:
        """Write the folder as it now is and return it."""
        (self.data / "observation").mkdir(parents=True, exist_ok=True)
        (self.data.parent / "seeds").mkdir(exist_ok=True)
        (self.data.parent / "seeds" / "000.txt").write_text(DOCUMENT, encoding="utf-8")
        (self.data / "boundaries").mkdir(exist_ok=True)
        self.path("boundaries").write_text(json.dumps(BOUNDARIES), encoding="utf-8")
        (self.data / "record").mkdir(exist_ok=True)
        (self.data / "record" / "000.toml").write_text(self.records, encoding="utf-8")
        for table in TABLES:
            with self.path(table.name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, table.columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(_filled(table, row) for row in self.tables[table.name])
        for source, rows in self.observations.items():
            frame = pd.DataFrame(rows, columns=["area_id", "variable_id", "period", "value", "status"])
            frame.astype({"value": "float64"}).to_parquet(self.path(source), index=False)
        return self.data

    def path(self, name: str) -> Path:
        """Return the file of a table, of a source, or of the boundaries."""
        if name == "boundaries":
            return self.data / "boundaries" / "poland.topojson"
        folder_and_suffix = ("observation", "parquet") if name in self.observations else ("", "csv")
        return self.data / folder_and_suffix[0] / f"{name}.{folder_and_suffix[1]}"

    def build(self) -> Store:
        """Write and build the folder, and open the edition."""
        build(self.write())
        return open_store(self.data)


def _small_world(data: Path) -> World:
    tables = {
        "status": STATUS,
        "comparability": _rows(
            "reason light threshold",
            *((reason, "amber", None) for reason in ("other_period", "other_kind", "other_cost_scope")),
            ("low_coverage", "amber", 0.8),
            ("other_tasks", "grey", None),
            ("few_areas", "grey", 4),
        ),
        "cost_scope": _rows("cost_scope", *((scope,) for scope in "ABCD")),
        "unit": _rows("unit", *((unit,) for unit in UNITS)),
        "source": _rows("source_id", *((source,) for source in SOURCES)),
        "area": AREAS,
        "area_member": _rows("group_id area_id source_id", *(("smk", area_id, "metro_pages") for area_id in SMK)),
        "area_adjective": _rows("area_id adjective", ("126301", "tarnowski")),
        "area_name": _rows("area_id name", ("126101", "Cracow")),
        "area_change": _rows(
            "area_id state_before state_after attribute value_before value_after",
            (SKAWINA, "2020-01-01", "2025-01-01", "name", "Skawina test", "Skawina"),
        ),
        "metro": _rows("area_id as_of confidence", ("smk", "2024-03", "high")),
        "theme": _rows("theme_id", ("education",), ("culture",)),
        "service": _rows("service_id theme_id", ("schooling", "education"), ("libraries", "culture")),
        "variable": VARIABLES,
        "indicator": INDICATORS,
        "event_kind": _rows("kind", ("congress",), ("panel",)),
        "initiative_kind": _rows("kind", ("platform",)),
        "pair": _rows(
            "pair_id service_id cost_indicator_id output_indicator_id better years_apart",
            ("cost_score", "schooling", "cost", "score", "higher", 1),
            ("cost_class_size", "schooling", "cost", "class_size", "lower", 0),
        ),
        "structure": _rows("structure_id level indicator_id log weight", ("size", "gmina", "population", "false", 1)),
        "observation_note": _rows(
            "variable_id area_id period status", ("score_pct", "120616", YEAR, "U"), ("class_size", None, None, "A")
        ),
    }
    copies = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    return World(data, copies, _observations())


def wait_for(work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; in a thread of its own, as Playwright leaves its loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(copy_context().run, asyncio.run, work).result()


@pytest.fixture
def small_world(tmp_path: Path) -> World:
    """A small world, not yet written."""
    return _small_world(tmp_path / "world" / "data")


@pytest.fixture(scope="session")
def _built_template(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = _small_world(tmp_path_factory.mktemp("template") / "data")
    world.build().close()
    return world


@pytest.fixture
def built_world(_built_template: World, tmp_path: Path) -> World:
    """A small world that is written, built and served; the test owns its files."""

    def copy(source: str, target: str) -> object:
        return os.link(source, target) if source.endswith(".duckdb") else shutil.copy(source, target)

    shutil.copytree(_built_template.data.parent, tmp_path / "built", symlinks=True, copy_function=copy)
    return _small_world(tmp_path / "built" / "data")


@pytest.fixture(scope="session")
def small_store(_built_template: World) -> Iterator[Store]:
    """The small world, opened read-only and shared."""
    store = open_store(_built_template.data)
    yield store
    store.close()


@pytest.fixture(scope="session")
def copy_of_inputs() -> Callable[[Path], Path]:
    """Copy the shipped inputs, never a store or what a sync fetched, below a folder and return the data folder."""
    return partial(copy_inputs, CHECKOUT / "data")


@pytest.fixture(scope="session")
def data(copy_of_inputs: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped inputs in a folder of their own, built."""
    folder = copy_of_inputs(tmp_path_factory.mktemp("shipped"))
    build(folder)
    return folder


@pytest.fixture(scope="session")
def store(data: Path) -> Iterator[Store]:
    """The shipped data, built by the real build and opened read-only."""
    opened = open_store(data)
    yield opened
    opened.close()


def found(store: Store, area_id: str, indicator_id: str, period: int) -> tuple[float | None, str, float]:
    """Value (None when absent), status and coverage."""
    rows = store.query(
        """
        select value, status, coverage from indicator_value
        where area_id = $area_id and indicator_id = $indicator_id and period = $period
        """,
        area_id=area_id,
        indicator_id=indicator_id,
        period=period,
    )
    assert len(rows) == 1, f"{area_id} {indicator_id} {period}: {len(rows)} rows"
    value, status, coverage = rows.iloc[0]
    return None if math.isnan(value) else float(value), str(status), float(coverage)


class Answer(NamedTuple):
    code: int
    out: bytes
    err: str

    @property
    def sentence(self) -> str:
        """The one line on standard error, which ends as a sentence does."""
        (line,) = self.err.splitlines()
        assert line.endswith((".", "?")), line
        return line


Smup = Callable[..., Answer]


@pytest.fixture
def smup(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Smup:
    """The entry point of the command, called in this process, where an unexpected fault fails the test."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["smup", *map(str, arguments)])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Answer(int(end.value.code or 0), out, err.decode())

    return run
