"""The command line: what it prints, how it ends, and that a fault is one sentence and never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from conftest import YEAR, Answer, Smup, World
from smup.build import STEPS
from smup.checks import CHECKS
from smup.queries.exports import EXPORTS
from smup.store import Store

COMMANDS = (
    "build", "check", "compare", "diff", "export", "report", "template", "validate", "add", "spark",
    "documents scan", "sync bdl", "sync smup",
)  # fmt: skip
FORMATS: dict[str, Callable[[bytes], pd.DataFrame]] = {
    "csv": lambda content: pd.read_csv(BytesIO(content), dtype={"area_id": str}),
    "parquet": lambda content: pd.read_parquet(BytesIO(content)),
    "xlsx": lambda content: pd.read_excel(BytesIO(content), dtype={"area_id": str}),
    "jsonl": lambda content: pd.DataFrame([json.loads(line) for line in content.splitlines()]),
}


@pytest.fixture
def folder(small_store: Store) -> Path:
    """The data folder of the small world, built; for reading only."""
    return small_store.path.parents[1]


def process(*arguments: object, **environment: str) -> Answer:
    """``python -m smup`` as a person's shell runs it."""
    run = subprocess.run(
        [sys.executable, "-m", "smup", *map(str, arguments)], capture_output=True, env=os.environ | environment
    )
    return Answer(run.returncode, run.stdout, run.stderr.decode())


