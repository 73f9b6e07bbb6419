"""Commands that read documents."""

from pathlib import Path
from typing import Annotated

import typer

from smup.cli.options import DATA, Data
from smup.documents import scan as scanning
from smup.model import SmupError
from smup.sources.tables import read_tables


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
