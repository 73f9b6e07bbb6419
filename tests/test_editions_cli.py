"""Going back to an edition that is kept: in one step, only to one that can be read, and unharmed by a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import YEAR, Smup, World
from smup.build import build, open_store, use
from smup.model import SmupError


@pytest.fixture
def two(built_world: World) -> tuple[Path, str, str]:
    """A data folder with two editions, the second served; their identifiers."""
    first = open_store(built_world.data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    return built_world.write(), first, build(built_world.data)


def cost(data: Path) -> float:
    rows = open_store(data).query("from observation where area_id = '126101' and variable_id = 'cost_pc'")
    return float(rows["value"].item())


def test_an_earlier_edition_is_served_again_and_the_later_one_too(smup: Smup, two: tuple[Path, str, str]) -> None:
    data, first, second = two
    assert cost(data) == 41
    assert smup("edition", "use", first[:6], "--data", data).out.decode() == f"Readers now see edition {first}.\n"
    assert cost(data) == 40
    lines = smup("edition", "list", "--data", data).out.decode().splitlines()
    assert [line[:14] for line in lines] == [f"* {first}", f"  {second}"]
    assert smup("edition", "use", "previous", "--data", data).code == 0
    assert cost(data) == 41


@pytest.mark.parametrize(("wanted", "says"), [("nothing", "is no edition"), ("../area", "is no edition")])
def test_what_is_not_kept_is_not_served(smup: Smup, two: tuple[Path, str, str], wanted: str, says: str) -> None:
    data, _first, second = two
    answer = smup("edition", "use", wanted, "--data", data)
    assert answer.code == 2 and says in answer.sentence
    assert (data / "smup.duckdb").resolve().stem == second


def test_a_file_from_elsewhere_a_damaged_one_and_one_of_other_code_are_refused(
    two: tuple[Path, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, first, second = two
    elsewhere = tmp_path / "elsewhere.duckdb"
    elsewhere.write_bytes((data / "edition" / f"{first}.duckdb").read_bytes())
    with pytest.raises(SmupError, match="is not kept in"):
        use(data, str(elsewhere))
    with monkeypatch.context() as changed:
        changed.setattr("smup.edition.code_version", lambda: "0+other")
        with pytest.raises(SmupError, match="was made by another version of smup"):
            use(data, first)
    (data / "edition" / f"{first}.duckdb").unlink()  # the file is a link to that of other tests
    (data / "edition" / f"{first}.duckdb").write_bytes(b"damaged")
    with pytest.raises(SmupError, match="is no edition"):
        use(data, first)
    assert (data / "smup.duckdb").resolve().stem == second
    assert cost(data) == 41


def test_a_build_after_going_back_keeps_the_edition_that_was_served(built_world: World) -> None:
    first = open_store(built_world.data).path.stem
    for value in (41, 42):
        built_world.observe("126101", "cost_pc", YEAR, value)
        build(built_world.write())
    use(built_world.data, first)
    built_world.observe("126101", "cost_pc", YEAR, 43)
    build(built_world.write())
    kept = {path.stem for path in (built_world.data / "edition").glob("*.duckdb")}
    assert first in kept and len(kept) == 3


def test_killed_at_any_moment_one_of_the_two_is_served_and_the_next_command_works(two: tuple[Path, str, str]) -> None:
    data, first, second = two
    flip = "import sys; from pathlib import Path; from smup.build import use\nprint('on', flush=True)\n"
    flip += "while True:\n    for one in sys.argv[2:]: use(Path(sys.argv[1]), one)"
    for wait in (0.0, 0.03, 0.07, 0.11, 0.2):
        command = [sys.executable, "-c", flip, str(data), first, second]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ)
        assert process.stdout and process.stdout.readline() == b"on\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert (data / "smup.duckdb").resolve().stem in {first, second}
        assert cost(data) in {40, 41}
    for left in (first, second):  # a process killed between making the link and moving it
        (data / "edition" / f"{left}.link.draft").symlink_to("nowhere")
    assert (use(data, first), cost(data)) == (first, 40)
    assert not list((data / "edition").glob("*.draft*"))
