"""``smup bench`` in small: every engine gives the same answers, an absent one is said, and nothing is left behind."""

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from smup.bench import report, running
from smup.bench.process import Measured, apart
from smup.bench.questions import QUESTIONS
from smup.bench.row_stores import PostgreSQL
from smup.edition import data_folder
from smup.model import SmupError

SIZE = running.Size(indicators=3, years=2, draws=4)


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    """A store of three made-up indicators, its tables for others, and its answers.

    Not below pytest's own folder, which every session of pytest closes to other users, such as that of PostgreSQL.
    """
    with tempfile.TemporaryDirectory(prefix="smup-bench-test-") as folder:
        work = Path(folder)
        work.chmod(0o711)
        for part in ("whole", "tables", "answers"):
            (work / part).mkdir()
        running.make_store(data_folder(), work / "whole", SIZE)
        running.make_tables(work / "whole", work / "tables")
        running.ask_store(work / "whole", work / "answers", SIZE)
        yield work


@pytest.mark.parametrize("name", running.OTHERS)
def test_every_engine_gives_the_answers_of_the_store(work: Path, name: str) -> None:
    folder = work / name
    folder.mkdir(mode=0o711)
    measured = running.ask_other(name, work / "tables", folder, work / "answers", SIZE)
    if measured.absent:
        pytest.skip(f"{name}: {measured.absent}")
    assert measured.faults == []
    assert set(measured.times) == {question.name for question in QUESTIONS}
    assert min(measured.bytes, measured.memory, measured.seconds) > 0


def test_the_answers_that_are_compared_hold_something(work: Path) -> None:
    rows = {question.name: pd.read_parquet(work / "answers" / f"{question.name}.0.parquet") for question in QUESTIONS}
    assert {name: len(frame) for name, frame in rows.items() if len(frame) == 0} == {}
    assert rows["ranking"]["value"].notna().sum() > 1000
    assert rows["cost_quality"]["distance"].notna().sum() > 1000
    assert rows["export"]["group_id"].nunique() > 100


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.iloc[1:], "1452 rows instead of 1453"),
        (lambda frame: frame.assign(median=frame["median"] + 1e-6), "median is"),
        (lambda frame: frame.assign(percentile=None), "percentile is"),
        (lambda frame: frame.assign(status="Z"), "status is Z instead of"),
    ],
)
def test_an_answer_that_differs_is_said(work: Path, change: object, said: str) -> None:
    wanted = pd.read_parquet(work / "answers" / "ranking.0.parquet")
    (question,) = (one for one in QUESTIONS if one.name == "ranking")
    assert running.difference(question, wanted.sample(frac=1, random_state=1), wanted) == ""
    assert running.difference(question, change(wanted), wanted).startswith(said)  # type: ignore[operator]


def test_an_engine_that_is_not_there_is_left_out_in_one_sentence(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    absent = running.ask_other("polars", work / "tables", tmp_path, work / "answers", SIZE)
    assert absent.absent == "polars is not installed (pip install 'smup[bench]')"
    ours = Measured("smup", times={question.name: [1.0, 2.0, 3.0] for question in QUESTIONS})
    text = report.text(report.Run(1, ours, ours, ours, [absent]))
    assert "polars      left out: polars is not installed (pip install 'smup[bench]')." in text
    assert "met: 2.0 ms of 20 ms; met: ×1.00 of a tenth of the data" in text


def test_goals_are_judged_against_the_quickest_other_and_a_tenth() -> None:
    def took(name: str, milliseconds: float) -> Measured:
        return Measured(name, times={question.name: [milliseconds] for question in QUESTIONS})

    run = report.Run(1, took("smup", 16), took("smup", 0.1), took("smup", 8), [took("SQLite", 4), took("pandas", 160)])
    lines = {line.split()[0]: line for line in report.text(run).splitlines() if "ms of" in line}
    assert lines["ranking"].split(None, 1)[1] == (
        "met: 16.0 ms of 20 ms; BEHIND SQLite (the quickest other, SQLite, ×0.25); MISSED: ×2.00 of a tenth of the data"
    )
    assert lines["trend"].split(None, 1)[1] == (
        "MISSED: 16.0 ms of 10 ms; SQLite ahead, as its index leads by area (the quickest other, SQLite, ×0.25)"
    )
    run.others = [took("polars", 4)]
    assert "BEHIND polars" in report.text(run).splitlines()[-1]


def test_a_fault_of_a_process_is_one_sentence() -> None:
    with pytest.raises(SmupError, match=r"^SQLite failed: OperationalError: unable to open database file\.$"):
        apart(running.ask_other, "SQLite", Path("/nowhere"), Path("/nowhere"), Path("/nowhere"), SIZE)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_nothing(tmp_path: Path, sign: int) -> None:
    words = [sys.executable, "-m", "smup", "bench", "--scale", "0.002", "--years", "1", "--folder", str(tmp_path)]
    process = subprocess.Popen(words, env=dict(os.environ), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not list(tmp_path.glob("smup-bench-*/whole/data/edition/*.draft")) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(sign)
    assert process.wait(timeout=60) != 0
    assert list(tmp_path.iterdir()) == []


def test_postgresql_is_gone_after_it_was_closed(work: Path) -> None:
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    folder = work / "closed"
    folder.mkdir(mode=0o711)
    engine = PostgreSQL()
    engine.build(work / "tables", folder)
    assert (folder / "postgresql" / "postmaster.pid").exists()
    engine.close()
    assert not (folder / "postgresql" / "postmaster.pid").exists()
