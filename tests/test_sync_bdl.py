"""``smup sync bdl`` against a server of our own: nothing lost, nothing doubled, whatever the server does."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bdl_server import FAULTS, BdlServer, Variable
from conftest import CHECKOUT, Smup, World
from smup.build import build, open_store
from smup.model import SmupError
from smup.sources.bdl.sync import Wanted, choose, sync, write_table
from smup.sources.bdl.table import area_of, reviewed_variables
from smup.sources.live.client import Client
from smup.sources.live.journal import Journal, journal_folder
from smup.sources.live.limits import ANONYMOUS, Limiter
from smup.sources.tables import read_tables
from test_live_client import KEY, VirtualClock

POPULATION = {"id": 72305, "subjectId": "P2137", "n1": "ogółem", "n2": "ogółem", "level": 6,
              "measureUnitId": 26, "measureUnitName": "osoba", "years": [2022, 2023, 2024]}  # fmt: skip
WAGE = {"id": 64428, "subjectId": "P2497", "n1": "wynagrodzenie", "level": 5,
        "measureUnitId": 4, "measureUnitName": "zł", "years": [2023, 2024]}  # fmt: skip
KRAKOW, ZAKOPANE = "011212161011", "011216917011"
SLOW = {"slow answer", "answer that drips"}


@pytest.fixture(scope="module")
def template(copy_of_inputs: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_inputs(tmp_path_factory.mktemp("sync"))
    shutil.copy(CHECKOUT / "data" / "bdl_attribute.csv", folder)
    reviewed = (CHECKOUT / "data" / "bdl_variable.csv").read_text(encoding="utf-8").splitlines()[:2]
    reviewed.append("average_gross_wage,P2497,wynagrodzenie,zł")
    (folder / "bdl_variable.csv").write_text("\n".join(reviewed) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def inputs(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template.parent, tmp_path / "inputs")
    (tmp_path / "inputs" / "data" / "observation" / "bdl_api.parquet").unlink(missing_ok=True)
    return tmp_path / "inputs" / "data"


@pytest.fixture(scope="module")
def gminas(template: Path) -> list[str]:
    areas = pd.read_csv(template / "area.csv", dtype=str)
    return list(areas[(areas["level"] == "gmina") & areas["bdl_id"].notna()]["bdl_id"][:250])


@pytest.fixture
def bdl(gminas: list[str]) -> Iterator[BdlServer]:
    values = {
        unit: {year: (1000.0 * number + year, 1) for year in (2023, 2024)}
        for number, unit in enumerate(gminas, start=1)
    }
    with BdlServer({"72305": Variable(dict(POPULATION), {6: values})}) as server:
        yield server


@cache
def _tables() -> dict[str, pd.DataFrame]:
    return read_tables(CHECKOUT / "data")


def _sync(
    bdl: BdlServer,
    inputs: Path,
    *names: str,
    level: str | None = None,
    clock: VirtualClock | None = None,
    **options: Any,
) -> list[str]:
    """Fetch 2023 and 2024 under a virtual clock and write the table; return what was refused."""
    clock = clock or VirtualClock(max(VirtualClock().time, options.get("refresh_since", 0)))
    journal = Journal(journal_folder(inputs, "bdl", bdl.url))
    journal.folder.mkdir(parents=True, exist_ok=True)
    limiter = Limiter(journal.folder / "limits.sqlite", ANONYMOUS, clock.clock)
    wanted = Wanted(choose(_tables(), names or ("population",)), (2023, 2024), level)
    with Client(bdl.url, journal, limiter, clock=clock.clock, **options) as client:
        refused = sync(client, wanted, reviewed_variables(inputs), lambda name, done, pages: None)
    limiter.close()
    _rows, notes, broken = write_table(inputs, _tables(), journal)
    return [*refused, *(sentence for sentence in broken if sentence not in refused), *notes]


def _table(inputs: Path) -> pd.DataFrame:
    return pd.read_parquet(inputs / "observation" / "bdl_api.parquet")


def _values(inputs: Path) -> dict[tuple[str, int], tuple[float | None, str]]:
    return {
        (row.area_id, row.period): (None if pd.isna(row.value) else row.value, row.status)
        for row in _table(inputs).itertuples()
    }


def test_every_page_becomes_observations_once(bdl: BdlServer, inputs: Path, gminas: list[str]) -> None:
    assert _sync(bdl, inputs) == []
    table = _table(inputs)
    assert len(table) == 2 * 250
    assert not table.duplicated(["area_id", "variable_id", "period"]).any()
    first = gminas[0]
    assert _values(inputs)[first[2:4] + first[7:11], 2024] == (3024.0, "A")
    assert len(bdl.log) == 1 + 3  # the card, and three pages for both years at once
    assert _sync(bdl, inputs) == []
    assert len(bdl.log) == 4  # the same again asks nothing


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_that_passes_loses_nothing_and_doubles_nothing(
    fault: str, bdl: BdlServer, inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bdl.slow = 0.6
    bdl.faults = [fault, None, fault, fault, None, fault]
    options = {"patience": 0.3} if fault in SLOW else {}
    assert _sync(bdl, inputs, **options) == []
    table = _table(inputs)
    lost = 500 - len(table.drop_duplicates(["area_id", "variable_id", "period"]))
    doubled = int(table.duplicated(["area_id", "variable_id", "period"]).sum())
    with capsys.disabled():
        print(f"\n{fault:24} injected {bdl.injected[fault]}  finished  rows lost {lost}  doubled {doubled}", end="")
    assert (lost, doubled) == (0, 0)
    assert bdl.injected[fault] >= 3


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - SLOW))
def test_a_fault_that_stays_ends_in_one_sentence_and_what_is_finished_stays(
    fault: str, bdl: BdlServer, inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bdl.faults = [None, None]
    bdl.always = fault
    with pytest.raises(SmupError) as sentence:
        _sync(bdl, inputs)
    assert "/data/by-variable/72305?" in str(sentence.value)
    assert str(sentence.value).count("\n") == 0 and str(sentence.value).endswith(".")
    assert not (inputs / "observation" / "bdl_api.parquet").exists()
    assert len(bdl.log) < 20  # it does not go on for ever
    bdl.always = None
    assert _sync(bdl, inputs) == []
    table = _table(inputs)
    doubled = int(table.duplicated(["area_id", "variable_id", "period"]).sum())
    with capsys.disabled():
        print(f"\n{fault:24} injected {bdl.injected[fault]}  refused, then finished  rows lost {500 - len(table)}"
              f"  doubled {doubled}", end="")  # fmt: skip
    assert (len(table), doubled) == (500, 0)


def test_a_wrong_first_page_is_found_out_by_the_others(bdl: BdlServer, inputs: Path) -> None:
    bdl.faults = ["totalRecords too small"]
    assert _sync(bdl, inputs) == []
    assert len(_table(inputs)) == 500


def test_a_renamed_variable_is_refused_by_both_names_and_the_others_go_on(bdl: BdlServer, inputs: Path) -> None:
    bdl.variables["72305"].card["n1"] = "mężczyźni"
    bdl.variables["64428"] = Variable(dict(WAGE), {5: {"011212161000": {2024: (9000, 1)}}})
    (sentence,) = _sync(bdl, inputs, "population", "average_gross_wage")
    assert "“mężczyźni; ogółem”" in sentence and "“ogółem; ogółem”" in sentence
    assert set(_table(inputs)["variable_id"]) == {"average_gross_wage"}
    assert not [path for path in bdl.paths if "by-variable/72305" in path]


def test_a_variable_nobody_has_reviewed_is_refused(bdl: BdlServer, inputs: Path) -> None:
    bdl.variables["60559"] = Variable({**POPULATION, "id": 60559, "n1": "ludność na 1 km2", "n2": None})
    (sentence,) = _sync(bdl, inputs, "population_density")
    assert "“ludność na 1 km2”" in sentence and "“Gęstość zaludnienia”" in sentence and "bdl_variable.csv" in sentence


def test_a_variable_that_bdl_does_not_know_is_one_sentence(bdl: BdlServer, inputs: Path) -> None:
    (sentence,) = _sync(bdl, inputs, "average_gross_wage")
    assert sentence == "BDL knows no variable 64428, the average_gross_wage of variable.csv."


def test_a_number_is_what_its_attribute_says(bdl: BdlServer, inputs: Path, gminas: list[str]) -> None:
    of = {gminas[number]: {2024: cell} for number, cell in enumerate(
        [(0, 4), (0, 94), (0, 7), (5, 9), (5, 11), (0, 0), (8, 777), (None, 1), (0, 50), (3, 94)]
    )}  # fmt: skip
    bdl.variables["72305"].values = {6: of}
    notes = _sync(bdl, inputs)
    found = [_values(inputs)[unit[2:4] + unit[7:11], 2024] for unit in of]
    assert found == [
        (None, "O"), (0, "A"), (0, "N"), (5, "P"), (5, "B"), (0, "V"), (8, "V"), (None, "O"), (None, "O"), (3, "V"),
    ]  # fmt: skip
    assert notes == [
        "Attribute 777 is not in bdl_attribute.csv; 1 values are kept as unvalidated (V).",
        "2 values contradict what they are marked with; see their status.",
    ]


def test_a_gmina_that_changed_its_type_is_one_area(bdl: BdlServer, inputs: Path) -> None:
    bdl.variables["72305"].values = {6: {
        "011212008042": {2023: (10, 1), 2024: (0, 15)},
        "011212008043": {2023: (0, 15), 2024: (11, 1)},
        "011212008044": {2024: (4, 1)},  # the town in it
        "011212008045": {2024: (7, 1)},  # and the rest
        "099999999991": {2024: (7, 1)},  # nowhere
    }}  # fmt: skip
    assert _sync(bdl, inputs) == ["1 units are not in area.csv and were left out: 099999999991."]
    assert _values(inputs) == {("120804", 2023): (10, "A"), ("120804", 2024): (11, "A")}
    bdl.variables["72305"].values[6]["011212008042"][2024] = (12, 1)
    (sentence,) = _sync(bdl, inputs, refresh_since=time.time() + 1e9)
    assert "120804 in 2024 is given twice, as 12 (unit 011212008042) and as 11 (unit 011212008043)" in sentence


def test_a_value_from_before_its_area_existed_is_left_out(bdl: BdlServer, inputs: Path) -> None:
    areas = _tables()["area"].set_index("area_id")
    unit = str(areas.loc["120713", "bdl_id"])  # Szczawa, since 2025
    bdl.variables["72305"].values = {6: {unit: {2023: (0, 15), 2024: (2874, 1)}, KRAKOW: {2024: (5, 1)}}}
    assert _sync(bdl, inputs) == ["1 values from before their area existed were left out."]
    assert _values(inputs) == {("120713", 2023): (None, "O"), ("126101", 2024): (5, "A")}


@pytest.mark.parametrize(
    ("unit", "level", "lowest", "area_id"),
    [
        (KRAKOW, 6, 6, "126101"), (ZAKOPANE, 6, 6, "121701"), ("011212008044", 6, 6, None),
        ("071412865018", 6, 6, None), ("011212008000", 5, 6, "1208"), ("011212161000", 5, 5, "126101"),
        ("011212161000", 5, 6, None),
    ],
)  # fmt: skip
def test_a_unit_is_an_area_by_its_digits(unit: str, level: int, lowest: int, area_id: str | None) -> None:
    assert area_of(unit, level, lowest) == area_id


def test_every_area_of_the_catalogue_has_the_unit_that_its_digits_say() -> None:
    areas = pd.read_csv(CHECKOUT / "data" / "area.csv", dtype=str).dropna(subset=["bdl_id"])
    assert len(areas) > 2700
    for row in areas.itertuples():
        assert area_of(row.bdl_id, 6 if row.level == "gmina" else 5, 6) == row.area_id


def test_no_data_is_an_answer(bdl: BdlServer, inputs: Path) -> None:
    bdl.variables["72305"].values = {}
    assert _sync(bdl, inputs) == []
    sent = len(bdl.log)
    assert _sync(bdl, inputs) == []
    assert len(bdl.log) == sent == 2


def test_a_refresh_brings_in_what_changed(bdl: BdlServer, inputs: Path, gminas: list[str]) -> None:
    bdl.etags = True
    _sync(bdl, inputs)
    bdl.variables["72305"].values[6][gminas[249]][2024] = (77, 1)
    assert _sync(bdl, inputs, refresh_since=VirtualClock().time + 1) == []
    assert _values(inputs)[gminas[249][2:4] + gminas[249][7:11], 2024] == (77, "A")
    assert len(bdl.log) == 8 and all("If-None-Match" in headers for _at, _path, headers in bdl.log[4:])


def test_a_refresh_that_fails_leaves_what_was_there(bdl: BdlServer, inputs: Path, gminas: list[str]) -> None:
    bdl.variables["64428"] = Variable(dict(WAGE), {5: {"011212161000": {2024: (9000, 1)}}})
    _sync(bdl, inputs)
    old = _values(inputs)
    for values in bdl.variables["72305"].values[6].values():
        values[2024] = (1, 1)
    bdl.faults, bdl.always = [None, None], "500"
    since = VirtualClock().time + 1
    clock = VirtualClock(since)  # which goes on from one command to the next
    with pytest.raises(SmupError):
        _sync(bdl, inputs, refresh_since=since, clock=clock)
    bdl.always = None
    assert _sync(bdl, inputs, "average_gross_wage") == []
    wage = {("126101", 2024): (9000, "A")}
    table = _table(inputs)
    assert len(table) == 501 and set(table["variable_id"]) == {"population", "average_gross_wage"}
    population = table[table["variable_id"] == "population"]
    assert {(row.area_id, row.period): (row.value, row.status) for row in population.itertuples()} == old
    assert wage.items() <= _values(inputs).items()
    sent = len(bdl.log)
    assert _sync(bdl, inputs, refresh_since=since, clock=clock) == []
    assert set(_table(inputs).query("variable_id == 'population' and period == 2024")["value"]) == {1}
    assert len(bdl.log) == sent + 1  # the card and two pages were there already
    assert _sync(bdl, inputs, refresh_since=since, clock=clock) == []
    assert len(bdl.log) == sent + 1


def test_a_variable_renamed_later_keeps_what_was_fetched_under_its_name(bdl: BdlServer, inputs: Path) -> None:
    _sync(bdl, inputs)
    content = (inputs / "observation" / "bdl_api.parquet").read_bytes()
    bdl.variables["72305"].card["n1"] = "kobiety"
    (sentence,) = _sync(bdl, inputs, refresh_since=VirtualClock().time + 1)
    assert "“kobiety; ogółem”" in sentence
    assert (inputs / "observation" / "bdl_api.parquet").read_bytes() == content


def test_a_variable_of_powiats_is_asked_for_at_their_level(bdl: BdlServer, inputs: Path) -> None:
    powiats = {"011212161000": {2024: (9000.5, 1)}, "011212001000": {2024: (7000, 1)}}
    bdl.variables["64428"] = Variable(dict(WAGE), {5: powiats})
    assert _sync(bdl, inputs, "average_gross_wage") == []
    assert _values(inputs) == {("1201", 2024): (7000, "A"), ("126101", 2024): (9000.5, "A")}
    assert "unit-level=5&year=2023&year=2024&" in bdl.paths[-1]
    bdl.variables["72305"].values[5] = {unit: {2024: (5, 1)} for unit in powiats}
    assert _sync(bdl, inputs, "population", level="powiat") == []
    table = _table(inputs).query("variable_id == 'population'")
    assert list(table["area_id"]) == ["1201"]  # the city comes with the gminas
    assert _sync(bdl, inputs, "average_gross_wage", level="gmina") == []  # there is none
    assert "unit-level=6" not in "".join(bdl.paths)


def test_the_command_plans_asks_stops_goes_on_and_leaves_the_edition_alone(
    bdl: BdlServer, inputs: Path, smup: Smup, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = build(inputs)
    monkeypatch.setenv("SMUP_BDL_KEY", KEY)
    monkeypatch.setenv("SMUP_BDL_URL", bdl.url)
    command = ("sync", "bdl", "--variable", "population", "--years", "2023-2024", "--data", inputs)
    answer = smup(*command, "--plan")
    assert answer.code == 0 and b"At most 41 requests; with a key" in answer.out and not bdl.log
    answer = smup(*command, "--max-requests", "2")
    assert answer.code == 0 and "Stopped after 2 requests" in answer.err
    assert len(bdl.log) == 2
    answer = smup(*command)
    assert answer.code == 0 and b"2 requests, 500 observations" in answer.out
    assert len(bdl.log) == len(set(bdl.paths)) == 4
    assert (inputs / "smup.duckdb").resolve().stem == edition
    bdl.always = "HTML page"
    assert smup(*command, "--refresh", "--max-requests", "2").code == 0  # stopped before it failed
    assert KEY not in answer.err and KEY.encode() not in answer.out
    assert smup("sync", "bdl", "--variable", "press", "--data", inputs).code == 2
    assert smup("sync", "bdl", "--years", "2024-2020", "--data", inputs).code == 2
    bdl.always = None
    assert smup(*command, "--refresh").code == 0  # goes on with the refresh that was stopped
    assert len(bdl.log) == 4 + 2 + 3
    bdl.variables["72305"].card["n2"] = "kobiety"
    answer = smup(*command, "--refresh")
    assert answer.code == 1 and "kobiety" in answer.err
    build(inputs)
    store = open_store(inputs)
    assert store.edition["edition_id"] != edition
    store.close()


def test_a_sync_that_is_killed_goes_on_to_the_same_bytes(bdl: BdlServer, inputs: Path, tmp_path: Path) -> None:
    reference = tmp_path / "reference"
    shutil.copytree(inputs, reference)
    _sync(bdl, reference)
    wanted = (reference / "observation" / "bdl_api.parquet").read_bytes()
    bdl.log.clear()
    bdl.delay = 0.15
    command = [sys.executable, "-m", "smup", "sync", "bdl", "--variable", "population", "--years", "2023-2024",
               "--data", str(inputs), "--base-url", bdl.url]  # fmt: skip
    rounds = random.Random(5)
    killed = 0
    for wait in (0, 0.1, 0.2, 0.3, 0.2, 0.1, 0.3):
        before, process = len(bdl.log), subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 15
        while process.poll() is None and len(bdl.log) == before and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(wait * rounds.random())
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed >= 3
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (inputs / "observation" / "bdl_api.parquet").read_bytes() == wanted


@pytest.mark.parametrize("kilobytes", [1, 4])
def test_a_sync_on_a_full_disk_says_so_keeps_what_was_there_and_goes_on_with_more_space(
    bdl: BdlServer, inputs: Path, kilobytes: int
) -> None:
    kept = inputs / "observation" / "bdl_api.parquet"
    kept.write_bytes(b"of before")
    command = [sys.executable, "-m", "smup", "sync", "bdl", "--variable", "population", "--years", "2023-2024",
               "--data", str(inputs), "--base-url", bdl.url]  # fmt: skip
    limit = (1024 * kilobytes, resource.RLIM_INFINITY)  # of a file, which the system reports like a full disk
    full = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"TERM": "dumb"},
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))  # fmt: skip
    *_steps, sentence = full.stderr.splitlines()
    assert full.returncode == 1 and "Traceback" not in full.stderr
    assert sentence.endswith("; free some space there and run the same command again."), full.stderr
    assert kept.read_bytes() == b"of before"
    assert not list(inputs.rglob("*.draft"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(pd.read_parquet(kept)) > 0


def _live(world: World, *rows: tuple[str, str, int, float | None, str]) -> None:
    world.tables["source"].append({"source_id": "bdl_api", "live": "true"})
    world.observations["bdl_api"] = list(rows)


def test_a_live_value_takes_the_place_of_a_shipped_one_and_a_live_gap_of_none(small_world: World) -> None:
    _live(small_world, ("126101", "population", 2020, 901.0, "P"), ("126301", "population", 2020, None, "O"),
          ("126301", "population", 2021, None, "O"), ("126201", "population", 2022, 5.0, "A"))  # fmt: skip
    store = small_world.build()
    rows = store.query(
        "select area_id, period, value, status, source_id from observation where variable_id = 'population' "
        "and area_id in ('126101', '126201', '126301') order by all"
    )
    assert json.loads(rows.to_json(orient="values")) == [
        ["126101", 2020, 901, "P", "bdl_api"],
        ["126201", 2020, 400, "A", "gus_bdl"],
        ["126201", 2022, 5, "A", "bdl_api"],
        ["126301", 2020, 500, "A", "gus_bdl"],
        ["126301", 2021, None, "O", "bdl_api"],
    ]
    store.close()


def test_two_shipped_sources_with_one_key_are_still_refused(small_world: World) -> None:
    small_world.observations["cke_exam8"].append(("126101", "population", 2020, 900.0, "A"))
    _live(small_world, ("126201", "population", 2020, 901.0, "P"))
    with pytest.raises(SmupError, match="in another source too"):
        small_world.build()
