"""An edition is made of its inputs alone, never changes, and is replaced in one step while readers read on."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from conftest import YEAR, World
from smup.build import EDITIONS_KEPT, STEPS, build, is_current, open_store
from smup.edition import edition_id
from smup.model import SmupError
from smup.sources.tables import TABLES
from smup.store import Store, create

KEYS = pd.DataFrame({"area_id": ["PL"]}), pd.DataFrame({"indicator_id": ["cost"]})


def tables(store: Store) -> list[str]:
    return [str(name) for name in store.query("select table_name from duckdb_tables() order by all")["table_name"]]


def fingerprints(store: Store) -> dict[str, tuple[int, int]]:
    """Number of rows of each table and a hash over all its cells and their order, without the hour of building."""
    answers = {}
    for name in tables(store):
        row = "edition_id, code_version, input_sha256" if name == "edition" else name
        counted = store.query(f"select count(*) as n, bit_xor(hash(rowid, {row})) as fingerprint from {name}")
        answers[name] = (int(counted["n"].item()), int(counted["fingerprint"].fillna(0).item()))
    return answers


def test_the_same_inputs_make_the_same_edition_to_the_last_digit(
    store: Store, copy_of_inputs: Callable[[Path], Path], tmp_path: Path
) -> None:
    data = copy_of_inputs(tmp_path / "again")
    assert build(data) == store.edition["edition_id"]
    first = fingerprints(store)
    assert first["observation"][0] > 300_000
    assert fingerprints(open_store(data)) == first


def test_an_edition_is_named_after_its_inputs(built_world: World) -> None:
    store = open_store(built_world.data)
    assert store.edition["edition_id"] == edition_id(built_world.data) == store.path.stem
    assert (built_world.data / "smup.duckdb").readlink() == Path("edition") / f"{store.path.stem}.duckdb"
    assert is_current(built_world.data)


def test_any_changed_byte_of_any_input_makes_another_edition(built_world: World) -> None:
    before = edition_id(built_world.data)
    inputs = [*built_world.data.glob("*.csv"), *built_world.data.glob("observation/*.parquet")]
    inputs += [*built_world.data.glob("record/*.toml"), *built_world.data.glob("boundaries/*")]
    inputs += (built_world.data.parent / "seeds").iterdir()
    assert len(inputs) == len(TABLES) + 2 + 1 + 1 + 1
    seen = {before}
    for path in inputs:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        seen.add(edition_id(built_world.data))
        assert not is_current(built_world.data), path
        path.write_bytes(content)
    assert len(seen) == 1 + len(inputs)
    assert is_current(built_world.data)


def test_a_renamed_or_additional_input_makes_another_edition(built_world: World) -> None:
    seeds = built_world.data.parent / "seeds"
    before = edition_id(built_world.data)
    (seeds / "000.txt").rename(seeds / "001.txt")
    renamed = edition_id(built_world.data)
    (seeds / "002.txt").write_text("")
    assert len({before, renamed, edition_id(built_world.data)}) == 3


def test_a_data_folder_without_a_store_is_not_current(small_world: World) -> None:
    small_world.write()
    assert not is_current(small_world.data)
    with pytest.raises(SmupError, match=r"There is no store at .*; run “smup build”"):
        open_store(small_world.data)


def test_progress_names_each_step_once_in_order_and_ends_with_everything_done(built_world: World) -> None:
    heard: list[tuple[str, float]] = []
    build(built_world.data, lambda step, share: heard.append((step, share)))
    assert list(dict.fromkeys(step for step, _ in heard)) == list(STEPS)
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


def test_the_newest_editions_are_kept_and_the_oldest_dropped(built_world: World) -> None:
    made = [open_store(built_world.data).path.stem]
    for value in (41, 42, 43):
        built_world.observe("126101", "cost_pc", YEAR, value)
        made.append(build(built_world.write()))
    kept = {path.stem for path in (built_world.data / "edition").glob("*.duckdb")}
    assert EDITIONS_KEPT == 3
    assert kept == set(made[-3:])


def test_going_back_to_earlier_inputs_serves_the_earlier_edition_again(built_world: World) -> None:
    first = open_store(built_world.data).path.stem
    built_world.observe("126101", "cost_pc", YEAR, 41)
    second = build(built_world.write())
    built_world.observe("126101", "cost_pc", YEAR, 40)
    third = build(built_world.write())
    assert second != first
    assert (third, open_store(built_world.data).path.stem) == (first, first) or third not in {first, second}


def test_an_open_store_answers_from_its_edition_while_others_replace_it(built_world: World) -> None:
    old = open_store(built_world.data)

    def cost(store: Store) -> float:
        rows = store.query("from observation where area_id = '126101' and variable_id = 'cost_pc'")
        return float(rows["value"].item())

    for value in (41, 42, 43):  # until the old edition is dropped from the folder
        built_world.observe("126101", "cost_pc", YEAR, value)
        build(built_world.write())
        new = open_store(built_world.data)
        assert (cost(old), cost(new)) == (40, value)
        new.close()
    assert not old.path.exists()


def test_the_link_is_never_missing_while_it_is_switched(built_world: World) -> None:
    link = built_world.data / "smup.duckdb"
    absent: list[int] = []
    running = True

    def watch() -> int:
        looks = 0
        while running:
            looks += 1
            if not link.exists():
                absent.append(looks)
        return looks

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        for value in (41, 42, 43):
            built_world.observe("126101", "cost_pc", YEAR, value)
            build(built_world.write())
        running = False
        assert watching.result() > 100
    assert absent == []


def test_eight_threads_share_one_store_and_each_gets_its_own_answers(store: Store) -> None:
    values = store.query("from indicator_value where indicator_id = 'population' and period = 2020 order by area_id")
    right = dict(zip(values["area_id"], values["value"], strict=True))
    wanted = list(right)[:800]

    def ask(part: int) -> list[tuple[str, float]]:
        answers = []
        for area_id in wanted[part::8]:
            found = store.query(
                """
                select area_id, value from indicator_value
                where indicator_id = 'population' and period = 2020 and area_id = $area_id
                """,
                area_id=area_id,
            )
            answers.append((area_id, found["area_id"].item(), found["value"].item()))
        return answers

    with ThreadPoolExecutor(8) as pool:
        answers = [answer for part in pool.map(ask, range(8)) for answer in part]
    assert len(answers) == 800
    assert [answer for answer in answers if answer[0] != answer[1] or answer[2] != right[answer[0]]] == []


@pytest.mark.parametrize(
    "statement",
    [
        "insert into theme select * from theme",
        "delete from observation",
        "update observation set value = 0",
        "drop table observation",
        "create table mine (a integer)",
    ],
)
def test_a_store_cannot_be_changed(small_store: Store, statement: str) -> None:
    before = small_store.query("select count(*) as n, sum(value) as total from observation")
    with pytest.raises(duckdb.Error):
        small_store.query(statement)
    assert small_store.query("select count(*) as n, sum(value) as total from observation").equals(before)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{folder}/area.csv')",
        "select * from '{folder}/observation/gus_bdl.parquet'",
        "select * from read_text('{folder}/area.csv')",
        "select * from glob('{folder}/*')",
        "copy area to '{folder}/stolen.csv'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load '{folder}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set threads = 99",
    ],
)
def test_a_store_reaches_no_file_and_no_setting(small_store: Store, statement: str) -> None:
    folder = small_store.path.parents[1]
    files = {path.name for path in folder.iterdir()}
    assert {"area.csv", "observation"} <= files
    with pytest.raises(duckdb.Error):
        small_store.query(statement.format(folder=folder))
    assert {path.name for path in folder.iterdir()} == files


def test_a_parameter_is_data_and_never_sql(small_store: Store) -> None:
    hostile = "'; drop table area; --"
    assert small_store.query("select $name as name", name=hostile)["name"].item() == hostile
    assert small_store.query("select * from area where area_id = $id", id=hostile).empty


def test_a_file_that_is_no_store_is_told_so(tmp_path: Path) -> None:
    texts = {"text": b"this is a text", "empty": b"", "zeros": bytes(1 << 20)}
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SmupError, match="damaged or was made by another version; run “smup build”"):
            Store(tmp_path / name)
    with pytest.raises(SmupError, match="damaged or was made by another version"):
        Store(tmp_path)


def test_a_database_of_something_else_is_told_so(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("create table t as select 1 as a")
    with pytest.raises(SmupError, match="damaged or was made by another version"):
        Store(tmp_path / "other.duckdb")
    with create(tmp_path / "unfinished.duckdb", *KEYS):
        pass
    with pytest.raises(SmupError, match="damaged or was made by another version"):
        Store(tmp_path / "unfinished.duckdb")


@pytest.mark.parametrize(
    "damage", ["cut after a hundredth", "cut after a half", "cut after nine tenths", "overwritten"]
)
def test_a_damaged_store_is_told_so_at_the_latest_when_the_damage_is_read(
    data: Path, tmp_path: Path, damage: str
) -> None:
    content = (data / "smup.duckdb").read_bytes()
    share = {"cut after a hundredth": 0.01, "cut after a half": 0.5, "cut after nine tenths": 0.9}.get(damage)
    bad = bytearray(content[: int(len(content) * share)] if share else content)
    for start in range(1 << 20, len(bad) if not share else 0, 1 << 20):  # some of the file is free space
        bad[start : start + 5000] = bytes(5000)
    (tmp_path / "bad.duckdb").write_bytes(bad)
    with pytest.raises(SmupError, match="damaged or was made by another version; run “smup build”"):
        fingerprints(Store(tmp_path / "bad.duckdb"))


def test_a_store_of_earlier_code_is_not_current_and_is_built_anew(built_world: World) -> None:
    """The code that defines a store is a part of the edition's name: another name is another edition."""
    link = built_world.data / "smup.duckdb"
    current = link.resolve()
    earlier = current.with_name("000000000000.duckdb")
    shutil.copy(current, earlier)
    link.unlink()
    link.symlink_to(earlier.relative_to(built_world.data))
    assert not is_current(built_world.data)
    assert build(built_world.data) == current.stem
    assert is_current(built_world.data)


