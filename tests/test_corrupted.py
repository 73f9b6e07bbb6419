"""Editions that the disk has damaged: told at opening, the one before is served, a build repairs; never a traceback."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from conftest import YEAR, Smup, World
from smup import seal
from smup.build import build, open_store, use
from smup.model import DamagedError, SmupError
from smup.store import Store
from smup.ui import shell

SCRIPT = Path(shell.__file__).with_name("script.py")
BLOCK = 262_144
Damage = Callable[[Path], object]
Two = tuple[Path, str, str]


def overwritten(start: int, length: int, by: bytes = b"\xa5") -> Damage:
    """Write over some bytes; negative starts count from the end."""

    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        begin = start if start >= 0 else len(content) + start
        content[begin : begin + length] = (by * length)[: len(content) - begin]
        path.write_bytes(content)

    return damage


def cut(share: float) -> Damage:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def altered(sql: str) -> Damage:
    def damage(path: Path) -> None:
        with duckdb.connect(path) as connection:
            connection.execute(sql)

    return damage


def unsealed(damage: Damage) -> Damage:
    """Damage of an edition that has no seal, as one of an earlier release."""

    def both(path: Path) -> None:
        path.with_suffix(".sha256").unlink()
        damage(path)

    return both


DAMAGES: dict[str, Damage] = {
    "cut after a tenth": cut(0.1),
    "cut by one byte": lambda path: os.truncate(path, path.stat().st_size - 1),
    "longer by one byte": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "empty": cut(0),
    "headers zeroed": overwritten(0, 3 * 4096, b"\0"),
    "one header zeroed": overwritten(4096, 4096, b"\0"),
    "a page in the middle overwritten": overwritten(2 * BLOCK, 4096),
    "the end overwritten": overwritten(-4096, 4096),
    "one bit": one_bit,
    "a text": lambda path: path.write_text("no database"),
    "an SQLite file": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(4080)),
    "a table is missing": altered("drop table indicator_value cascade"),
    "another edition_id": altered("update edition set edition_id = '000000000000'"),
    "a value": altered("update indicator_value set value = value + 1 where value is not null"),
    "without a seal, cut": unsealed(cut(0.1)),
    "without a seal, headers zeroed": unsealed(overwritten(0, 3 * 4096, b"\0")),
    "without a seal, a text": unsealed(lambda path: path.write_text("no database")),
    "without a seal, no row of the edition": unsealed(altered("delete from edition")),
    "without a seal, another edition_id": unsealed(altered("update edition set edition_id = '000000000000'")),
    "gone": lambda path: path.unlink(),
}


@pytest.fixture
def two(built_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """A data folder with two editions, the second served; their identifiers."""
    first = open_store(built_world.data).path
    private = first.read_bytes()  # the file is a link to that of other tests
    first.unlink()
    first.write_bytes(private)
    built_world.observe("126101", "cost_pc", YEAR, 41)
    second = build(built_world.write())
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    yield built_world.data, first.stem, second
    shell.opened.cache_clear()
    shell._others.clear()


def file(data: Path, edition: str) -> Path:
    return data / "edition" / f"{edition}.duckdb"


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_at_opening_and_the_edition_before_is_served(
    two: Two, smup: Smup, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    data, first, second = two
    DAMAGES[name](file(data, second))
    with pytest.raises(DamagedError) as fault:
        open_store(data)
    sentence = str(fault.value)
    assert "run “smup build”." in sentence and "\n" not in sentence
    with caplog.at_level(logging.ERROR, "smup"):
        assert shell.served().edition["edition_id"] == first
        assert shell.served().edition["edition_id"] == first
    assert [record.getMessage().count(second) for record in caplog.records] == [1], "one line in the log"
    listed = smup("edition", "list", "--data", data).out.decode().splitlines()
    assert listed[0].startswith(f"  {first}")
    assert listed[1:] == ([] if name == "gone" else [f"* {second}  damaged; “smup build” repairs it"])
    refused = smup("compare", "--indicator", "cost", "--areas", "Kraków", "--data", data)
    assert refused.code == 1 and refused.sentence == sentence
    assert smup("build", "--data", data).code == 0
    assert shell.served().edition["edition_id"] == open_store(data).edition["edition_id"] == second


def test_the_page_says_which_edition_is_damaged_and_which_it_shows(two: Two) -> None:
    data, first, second = two
    one_bit(file(data, second))
    for lang, words in (("pl", "jest uszkodzona; pokazano edycję"), ("en", "is damaged; shown is the edition")):
        app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        app.query_params["lang"] = lang
        app.run()
        assert not app.exception
        (warning,) = [one.value for one in app.warning]
        assert words in warning and first in warning and second in warning and str(data) not in warning


def test_damage_met_while_reading_ends_in_a_sentence_and_the_next_run_shows_the_edition_before(two: Two) -> None:
    data, first, second = two
    store = shell.served()
    assert store.edition["edition_id"] == second
    with file(data, second).open("r+b") as opened:  # the file that is open, not another of its name
        size = opened.seek(0, os.SEEK_END)
        opened.seek(3 * 4096)
        opened.write(bytes(size - 3 * 4096))
    with pytest.raises(DamagedError, match="is damaged or was made by another version"):
        for table in ("indicator_value", "observation", "area", "indicator", "peer"):
            store.query(f"select * from {table} order by all")
    assert store.damaged
    assert shell.served().edition["edition_id"] == first


def test_without_another_edition_a_sentence_says_what_to_run(
    built_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = open_store(built_world.data).path
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])
    monkeypatch.setenv("SMUP_DATA", str(built_world.data))
    with pytest.raises(DamagedError, match="is damaged or was made by another version; run “smup build”"):
        shell.served()
    built_world.path("area").write_text("not a table")  # so that the page cannot build one itself
    app = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not app.exception
    assert [one for one in app.error if "area.csv" in one.value]
    shell.opened.cache_clear()
    shell._others.clear()
    shell._faults.clear()


def test_a_damaged_edition_is_not_gone_back_to_nor_compared_nor_kept_before_a_whole_one(
    two: Two, built_world: World, smup: Smup
) -> None:
    data, first, second = two
    one_bit(file(data, first))
    with pytest.raises(SmupError, match="is no edition"):
        use(data, first)
    assert smup("diff", "previous", "latest", "--data", data).code == 1
    assert smup("edition", "list", "--data", data).out.decode().splitlines()[-1] == f"  {first}  damaged"
    for value in (42, 43):
        built_world.observe("126101", "cost_pc", YEAR, value)
        third = build(built_world.write())
    kept = {path.stem for path in (data / "edition").glob("*.duckdb")}
    assert first not in kept and {second, third} < kept
    assert {path.stem for path in (data / "edition").glob("*.sha256")} == kept


def test_sha256sum_reads_the_seal(two: Two) -> None:
    data, first, second = two
    for edition in (first, second):
        path = file(data, edition)
        lines = path.with_suffix(".sha256").read_text().splitlines()
        assert lines[1] == f"{seal.digest(path)}  {path.name}"
    assert (seal.number_of(file(data, first)), seal.number_of(file(data, second))) == (1, 2)


def test_a_seal_that_cannot_be_read_seals_nothing(two: Two) -> None:
    data, _first, second = two
    for content in (b"", b"\xff\xfe", b"# build 2\nno digest\n", b"# build \xd9\xa2\n"):
        file(data, second).with_suffix(".sha256").write_bytes(content)
        assert open_store(data).edition["edition_id"] == second


def test_an_edition_copied_under_another_name_elsewhere_can_be_read(two: Two, tmp_path: Path) -> None:
    data, first, _second = two
    shutil.copy(file(data, first), tmp_path / "copy.duckdb")
    assert Store(tmp_path / "copy.duckdb").edition["edition_id"] == first
