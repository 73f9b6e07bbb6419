"""What changed from one edition to another: every row of two small worlds built one after the other, nothing else."""

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from conftest import YEAR, Smup, World
from smup.build import open_store
from smup.edition import find_edition, kept
from smup.model import SmupError, UnknownIdError
from smup.queries import changes
from smup.store import Pair, Store

KEY = ["area_id", "indicator_id", "period"]
HOSTILE = ["'; drop table area; --", '"', "\\", "%", "$name", "(", "😀", "x" * 5000, "../../etc/passwd", "..", "/"]


def change(world: World) -> None:
    """Change everything that a comparison tells apart."""
    world.observe("126201", "cost_pc", YEAR, 22)  # revised, with the two wholes that it belongs to
    world.observe("120608", "class_size", YEAR, 10, "P")  # the status alone
    world.observe("126101", "class_size", YEAR + 1, 24)  # a year that the indicator did not have
    world.observe("126201", "class_size", YEAR, 18)  # a value where there was none; nobody is taught there
    world.observations["gus_bdl"].remove(("120608", "cost_pc", YEAR, 12.0, "A"))
    world.tables["indicator"].append(world.row("indicator", "score_lower") | {"indicator_id": "score_again"})
    world.tables["indicator"].remove(world.row("indicator", "score_unjudged"))
    world.tables["area"].append({"area_id": "two", "name": "Dwie", "level": "metro", "kind": "metropolitan_area"})
    world.tables["metro"].append({"area_id": "two", "as_of": "2024-03", "confidence": "high"})
    world.tables["area_member"] += [
        {"group_id": "two", "area_id": area_id, "source_id": "metro_pages"} for area_id in ("120601", "120602")
    ]
    world.tables["source"].append({"source_id": "gus_cpi"})


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, _built_template: World) -> World:
    """The small world built as it is and again with the changes; for reading only."""
    folder = tmp_path_factory.mktemp("it's two")  # a quote in the path is no end of a string
    shutil.copytree(_built_template.data.parent, folder / "world", symlinks=True)
    world = World(
        folder / "world" / "data",
        {name: [dict(row) for row in rows] for name, rows in _built_template.tables.items()},
        {name: list(rows) for name, rows in _built_template.observations.items()},
    )
    change(world)
    world.build().close()
    return world