def test_building_touches_nothing_but_editions_and_the_link(built_world: World) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        files = [path for path in built_world.data.parent.rglob("*") if path.is_file() and "edition" not in path.parts]
        return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in files if path.suffix != ".duckdb"}

    before = state()
    build(built_world.data)
    assert state() == before
    assert len(before) == len(TABLES) + 2 + 1 + 1 + 1


def test_a_folder_among_the_documents_is_passed_over(built_world: World) -> None:
    (built_world.data.parent / "seeds" / "notes").mkdir()
    assert is_current(built_world.data)
    build(built_world.data)


def test_a_build_takes_four_gigabytes_at_most_before_it_spills_beside_its_draft(tmp_path: Path) -> None:
    with create(tmp_path / "new.draft", *KEYS) as draft:
        limit = draft.query("select parse_formatted_bytes(current_setting('memory_limit')) as n")["n"].item()
        folder = draft.query("select current_setting('temp_directory') as folder")["folder"].item()
    assert limit <= 4_000_000_000
    assert Path(folder) == tmp_path / "new.draft.tmp"


def test_an_open_edition_remembers_its_answers_up_to_a_limit_and_nobody_changes_them(small_store: Store) -> None:
    path = small_store.path
    sql = "select area_id, random() as different from area where area_id = any($ids) order by area_id"
    with closing(Store(path)) as store:
        first = store.query(sql, ids=["126101", "126201"])
        wanted = first["different"].tolist()
        first["different"] = 0.0
        again = store.query(sql, ids=["126101", "126201"])
        assert again["different"].tolist() == wanted, "the same answer, whatever was done to it"
        assert store.query(sql, ids=["126201"])["different"].iloc[0] not in wanted, "another question"
    with closing(Store(path, remembered=100)) as store:
        ids = {"ids": ["126101", "126201"]}
        assert store.query(sql, **ids)["different"].tolist() != store.query(sql, **ids)["different"].tolist()
