"""Commands for data of one's own: a file to fill in, and checking it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from smup import build as builder
from smup import own_data, reports
from smup.cli.options import DATA, Data
from smup.model import Language, SmupError
from smup.queries import submissions
from smup.sources.submission import Submission, template_csv, template_xlsx
from smup.sources.submission.keeping import keep
from smup.text import language

TemplateFormat = Literal["csv", "xlsx"]
_UNREADABLE = 2
File = Annotated[Path, typer.Argument(help="File to read, .csv or .xlsx.", show_default=False)]


@contextmanager
def _in_english() -> Iterator[None]:
    before = language.set(Language.ENGLISH)
    try:
        yield
    finally:
        language.reset(before)


def template(
    format_: Annotated[TemplateFormat, typer.Option("--format", help="Form of the file.")] = "xlsx",
    output: Annotated[Path | None, typer.Option(help="File to write; otherwise standard output.")] = None,
    data: Data = DATA,
) -> None:
    """Write a file to fill in with data of your own: its headings and, in XLSX, a sheet that explains them.

    Example: smup template --output own.xlsx
    """
    with _in_english():
        content = template_csv() if format_ == "csv" else template_xlsx(submissions.statuses(builder.open_store(data)))
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        reports.save(output, [content])


def validate(file: File, data: Data = DATA) -> None:
    """Check a file of data of your own; exit code 1 if a cell is wrong, 2 if the file cannot be read.

    Example: smup validate own.xlsx
    """
    found = _examined(file, data)
    _print("Please confirm", found.remarks)
    _print("Faults", found.faults)
    rows, faults = len(found.rows), len(found.faults)
    typer.echo(f"{rows} good row{'s'[: rows != 1]}, {faults} fault{'s'[: faults != 1]}.")
    raise typer.Exit(1 if faults else 0)


def add(
    file: File,
    who: Annotated[str, typer.Option(help="Who submits the data.")],
    note: Annotated[str, typer.Option(help="What to keep in mind about them.")] = "",
    good_rows_only: Annotated[bool, typer.Option("--good-rows-only", help="Leave out rows with faults.")] = False,
    data: Data = DATA,
) -> None:
    """Keep a checked file of data of your own as a source of the next edition, beside the official values.

    Example: smup add own.xlsx --who "City of Gdynia"
    """
    found = _examined(file, data)
    if len(found.faults) and not good_rows_only:
        _print("Faults", found.faults)
        raise SmupError("The file has faults; correct them, or add the others with --good-rows-only.")
    source_id = keep(data, found.rows, file.read_bytes(), file.name, who, note)
    typer.echo(f"{len(found.rows)} rows kept as {source_id}; “smup build” makes an edition with them.")


def _examined(file: Path, data: Path) -> Submission:
    """Read and check a file; one that cannot be read ends the command."""
    store = builder.open_store(data)
    try:
        with _in_english():
            return own_data.examine(store, file.read_bytes(), file.name)
    except OSError as fault:
        typer.echo(f"{file} cannot be read: {fault.strerror}.", err=True)
    except SmupError as fault:
        typer.echo(str(fault), err=True)
    raise typer.Exit(_UNREADABLE)


def _print(title: str, findings: pd.DataFrame) -> None:
    if findings.empty:
        return
    lines = Table(*findings.columns, title=title, title_justify="left")
    for finding in findings.itertuples(index=False):
        lines.add_row(*(Text(str(cell)) for cell in finding))
    Console(highlight=False).print(lines)