def table(answer: Answer) -> pd.DataFrame:
    assert (answer.code, answer.err) == (0, "")
    return FORMATS["csv"](answer.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example(smup: Smup, command: str) -> None:
    answer = smup(*command.split(), "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"Example: smup {command}" in " ".join(answer.out.decode().split())
    assert "--data" in answer.out.decode()


def test_the_help_names_every_command(smup: Smup) -> None:
    text = smup("--help").out.decode()
    listed = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    assert {name for name in listed if name.isalpha()} >= {command.split()[0] for command in COMMANDS}
    bare = smup()
    assert b"Usage" in bare.out + bare.err.encode()


def test_the_version_is_told(smup: Smup) -> None:
    answer = smup("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.decode().strip().count(".") == 2


def test_building_prints_one_line_a_step_when_nobody_watches_and_then_the_edition(small_world: World) -> None:
    answer = process("build", SMUP_DATA=str(small_world.write()))
    assert answer.code == 0
    assert answer.err.splitlines() == list(STEPS)
    edition = (small_world.data / "smup.duckdb").readlink().stem
    assert answer.out.decode() == f"Built edition {edition}.\n"


def test_building_again_does_nothing_unless_it_is_forced_or_an_input_changed(built_world: World, smup: Smup) -> None:
    edition = (built_world.data / "smup.duckdb").readlink().stem
    answer = smup("build", "--data", built_world.data)
    assert answer == (0, f"The store is up to date: edition {edition}.\n".encode(), "")
    forced = smup("build", "--force", "--data", built_world.data)
    assert (forced.code, forced.out.decode()) == (0, f"Built edition {edition}.\n")
    built_world.observe("126101", "cost_pc", YEAR, 41)
    changed = smup("build", "--data", built_world.write())
    assert changed.out.startswith(b"Built edition ")
    assert edition.encode() not in changed.out


def test_a_bad_input_ends_the_build_with_one_sentence(built_world: World, smup: Smup) -> None:
    krakow = built_world.row("area", "126101")
    krakow["latitude"] = "north"
    answer = smup("build", "--data", built_world.write())
    assert (answer.code, answer.out) == (1, b"")
    *steps, sentence = answer.err.splitlines()
    assert steps == ["Reading tables"]
    row = built_world.tables["area"].index(krakow) + 2
    assert sentence.startswith(f"{built_world.data / 'area.csv'}, row {row}, column latitude holds “north”")


def test_a_missing_input_ends_the_build_with_one_sentence(built_world: World, smup: Smup) -> None:
    built_world.path("unit").unlink()
    answer = smup("build", "--data", built_world.data)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.sentence.startswith(f"{built_world.data / 'unit.csv'} is missing")


def test_a_data_folder_that_is_not_there_is_named(smup: Smup, tmp_path: Path) -> None:
    answer = smup("build", "--data", tmp_path / "nowhere")
    assert answer.code == 1
    assert "nowhere" in answer.sentence


def test_a_whole_store_passes_the_check(smup: Smup, folder: Path) -> None:
    answer = smup("check", "--data", folder)
    assert (answer.code, answer.err) == (0, "")
    *rules, last = answer.out.decode().splitlines()
    assert [line.split()[1].rstrip(":") for line in rules] == [check.name for check in CHECKS]
    assert {line.split()[0] for line in rules} == {"holds"}
    assert last.startswith(f"All {len(CHECKS)} rules hold in edition ")


def test_a_broken_rule_is_printed_with_its_rows_and_ends_the_check_with_1(built_world: World, smup: Smup) -> None:
    path = (built_world.data / "smup.duckdb").resolve()
    copy = shutil.copy(path, path.with_name("broken.duckdb"))
    path.unlink()
    Path(copy).rename(path)
    path.with_suffix(".sha256").unlink()  # or the edition would be taken for damaged
    with duckdb.connect(str(path)) as connection:
        connection.execute("update observation set value = 101 where variable_id = 'score_pct' and area_id = '126101'")
    answer = smup("check", "--data", built_world.data)
    assert answer.code == 1
    assert answer.sentence == f"1 of {len(CHECKS)} rules are broken."
    lines = answer.out.decode().splitlines()
    broken = next(number for number, line in enumerate(lines) if line.startswith("broken"))
    assert lines[broken].split()[1] == "percent:"
    assert "126101" in lines[broken + 2]
    assert "101.0" in lines[broken + 2]


def test_areas_are_compared_in_the_order_asked_by_identifier_or_name_in_any_case(smup: Smup, folder: Path) -> None:
    rows = table(smup("compare", "--indicator", "score,cost", "--areas", "120601, KRAKÓW,tarnów", "--data", folder))
    assert rows["indicator_id"].tolist() == ["score"] * 3 + ["cost"] * 3
    assert rows["area_id"].tolist() == ["120601", "126101", "126301"] * 2
    assert rows["value"].tolist() == [10, 90, 55, 8, 40, 30]
    assert set(rows["period"]) == {YEAR}


def test_a_metro_is_compared_with_its_towns(smup: Smup, folder: Path) -> None:
    areas = "smk,Skawina,Stowarzyszenie Metropolia Krakowska"
    rows = table(smup("compare", "--indicator", "population", "--areas", areas, "--group", "smk", "--data", folder))
    assert rows["area_id"].tolist() == ["smk", "120611"], "an area named twice is shown once"
    assert rows["value"].tolist() == [1550, 300]


def test_a_comparison_is_written_as_json_and_markdown(smup: Smup, folder: Path) -> None:
    asked = ("compare", "--indicator", "score", "--areas", "126101,120601", "--data", folder, "--format")
    rows = json.loads(smup(*asked, "json").out)
    assert [(row["area"], row["value"], row["status"]) for row in rows] == [
        ("Kraków", 90, "A"),
        ("Czernichów", 10, "A"),
    ]
    lines = smup(*asked, "md").out.decode().splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("| --- |")
    assert "| Kraków |" in lines[2]


def test_the_year_asked_is_the_year_compared(smup: Smup, data: Path) -> None:
    asked = ("compare", "--indicator", "population", "--areas", "Kraków,Warszawa", "--data", data)
    assert set(table(smup(*asked, "--period", "2018"))["period"]) == {2018}
    assert table(smup(*asked, "--period", "2018"))["value"].tolist()[1] == 1_777_972
    latest = table(smup(*asked))
    assert set(latest["period"]) == {2020}, "2024 is known of Kraków alone"
    assert latest["value"].tolist() == [779_966, 1_794_166]


@pytest.mark.parametrize(
    ("arguments", "code", "parts"),
    [
        (("--indicator", "score", "--areas", "Krakow"), 2, ["no area “Krakow”", "Kraków = 126101"]),
        (("--indicator", "score", "--areas", "126101,999999"), 2, ["no area “999999”", "did you mean"]),
        (("--indicator", "scor", "--areas", "126101"), 2, ["no indicator “scor”", "score"]),
        (("--indicator", "", "--areas", "126101"), 2, ["no indicator “”"]),
        (("--indicator", "score", "--areas", "126101", "--group", "towns"), 2, ["“towns”"]),
        (("--indicator", "score", "--areas", ","), 2, ["at least one area"]),
        (("--indicator", "score", "--areas", "126101", "--period", "1999"), 1, ["None of these areas has a value"]),
        (("--indicator", "score", "--areas", "'; drop table area; --"), 2, ["no area"]),
    ],
)
def test_a_wrong_name_is_told_in_one_sentence(
    smup: Smup, folder: Path, arguments: tuple[str, ...], code: int, parts: list[str]
) -> None:
    answer = smup("compare", *arguments, "--data", folder)
    assert (answer.code, answer.out) == (code, b"")
    assert [part for part in parts if part not in answer.sentence] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "everything"),
        ("export", "areas", "--format", "pdf"),
        ("compare", "--indicator", "score"),
        ("compare", "--indicator", "score", "--areas", "126101", "--period", "last"),
        ("frobnicate",),
        ("build", "--quickly"),
    ],
)
def test_a_command_that_is_misspelt_ends_with_2_and_says_what_is_wrong(smup: Smup, arguments: tuple[str, ...]) -> None:
    answer = smup(*arguments)
    assert (answer.code, answer.out) == (2, b"")
    assert "Error:" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", EXPORTS)
