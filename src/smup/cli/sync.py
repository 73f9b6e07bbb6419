"""``smup sync``: fetch official figures from the services of their publishers, politely and resumably."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Annotated, Literal

import typer
from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from smup.cli.options import DATA, Data
from smup.model import SmupError, UnknownIdError
from smup.sources.bdl.api import BASE_URL, PAGE_SIZE
from smup.sources.bdl.sync import Progress as Step
from smup.sources.bdl.sync import Wanted, choose, journal_folder, requests_at_most, sync, write_table
from smup.sources.bdl.table import reviewed_variables
from smup.sources.live.client import Budget, Client, EnoughError
from smup.sources.live.journal import Journal, write_durably
from smup.sources.live.limits import ANONYMOUS, WITH_KEY, Clock, Limiter, Window, shortest_time
from smup.sources.tables import read_tables

app = typer.Typer(
    help="Fetch official figures into data/observation/.", no_args_is_help=True, rich_markup_mode=None
)  # fmt: skip
YEARS_AT_FIRST = 5
KEY = "SMUP_BDL_KEY"


@app.callback()
def _sync() -> None:
    """Fetch official figures into data/observation/."""


@app.command()
def bdl(
    variable: Annotated[list[str] | None, typer.Option(help="Variable of variable.csv; otherwise all.")] = None,
    years: Annotated[str | None, typer.Option(help="As 2020-2024 or 2019,2021; else the last five.")] = None,
    level: Annotated[
        Literal["gmina", "powiat"] | None, typer.Option(help="Level; otherwise the lowest that BDL has.")
    ] = None,
    max_requests: Annotated[int | None, typer.Option(min=1, help="Stop after so many requests.")] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say how many requests it takes; ask nothing.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again whether what is there has changed.")] = False,
    base_url: Annotated[
        str, typer.Option(envvar="SMUP_BDL_URL", help="Address of the service.", show_default=False)
    ] = BASE_URL,
    data: Data = DATA,
) -> None:
    """Fetch variables from the Local Data Bank of Statistics Poland; interrupted, it goes on where it stopped.

    A key, if you have one, is read from SMUP_BDL_KEY. Example: smup sync bdl --variable population --years 2020-2024
    """
    tables = read_tables(data)
    wanted = Wanted(choose(tables, variable or []), _years(years), level)
    base_url, key = base_url.rstrip("/"), os.environ.get(KEY) or None
    journal, windows = Journal(journal_folder(data, base_url)), WITH_KEY if key else ANONYMOUS
    requests = requests_at_most(journal, wanted, refresh)
    if plan:
        span = _span(shortest_time(requests, windows))
        typer.echo(f"At most {requests:,} requests; {'with' if key else 'without'} a key they take at least {span}.")
        return
    budget = Budget(max_requests)
    with _alone(journal.folder), _limiter(journal.folder / "limits.sqlite", windows) as limiter:
        since = _refresh_since(journal.folder) if refresh else 0
        client = Client(base_url, journal, limiter, key=key, budget=budget, refresh_since=since)
        try:
            with client, _progress(client, requests) as progress:
                refused = sync(client, wanted, reviewed_variables(data), progress)
            (journal.folder / "refresh").unlink(missing_ok=True)
        except EnoughError:
            typer.echo(f"Stopped after {budget.sent} requests; run the same command again to go on.", err=True)
            refused = []
        rows, notes, broken = write_table(data, tables, journal)
    refused += [sentence for sentence in broken if sentence not in refused]
    typer.echo("\n".join([*notes, *refused]), err=True, nl=bool(notes or refused))
    typer.echo(f"{budget.sent} requests, {rows} observations in data/observation/; run “smup build” to use them.")
    raise typer.Exit(min(len(refused), 1))


def _years(text: str | None) -> tuple[int, ...]:
    """Return the years that a reader names."""
    if text is None:
        this = datetime.now(UTC).year
        return tuple(range(this - YEARS_AT_FIRST, this))
    years: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{4})(?:-(\d{4}))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 1995 <= first <= last <= 2100:
            raise UnknownIdError(f"“{text}” names no years; write 2020-2024 or 2019,2021, from 1995 on.")
        years.update(range(first, last + 1))
    return tuple(sorted(years))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time ask a provider."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout as fault:
        raise SmupError("Another “smup sync bdl” is running; wait until it ends.") from fault


@contextmanager
def _limiter(path: Path, windows: tuple[Window, ...]) -> Iterator[Limiter]:
    """Open the record of what was asked when."""
    try:
        limiter = Limiter(path, windows, Clock())
        try:
            yield limiter
        finally:
            limiter.close()
    except DatabaseError as fault:
        raise SmupError(f"{path} cannot be used ({fault}); remove it when nothing was asked for a week.") from fault


def _refresh_since(folder: Path) -> float:
    """Return when this refresh began: a refresh that was interrupted goes on, and asks nothing twice."""
    mark = folder / "refresh"
    if not mark.exists():
        write_durably(mark, str(time.time()).encode())
    return float(mark.read_text(encoding="utf-8"))


@contextmanager
def _progress(client: Client, requests: int) -> Iterator[Step]:
    """Show requests, what is asked for, why it waits and how long it will take; without a terminal a line a step."""
    console = Console(stderr=True)
    columns = (BarColumn(10), TextColumn("{task.completed}/{task.total} requests"), TextColumn("{task.description}"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=requests)

        def show(text: str) -> None:
            total = max(requests, client.budget.sent)
            left = _span(shortest_time(total - client.budget.sent, WITH_KEY if client.key else ANONYMOUS))
            bar.update(task, completed=client.budget.sent, total=total, description=f"at least {left} left, {text}")

        def step(variable: str, done: int, pages: int) -> None:
            show(f"{variable}: {done} of {pages} pages, {done * PAGE_SIZE} rows at most")
            if not console.is_terminal and done == pages:
                typer.echo(f"{variable}: {pages} pages.", err=True)

        def waiting(seconds: float, reason: str) -> None:
            show(f"waiting {_span(round(seconds))} for {reason}")
            if not console.is_terminal and seconds >= 30:
                typer.echo(f"Waiting {_span(round(seconds))} for {reason}.", err=True)

        client.waiting = waiting
        yield step


def _span(seconds: int) -> str:
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds} s"
