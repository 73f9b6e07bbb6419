"""``smup sync smup`` against a server of our own: nothing lost, nothing doubled, whatever the server does."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import CHECKOUT, Smup
from smup.build import build, open_store
from smup.edition import edition_id
from smup.model import SmupError, UnknownIdError
from smup.sources.live.client import Client
from smup.sources.live.journal import Journal, journal_folder
from smup.sources.live.limits import ANONYMOUS, Limiter
from smup.sources.smup import api
from smup.sources.smup.catalogue import Wanted, ask_catalogue, choose
from smup.sources.smup.reviewed import reviewed
from smup.sources.smup.sync import Written, offered, requests_at_most, sync, write_tables
from smup_faults import FAULTS
from smup_model import Row, Text
from smup_server import SmupServer
from smup_sized import smup_sized
from test_live_client import KEY, VirtualClock

YEARS = (2023, 2024)
INDICATORS = ("4074", "16")  # twins, and one for all
FLAGS = {1: ("value", "A"), 2: ("zero", "A"), 3: ("value", "N"), 5: ("missing", "O")}
# What a fault leaves behind when it has passed, where that is not the right answer asked for again.
KEPT = {"404", "row twice", "unit ids change", "unknown unit", "unknown flag", "renamed indicator", "row on two pages"}
REVIEWED = ("smup_flag", "smup_dimension", "smup_unit", "smup_twin", "smup_indicator")
LATER = VirtualClock().time + 10**6  # after all that was asked, waiting included
Values = dict[tuple[str, str, int], tuple[float | None, str]]
SLOW = {"slow answer", "answer that drips"}


@pytest.fixture(scope="module")
def template(copy_of_inputs: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_inputs(tmp_path_factory.mktemp("sync"))
    for table in REVIEWED:
        shutil.copy(CHECKOUT / "data" / f"{table}.csv", folder)
    return folder


@pytest.fixture
def inputs(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template.parent, tmp_path / "inputs")
    return tmp_path / "inputs" / "data"


@pytest.fixture
def server() -> Iterator[SmupServer]:
    with smup_sized(330, 22, YEARS, 3) as smup:
        smup.slow = 0.6
        yield smup


def _sync(
    server: SmupServer, inputs: Path, *, themes: tuple[str, ...] = (), services: tuple[str, ...] = (),
    indicators: tuple[str, ...] = INDICATORS, years: tuple[int, ...] = YEARS, **options: Any,
) -> Written:  # fmt: skip
    """Fetch under a virtual clock and write the tables."""
    clock = VirtualClock(max(VirtualClock().time, options.get("refresh_since", 0)))
    journal = Journal(journal_folder(inputs, "smup", server.url))
    journal.folder.mkdir(parents=True, exist_ok=True)
    limiter = Limiter(journal.folder / "limits.sqlite", ANONYMOUS, clock.clock)
    wanted, known = Wanted(themes, services, indicators, years), reviewed(inputs)
    try:
        with Client(server.url, journal, limiter, clock=clock.clock, **options) as client:
            ask_catalogue(client, wanted, lambda what: None)
            chosen, there = choose(journal, wanted, known.twins), offered(journal, years)[0]
            refused = sync(client, chosen, there, lambda name, done, parts: None)
            assert requests_at_most(journal, chosen, there, refresh=False) == 0
    finally:
        limiter.close()
    written = write_tables(inputs, journal, known)
    return written._replace(refused=[*refused, *written.refused])


def _table(inputs: Path) -> pd.DataFrame:
    files = sorted((inputs / "observation" / "smup_api").glob("*.parquet"))
    return pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)


def _values(inputs: Path) -> Values:
    return {
        (row.variable_id, row.area_id, row.period): (None if pd.isna(row.value) else row.value, row.status)
        for row in _table(inputs).itertuples()
    }


def _expected(server: SmupServer, *variables: tuple[str, tuple[int, ...]], born: dict[str, int]) -> Values:
    """What the server's rows mean, worked out from the contract alone."""
    areas = {
        unit.id: unit.woj + unit.pow + (unit.gmn or ("01" if int(unit.pow) > 60 else ""))
        for unit in server.units if unit.rodz in ("1", "2", "3", "")
    }  # fmt: skip
    rows = {one.id: one for one in server.indicators}
    found: Values = {}
    for variable, numbers in variables:
        for year in YEARS:
            for row in (row for number in numbers for row in rows[number].rows(year)):
                reads, status = FLAGS[row.flag]
                value = None if reads == "missing" else float(row.value or 0)
                if row.unit in areas and not (value is not None and year < born.get(areas[row.unit], 0)):
                    found[variable, areas[row.unit], year] = value, status
    return found


