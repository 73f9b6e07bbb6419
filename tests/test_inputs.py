"""Bad input: one sentence that names file, row and column, and the edition served before stays."""

import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from conftest import YEAR, World
from smup.__main__ import main
from smup.build import STEPS, build, open_store
from smup.edition import edition_id
from smup.model import SmupError

Break = Callable[[World], object]


def row_number(world: World, table: str, key: str) -> int:
    """Row of the file as a spreadsheet numbers it, the header being row 1."""
    return world.tables[table].index(world.row(table, key)) + 2


def assert_still_served(world: World, served: str) -> None:
    store = open_store(world.data)
    assert store.edition["edition_id"] == served
    assert store.query("select value from indicator_value where area_id = 'smk' and indicator_id = 'population'").size
    store.close()


def assert_refused(world: World, *parts: str) -> str:
    """Build, demand one sentence that holds all ``parts``, and that the good edition is served still."""
    good = (world.data / "smup.duckdb").readlink()
    with pytest.raises(SmupError) as refusal:
        build(world.data)
    sentence = str(refusal.value)
    assert [part for part in parts if part not in sentence] == [], sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert_still_served(world, good.stem)
    assert not [path.name for path in (world.data / "edition").iterdir() if "draft" in path.name]
    return sentence


def rewrite(world: World, name: str, change: Callable[[bytes], bytes]) -> None:
    world.write()
    world.path(name).write_bytes(change(world.path(name).read_bytes()))


