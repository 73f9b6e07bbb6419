"""``smup spark``: the same figures as DuckDB's from the same SQL, served from Parquet by a store that reads no more."""

import os
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from conftest import Smup
from smup.bench.questions import QUESTIONS, Draw, Question
from smup.edition import FOLDER, data_folder, open_edition
from smup.model import SmupError
from smup.queries.groups import groups
from smup.seal import digest, is_damaged
from smup.spark.editions import write_edition
from smup.spark.session import session, settings
from smup.spark.working_out import numbered
from smup.store import Store, files_beside

pytest.importorskip("sqlglot", reason="SQLGlot is not installed (smup[spark])")
pytest.importorskip("pyspark", reason="PySpark is not installed (smup[spark])")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("Java is not installed", allow_module_level=True)

KEYS = {
    "observation": ["variable_id", "period", "area_id"],
    "observation_year": ["variable_id", "period", "source_id", "status"],
    "indicator_value": ["indicator_id", "period", "area_id"],
    "indicator_year": ["indicator_id", "period"],
    "indicator_extent": ["indicator_id"],
    "value_note": ["indicator_id", "period", "area_id"],
    "benchmark": ["indicator_id", "period", "group_id", "area_id"],
    "peer": ["area_id", "position"],
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data, worked out on Spark."""
    out = tmp_path_factory.mktemp("spark")
    return write_edition(data_folder(), out, partial(session, "local[2]", [], "2g"))


@pytest.fixture(scope="module")
def opened(edition: Path) -> Iterator[Store]:
    store = open_edition(edition)
    yield store
    store.close()


@pytest.mark.parametrize("table", KEYS)
def test_spark_gives_what_duckdb_gives(store: Store, opened: Store, table: str) -> None:
    # Identifiers are numbers in the order of themes in the one, texts in the other.
    order = ", ".join(f"{key}::varchar" for key in KEYS[table])
    ours, sparks = (one.query(f"from {table} order by {order}") for one in (store, opened))
    assert len(ours) > 100
    assert list(sparks) == list(ours)
    for column in ours:
        mine, other = ours[column], sparks[column]
        if pd.api.types.is_float_dtype(mine):
            # Both interpolate quartiles, in other steps: the last digits differ, and one between a value below zero and
            # one above may be 0 in one and 1e-17 in the other. All else is equal to the last bit.
            relative, absolute = (1e-14, 1e-15) if column in {"p25", "median", "p75"} else (0, 0)
            np.testing.assert_allclose(other.to_numpy(float), mine.to_numpy(float), relative, absolute, err_msg=column)
        else:
            assert mine.astype(object).where(mine.notna(), None).tolist() == (
                other.astype(object).where(other.notna(), None).tolist()
            ), column


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_dashboards_questions_have_the_same_answers(store: Store, opened: Store, question: Question) -> None:
    pair = store.query("""
        select p.pair_id, p.cost_indicator_id, max(f.period) as period
        from figures_of(null, null, null) f join pair p using (pair_id) join area a using (area_id)
        where a.kind = 'rural' and f.period = f.output_period
        group by all order by count(*) desc, pair_id limit 1
    """).iloc[0]
    draw = Draw(pair.cost_indicator_id, int(pair.period), "120601", "education", pair.pair_id)
    ours, sparks = (question.answer(question.ask(one, draw)) for one in (store, opened))
    assert len(ours)
    pd.testing.assert_frame_equal(sparks, ours, check_exact=True, check_dtype=False)


def test_files_are_sorted_ranges_of_indicators(edition: Path) -> None:
    for table, first in (("indicator_value", ["area_kind"]), ("benchmark", [])):
        order = [*first, *KEYS[table]]
        parts = sorted((files_beside(edition) / table).glob("*.parquet"))
        assert 1 <= len(parts) < 10
        seen: set[str] = set()
        for part in parts:
            rows = duckdb.sql(f"select {', '.join(order)} from '{part}'").df()
            assert rows.equals(rows.sort_values(order, ignore_index=True))
            assert not seen & set(rows["indicator_id"])
            seen |= set(rows["indicator_id"])


def test_the_edition_may_be_moved(edition: Path, tmp_path: Path) -> None:
    shutil.copy(edition, tmp_path)
    shutil.copytree(files_beside(edition), tmp_path / edition.stem)
    moved = Store(tmp_path / edition.name)
    assert moved.query("select count(*) as n from indicator_value")["n"].item() > 100_000
    shutil.rmtree(tmp_path / edition.stem)
    with pytest.raises(SmupError, match="damaged"):
        moved.query("select max(value) from indicator_value")
    moved.close()


def test_nothing_else_can_be_read_and_nothing_written(
    store: Store, edition: Path, opened: Store, tmp_path: Path
) -> None:
    beside = edition.parent / "beside.parquet"
    duckdb.sql(f"copy (select 1 as a) to '{beside}'")
    inside = files_beside(edition)
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    for sql in (
        f"from '{beside}'",
        f"from '{inside}/../beside.parquet'",
        f"from read_csv('{secret}')",
        "from read_text('/etc/hostname')",
        "from 'https://example.org/a.parquet'",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        f"copy (select 1) to '{inside}/written.csv'",
        f"attach '{tmp_path}/other.duckdb'",
        "create table t (a integer)",
    ):
        with pytest.raises((duckdb.Error, SmupError)):
            opened.query(sql)
    assert not (inside / "written.csv").exists()
    allowed = opened.query("select unnest(current_setting('allowed_directories')) as folder")
    # DuckDB itself adds the folder into which it spills, to any file that it opens so.
    assert set(allowed["folder"]) == {f"{inside}/", f"{edition}.tmp/"}
    allowed = store.query("select unnest(current_setting('allowed_directories')) as folder")
    assert set(allowed["folder"]) == {f"{store.path}.tmp/"}


def test_a_second_opening_is_confined_too(edition: Path, opened: Store) -> None:
    again = Store(edition)
    with pytest.raises((duckdb.Error, SmupError)):
        again.query("from read_text('/etc/hostname')")
    assert groups(again).equals(groups(opened))
    again.close()


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        patch.delenv("JAVA_HOME", raising=False)
        with pytest.raises(SmupError, match="Java is not installed"), session("local[1]", []):
            pass
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pyspark.sql", None)
        with pytest.raises(SmupError, match="PySpark is not installed"), session("local[1]", []):
            pass


def test_the_folder_of_builds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SmupError, match="choose another folder"):
        write_edition(tmp_path, tmp_path / FOLDER, partial(session, "local[1]", []))


@pytest.mark.parametrize("address", ["s3a://bucket/editions", "hdfs://host/editions", "file:///srv"])
def test_an_address_is_refused(smup: Smup, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = smup("spark", "--out", address)
    assert answer.code == 1
    assert "into a folder, not to an address" in answer.sentence
    assert not list(tmp_path.iterdir())


def test_a_setting_of_the_user_goes_before_ours() -> None:
    assert settings(["spark.ui.enabled=true", "spark.x=1=2"], "1g")["spark.ui.enabled"] == "true"
    assert settings(["spark.x=1=2"], "1g")["spark.x"] == "1=2"
    for wrong in ("x", "spark.x", "x=1"):
        with pytest.raises(SmupError, match=r"spark\.NAME=VALUE"):
            settings([wrong], "1g")


def test_files_grow_with_the_data_and_not_in_number() -> None:
    few = numbered([(f"i{number:04}", 1_500_000) for number in range(10)])
    assert [file for _, file in few] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]
    many = numbered([(f"i{number:04}", 2_940_000) for number in range(2_000)])  # all local units of the EU
    assert many[-1][1] + 1 == 63
    assert [file for _, file in many] == sorted(file for _, file in many)
    assert numbered([("b", 9_000_000), ("a", 1)]) == [("a", 0), ("b", 0)]


def test_the_seal_covers_the_parquet(edition: Path, tmp_path: Path) -> None:
    def copied(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for suffix in (".duckdb", ".sha256"):
            shutil.copy(edition.with_suffix(suffix), folder)
        shutil.copytree(files_beside(edition), folder / edition.stem)
        return folder / edition.name

    whole = copied("whole")
    assert not is_damaged(whole)
    _, *lines = whole.with_suffix(".sha256").read_text().splitlines()  # as sha256sum writes and checks them
    files = [whole, *sorted(files_beside(whole).glob("*/*.parquet"))]
    assert lines == [f"{digest(file)}  {file.relative_to(whole.parent)}" for file in files]
    assert len(files) == 8
    for name in ("changed", "missing", "added"):
        path = copied(name)
        (part,) = (files_beside(path) / "benchmark").glob("*.parquet")
        if name == "changed":
            content = bytearray(part.read_bytes())
            content[len(content) // 2] ^= 1
            part.write_bytes(content)
        elif name == "missing":
            part.unlink()
        else:
            shutil.copy(part, part.with_name("more.parquet"))
        assert is_damaged(path), name
        with pytest.raises(SmupError, match="damaged"):
            Store(path)