@pytest.fixture
def expected(server: SmupServer) -> Values:
    areas = pd.read_csv(CHECKOUT / "data" / "area.csv", dtype=str).dropna(subset=["valid_from"])
    born = {row.area_id: int(row.valid_from[:4]) for row in areas.itertuples()}
    return _expected(server, ("smup_4074", (4074, 4424)), ("smup_16", (16,)), born=born)


def test_values_become_observations_once_and_twins_one_indicator(
    server: SmupServer, inputs: Path, expected: Values
) -> None:
    written = _sync(server, inputs)
    assert written.refused == [] and written.observations == len(expected)
    assert _values(inputs) == expected
    table = _table(inputs)
    assert not table.duplicated(["area_id", "variable_id", "period"]).any()
    cities = table[(table["variable_id"] == "smup_4074") & (table["area_id"].str[2:4] > "60")]
    assert 0 < cities["area_id"].nunique() < 66
    sent = len(server.log)
    assert _sync(server, inputs) == written
    assert len(server.log) == sent  # the same again asks nothing
    assert len(set(server.paths)) == sent


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_that_passes_loses_nothing_and_doubles_nothing(
    fault: str, server: SmupServer, inputs: Path, expected: Values, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    server.faults = [fault, None, fault, fault, None, fault]
    if fault in ("page repeats", "row on two pages"):
        monkeypatch.setattr(api, "PAGE_SIZE", 100)
        server.faults = [None, fault, None, fault, None, fault]
    options = {"patience": 0.3} if fault in SLOW else {}
    written = _sync(server, inputs, **options)
    outcome = "asked again"
    if fault == "404":
        assert len(_values(inputs)) < len(expected)
        written = _sync(server, inputs, refresh_since=LATER)
        outcome = "kept as no data, there after a refresh"
    elif fault in KEPT:
        outcome = " ".join(written.notes) or "kept"
    found = _values(inputs)
    if fault == "unknown flag":
        unknown = {key for key, (_value, status) in found.items() if status == "V"}
        assert len(unknown) == 4 and "Flag 77 “”" in " ".join(written.notes)
        found |= {key: expected[key] for key in unknown}
    lost = sum(found.get(key) != value for key, value in expected.items())
    doubled = len(_table(inputs)) - len(expected)
    with capsys.disabled():
        print(f"\n{fault:26} injected {server.injected[fault]}  lost {lost}  doubled {doubled}  {outcome[:70]}", end="")
    assert (lost, doubled) == (0, 0)
    assert written.refused == []
    assert server.injected[fault] >= 3


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - KEPT - SLOW - {"page repeats"}))
def test_a_fault_that_stays_ends_in_one_sentence_and_what_is_finished_stays(
    fault: str, server: SmupServer, inputs: Path, expected: Values
) -> None:
    _sync(server, inputs, indicators=("16",))
    before = _values(inputs)
    server.always = fault
    with pytest.raises(SmupError) as sentence:
        _sync(server, inputs)
    assert "/indicator-date-data?id=4074&id-daty=20231231" in str(sentence.value)
    assert str(sentence.value).count("\n") == 0 and str(sentence.value).endswith(".")
    assert _values(inputs) == before
    server.always = None
    assert _sync(server, inputs).refused == []
    assert _values(inputs) == expected


