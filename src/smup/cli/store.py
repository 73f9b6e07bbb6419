"""Commands that make the store and check it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from smup import build as builder
from smup.checks import CHECKS, offending_rows
from smup.cli.options import DATA, Data
from smup.edition import edition_id
from smup.model import SmupError


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


def _is_served(data: Path) -> bool:
    """Tell whether the edition of today's inputs is served and can be read."""
    if not builder.is_current(data):
        return False
    try:
        builder.open_store(data).close()
    except SmupError:
        return False
    return True
