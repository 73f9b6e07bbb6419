"""A run of ``smup sync smup``: what is still to be asked for, and the tables made of all that is there."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, NamedTuple

from smup.model import SmupError
from smup.sources.live.client import Client, FailedError
from smup.sources.live.journal import Journal, write_durably
from smup.sources.live.observing import Report, first_years, write_observations
from smup.sources.smup.api import CARDS, DAYS, ask_year, kept_year, kept_years
from smup.sources.smup.catalogue import Chosen, ask_about, joined, listed
from smup.sources.smup.merge import SOURCE_ID, Merge
from smup.sources.smup.reviewed import Reviewed
from smup.sources.smup.table import dictionaries, series, variable_id
from smup.sources.smup.twins import lines, twins
from smup.sources.tables import TABLES, read_table

Progress = Callable[[str, int, int], None]


class Written(NamedTuple):
    """What a run has written: how many observations, what to know of them, and what was refused."""

    observations: int
    notes: list[str]
    refused: list[str]


def offered(journal: Journal, years: Sequence[int]) -> tuple[list[int], list[int]]:
    """Split years into those for which SMUP has a date, and the others."""
    there = {day.number // 10_000 for day in DAYS.kept(journal) or []}
    return [year for year in years if year in there], [year for year in years if year not in there]


def requests_at_most(journal: Journal, chosen: Sequence[Chosen], years: Sequence[int], refresh: bool) -> int:
    """Return how many requests the values and cards take when nothing fails; a page a year is the rule."""
    asked = 0
    for one in chosen:
        asked += sum(refresh or CARDS.kept(journal, one.indicator.number, lang) is None for lang in ("pl", "en"))
        asked += sum(refresh or kept_year(journal, number, year) is None for number in one.numbers for year in years)
    return asked


def sync(client: Client, chosen: Sequence[Chosen], years: Sequence[int], progress: Progress) -> list[str]:
    """Ask for all that is wanted and not finished; return a sentence for each indicator that was refused.

    ``progress`` hears the indicator, its years done and its years in all. Raises ``SmupError`` when SMUP fails.
    """
    refused = []
    for one in chosen:
        try:
            ask_about(client, one)
            asked = [(number, year) for number in one.numbers for year in years]
            for done, (number, year) in enumerate(asked):
                progress(f"{variable_id(one)} {year}", done, len(asked))
                ask_year(client, number, year)
            progress(variable_id(one), len(asked), len(asked))
        except FailedError:
            raise
        except SmupError as fault:
            refused.append(str(fault))
    return refused


def write_tables(data: Path, journal: Journal, reviewed: Reviewed) -> Written:
    """Make the files below ``data`` of all that is finished in the journal: the same journal, the same bytes.

    Observations go to ``observation/smup_api/``, one Parquet file a variable, the catalogue to ``live/*.csv``.
    """
    ours = {table.name: read_table(table, data / f"{table.name}.csv") for table in TABLES if table.name in
            {"theme", "service", "area"}}  # fmt: skip
    births, words, report = first_years(ours["area"]), dictionaries(journal, reviewed), Report("smup_flag.csv")
    merge, refused, count, known = Merge(journal, ours, reviewed), list[str](), 0, listed(journal)
    pairs = twins(known, reviewed.twins)
    folder = data / "observation" / SOURCE_ID
    for one in joined(known, pairs):
        if not any(kept_years(journal, number) for number in one.numbers):
            continue
        try:
            found = series(journal, one, words, births, report)
        except SmupError as fault:
            refused.append(str(fault))
            continue
        if any(observation.value is not None for observation in found.observations):
            write_observations(folder / f"{variable_id(one)}.parquet", found.observations)
            merge.add(one, found.decimals)
            count += len(found.observations)
    _write_catalogue(data / "live", merge)
    for path in folder.glob("*.parquet"):
        if path.stem not in merge.rows.variable:
            path.unlink()
    there = [pair for pair in pairs if variable_id(Chosen(pair.gmina, pair)) in merge.rows.variable]
    return Written(count, [*report.lines, *merge.lines(), *lines(there)], refused)


def _write_catalogue(folder: Path, merge: Merge) -> None:
    for name, rows in merge.rows._asdict().items():
        row_type = next(table.row for table in TABLES if table.name == name)
        write_durably(folder / f"{name}.csv", _csv([field.name for field in fields(row_type)], list(rows.values())))


def _csv(header: list[str], rows: list[Any]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell
                         for cell in astuple(row)])  # fmt: skip
    return text.getvalue().encode()
