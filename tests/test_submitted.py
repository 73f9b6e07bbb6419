"""Submitted data that are kept: whole or not at all, in the next edition, beside the official values."""

from pathlib import Path

import pytest

from conftest import Smup, World, found
from smup.build import build, is_current, open_store
from smup.model import SmupError
from smup.queries import editions
from smup.sources.submission import keeping

HEAD = "area;indicator;period;value;status;note\n"
GOOD = "Kraków;score;2020;61,5;;ours\nTarnów;own_trees;2020;b.d.;;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return path


def test_an_added_file_is_a_source_of_the_next_edition_and_replaces_nothing(
    built_world: World, smup: Smup, file: Path
) -> None:
    answer = smup("add", file, "--who", "Miasto Kraków", "--data", built_world.data)
    assert (answer.code, answer.err) == (0, "")
    assert not is_current(built_world.data)
    build(built_world.data)
    assert is_current(built_world.data)
    store = open_store(built_world.data)
    kept = store.query("select * from submission_value order by indicator_id")
    assert kept["area_id"].tolist() == ["126301", "126101"]
    assert kept["status"].tolist() == ["O", "A"] and kept["value"].tolist()[1] == 61.5
    assert found(store, "126101", "score", 2020)[0] == 90
    source = editions.sources(store).set_index("source_id").loc[kept["source_id"][0]]
    assert source["publisher"] == "Miasto Kraków" and source["observations"] == 1
    store.close()
    again = smup("add", file, "--who", "Miasto Kraków", "--data", built_world.data)
    assert again.code == 1 and "has been added already" in again.sentence


def test_a_file_with_faults_is_refused_unless_its_good_rows_are_wanted(
    built_world: World, smup: Smup, file: Path
) -> None:
    file.write_text(f"{HEAD}{GOOD}Kraków;score;2019;161,5;;\n", encoding="utf-8")
    refused = smup("add", file, "--who", "A", "--data", built_world.data)
    assert refused.code == 1 and "--good-rows-only" in refused.sentence
    assert keeping.kept_files(built_world.data) == []
    assert smup("add", file, "--who", "A", "--good-rows-only", "--data", built_world.data).code == 0
    assert len(keeping.kept_files(built_world.data)) == 2


def test_who_submits_must_be_said(built_world: World, smup: Smup, file: Path) -> None:
    answer = smup("add", file, "--who", " ", "--data", built_world.data)
    assert answer.code == 1 and "--who" in answer.sentence


def test_a_file_that_was_not_listed_before_the_end_came_does_not_count(
    built_world: World, smup: Smup, file: Path
) -> None:
    folder = built_world.data / keeping.FOLDER
    folder.mkdir()
    (folder / "0123456789ab.parquet").write_bytes(b"half")
    (folder / "submission.csv.draft").write_bytes(b"half")
    assert is_current(built_world.data)
    assert smup("add", file, "--who", "A", "--data", built_world.data).code == 0
    build(built_world.data)


def test_a_damaged_or_missing_kept_file_ends_the_build_with_one_sentence(
    built_world: World, smup: Smup, file: Path
) -> None:
    smup("add", file, "--who", "A", "--data", built_world.data)
    kept = keeping.kept_files(built_world.data)[1]
    kept.write_bytes(b"damaged")
    with pytest.raises(SmupError, match="damaged"):
        build(built_world.data)
    kept.unlink()
    with pytest.raises(SmupError, match="is missing"):
        build(built_world.data)
