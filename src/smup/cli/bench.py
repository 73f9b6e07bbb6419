"""The command that measures the store at SMUP's size against four others."""

import signal
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from smup.bench import report, running
from smup.bench.bulk import INDICATORS, YEARS
from smup.bench.process import apart
from smup.cli.options import DATA, Data
from smup.model import SmupError


def bench(
    data: Data = DATA,
    scale: Annotated[float, typer.Option(help="Part of SMUP's 1,285 indicators.", min=0.002, max=1)] = 0.02,
    years: Annotated[int, typer.Option(help="Years of each.", min=1, max=30)] = YEARS,
    draws: Annotated[int, typer.Option(help="How often each question is asked.", min=4, max=1000)] = 30,
    folder: Annotated[Path | None, typer.Option(help="Where the temporary folder is made.")] = None,
) -> None:
    """Measure the store at SMUP's size, with made-up figures, against SQLite, PostgreSQL, pandas and polars.

    The full size is --scale 1. The temporary folder is removed however the run ends, unless it is killed outright.
    Example: smup bench --scale 0.1
    """
    signal.signal(signal.SIGTERM, _leave)  # so that the folder is removed and servers are stopped
    size = running.Size(max(3, round(INDICATORS * scale)), years, draws)
    tenth = running.Size(max(3, size.indicators // 10), years, draws)
    with tempfile.TemporaryDirectory(prefix="smup-bench-", dir=folder) as name:
        work = Path(name)
        work.chmod(0o711)  # PostgreSQL runs as another user and must reach its own folder
        run = _run(data, work, size, tenth)
    typer.echo(report.text(run))
    if any(one.faults for one in run.others):
        raise SmupError("Not all engines gave the same answers, so their times cannot be compared.")


def _run(data: Path, work: Path, size: running.Size, tenth: running.Size) -> report.Run:
    for part in ("whole", "tenth", "tables", "answers"):
        (work / part).mkdir()
    _say(f"Making up {size.indicators} indicators of {size.years} years and building the store")
    store = running.make_store(data, work / "whole", size)
    values = running.make_tables(work / "whole", work / "tables")
    _say("Asking the store")
    store.times = apart(running.ask_store, work / "whole", work / "answers", size).times
    again = apart(running.ask_store, work / "whole", None, size, running.REMEMBERED)
    _say("Building and asking a tenth of it")
    running.make_store(data, work / "tenth", tenth)
    small = apart(running.ask_store, work / "tenth", None, tenth)
    others = []
    for name in running.OTHERS:
        _say(f"Building and asking {name}")
        with tempfile.TemporaryDirectory(dir=work) as own:
            Path(own).chmod(0o711)
            answers = (work / "tables", Path(own), work / "answers", size)
            others.append(apart(running.ask_other, name, *answers))
    return report.Run(values, store, again, small, others)


def _say(step: str) -> None:
    typer.echo(f"{step} …", err=True)


def _leave(*_signal: object) -> None:
    raise SystemExit(143)