def test_a_page_that_repeats_for_ever_is_given_up(
    server: SmupServer, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "PAGE_SIZE", 100)
    server.always = "page repeats"
    with pytest.raises(SmupError, match="the page before once more"):
        _sync(server, inputs)
    assert len(server.paths) < 130


def test_an_address_of_something_else_is_one_sentence(server: SmupServer, inputs: Path) -> None:
    server.everywhere, server.always = True, "404"
    with pytest.raises(SmupError, match="check the address of the service"):
        _sync(server, inputs)
    assert not (inputs / "live").exists() and not (inputs / "observation" / "smup_api").exists()


def test_a_year_without_data_is_an_answer_and_remembered(server: SmupServer, inputs: Path) -> None:
    written = _sync(server, inputs, indicators=("17", "16"))
    assert set(_table(inputs).query("variable_id == 'smup_17'")["period"]) == {2023}
    assert written.refused == []
    sent = len(server.log)
    _sync(server, inputs, indicators=("17", "16"))
    assert len(server.log) == sent


def test_an_indicator_without_any_value_does_not_enter_the_catalogue(server: SmupServer, inputs: Path) -> None:
    _sync(server, inputs, indicators=("17",), years=(2024,))
    live = pd.read_csv(inputs / "live" / "indicator.csv")
    assert live.empty and not list((inputs / "observation" / "smup_api").glob("*"))


def test_names_and_numbers_choose_and_unknown_ones_say_what_there_is(server: SmupServer, inputs: Path) -> None:
    _sync(server, inputs, themes=("podatki i opłaty lokalne",), indicators=(), years=(2024,))
    live = pd.read_csv(inputs / "live" / "indicator.csv")
    assert set(live["indicator_id"]) == {f"smup_{number}" for number in (8, 10, 11, 12, 13, 16, 18)}  # 17 has no 2024
    _sync(server, inputs, services=("Usługa 63",), indicators=("Wskaźnik 4054",), years=(2024,))
    assert "smup_4054" in set(pd.read_csv(inputs / "live" / "indicator.csv")["indicator_id"])
    for kind in ("themes", "services", "indicators"):
        with pytest.raises(UnknownIdError, match=r"“kolej” is no \w+ of SMUP; there are: \d+ "):
            _sync(server, inputs, **{"indicators": (), kind: ("kolej",)})


def test_the_catalogue_is_merged_by_name_and_unknown_words_are_reported(server: SmupServer, inputs: Path) -> None:
    server.services[56] = server.services[56]._replace(name=Text("PODATKI I OPŁATY LOKALNE", "Taxes"))
    taxes = {one.id: one for one in server.indicators}
    taxes[10].service = taxes[11].service = taxes[16].service = 57
    taxes[10].dimension, taxes[11].dimension = Text("satysfakcja", "satisfaction"), Text("Jakość", "quality")
    taxes[11].unit, taxes[10].unit = Text("szt./km", "items/km"), Text("%", "%")
    written = _sync(server, inputs, indicators=("10", "11", "4074", "13"))
    live = pd.read_csv(inputs / "live" / "indicator.csv").set_index("indicator_id")
    assert live.loc["smup_10", "service_id"] == "local_taxes_and_fees"
    assert live.loc["smup_13", "service_id"].startswith("smup_u")
    assert dict(live["dimension"][["smup_10", "smup_11"]]) == {"smup_10": "context", "smup_11": "quality"}
    assert "Dimension “satysfakcja” is not in smup_dimension.csv; 1 indicators are kept as context." in written.notes
    assert live.loc["smup_4074", "unit"] == "PLN/person" and live.loc["smup_4074", "comparability"] == "same_tasks"
    assert live.loc["smup_4074", "name_en"] == "Indicator 4074"
    assert "nr 4424" in live.loc["smup_4074", "description_pl"]
    assert live.loc["smup_11", "unit"] == "%"  # as it was reviewed