@pytest.fixture(scope="module")
def pair(changed: World) -> Iterator[Pair]:
    new, old = kept(changed.data)
    opened = Pair(old.path, new.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def same(changed: World) -> Iterator[Pair]:
    path = kept(changed.data)[0].path
    opened = Pair(path, path)
    yield opened
    opened.close()


def both(changed: World) -> pd.DataFrame:
    """The rows of both editions side by side, joined by pandas."""
    frames = []
    for edition in reversed(kept(changed.data)):
        store = Store(edition.path)
        frames.append(store.query("select area_id, indicator_id, period, value, status from indicator_value"))
        store.close()
    return frames[0].merge(frames[1], on=KEY, how="outer", suffixes=("_before", "_after"), indicator=True)


def keys(frame: pd.DataFrame) -> set[tuple[object, ...]]:
    return set(frame[KEY].itertuples(index=False, name=None))


# Two editions


def test_what_was_revised_is_found_and_nothing_else(pair: Pair) -> None:
    frame = changes.revised(pair).set_index(["indicator_id", "area_id"])
    assert list(frame["period"].unique()) == [YEAR]
    cost = frame.loc[("cost", "126201")]
    assert cost[["value_before", "value_after", "change"]].tolist() == [20, 22, 2]
    assert cost["relative"] == pytest.approx(0.1)
    status = frame.loc[("class_size", "120608")]
    assert status[["status_before", "status_after", "change"]].tolist() == ["A", "P", 0]
    # 126201: 400 of 2800 residents; without 120608 the rest of 2700 make up the wholes.
    before = 900 * 40 + 500 * 30 + 400 * 20 + 300 * 25 + 800 + 450 + 1000 + 1100 + 1200 + 1300 + 1400 + 2250
    after = before - 1200 + 400 * 2
    for whole in ("12", "PL"):
        assert frame.loc[("cost", whole), "value_before"] == pytest.approx(before / 2900)
        assert frame.loc[("cost", whole), "value_after"] == pytest.approx(after / 2800)
    assert set(frame.index) == {
        ("cost", "126201"), ("cost", "12"), ("cost", "PL"), ("class_size", "120608"),
    }  # fmt: skip
    assert frame["relative"].abs().is_monotonic_decreasing, "the largest comes first"
    assert not frame["redefined"].any()


def test_every_row_is_counted_once_as_pandas_counts_it(pair: Pair, changed: World) -> None:
    frame = both(changed)
    shared = frame[frame["_merge"] == "both"]
    moved = (shared["value_before"].round(9) != shared["value_after"].round(9)) & (
        shared["value_before"].notna() | shared["value_after"].notna()
    ) | (shared["status_before"] != shared["status_after"])
    counts = changes.summary(pair).iloc[0]
    assert counts["new"] == (frame["_merge"] == "right_only").sum() > 0
    assert counts["gone"] == (frame["_merge"] == "left_only").sum() > 0
    assert counts["revised"] == moved.sum() == 4
    assert counts["unchanged"] == (~moved).sum() > 0
    assert keys(changes.revised(pair)) == keys(shared[moved])


def test_new_years_indicators_areas_and_sources_are_listed(pair: Pair) -> None:
    years = changes.new_periods(pair)
    assert years[["indicator_id", "period", "areas"]].to_numpy().tolist() == [["class_size", YEAR + 1, 1]]
    items = changes.items(pair)
    assert items[["kind", "id", "what"]].to_numpy().tolist() == [
        ["indicator", "score_again", "new"],
        ["indicator", "score_unjudged", "gone"],
        ["area", "two", "new"],
        ["source", "gus_cpi", "new"],
    ]
    assert changes.items(pair)["name"].iloc[2] == "Dwie"


def test_the_other_way_round_new_is_gone(changed: World, pair: Pair) -> None:
    new, old = kept(changed.data)
    back = Pair(new.path, old.path)
    there, here = changes.summary(back).iloc[0], changes.summary(pair).iloc[0]
    assert (there["new"], there["gone"], there["revised"]) == (here["gone"], here["new"], here["revised"])
    assert keys(changes.revised(back)) == keys(changes.revised(pair))
    assert set(changes.items(back)["what"]) == {"new", "gone"}
    back.close()


def test_filters_take_areas_and_indicators(pair: Pair) -> None:
    assert keys(changes.revised(pair, ["126201"])) == {("126201", "cost", YEAR)}
    assert keys(changes.revised(pair, None, ["class_size"])) == {("120608", "class_size", YEAR)}
    assert changes.revised(pair, ["126101"]).empty
    own = changes.new_periods(pair, ["126201"])
    assert own[["indicator_id", "period"]].to_numpy().tolist() == [["class_size", YEAR]], "new for this area"
    assert len(changes.revised(pair, limit=1)) == 1
    assert changes.summary(pair, ["126201"], ["cost"]).iloc[0].tolist() == [0, 0, 1, 0]


def test_an_edition_against_itself_has_no_change(same: Pair) -> None:
    counts = changes.summary(same).iloc[0]
    assert counts[["new", "gone", "revised"]].tolist() == [0, 0, 0]
    assert counts["unchanged"] == len(same.query("select 1 from new.indicator_value"))
    for question in (changes.revised, changes.new_periods, changes.items):
        assert question(same).empty


def test_values_are_equal_to_nine_decimals(changed: World, tmp_path: Path) -> None:
    path = kept(changed.data)[0].path
    moved = Path(shutil.copy(path, tmp_path / "moved.duckdb"))
    with duckdb.connect(str(moved)) as connection:
        connection.execute("update indicator_value set value = value + 1e-11 where indicator_id = 'cost'")
        connection.execute("update indicator_value set status = 'E' where indicator_id = 'cost' and area_id = '126301'")
        connection.execute("update indicator_value set value = value + 1e-8 where area_id = '126101'"
                           " and indicator_id = 'score'")  # fmt: skip
    opened = Pair(path, moved)
    frame = changes.revised(opened)
    assert keys(frame) == {("126101", "score", YEAR), ("126301", "cost", YEAR)}
    status = frame.set_index("indicator_id").loc["cost"]
    assert status[["change", "relative"]].tolist() == [0, 0], "the status alone, whatever the last digit"
    opened.close()


def test_values_that_moved_as_the_formula_did_are_marked(built_world: World) -> None:
    built_world.row("indicator", "score_lower")["formula"] = "2 * score_pct"
    built_world.build().close()
    new, old = kept(built_world.data)
    opened = Pair(old.path, new.path)
    frame = changes.revised(opened)
    assert set(frame["indicator_id"]) == {"score_lower"}
    assert frame["redefined"].all()
    assert (frame["value_after"] == 2 * frame["value_before"]).all()
    opened.close()


# What cannot be compared


def test_an_older_edition_without_a_column_ends_in_one_sentence(changed: World, tmp_path: Path) -> None:
    path = kept(changed.data)[0].path
    older = Path(shutil.copy(path, tmp_path / "older.duckdb"))
    with duckdb.connect(str(older)) as connection:
        connection.execute("alter table indicator_value drop column status")
    with pytest.raises(SmupError, match=r"older.duckdb cannot be compared: .* without indicator_value.status\.$"):
        Pair(older, path)
    with pytest.raises(SmupError, match="cannot be compared"):
        Pair(path, older)


def test_an_edition_of_other_code_is_compared_when_it_has_the_columns(changed: World, tmp_path: Path) -> None:
    path = kept(changed.data)[0].path
    older = Path(shutil.copy(path, tmp_path / "older.duckdb"))
    with duckdb.connect(str(older)) as connection:
        connection.execute("update edition set code_version = '0.0.1+old'")
        connection.execute("alter table indicator_value drop column weight")
    opened = Pair(older, path)
    assert opened.before["code_version"] == "0.0.1+old"
    assert changes.summary(opened).iloc[0][["new", "gone", "revised"]].tolist() == [0, 0, 0]
    opened.close()


def test_a_file_that_is_no_edition_ends_in_one_sentence(changed: World, tmp_path: Path) -> None:
    path = kept(changed.data)[0].path
    (tmp_path / "text.duckdb").write_text("no edition")
    (tmp_path / "short.duckdb").write_bytes(path.read_bytes()[:20_000])
    for name in ("text.duckdb", "short.duckdb", "nowhere.duckdb"):
        with pytest.raises(SmupError, match=name):
            Pair(tmp_path / name, path)


def test_a_pair_reads_and_writes_nothing_else(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException):
        pair.query(f"select * from '{tmp_path / 'other.csv'}'")
    with pytest.raises(duckdb.Error):
        pair.query("delete from old.indicator_value")


# Which editions there are


def test_the_served_edition_comes_first_and_damaged_ones_are_left_out(changed: World, tmp_path: Path) -> None:
    data = Path(shutil.copytree(changed.data, tmp_path / "copy", symlinks=True))
    new, old = kept(data)
    assert new.path.resolve() == (data / "smup.duckdb").resolve()
    (data / "edition" / "bad.duckdb").write_text("bad")
    assert [one.edition_id for one in kept(data)] == [new.edition_id, old.edition_id]
    (data / "smup.duckdb").unlink()
    (data / "smup.duckdb").symlink_to(Path("edition") / f"{old.edition_id}.duckdb")
    assert [one.edition_id for one in kept(data)] == [old.edition_id, new.edition_id]
    assert kept(tmp_path / "nowhere") == []


def test_an_edition_is_named_by_word_identifier_beginning_or_path(changed: World) -> None:
    data = changed.data
    new, old = kept(data)
    assert find_edition(data, "latest") == new.path
    assert find_edition(data, "previous") == old.path
    assert find_edition(data, old.edition_id) == find_edition(data, old.edition_id[:8]) == old.path
    assert find_edition(data, str(new.path)) == new.path


@pytest.mark.parametrize("wanted", ["", *HOSTILE])
def test_a_hostile_edition_is_told_with_those_that_exist(changed: World, wanted: str) -> None:
    new, old = kept(changed.data)
    with pytest.raises(UnknownIdError) as fault:
        find_edition(changed.data, wanted)
    assert new.edition_id in str(fault.value) and old.edition_id in str(fault.value)


@pytest.mark.parametrize("wanted", HOSTILE)
@pytest.mark.parametrize("kind", ["area", "indicator"])
def test_a_hostile_name_finds_nothing(pair: Pair, kind: str, wanted: str) -> None:
    with pytest.raises(UnknownIdError, match=f"There is no {kind}"):
        changes.find(pair, kind, [wanted])
    assert changes.revised(pair, [wanted], [wanted]).empty


def test_areas_and_indicators_of_either_edition_are_found(pair: Pair) -> None:
    assert changes.find(pair, "area", ["KRAKÓW", " two ", "126101", ""]) == ["126101", "two"]
    assert changes.find(pair, "indicator", ["score_unjudged", "score_again"]) == ["score_unjudged", "score_again"]
    assert changes.statuses(pair)["P"] == "P name_pl żółć"


# The command


def test_the_report_says_what_changed(smup: Smup, changed: World) -> None:
    answer = smup("diff", "--data", changed.data)
    assert (answer.code, answer.err) == (0, "")
    text = answer.out.decode()
    new, old = kept(changed.data)
    assert text.startswith(f"Edition {old.edition_id} (")
    assert " 4 revised, " in text.splitlines()[1]
    assert "## Revised values (4 of 4)" in text
    assert "| class_size | class_size name_pl żółć | 2021 | 1 |" in text
    assert "| area | two | Dwie | new |" in text
    assert smup("diff", "previous", "latest", "--data", changed.data).out == answer.out
    assert smup("diff", old.edition_id, new.edition_id[:6], "--data", changed.data).out == answer.out


def test_the_revised_values_are_written_as_csv_and_json(smup: Smup, changed: World) -> None:
    asked = ("diff", "--data", changed.data, "--area", "126201;Polska", "--indicator", "cost")
    rows = pd.read_csv(BytesIO(smup(*asked, "--format", "csv").out), dtype={"area_id": str})
    assert set(rows["area_id"]) == {"126201", "PL"}
    assert [row["value_after"] for row in json.loads(smup(*asked, "--format", "json").out)] == (
        pytest.approx(rows["value_after"].tolist())
    )
    (row,) = json.loads(smup(*asked, "--format", "json", "--limit", "1").out)
    assert (row["area_id"], row["value_before"], row["value_after"]) == ("126201", 20, 22)


def test_an_edition_against_itself_is_reported_without_tables(smup: Smup, changed: World) -> None:
    text = smup("diff", "latest", "latest", "--data", changed.data).out.decode()
    assert "0 new, 0 gone, 0 revised" in text
    assert "##" not in text


def test_a_wrong_edition_area_or_indicator_is_told_in_one_sentence(smup: Smup, changed: World) -> None:
    new, old = kept(changed.data)
    for arguments, parts in [
        (("nothing",), ["“nothing” is no edition", new.edition_id, old.edition_id]),
        (("latest", "latest", "--area", "Krakow"), ["no area “Krakow”", "Kraków = 126101"]),
        (("latest", "latest", "--indicator", "scor"), ["no indicator “scor”", "score"]),
    ]:
        answer = smup("diff", *arguments, "--data", changed.data)
        assert (answer.code, answer.out) == (2, b"")
        assert [part for part in parts if part not in answer.sentence] == []


def test_one_edition_or_none_is_told_in_one_sentence(smup: Smup, built_world: World, tmp_path: Path) -> None:
    answer = smup("diff", "--data", built_world.data)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.sentence.startswith("There is only one edition, ")
    none = smup("diff", "--data", tmp_path / "nowhere")
    assert (none.code, none.sentence) == (1, "There is no edition yet; run “smup build”.")


def test_other_code_is_said_in_the_report(smup: Smup, changed: World, tmp_path: Path) -> None:
    older = Path(shutil.copy(kept(changed.data)[1].path, tmp_path / "older.duckdb"))
    with duckdb.connect(str(older)) as connection:
        connection.execute("update edition set code_version = '0.0.1+old'")
    assert b"made by different code" in smup("diff", older, "latest", "--data", changed.data).out
    with duckdb.connect(str(older)) as connection:
        connection.execute("alter table indicator_value drop column status")
    answer = smup("diff", older, "latest", "--data", changed.data)
    assert answer.code == 1
    assert "cannot be compared" in answer.sentence


def test_three_editions_are_kept_and_each_can_be_compared(built_world: World) -> None:
    for value in (41, 42, 43):
        built_world.observe("126201", "cost_pc", YEAR, value)
        built_world.build().close()
    editions = kept(built_world.data)
    assert len(editions) == 3
    opened = Pair(editions[2].path, editions[0].path)
    frame = changes.revised(opened, ["126201"])
    assert frame[["value_before", "value_after"]].to_numpy().tolist() == [[41, 43]]
    opened.close()
    assert open_store(built_world.data).edition["edition_id"] == editions[0].edition_id