def test_every_table_is_exported_whole_in_every_format(
    smup: Smup, folder: Path, small_store: Store, name: str, form: str
) -> None:
    answer = smup("export", name, "--format", form, "--data", folder)
    assert (answer.code, answer.err) == (0, "")
    expected = small_store.query(EXPORTS[name])
    back = FORMATS[form](answer.out)
    assert len(back) == len(expected)
    if len(expected):
        assert list(back.columns) == list(expected.columns)
        for column in {"area_id", "indicator_id", "value", "rank"} & set(expected.columns):
            left, right = back[column].astype(expected[column].dtype), expected[column]
            pd.testing.assert_series_equal(left, right, rtol=1e-14)  # XLSX keeps sixteen digits


def test_every_table_has_something_to_export(small_store: Store) -> None:
    assert [name for name, sql in EXPORTS.items() if small_store.query(sql).empty] == []


def test_an_export_into_a_file_replaces_it_and_tells_the_rows(smup: Smup, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "areas.csv"
    target.write_text("older")
    answer = smup("export", "areas", "--output", target, "--data", folder)
    assert (answer.code, answer.out) == (0, b"")
    assert answer.sentence == f"16 rows written to {target}."
    assert len(FORMATS["csv"](target.read_bytes())) == 16
    assert [path.name for path in tmp_path.iterdir()] == ["areas.csv"]


@pytest.mark.parametrize("target", ["missing/areas.csv", "folder"])
def test_an_export_that_cannot_be_written_is_told_in_one_sentence(
    smup: Smup, folder: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    answer = smup("export", "areas", "--output", tmp_path / target, "--data", folder)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.sentence.startswith(f"{tmp_path / target} cannot be written: ")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    "arguments", [("check",), ("export", "areas"), ("compare", "--indicator", "score", "--areas", "126101")]
)
def test_before_the_first_build_every_command_says_to_build(
    smup: Smup, small_world: World, arguments: tuple[str, ...]
) -> None:
    answer = smup(*arguments, "--data", small_world.write())
    assert (answer.code, answer.out) == (1, b"")
    assert "run “smup build”" in answer.sentence


def test_a_damaged_store_is_told_in_one_sentence(built_world: World, smup: Smup) -> None:
    path = (built_world.data / "smup.duckdb").resolve()
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:20_000])
    answer = smup("export", "areas", "--data", built_world.data)
    assert (answer.code, answer.out) == (1, b"")
    assert "run “smup build”" in answer.sentence


def test_a_reader_that_stops_early_is_no_fault(data: Path) -> None:
    command = [sys.executable, "-m", "smup", "export", "indicators", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        assert running.stdout.readline().startswith(b"indicator_id,service_id,")  # of more than a pipe holds
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in (0, 1, 141)


def test_bytes_that_are_no_text_are_refused_in_one_sentence(smup: Smup, folder: Path) -> None:
    answer = smup("compare", "--indicator", "score", "--areas", "Krak\udcf3w", "--data", folder)
    assert (answer.code, answer.out) == (2, b"")
    assert "type them in UTF-8" in answer.sentence


@pytest.mark.parametrize("table", ["initiatives", "areas"])
def test_only_events_make_a_calendar(smup: Smup, folder: Path, table: str) -> None:
    answer = smup("export", table, "--format", "ics", "--data", folder)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.sentence.startswith("Only events have dates for a calendar")