def test_twins_that_nobody_has_reviewed_are_listed_for_review(server: SmupServer, inputs: Path) -> None:
    (inputs / "smup_twin.csv").write_text("gmina,city,same\n4068,4418,false\n", encoding="utf-8")
    written = _sync(server, inputs, indicators=("4074", "4068", "4418"))
    assert [note for note in written.notes if "smup_twin.csv" in note] == [
        "4074 “Wskaźnik 4074” and 4424 “Wskaźnik 4074 miast na prawach powiatu” were joined by their names; "
        "review them: 4074,4424,true or false in smup_twin.csv."
    ]
    assert {"smup_4068", "smup_4418"} <= set(_table(inputs)["variable_id"])


def test_two_units_of_one_area_that_disagree_are_refused(server: SmupServer, inputs: Path) -> None:
    indicator = next(one for one in server.indicators if one.id == 16)
    unit = next(unit for unit in server.units if unit.rodz == "2")
    server.units.append(unit._replace(id=5))
    rows = [Row(unit.id, 1.0), Row(5, 2.0)]
    indicator.values = {2023: rows, 2024: rows}
    (sentence,) = _sync(server, inputs).refused
    assert f"smup_16 of {unit.woj}{unit.pow}{unit.gmn} in 2023 is given twice, as 1" in sentence
    assert set(_table(inputs)["variable_id"]) == {"smup_4074"}


def test_a_city_stands_in_the_indicator_of_cities_before_that_of_gminas(server: SmupServer, inputs: Path) -> None:
    of_gminas, of_cities = (next(one for one in server.indicators if one.id == number) for number in (4074, 4424))
    city = next(unit for unit in server.units if unit.kind == "miasto na prawach powiatu")
    powiat = city._replace(id=6, gmn="", rodz="")
    server.units.append(powiat)
    of_gminas.values = {2023: [Row(city.id, 1.0), Row(6, 2.0)], 2024: [Row(6, 3.0)]}
    of_cities.values = {2023: [Row(6, 5.0), Row(city.id, 4.0)]}
    _sync(server, inputs, indicators=("4424",))
    area_id = city.woj + city.pow + "01"
    assert _values(inputs) == {
        ("smup_4074", area_id, 2023): (4.0, "A"),
        ("smup_4074", area_id, 2024): (3.0, "A"),
    }


def test_a_refresh_asks_on_condition_and_brings_in_what_changed(
    server: SmupServer, inputs: Path, expected: Values
) -> None:
    server.etags = True
    _sync(server, inputs)
    indicator = next(one for one in server.indicators if one.id == 16)
    unit = next(unit for unit in server.units if unit.rodz == "2")
    indicator.values = {2023: [Row(unit.id, 77.0)]}
    sent = len(server.log)
    _sync(server, inputs, refresh_since=LATER)
    assert {key: value for key, value in _values(inputs).items() if key[0] == "smup_16"} == {
        ("smup_16", unit.woj + unit.pow + unit.gmn, 2023): (77.0, "A")
    }
    assert all("If-None-Match" in headers for _at, _path, headers in server.log[sent:])


