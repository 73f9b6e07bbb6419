"""Killed (SIGKILL) while building, swapping editions or writing a report, or with a full disk, or a clock that jumps:
what was served is whole, nothing half made has a final name, and the same command ends as if nothing had been.
"""

import multiprocessing
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from conftest import YEAR, Smup, World
from smup import seal
from smup.__main__ import main
from smup.build import build, open_store, use
from smup.cli.asking import _refresh_since
from smup.edition import edition_id, find_edition, kept
from smup.model import SmupError
from smup.sources.live.client import Client
from smup.sources.live.journal import Answer, Journal
from smup.sources.live.limits import ANONYMOUS, Limiter
from test_live_client import VirtualClock

FORK = multiprocessing.get_context("forkserver")  # imports once, then starts a process in milliseconds
FORK.set_forkserver_preload(["smup.__main__", "smup.reports.area", "pytest", "hypothesis"])
YEAR_SECONDS = 365 * 86_400.0
KINDS = ("docx", "pdf", "xlsx", "html")


def command(arguments: list[str], limit: int, errors: Path) -> None:
    """Run the command in this process; ``limit`` bytes are all that a file may have, -1: any number."""
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stderr.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if limit >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    sys.argv = ["smup", *arguments]
    main()


def killed(target: Callable[..., object], arguments: tuple[object, ...], seconds: float) -> None:
    process = FORK.Process(target=target, args=arguments)
    process.start()
    process.join(seconds)
    process.kill()
    process.join()


def moments(most: float, times: int = 20) -> list[float]:
    """The same moments at each run, more of them early."""
    rounds = random.Random(7)
    return [most * rounds.random() ** 1.5 for _ in range(times)]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}


