"""From finished series of the Local Data Bank to observations: units become areas, attributes become statuses.

The table is made of all that the journal holds, so it is the same whenever and in whatever order it was asked for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.model import BdlAttribute, BdlVariable, SmupError, Status
from smup.sources.bdl_answers import UnitValues, Value
from smup.sources.bdl_api import Series, finished
from smup.sources.live.journal import Journal, write_durably
from smup.sources.observations import OBSERVATION
from smup.sources.tables import Table, read_table

SOURCE_ID = "bdl_api"
CITIES_FROM = 61  # powiat numbers of cities with powiat rights
WHOLE_GMINAS = "123"  # urban, rural, urban-rural; 4 and 5 are parts of gminas, 8 and 9 of cities
REVIEWED = Table("bdl_variable", BdlVariable, ("variable_id",), (("variable_id", "variable"),))
ATTRIBUTES = Table("bdl_attribute", BdlAttribute, ("attribute",))


class Observation(NamedTuple):
    """A row of the Parquet file, in the order of its columns."""

    area_id: str
    variable_id: str
    period: int
    value: float | None
    status: str


@dataclass
class Report:
    """What was kept with a reservation or could not be placed: how often each thing happened."""

    unknown_attributes: Counter[int] = field(default_factory=Counter)
    contradictions: int = 0
    unknown_areas: Counter[str] = field(default_factory=Counter)
    before_birth: int = 0

    @property
    def lines(self) -> list[str]:
        """One sentence for each kind of thing that happened."""
        lines = [
            f"Attribute {attribute} is not in bdl_attribute.csv; {times} values are kept as unvalidated (V)."
            for attribute, times in sorted(self.unknown_attributes.items())
        ]
        if self.contradictions:
            lines.append(f"{self.contradictions} values contradict their attribute; see their status.")
        if self.before_birth:
            lines.append(f"{self.before_birth} values from before their area existed were left out.")
        if self.unknown_areas:
            names = ", ".join(sorted(self.unknown_areas)[:10])
            lines.append(f"{len(self.unknown_areas)} units are not in area.csv and were left out: {names}.")
        return lines


def reviewed_variables(data: Path) -> dict[str, BdlVariable]:
    """Return what BDL calls each variable, by ``variable_id``, as it was reviewed."""
    frame = read_table(REVIEWED, data / "bdl_variable.csv")
    return {row["variable_id"]: BdlVariable(**row) for row in frame.to_dict("records")}


def attributes(data: Path) -> dict[int, BdlAttribute]:
    """Return how the numbers of each attribute are read."""
    frame = read_table(ATTRIBUTES, data / "bdl_attribute.csv")
    return {row["attribute"]: BdlAttribute(**row) for row in frame.to_dict("records")}


def area_of(unit: str, level: int, lowest: int) -> str | None:
    """Return the ``area_id`` of a BDL unit, or None for a part of a gmina or what comes at another level.

    ``lowest`` is the lowest level of the variable: a city with powiat rights is a gmina when gminas have values.
    """
    if level == 6:
        return unit[2:4] + unit[7:11] if unit[-1] in WHOLE_GMINAS else None
    powiat = unit[2:4] + unit[7:9]
    if int(powiat[2:]) < CITIES_FROM:
        return powiat
    return powiat + "01" if lowest == 5 else None


def reading(value: Value, known: Mapping[int, BdlAttribute], report: Report) -> tuple[float | None, str]:
    """Return the value and status that a number stands for; what it is, its attribute says."""
    attribute = known.get(value.attrId)
    if attribute is None:
        report.unknown_attributes[value.attrId] += 1
        return (value.val, Status.UNVALIDATED) if value.val is not None else (None, Status.MISSING)
    if attribute.reads == "missing":
        return None, attribute.status
    if value.val is None:
        if attribute.reads == "zero":
            return 0.0, attribute.status
        report.contradictions += 1
        return None, Status.MISSING
    if attribute.reads == "zero" and value.val != 0:
        report.contradictions += 1
        return value.val, Status.UNVALIDATED
    return value.val, attribute.status


def observations(
    variable_id: str,
    series: Iterable[tuple[Series, list[UnitValues]]],
    lowest: int,
    known: Mapping[int, BdlAttribute],
    first_years: Mapping[str, int],
    report: Report,
) -> list[Observation]:
    """Return one observation per area and year; units that a gmina had before and after a change of type are one.

    ``first_years`` are the areas of the catalogue, each with the first year in which it can have a value.
    Raises ``SmupError`` when two units of one area have different values in a year.
    """
    found: dict[tuple[str, int], tuple[str, float | None, str]] = {}
    for of, rows in series:
        for row in sorted(rows, key=lambda row: row.id):
            area_id = area_of(row.id, of.level, lowest)
            if area_id is None:
                continue
            if area_id not in first_years:
                report.unknown_areas[row.id] += 1
                continue
            for value in row.values:
                key = area_id, int(value.year)
                number, status = reading(value, known, report)
                if number is not None and key[1] < first_years[area_id]:
                    report.before_birth += 1
                    continue
                there = found.get(key)
                if there is None or there[1] is None:
                    if there is None or number is not None:
                        found[key] = row.id, number, status
                elif number is not None and number != there[1]:
                    raise SmupError(
                        f"BDL gives {variable_id} of {area_id} in {key[1]} twice, as {there[1]:g} (unit {there[0]}) "
                        f"and as {number:g} (unit {row.id}); the variable was left alone."
                    )
    return [Observation(area_id, variable_id, year, *rest[1:]) for (area_id, year), rest in found.items()]


def finished_series(journal: Journal, external_id: str) -> Iterator[tuple[Series, list[UnitValues]]]:
    """Give each finished series of a variable in the journal with its rows."""
    folders = {name.rsplit("/", 1)[0] for name in journal.names(f"data/{external_id}")}
    for folder in sorted(folders):
        match = re.fullmatch(r"data/[^/]+/(\d)/(\d{4}(?:-\d{4})*)", folder)
        if match:
            series = Series(external_id, int(match[1]), tuple(map(int, match[2].split("-"))))
            rows = finished(journal, series)
            if rows is not None:
                yield series, rows


def write_observations(path: Path, rows: list[Observation]) -> None:
    """Replace the Parquet file in one step; the same rows give the same bytes."""
    frame = pd.DataFrame(sorted(rows, key=lambda row: (row[1], row[2], row[0])), columns=OBSERVATION.names)
    table = pa.Table.from_pandas(frame, schema=OBSERVATION, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    write_durably(path, sink.getvalue().to_pybytes())
