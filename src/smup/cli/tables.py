"""Commands that write tables of the store."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer

from smup import build as builder
from smup import reports
from smup.cli.options import DATA, Data
from smup.cli.pieces import pieces
from smup.model import SmupError, UnknownIdError
from smup.queries import areas, catalogue, exports, figures, groups

TableName = Literal["observations", "indicators", "areas", "events", "initiatives", "benchmark"]
CompareFormat = Literal["csv", "json", "md"]
ExportFormat = Literal["csv", "parquet", "xlsx", "jsonl", "ics"]


def compare(
    indicator: Annotated[str, typer.Option(help="Indicators, separated by commas.")],
    areas_: Annotated[
        str, typer.Option("--areas", help="Identifiers or names of areas, separated by commas or by semicolons.")
    ],
    period: Annotated[int | None, typer.Option(help="Year; otherwise the latest that most of the areas share.")] = None,
    group: Annotated[str | None, typer.Option(help="Group, as similar.226201; else the kind of the first.")] = None,
    format_: Annotated[CompareFormat, typer.Option("--format", help="Form of the table.")] = "csv",
    data: Data = DATA,
) -> None:
    """Print a table that compares areas by one or more indicators.

    Example: smup compare --indicator exam8_maths --areas Kraków,Gdynia,Wrocław,Lublin
    """
    store = builder.open_store(data)
    area_ids = areas.find_areas(store, areas_.split(";" if ";" in areas_ else ","))
    if not area_ids:
        raise UnknownIdError("Name at least one area after --areas.")
    indicator_ids = [catalogue.indicator(store, name.strip()).indicator_id for name in indicator.split(",")]
    group_id = group or (groups.groups_of(store, area_ids) or ["voivodeship"])[0]
    groups.require_group(store, group_id)
    table = figures.comparison_table(store, indicator_ids, group_id, area_ids, period)
    if table.empty:
        when = f" in {period}" if period else ""
        raise SmupError(f"None of these areas has a value of these indicators{when}; see “smup export indicators”.")
    sys.stdout.buffer.write(reports.WRITERS[format_](table))


def export(
    table: Annotated[TableName, typer.Argument(help="Table to export.")],
    format_: Annotated[ExportFormat, typer.Option("--format", help="Form of the file.")] = "csv",
    output: Annotated[Path | None, typer.Option(help="File to write; otherwise standard output.")] = None,
    data: Data = DATA,
) -> None:
    """Write a whole table of the store; events with a date also as a calendar (ics).

    Example: smup export indicators --format xlsx --output indicators.xlsx
    """
    if format_ == "ics" and table != "events":
        raise UnknownIdError("Only events have dates for a calendar; export this table as csv, parquet, xlsx or jsonl.")
    store = builder.open_store(data)
    rows: list[int] = []

    def counted_parts() -> Iterator[pd.DataFrame]:
        for part in [exports.calendar(store)] if format_ == "ics" else exports.parts(store, table):
            rows.append(len(part))
            yield part

    content = pieces(counted_parts(), format_)
    if output is None:
        sys.stdout.buffer.writelines(content)
        return
    reports.save(output, content)
    typer.echo(f"{sum(rows)} rows written to {output}.", err=True)