def test_a_build_killed_at_twenty_moments_leaves_an_edition_whole_and_ends_as_if_never_killed(
    built_world: World, tmp_path: Path
) -> None:
    data = built_world.data
    before = open_store(data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    after = edition_id(built_world.write())
    for moment in moments(1.2):
        killed(command, (["build", "--force", "--data", str(data)], -1, tmp_path / "errors"), moment)
        store = open_store(data)
        assert store.path.stem in {before, after}
        assert store.query("select count(*) as n from indicator_value where value is not null")["n"].item() > 50
        store.close()
        sealed = [path for path in (data / "edition").glob("*.duckdb") if seal.is_damaged(path)]
        assert not sealed, "an edition never has the seal of another"
    assert build(data) == after
    whole = {f"{one}.{ending}" for one in (before, after) for ending in ("duckdb", "sha256")}
    assert names(data / "edition") == whole


def back_and_forth(data: Path, one: str, other: str) -> None:
    while True:
        use(data, one)
        use(data, other)


def test_a_swap_killed_at_twenty_moments_serves_one_of_the_two(built_world: World) -> None:
    data = built_world.data
    first = open_store(data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    second = build(built_world.write())
    for moment in moments(0.5):
        killed(back_and_forth, (data, first, second), moment)
        assert open_store(data).path.stem in {first, second}
    assert use(data, first) == first
    assert not [name for name in names(data) if "draft" in name]


def whole(path: Path) -> bool:
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        return is_zipfile(path) and ZipFile(path).testzip() is None
    return b"%%EOF" in content[-64:] if path.suffix == ".pdf" else content.rstrip().endswith(b"</html>")


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_killed_at_moments_is_the_one_before_or_whole(built_world: World, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    output = folder / f"report.{kind}"
    arguments = [
        "report",
        "--area",
        "Kraków",
        "--format",
        kind,
        "--output",
        str(output),
        "--data",
        str(built_world.data),
    ]
    for moment in moments(1.5, 6):
        killed(command, (arguments, -1, tmp_path / "errors"), moment)
        assert not output.exists() or whole(output)
    process = FORK.Process(target=command, args=(arguments, -1, tmp_path / "errors"))
    process.start()
    process.join()
    assert process.exitcode == 0 and whole(output)
    assert names(folder) == {output.name}, "the next run took away what a killed one left"


# --- A disk that is full


def on_a_full_disk(arguments: list[str], limit: int, errors: Path) -> str:
    """Run the command where no file may outgrow a limit, and return the one sentence that it ends with."""
    process = FORK.Process(target=command, args=(arguments, limit, errors))
    process.start()
    process.join()
    assert process.exitcode == 1, errors.read_text()
    sentence = errors.read_text().splitlines()[-1]
    assert "Traceback" not in errors.read_text()
    assert "; free some space there and run the same command again" in sentence and sentence.endswith("."), sentence
    return sentence


@pytest.mark.parametrize("limit", [10_000, 300_000, 4_000_000])
def test_a_build_on_a_full_disk(built_world: World, tmp_path: Path, limit: int) -> None:
    data = built_world.data
    before = open_store(data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    after = edition_id(built_world.write())
    assert str(data / "edition") in on_a_full_disk(["build", "--data", str(data)], limit, tmp_path / "errors")
    assert open_store(data).path.stem == before
    assert names(data / "edition") == {f"{before}.duckdb", f"{before}.sha256"}
    assert build(data) == after


def test_an_edition_that_cannot_be_sealed_for_want_of_space_is_not_served(
    built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = built_world.data
    before = open_store(data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    after = edition_id(built_world.write())
    blocked = data / "edition" / f"{after}.sha256"
    blocked.mkdir()  # no file can take this name
    with pytest.raises(SmupError, match="The store could not be written to"):
        build(data)
    assert open_store(data).path.stem == before
    blocked.rmdir()
    assert build(data) == after


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_on_a_full_disk(built_world: World, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    output = folder / f"report.{kind}"
    output.write_bytes(b"the report of before")
    arguments = [
        "report",
        "--area",
        "Kraków",
        "--format",
        kind,
        "--output",
        str(output),
        "--data",
        str(built_world.data),
    ]
    assert str(output) in on_a_full_disk(arguments, 5000, tmp_path / "errors")
    assert names(folder) == {output.name} and output.read_bytes() == b"the report of before"


def test_own_data_on_a_full_disk(built_world: World, smup: Smup, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("area;indicator;period;value\n" + "".join(f"Kraków;own_{n};2020;{n}\n" for n in range(200)))
    arguments = ["add", str(path), "--who", "A", "--data", str(built_world.data)]
    on_a_full_disk(arguments, 1000, tmp_path / "errors")
    assert names(built_world.data / "submission") == set()
    assert smup(*arguments).code == 0


def test_a_disk_of_its_own_that_is_full(built_world: World, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", disk], check=False).returncode
    ):
        pytest.skip("a small filesystem can be mounted by root alone")
    try:
        subprocess.run(["cp", "-a", f"{built_world.data.parent}/.", disk], check=True)
        world = World(disk / "data", built_world.tables, built_world.observations)
        before = open_store(world.data).path.stem
        free = os.statvfs(disk)
        (disk / "rest").write_bytes(bytes(max(0, free.f_bavail * free.f_bsize - 100_000)))
        world.observe("126101", "cost_pc", YEAR, 41)
        world.write()
        on_a_full_disk(["build", "--data", str(world.data)], -1, tmp_path / "errors")
        assert open_store(world.data).path.stem == before
        (disk / "rest").unlink()
        assert build(world.data) != before
    finally:
        subprocess.run(["umount", "--lazy", disk], check=False)


# --- A clock that jumps


def test_a_clock_that_was_a_year_ahead_makes_nobody_wait_for_a_year(tmp_path: Path) -> None:
    time_ = VirtualClock()
    limiter = Limiter(tmp_path / "limits.sqlite", ANONYMOUS, time_.clock)
    for _ in range(4):
        limiter.acquire()
    time_.time += YEAR_SECONDS
    for _ in range(90):
        limiter.acquire()
    time_.time -= YEAR_SECONDS
    time_.slept.clear()
    for _ in range(20):
        limiter.acquire()
    limiter.close()
    assert sum(time_.slept) < 2 * 15 * 60, "no more than the window that is full"


def test_answers_dated_ahead_are_asked_for_again_by_a_refresh_and_a_refresh_begun_ahead_begins_anew(
    tmp_path: Path,
) -> None:
    time_ = VirtualClock()
    limiter = Limiter(tmp_path / "limits.sqlite", ANONYMOUS, time_.clock)
    client = Client("http://127.0.0.1:9", Journal(tmp_path), limiter, clock=time_.clock, refresh_since=time_.time - 5)
    assert client.is_fresh(time_.time - 1)
    assert not client.is_fresh(time_.time + YEAR_SECONDS)
    assert not client.is_fresh(time_.time - 10)
    client.refresh_since = 0
    client.journal.put("a", Answer("/a", [1], time_.time + YEAR_SECONDS))
    assert client.get("a", "/a", lambda body: None) == [1], "without a refresh what is there is good"
    limiter.close()
    for mark in (str(time.time() + YEAR_SECONDS), "", "no number", "nan"):
        (tmp_path / "refresh").write_text(mark)
        assert _refresh_since(tmp_path) == pytest.approx(time.time(), abs=60)
    again = _refresh_since(tmp_path)
    assert _refresh_since(tmp_path) == again


def test_a_date_to_come_back_is_meant_by_the_clock_of_who_says_it(tmp_path: Path) -> None:
    import httpx

    from smup.sources.live.fetching import Response

    time_ = VirtualClock(1_700_000_000.0 - YEAR_SECONDS)  # ours is a year behind
    client = Client("https://example.org", Journal(tmp_path), Limiter(tmp_path / "l", ANONYMOUS, time_.clock),
                    clock=time_.clock)  # fmt: skip
    theirs = {"Date": "Tue, 14 Nov 2023 22:13:20 GMT", "Retry-After": "Tue, 14 Nov 2023 22:14:20 GMT"}
    assert client._asked_wait(Response(429, httpx.Headers(theirs), b"")) == 60
    for far in ("99999999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"):
        with pytest.raises(SmupError, match="asks for no more requests before"):
            client._asked_wait(Response(429, httpx.Headers({"Retry-After": far}), b""))


def test_editions_follow_each_other_in_the_order_of_builds_whatever_the_clock_said(
    built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, made = built_world.data, [open_store(built_world.data).path.stem]
    for value, ahead in ((41, YEAR_SECONDS), (42, 0), (43, -YEAR_SECONDS)):
        built_world.observe("126101", "cost_pc", YEAR, value)
        made.append(build(built_world.write()))
        path = data / "edition" / f"{made[-1]}.duckdb"
        os.utime(path, (time.time() + ahead, time.time() + ahead))
    assert [one.edition_id for one in kept(data)] == made[:0:-1]
    assert find_edition(data, "previous").stem == made[2]
    assert not (data / "edition" / f"{made[0]}.duckdb").exists(), "the oldest was dropped, not the one of yesterday"
