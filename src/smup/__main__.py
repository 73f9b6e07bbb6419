"""The command line: build and check the store, compare areas, export tables, read documents."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from smup import __version__, reports, syncing
from smup import build as builder
from smup.checks import CHECKS, offending_rows
from smup.documents import scan as scanning
from smup.edition import data_folder, edition_id
from smup.model import SmupError, UnknownIdError
from smup.queries import areas, catalogue, exports, figures, groups
from smup.sources.tables import read_tables

app = typer.Typer(
    name="smup",
    help="Benchmark Poland's local public services: quantity, quality and cost.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
TableName = Literal["observations", "indicators", "areas", "events", "initiatives", "benchmark"]
CompareFormat = Literal["csv", "json", "md"]
ExportFormat = Literal["csv", "parquet", "xlsx", "jsonl", "ics"]
Data = Annotated[
    Path,
    typer.Option("--data", envvar="SMUP_DATA", help="Folder with the input tables and the store.", show_default=False),
]
DATA = data_folder()


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def build(
    data: Data = DATA, force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False
) -> None:
    """Build the store from the tables in data/ and point data/smup.duckdb at the new edition.

    Example: smup build
    """
    if not force and _is_served(data):
        typer.echo(f"The store is up to date: edition {edition_id(data)}.")
        return
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)

        def show(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)
            if not console.is_terminal and share < 1:
                typer.echo(step, err=True)

        edition = builder.build(data, show)
    typer.echo(f"Built edition {edition}.")


@app.command()
def check(data: Data = DATA) -> None:
    """Run the data-quality rules on the store and print the rows that break them; exit code 1 if any does.

    Example: smup check
    """
    store = builder.open_store(data)
    broken = 0
    for rule in CHECKS:
        rows = offending_rows(store, rule)
        typer.echo(f"{'broken' if len(rows) else 'holds '}  {rule.name}: {rule.demands}")
        if len(rows):
            broken += 1
            typer.echo(rows.to_string(index=False))
    if broken:
        raise SmupError(f"{broken} of {len(CHECKS)} rules are broken.")
    typer.echo(f"All {len(CHECKS)} rules hold in edition {store.edition['edition_id']}.")


@app.command()
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


@app.command()
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
    frame = exports.calendar(store) if format_ == "ics" else exports.export(store, table)
    content = reports.WRITERS[format_](frame)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    reports.save(output, content)
    typer.echo(f"{len(frame)} rows written to {output}.", err=True)


documents = typer.Typer(help="Read documents about what cities do.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(documents, name="documents")
app.add_typer(syncing.app, name="sync")


@documents.command()
def scan(
    files: Annotated[list[Path], typer.Argument(help="Documents: .txt, .html, .pdf, .docx, up to 20 MB each.")],
    write: Annotated[bool, typer.Option("--write", help="Put the records into data/record/ for review.")] = False,
    data: Data = DATA,
) -> None:
    """Read documents and propose records of the events and initiatives that they speak of, with their words.

    Example: smup documents scan congress.pdf --write
    """
    tables, faults = read_tables(data), 0
    for path in files:
        try:
            scanned = scanning.scan(path, data, tables)
            typer.echo("\n".join([f"{path}:", *scanning.summary(scanned.records)]), err=True)
            typer.echo(scanning.write(scanned, data) if write else scanning.to_toml(scanned.records))
        except SmupError as fault:
            faults += 1
            typer.echo(str(fault), err=True)
    raise typer.Exit(min(faults, 1))


def _is_served(data: Path) -> bool:
    """Tell whether the edition of today's inputs is served and can be read."""
    try:
        builder.open_store(data).close()
    except SmupError:
        return False
    return builder.is_current(data)


def main() -> None:
    """Run the command line; a fault is one sentence on standard error and exit code 1, or 2 for an unknown name."""
    try:
        " ".join(sys.argv).encode()  # fails for bytes that the terminal's encoding does not know
        app()
        sys.stdout.flush()
    except SmupError as fault:
        typer.echo(str(fault), err=True)
        sys.exit(2 if isinstance(fault, UnknownIdError) else 1)
    except UnicodeError:
        typer.echo("The arguments are not valid text in this terminal's encoding; type them in UTF-8.", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as fault:
        typer.echo(f"The output cannot be written: {fault.strerror}.", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
