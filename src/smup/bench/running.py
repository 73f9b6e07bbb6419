"""Builds, asks, checks and measures each engine; ``process`` gives each a process of its own."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smup import build as builder
from smup.bench.bulk import LAST_YEAR, copy_inputs, pair_numbers, write_bulk
from smup.bench.engines import AbsentError, Engine, write_tables
from smup.bench.ours import Smup
from smup.bench.process import Measured, apart
from smup.bench.questions import QUESTIONS, Draw, Question, draws
from smup.bench.row_stores import PostgreSQL, SQLite
from smup.bench.with_pandas import Pandas
from smup.bench.with_polars import Polars
from smup.store import FILE, Store

OTHERS: dict[str, Callable[[], Engine]] = {
    "SQLite": SQLite, "PostgreSQL": PostgreSQL, "pandas": Pandas, "polars": Polars,
}  # fmt: skip
CHECKED = 4  # draws of which every engine's answer is held against the store's
PATIENCE = 15.0  # seconds for all draws of one question
REMEMBERED = 64_000_000


@dataclass
class Size:
    """What was made: how many indicators, years and draws."""

    indicators: int
    years: int
    draws: int

    def drawn(self) -> list[Draw]:
        """Return the draws."""
        return draws(self.indicators, pair_numbers(self.indicators), self.draws, LAST_YEAR, self.years)


def make_store(data: Path, folder: Path, size: Size) -> Measured:
    """Make up the inputs below ``folder``, build their store, and measure the build."""
    write_bulk(copy_inputs(data, folder), size.indicators, size.years)
    return apart(_build_store, folder)


def make_tables(folder: Path, tables: Path) -> int:
    """Write the tables that other engines copy; return the number of values."""
    store = Store(folder / "data" / FILE, remembered=0)
    write_tables(store, tables)
    values = int(store.query("select count(*) as n from indicator_value")["n"].iloc[0])
    store.close()
    return values


def _build_store(folder: Path) -> Measured:
    start = time.perf_counter()
    builder.build(folder / "data")
    path = (folder / "data" / FILE).resolve()
    return Measured("smup", time.perf_counter() - start, path.stat().st_size, _peak())


def ask_store(folder: Path, answers: Path | None, size: Size, remembered: int = 0) -> Measured:
    """Ask the store; write the checked answers into ``answers``, for the others to be held against."""
    engine = Smup(folder / "data" / FILE, remembered)
    measured = Measured("smup")
    for question in QUESTIONS:
        for number, draw in enumerate(size.drawn()[:CHECKED]):
            answer = question.answer(engine.ask(question.name, draw))
            if answers is not None:
                answer.to_parquet(_answer(answers, question, number), index=False)
    _time(engine, measured, size, again=remembered > 0)
    engine.close()
    measured.memory = _peak()
    return measured


def ask_other(name: str, tables: Path, folder: Path, answers: Path, size: Size) -> Measured:
    """Build one of ``OTHERS`` below ``folder``, hold its answers against the store's, and time it."""
    engine, measured = OTHERS[name](), Measured(name)
    try:
        start = time.perf_counter()
        kept = engine.build(tables, folder)
        measured.seconds = time.perf_counter() - start
        files = [kept] if kept.is_file() else [path for path in kept.rglob("*") if path.is_file()]
        measured.bytes = sum(path.stat().st_size for path in files)
        for question in QUESTIONS:
            for number, draw in enumerate(size.drawn()[:CHECKED]):
                wanted = pd.read_parquet(_answer(answers, question, number))
                if fault := difference(question, engine.ask(question.name, draw), wanted):
                    measured.faults.append(f"{question.name} of {draw}: {fault}")
        _time(engine, measured, size)
    except AbsentError as why:
        measured.absent = str(why)
    finally:
        engine.close()
    measured.memory = _peak()
    return measured


def difference(question: Question, answer: pd.DataFrame, wanted: pd.DataFrame) -> str:
    """Say in which column an answer differs from the store's, empty where it does not; figures agree to 1e-9."""
    got = question.answer(answer)
    if len(got) != len(wanted):
        return f"{len(got)} rows instead of {len(wanted)}"
    for column in (*question.key, *question.figures):
        left, right = got[column], wanted[column]
        if pd.api.types.is_numeric_dtype(right) or pd.api.types.is_bool_dtype(right):
            left, right = pd.to_numeric(left).astype("Float64"), right.astype("Float64")
            near = (left - right).abs() <= 1e-9 * right.abs().clip(lower=1)
        else:
            near = left.astype(object) == right.astype(object)
        wrong = ~(near.fillna(False).astype(bool) | (left.isna() & right.isna()))
        if wrong.any():
            at = int(wrong.to_numpy().argmax())
            return f"{column} is {got[column].iloc[at]} instead of {wanted[column].iloc[at]} in row {at}"
    return ""


def _time(engine: Engine, measured: Measured, size: Size, again: bool = False) -> None:
    """Ask each question about every draw; ``again``: only the second time is measured."""
    for question in QUESTIONS:
        for draw in size.drawn() if again else ():
            engine.ask(question.name, draw)
        spent: list[float] = []
        for draw in size.drawn():
            start = time.perf_counter()
            engine.ask(question.name, draw)
            spent.append(1000 * (time.perf_counter() - start))
            if sum(spent) > 1000 * PATIENCE:
                break
        measured.times[question.name] = spent


def _answer(answers: Path, question: Question, number: int) -> Path:
    return answers / f"{question.name}.{number}.parquet"


def _peak() -> int:
    """Bytes that this process, or the largest that it started and awaited, held at most."""
    own = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]
    return 1024 * (int(own) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
