"""From numbers as a provider gives them to observations: what it marks a number with decides what the number is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.model import Mark, SmupError, Status
from smup.sources.live.journal import write_durably
from smup.sources.observations import OBSERVATION


class Observation(NamedTuple):
    """A row of the Parquet file, in the order of its columns."""

    area_id: str
    variable_id: str
    period: int
    value: float | None
    status: str


class Number(NamedTuple):
    """A number of a unit in a year; ``mark`` is what the provider says of it, ``mark_id`` how it is called there."""

    unit: str
    area_id: str | None
    period: int
    value: float | None
    mark: Mark | None
    mark_id: str


@dataclass
class Report:
    """What was kept with a reservation or could not be placed: how often each thing happened."""

    marks_table: str
    unknown_marks: Counter[str] = field(default_factory=Counter)
    contradictions: int = 0
    unknown_areas: Counter[str] = field(default_factory=Counter)
    before_birth: int = 0

    @property
    def lines(self) -> list[str]:
        """One sentence for each kind of thing that happened."""
        lines = [
            f"{mark} is not in {self.marks_table}; {times} values are kept as unvalidated (V)."
            for mark, times in sorted(self.unknown_marks.items())
        ]
        if self.contradictions:
            lines.append(f"{self.contradictions} values contradict what they are marked with; see their status.")
        if self.before_birth:
            lines.append(f"{self.before_birth} values from before their area existed were left out.")
        if self.unknown_areas:
            names = ", ".join(sorted(self.unknown_areas)[:10])
            lines.append(f"{len(self.unknown_areas)} units are not in area.csv and were left out: {names}.")
        return lines


def reading(number: Number, report: Report) -> tuple[float | None, str]:
    """Return the value and status that a number stands for; what it is, its mark says."""
    value, mark = number.value, number.mark
    if mark is None:
        report.unknown_marks[number.mark_id] += 1
        return (value, Status.UNVALIDATED) if value is not None else (None, Status.MISSING)
    if mark.reads == "missing":
        return None, mark.status
    if value is None:
        if mark.reads == "zero":
            return 0.0, mark.status
        report.contradictions += 1
        return None, Status.MISSING
    if mark.reads == "zero" and value != 0:
        report.contradictions += 1
        return value, Status.UNVALIDATED
    return value, mark.status


def observed(
    variable_id: str, numbers: Iterable[Number], first_years: Mapping[str, int], report: Report
) -> list[Observation]:
    """Return one observation per area and year; units that an area had before and after a change of type are one.

    ``first_years`` are the areas of the catalogue, each with the first year in which it can have a value.
    Raises ``SmupError`` when two units of one area have different values in a year.
    """
    found: dict[tuple[str, int], tuple[str, float | None, str]] = {}
    for number in numbers:
        area_id, year = number.area_id, number.period
        if area_id is None or area_id not in first_years:
            report.unknown_areas[number.unit] += 1
            continue
        value, status = reading(number, report)
        if value is not None and year < first_years[area_id]:
            report.before_birth += 1
            continue
        there = found.get((area_id, year))
        if there is None or there[1] is None:
            if there is None or value is not None:
                found[area_id, year] = number.unit, value, status
        elif value is not None and value != there[1]:
            raise SmupError(
                f"{variable_id} of {area_id} in {year} is given twice, as {there[1]:g} (unit {there[0]}) "
                f"and as {value:g} (unit {number.unit}); it was left alone."
            )
    return [Observation(area_id, variable_id, year, *rest[1:]) for (area_id, year), rest in found.items()]


def first_years(areas: pd.DataFrame) -> dict[str, int]:
    """Return the first year in which each area of ``area.csv`` can have a value."""
    births = pd.to_datetime(areas["valid_from"]).dt.year.fillna(0).astype(int)
    return dict(zip(areas["area_id"], births, strict=True))


def write_observations(path: Path, rows: list[Observation]) -> None:
    """Replace a Parquet file in one step; the same rows give the same bytes."""
    frame = pd.DataFrame(sorted(rows, key=lambda row: (row[1], row[2], row[0])), columns=OBSERVATION.names)
    table = pa.Table.from_pandas(frame, schema=OBSERVATION, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    write_durably(path, sink.getvalue().to_pybytes())
