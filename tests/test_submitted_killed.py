"""“smup add” that is killed at any moment: the data folder is as before or holds the whole file, and builds."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from conftest import Smup, World
from smup.build import build, open_store
from smup.sources.submission import keeping

FILE = "area;indicator;period;value\n" + "".join(f"Kraków;own_{number};2020;{number}\n" for number in range(2_000))
ROWS = 2_000
# When the end comes: so many seconds after the start, or as soon as this file is there.
MOMENTS: list[float | str] = [0.1, 0.6, 1.0, 1.4, 1.8, 2.5, ".lock", "*.parquet.draft", "*.parquet", "*.parquet",
                              "submission.csv.draft", "submission.csv"]  # fmt: skip


def killed(command: list[str], folder: Path, moment: float | str) -> int:
    """Start a command, kill it at the moment and return how it ended."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if isinstance(moment, float):
        time.sleep(moment)
    else:
        while process.poll() is None and not any(folder.glob(moment)):
            pass
    process.send_signal(signal.SIGKILL)
    return process.wait()


@pytest.mark.parametrize("number", range(len(MOMENTS)), ids=lambda number: f"{number}-{MOMENTS[number]}")
def test_killed_at_any_moment_it_leaves_all_or_nothing(
    built_world: World, smup: Smup, tmp_path: Path, number: int
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(FILE, encoding="utf-8")
    arguments = ["add", str(path), "--who", "A", "--data", str(built_world.data)]
    folder = built_world.data / keeping.FOLDER
    assert killed([sys.executable, "-m", "smup", *arguments], folder, MOMENTS[number]) in (-signal.SIGKILL, os.EX_OK)
    kept = keeping.kept_files(built_world.data)
    assert len(kept) in (0, 2), "nothing, or the list and the file"
    build(built_world.data)
    assert rows(built_world) == (ROWS if kept else 0)
    again = smup(*arguments)
    assert (again.code, "has been added already" in again.err) == ((1, True) if kept else (0, False))
    kept = keeping.kept_files(built_world.data)
    assert sorted(one.name for one in folder.iterdir()) == sorted([".lock", *(one.name for one in kept)])
    assert len(pd.read_parquet(kept[1])) == ROWS


def rows(world: World) -> int:
    """How many submitted rows the edition holds."""
    store = open_store(world.data)
    try:
        return int(store.query("select count(*) as rows from submission_value")["rows"][0])
    finally:
        store.close()
