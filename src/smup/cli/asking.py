"""What the commands of ``smup sync`` share: years, one process at a time, limits, the key, and a bar of progress."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError

import typer
from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from smup.model import SmupError, UnknownIdError, remedy, unwritten
from smup.sources.live.client import Budget, Client
from smup.sources.live.journal import Journal, journal_folder, write_durably
from smup.sources.live.limits import ANONYMOUS, WITH_KEY, Clock, Limiter, Window, shortest_time

Step = Callable[[str, int, int], None]
YEARS_AT_FIRST = 5


@dataclass(frozen=True)
class Provider:
    """Where answers come from and where they are kept."""

    name: str
    base_url: str
    folder: Path
    key_name: str

    @property
    def key(self) -> str | None:
        """The key from the environment, if there is one."""
        return os.environ.get(self.key_name) or None

    @property
    def windows(self) -> tuple[Window, ...]:
        """How often it may be asked."""
        return WITH_KEY if self.key else ANONYMOUS

    def time_of(self, requests: int) -> str:
        """Say how long so many requests take at least."""
        span = span_of(shortest_time(requests, self.windows))
        return f"{'with' if self.key else 'without'} a key they take at least {span}"


def provider(name: str, base_url: str, data: Path, key_name: str) -> Provider:
    """Return the provider at an address, with its folder below ``data/sync``."""
    url = base_url.rstrip("/")
    return Provider(name, url, journal_folder(data, name, url), key_name)


@contextmanager
def asking(of: Provider, budget: Budget, refresh: bool) -> Iterator[Client]:
    """Open the one client of a provider, within its limits; a refresh that was interrupted goes on."""
    with _alone(of), _limiter(of) as limiter:
        since = _refresh_since(of.folder) if refresh else 0
        with Client(of.base_url, Journal(of.folder), limiter, key=of.key, budget=budget, refresh_since=since) as client:
            yield client


def finished_refresh(of: Provider) -> None:
    """Remember that everything was asked for again: the next refresh begins anew."""
    (of.folder / "refresh").unlink(missing_ok=True)


def years_of(text: str | None) -> tuple[int, ...]:
    """Return the years that a reader names; without a name the last five."""
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
def _alone(of: Provider) -> Iterator[None]:
    try:
        of.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(of.folder / ".lock", timeout=0):
            yield
    except Timeout as fault:
        raise SmupError(f"Another “smup sync {of.name}” is running; wait until it ends.") from fault
    except OSError as fault:
        raise unwritten(of.folder.parents[2], fault) from fault


@contextmanager
def _limiter(of: Provider) -> Iterator[Limiter]:
    path = of.folder / "limits.sqlite"
    try:
        limiter = Limiter(path, of.windows, Clock())
        try:
            yield limiter
        finally:
            limiter.close()
    except DatabaseError as fault:
        what = remedy(str(fault)) or "; remove it when nothing was asked for a week"
        raise SmupError(f"{path} cannot be used ({fault}){what}.") from fault


def _refresh_since(folder: Path) -> float:
    """Return when this refresh began: one that was interrupted goes on, and asks nothing twice."""
    mark, now = folder / "refresh", time.time()
    with suppress(OSError, ValueError):
        began = float(mark.read_bytes())
        if began <= now:  # else the clock was ahead then
            return began
    write_durably(mark, str(now).encode())
    return now


@contextmanager
def progress(client: Client, requests: int, rows: int) -> Iterator[Step]:
    """Show requests, what is asked for, why it waits and how long it will take; without a terminal a line a step.

    ``requests`` are those still to send at most, ``rows`` those that an answer holds at most.
    """
    console, sent_before = Console(stderr=True), client.budget.sent
    columns = (BarColumn(10), TextColumn("{task.completed}/{task.total} requests"), TextColumn("{task.description}"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=requests)

        def show(text: str) -> None:
            sent = client.budget.sent - sent_before
            total = max(requests, sent)
            left = span_of(shortest_time(total - sent, WITH_KEY if client.key else ANONYMOUS))
            bar.update(task, completed=sent, total=total, description=f"at least {left} left, {text}")

        def step(name: str, done: int, parts: int) -> None:
            show(f"{name}: {done} of {parts}, {done * rows:,} rows at most")
            if not console.is_terminal and done == parts:
                typer.echo(f"{name}: {parts} asked for.", err=True)

        def waiting(seconds: float, reason: str) -> None:
            show(f"waiting {span_of(round(seconds))} for {reason}")
            if not console.is_terminal and seconds >= 30:
                typer.echo(f"Waiting {span_of(round(seconds))} for {reason}.", err=True)

        client.waiting = waiting
        yield step


def span_of(seconds: int) -> str:
    """Write a time in its largest unit."""
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds} s"