def test_the_command_plans_asks_stops_goes_on_builds_and_leaves_the_edition_alone(
    server: SmupServer, inputs: Path, expected: Values, smup: Smup, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = build(inputs)
    monkeypatch.setenv("SMUP_SMUP_KEY", KEY)
    monkeypatch.setenv("SMUP_SMUP_URL", server.url)
    chosen = ("--indicator", "4074", "--indicator", "16")
    command = ("sync", "smup", *chosen, "--years", "2023-2024", "--data", inputs)
    answer = smup(*command, "--plan")
    assert answer.code == 0 and b"2 indicators, 2 years: at most 10 requests; with a key" in answer.out
    assert not any("/indicator-date-data" in path for path in server.paths)
    asked = len(server.log)
    answer = smup(*command, "--max-requests", "3")
    assert answer.code == 0 and "Stopped after 3 requests" in answer.err and len(server.log) == asked + 3
    answer = smup(*command)
    assert answer.code == 0 and f"{len(expected)} observations".encode() in answer.out
    assert len(server.log) == len(set(server.paths))
    assert (inputs / "smup.duckdb").resolve().stem == edition
    assert KEY not in answer.err and KEY.encode() not in answer.out
    assert smup("sync", "smup", "--theme", "kolej", "--data", inputs).code == 2
    answer = smup("sync", "smup", *chosen, "--years", "1999,2024", "--data", inputs)
    assert answer.code == 1 and "SMUP has no data of 1999." in answer.err
    assert smup("sync", "smup", "--indicator", "4055", "--years", "2024", "--data", inputs).code == 0
    build(inputs)
    store = open_store(inputs)
    assert store.edition["edition_id"] != edition
    per_cent = store.query("select max(value) as most from observation join variable using (variable_id) "
                           "where variable_id = 'smup_4055' and unit = '%'")  # fmt: skip
    assert per_cent["most"].item() > 100  # what SMUP publishes is no fault of the data
    rows = store.query("select area_id, period, value, status from indicator_value where indicator_id = 'smup_16'")
    assert {
        ("smup_16", row.area_id, row.period): (None if pd.isna(row.value) else row.value, row.status)
        for row in rows.itertuples()
    } == {key: value for key, value in expected.items() if key[0] == "smup_16"}
    store.close()
    for path in inputs.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_what_an_indicator_and_year_takes_from_the_answer_to_the_file(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with smup_sized(2975, 9, YEARS, 3) as server:
        _sync(server, inputs, indicators=("4074",), years=(2023,))
        began, asked = time.process_time(), len(server.log)
        _sync(server, inputs, indicators=("4074",), years=(2024,))
        took = time.process_time() - began
    with capsys.disabled():
        print(
            f"\nasked, kept and written: {len(server.log) - asked} answers of a year, then {len(_table(inputs)):,} "
            f"observations of two years to Parquet in {took:.2f} s of processor time, the server's included", end="",
        )  # fmt: skip
    assert len(_table(inputs)) == 2 * 2479 - 4  # four have no value before they existed


def test_a_sync_that_is_killed_goes_on_to_the_same_bytes(server: SmupServer, inputs: Path, tmp_path: Path) -> None:
    def made(below: Path) -> dict[str, bytes]:
        files = [*(below / "live").glob("*"), *(below / "observation" / "smup_api").glob("*")]
        return {file.name: file.read_bytes() for file in files}

    shutil.copytree(inputs.parent, tmp_path / "reference")
    reference = tmp_path / "reference" / "data"
    _sync(server, reference)
    wanted = made(reference)
    server.log.clear()
    server.delay = 0.02
    command = [sys.executable, "-m", "smup", "sync", "smup", "--indicator", "4074", "--indicator", "16",
               "--years", "2023-2024", "--data", str(inputs), "--base-url", server.url]  # fmt: skip
    environment = os.environ | {"SMUP_SMUP_KEY": KEY}
    rounds, killed = random.Random(5), 0
    for wait in (0.1, 0.5, 1.0, 2.0, 3.0, 0.5, 1.0, 1.0):
        before = len(server.log)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        end = time.monotonic() + 15
        while process.poll() is None and len(server.log) == before and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(wait * rounds.random())
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed >= 3
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert made(inputs) == wanted
    again = len(server.paths) - len(set(server.paths))
    assert again <= killed  # at most the request that a kill cut off is asked for twice
    assert edition_id(inputs) == edition_id(reference)