def replace_line(table: str, number: int, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        lines[number - 1] = change(lines[number - 1].rstrip(b"\n")) + b"\n"
        return b"".join(lines)

    return changed


FILES = {  # what is wrong with the bytes of area.csv: the damage, and what the sentence says besides the file's name
    "empty": (lambda content: b"", ["row 1", "area_id"]),
    "without a header": (lambda content: content.split(b"\n", 1)[1], ["row 1", "the columns must be area_id, name"]),
    "with a column renamed": (lambda content: content.replace(b"latitude", b"lat", 1), ["row 1", "lat, latitude"]),
    "with a column missing": (
        lambda content: b"\n".join(line.rpartition(b",")[0] for line in content.split(b"\n")),
        ["row 1", "check nuts3"],
    ),
    "with a column more": (
        lambda content: content.replace(b"\n", b",\n").replace(b"nuts3,", b"nuts3,x", 1),
        ["check x"],
    ),
    "with columns in another order": (
        lambda content: content.replace(b"area_id,name", b"name,area_id", 1),
        ["row 1", "their order"],
    ),
    "with semicolons": (lambda content: content.replace(b",", b";"), ["row 1", "the columns must be"]),
    "with a cell too many": (replace_line("area", 3, lambda line: line + b",surplus"), ["row 3", "more cells"]),
    "with a cell too few": (replace_line("area", 3, lambda line: line.rpartition(b",")[0]), ["row 3", "fewer cells"]),
    "cut off in the middle of a row": (lambda content: content[:-30], ["row 17"]),
    "with a quote left open": (lambda content: content + b'"open,', ["well-formed CSV"]),
    "with headings of several lines": (
        lambda content: content.replace(b"latitude", b'"a\r\nb' + b"c" * 999 + b'"', 1),
        ["row 1", "check a b" + "c" * 50],
    ),
    "with a NUL": (replace_line("area", 3, lambda line: line.replace(b"ma", b"m\0", 1)), ["row 3", "NUL"]),
    "in windows-1250": (lambda content: content.decode().encode("cp1250"), ["UTF-8", "byte"]),
    "in UTF-16": (lambda content: content.decode().encode("utf-16"), ["UTF-8"]),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_table_is_refused_when_its_file_is(built_world: World, fault: str) -> None:
    damage, parts = FILES[fault]
    rewrite(built_world, "area", damage)
    assert_refused(built_world, "area.csv", *parts)


def test_a_utf_8_mark_and_windows_line_ends_are_no_fault(built_world: World) -> None:
    rewrite(built_world, "area", lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    build(built_world.data)


CELLS = {  # what a table holds wrongly: table, key of the row, column, cell, what the sentence says besides
    "a blank in a required cell": ("area", "126101", "name", None, ["is empty"]),
    "a word for a number": ("area", "126101", "latitude", "north", ["“north”", "number"]),
    "a decimal comma": ("area", "126101", "latitude", "50,06", ["“50,06”", "number"]),
    "a number that is none": ("area", "126101", "latitude", "nan", ["“nan”"]),
    "an infinite number": ("area", "126101", "area_km2", "inf", ["“inf”"]),
    "a fraction for a whole number": ("indicator", "cost", "decimals", "1.5", ["“1.5”"]),
    "an unknown level": ("area", "126101", "level", "city", ["“city”", "'gmina'", "'powiat'"]),
    "an unknown kind": ("area", "126101", "kind", "town", ["“town”", "'urban'"]),
    "an unknown polarity": ("indicator", "cost", "polarity", "up", ["“up”", "'higher'"]),
    "an unknown status": ("observation_note", "score_pct", "status", "X", ["“X”"]),
    "a date that is none": ("area", "126101", "valid_from", "2025-02-30", ["“2025-02-30”", "date"]),
    "a yes that is none": ("theme", "education", "in_smup", "perhaps", ["“perhaps”"]),
    "an unknown powiat": ("area", "120601", "powiat_id", "9999", ["“9999”", "area.csv"]),
    "an unknown theme": ("service", "schooling", "theme_id", "sport", ["“sport”", "theme.csv"]),
    "an unknown service": ("indicator", "cost", "service_id", "sport", ["“sport”", "service.csv"]),
    "an unknown unit": ("variable", "cost_pc", "unit", "EUR", ["“EUR”", "unit.csv"]),
    "an unknown source": ("variable", "cost_pc", "source_id", "press", ["“press”", "source.csv"]),
    "an unknown weight": ("indicator", "cost", "weight_variable_id", "size", ["“size”", "variable.csv"]),
    "an unknown noted variable": ("observation_note", "score_pct", "variable_id", "marks", ["“marks”", "variable.csv"]),
    "a formula that is none": ("indicator", "cost", "formula", "cost_pc +", ["“cost_pc +” cannot be read"]),
    "a formula beyond the grammar": ("indicator", "cost", "formula", "cost_pc ** 2", ["not “cost_pc ** 2”"]),
    "a formula over nothing known": ("indicator", "cost", "formula", "cost_px / 2", ["not “2”"]),
    "a formula over an unknown variable": (
        "indicator",
        "cost",
        "formula",
        "cost_px",
        ["“cost_px” is not in variable.csv"],
    ),
}


@pytest.mark.parametrize("fault", CELLS)
def test_a_cell_is_refused_by_file_row_and_column(built_world: World, fault: str) -> None:
    table, key, column, cell, parts = CELLS[fault]
    where = f"row {row_number(built_world, table, key)}, column {column}"
    built_world.row(table, key)[column] = cell
    built_world.write()
    assert_refused(built_world, f"{table}.csv", where, *parts)


@pytest.mark.parametrize(
    ("table", "key", "column", "cell"),
    [
        ("area", "126101", "latitude", "19.9"),  # latitude and longitude exchanged
        ("area", "126101", "area_km2", "-1"),
        ("indicator", "cost", "decimals", "9"),
        ("indicator", "cost", "target", "5"),  # with a polarity that is not target
        ("indicator", "cost", "weight_variable_id", None),  # of a mean
        ("indicator", "score", "cost_scope", "A"),  # of no cost
    ],
)
def test_a_row_that_breaks_a_rule_of_its_table_is_refused_by_file_and_row(
    built_world: World, table: str, key: str, column: str, cell: str | None
) -> None:
    row = row_number(built_world, table, key)
    built_world.row(table, key)[column] = cell
    built_world.write()
    assert_refused(built_world, f"{table}.csv, row {row}", column)


@pytest.mark.parametrize(
    ("table", "column"),
    [("area", "area_id"), ("unit", "unit"), ("indicator", "indicator_id"), ("observation_note", "variable_id")],
)
def test_a_row_that_is_there_twice_is_refused(built_world: World, table: str, column: str) -> None:
    first = built_world.tables[table][0]
    built_world.tables[table].append(dict(first))
    built_world.write()
    last = len(built_world.tables[table]) + 1
    assert_refused(built_world, f"{table}.csv, row {last}, column {column}", str(first[column]), "remove one row")


@pytest.mark.parametrize("table", ["status", "area", "indicator", "observation_note"])
def test_a_missing_table_is_asked_for(built_world: World, table: str) -> None:
    built_world.path(table).unlink()
    assert_refused(built_world, f"{table}.csv is missing", "restore it")


def test_a_status_in_use_must_be_described(built_world: World) -> None:
    built_world.observe("126101", "cost_pc", YEAR, None, "Q")
    built_world.tables["status"] = [row for row in built_world.tables["status"] if row["status"] != "Q"]
    built_world.write()
    assert_refused(built_world, "gus_bdl.parquet", "column status", "“Q”", "status.csv")


def observed(*changes: tuple[int, str, object]) -> Break:
    """Change cells of cke_exam8.parquet: row (from 1), column, cell."""

    def change(world: World) -> None:
        frame = pd.read_parquet(world.path("cke_exam8")).astype(object)
        for number, column, cell in changes:
            frame.loc[number - 1, column] = cell
        frame.astype({"period": "Int64", "value": "float64"}).to_parquet(world.path("cke_exam8"), index=False)

    return change


def twice_in_two_sources(world: World) -> None:
    world.observations["gus_bdl"].append(("126101", "score_pct", YEAR, 90.0, "A"))
    world.write()


PARQUET = {  # what is wrong with the observations: the damage and what the sentence says
    "missing": (lambda world: world.path("cke_exam8").unlink(), ["cke_exam8.parquet", "restore it"]),
    "all missing": (
        lambda world: [path.unlink() for path in (world.data / "observation").iterdir()],
        ["observation holds no Parquet file", "restore it"],
    ),
    "empty": (lambda world: world.path("cke_exam8").write_bytes(b""), ["cke_exam8.parquet is damaged", "restore it"]),
    "text": (lambda world: world.path("cke_exam8").write_text("area_id,value"), ["cke_exam8.parquet is damaged"]),
    "cut off": (
        lambda world: world.path("cke_exam8").write_bytes(world.path("cke_exam8").read_bytes()[:-100]),
        ["cke_exam8.parquet is damaged"],
    ),
    "zeroed in the middle": (
        lambda world: world.path("cke_exam8").write_bytes(
            b"PAR1" + bytes(400) + world.path("cke_exam8").read_bytes()[404:]
        ),
        ["cke_exam8.parquet is damaged"],
    ),
    "of no source": (
        lambda world: world.path("cke_exam8").rename(world.data / "observation" / "press.parquet"),
        ["press.parquet", "“press” is not in source.csv"],
    ),
    "with a column missing": (
        lambda world: (
            pd.read_parquet(world.path("cke_exam8")).drop(columns="status").to_parquet(world.path("cke_exam8"))
        ),
        ["cke_exam8.parquet: the columns must be area_id, variable_id, period, value, status"],
    ),
    "with text for values": (
        lambda world: (
            pd.read_parquet(world.path("cke_exam8"))
            .assign(value="many")
            .to_parquet(world.path("cke_exam8"), index=False)
        ),
        ["cke_exam8.parquet", "not of the expected type", "value"],
    ),
    "of an unknown area": (observed((3, "area_id", "999999")), ["row 3, column area_id: “999999” is not in area.csv"]),
    "of no area": (observed((3, "area_id", None)), ["row 3, column area_id", "is not in area.csv"]),
    "of an unknown variable": (
        observed((2, "variable_id", "mark")),
        ["row 2, column variable_id: “mark” is not in var"],
    ),
    "of an unknown status": (observed((2, "status", "Z")), ["row 2, column status: “Z” is not a status"]),
    "of the year 3000": (observed((5, "period", 3000)), ["row 5, column period: “3000” is not a year"]),
    "of the year 70000": (observed((5, "period", 70_000)), ["cke_exam8.parquet", "period"]),
    "of no year": (observed((5, "period", None)), ["row 5, column period"]),
    "without an end": (observed((4, "value", float("inf"))), ["row 4, column value: “inf” is not a finite number"]),
    "null for no reason": (observed((4, "value", None)), ["row 4, column value", "needs a status that explains it"]),
    "null with a status of values": (
        observed((4, "value", None), (4, "status", "E")),
        ["row 4, column value", "status"],
    ),
    "a value that is said to be missing": (observed((4, "status", "O")), ["row 4, column value", "status"]),
    "there twice": (
        observed((2, "area_id", "126101"), (2, "variable_id", "score_pct")),
        ["row 2, column area_id, variable_id, period: 126101, score_pct, 2020 is there twice", "remove one row"],
    ),
    "in two sources": (twice_in_two_sources, ["126101, score_pct, 2020", "in another source too", "keep one"]),
    "above 100 per cent": (observed((4, "value", 101)), ["percent", "score_pct", "101"]),
}


@pytest.mark.parametrize("fault", PARQUET)
def test_observations_are_refused_by_file_row_and_column(built_world: World, fault: str) -> None:
    damage, parts = PARQUET[fault]
    damage(built_world)
    assert_refused(built_world, *parts)


@pytest.mark.parametrize("name", ["Łódź i „okolice” 'x'", "kind=urban", "100%; drop table area"])
def test_a_folder_may_be_called_anything(built_world: World, tmp_path: Path, name: str) -> None:
    shutil.move(built_world.data.parent, tmp_path / name)
    build(tmp_path / name / "data")
    assert open_store(tmp_path / name / "data").query("select count(*) as n from area")["n"].item() == 16


def test_a_folder_that_cannot_hold_editions_is_named(built_world: World) -> None:
    shutil.rmtree(built_world.data / "edition")
    (built_world.data / "edition").write_text("not a folder")
    with pytest.raises(SmupError, match=re.escape(f"{built_world.data / 'edition'}")):
        build(built_world.data)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named_with_what_to_do(built_world: World) -> None:
    (built_world.data / "edition").chmod(0o555)
    assert_refused(built_world, "cannot be written", "SMUP_DATA")


def test_a_data_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SmupError, match="nowhere"):
        build(tmp_path / "nowhere")


FORK = multiprocessing.get_context("forkserver")  # imports once, then starts a process in milliseconds
FORK.set_forkserver_preload(["smup.__main__", "pytest", "hypothesis"])


def start(target: Callable[..., None], *arguments: object) -> multiprocessing.process.BaseProcess:
    process = FORK.Process(target=target, args=arguments)
    process.start()
    return process


def build_and_die(data: Path, at: str) -> None:
    def die(step: str, share: float) -> None:
        if step == at:
            os.kill(os.getpid(), signal.SIGKILL)

    build(data, die)


def assert_whole(world: World, *editions: str) -> None:
    """One of ``editions`` is served and answers; the next build works and leaves nothing half done behind."""
    store = open_store(world.data)
    assert store.edition["edition_id"] in editions
    assert store.query("select count(*) as n from indicator_value where value is not null")["n"].item() > 50
    store.close()
    assert build(world.data) == editions[-1]
    left = {path.name for path in (world.data / "edition").iterdir()} - {".lock"}
    assert left == {f"{edition_id}.{ending}" for edition_id in editions for ending in ("duckdb", "sha256")}
    assert not list(world.data.glob("*draft*"))


def change_something(world: World) -> tuple[str, str]:
    """Change the inputs; return the edition that is served and the one that they will make."""
    served = (world.data / "smup.duckdb").readlink().stem
    world.observe("126101", "cost_pc", YEAR, 41)
    return served, edition_id(world.write())


def test_a_build_killed_while_reading_computing_or_publishing_leaves_the_old_edition_whole(built_world: World) -> None:
    old, new = change_something(built_world)
    for step in STEPS[1::2]:  # reading, computing, publishing
        process = start(build_and_die, built_world.data, step)
        process.join()
        assert process.exitcode == -signal.SIGKILL, step
        assert_still_served(built_world, old)
    assert_whole(built_world, old, new)


def test_a_build_killed_at_random_moments_leaves_an_edition_whole(built_world: World) -> None:
    old, new = change_something(built_world)
    for moment in [random.uniform(0, 0.6) for _ in range(6)]:
        process = start(build, built_world.data)
        time.sleep(moment)
        process.kill()
        process.join()
        assert open_store(built_world.data).edition["edition_id"] in {old, new}, f"killed after {moment} s"
    assert_whole(built_world, old, new)


def test_what_a_killed_build_spilled_to_disk_does_not_stop_the_next(built_world: World) -> None:
    old, new = change_something(built_world)
    spilled = built_world.data / "edition" / f"{new}.draft.tmp"  # where DuckDB puts what does not fit into memory
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"x")
    assert_whole(built_world, old, new)


def test_two_builds_at_once_both_succeed(built_world: World) -> None:
    old, new = change_something(built_world)
    processes = [start(build, built_world.data) for _ in range(2)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert_whole(built_world, old, new)


def build_on_a_full_disk(data: Path, kilobytes: int, errors: Path) -> None:
    """Run the command where no file may outgrow a limit, which the system reports as it would a disk that is full."""
    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, resource.RLIM_INFINITY))
    sys.argv = ["smup", "build", "--data", str(data)]
    main()


@pytest.mark.parametrize("kilobytes", [1, 4000])
def test_a_full_disk_is_told_in_one_sentence_and_the_old_edition_stays(
    built_world: World, tmp_path: Path, kilobytes: int
) -> None:
    old, new = change_something(built_world)
    process = start(build_on_a_full_disk, built_world.data, kilobytes, tmp_path / "errors")
    process.join()
    assert process.exitcode == 1
    *steps, sentence = (tmp_path / "errors").read_text().splitlines()
    assert set(steps) <= set(STEPS)
    assert sentence.startswith("The store could not be written to ")
    assert str(built_world.data / "edition") in sentence
    assert_still_served(built_world, old)
    assert_whole(built_world, old, new)
