"""What a run of a page took is counted once and said without a word of the reader."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from conftest import World
from smup.build import open_store
from smup.model import SmupError
from smup.ui import runs, serving


def count(what: str, le: str = "+Inf") -> int:
    found = re.search(rf'bucket{{run="{what}",le="{re.escape(le)}"}} (\d+)', runs.metrics())
    return int(found[1]) if found else 0


def test_runs_are_counted_in_growing_classes_and_a_part_within_its_page_is_none(
    built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    clock = iter([0.0, 0.05, 10.0, 10.3, 20.0, 40.0])
    monkeypatch.setattr(runs, "perf_counter", lambda: next(clock))
    for _run in range(3):
        with runs.measured("a_page"), runs.measured("a_part"):
            pass
    assert [count("a_page", str(bound)) for bound in runs.BOUNDS] == [1, 1, 1, 2, 2, 2, 2, 2]
    assert (count("a_page"), count("a_part")) == (3, 0)
    assert 'smup_run_seconds_sum{run="a_page"} 20.350000\n' in runs.metrics()
    assert runs.metrics().endswith(f'smup_edition{{edition="{open_store(built_world.data).path.stem}"}} 1\n')


def test_a_run_that_fails_is_said_too_and_only_when_asked_for(
    built_world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    for setting in ("", "1"):
        monkeypatch.setenv("SMUP_LOG", setting)
        with pytest.raises(SmupError), runs.measured("failing"):
            raise SmupError("Sekretarzewo")
    (line,) = capsys.readouterr().out.splitlines()
    said = json.loads(line)
    assert (said["run"], said["edition"]) == ("failing", open_store(built_world.data).path.stem)
    assert set(said) == {"at", "run", "ms", "edition"} and isinstance(said["ms"], int)


def test_counts_are_served_only_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMUP_DATA", str(tmp_path))
    offered = []
    for setting in ("", "1"):
        monkeypatch.setenv("SMUP_METRICS", setting)
        offered.append([getattr(route, "path", "") for route in serving.routes()])
    assert "/metrics" not in offered[0] and "/metrics" in offered[1]
    assert 'smup_edition{edition="none"} 1' in runs.metrics()


def test_two_runs_work_at_once_and_one_that_takes_long_gives_way() -> None:
    inside, go = [], Event()

    def run(what: str, *, long: bool = False) -> None:
        with runs.measured(what):
            if long:
                runs.give_way()
            inside.append(what)
            assert go.wait(20)

    def reached(number: int) -> bool:
        for _ in range(200):
            if len(inside) == number:
                return True
            sleep(0.01)
        return False

    with ThreadPoolExecutor(5) as threads:
        work = [threads.submit(run, "long", long=True)]
        assert reached(1)
        work += [threads.submit(run, what) for what in ("first", "second")]
        assert reached(3), "what gave way is in nobody's way"
        work.append(threads.submit(run, "third"))
        assert not reached(4), "a third one waits"
        go.set()
        for one in work:
            one.result()
    assert inside[3:] == ["third"]
    with runs.measured("after"), runs.measured("a part of it"):
        runs.give_way()
        runs.give_way()
