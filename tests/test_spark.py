"""``smup spark``: the same figures as DuckDB's from the same SQL, served from Parquet by a store that reads no more."""

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from smup.bench.questions import QUESTIONS, Draw, Question
from smup.edition import FOLDER, data_folder, open_edition
from smup.model import SmupError
from smup.queries.groups import groups
from smup.spark.editions import write_edition
from smup.spark.session import session, settings
from smup.store import Store, files_beside

sqlglot = pytest.importorskip("sqlglot", reason="SQLGlot is not installed (smup[spark])")
pytest.importorskip("pyspark", reason="PySpark is not installed (smup[spark])")
if not shutil.which("java"):
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
    ours, sparks = (one.query(f"from {table} order by {', '.join(KEYS[table])}") for one in (store, opened))
    assert len(ours) > 100
    assert list(sparks) == list(ours)
    for column in ours:
        mine, other = ours[column], sparks[column]
        if pd.api.types.is_float_dtype(mine):
            # A quartile between a value below zero and one above may be 0 in one and 1e-17 in the other.
            nothing = 1e-15 if column in {"p25", "median", "p75"} else 0
            np.testing.assert_allclose(other.to_numpy(float), mine.to_numpy(float), 1e-12, nothing, err_msg=column)
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
    pd.testing.assert_frame_equal(sparks, ours, rtol=1e-12, atol=0, check_dtype=False)


def test_files_are_sorted_ranges_of_indicators(edition: Path) -> None:
    for table in ("indicator_value", "benchmark"):
        parts = sorted((files_beside(edition) / table).glob("*.parquet"))
        assert 1 <= len(parts) < 10
        seen: set[str] = set()
        for part in parts:
            rows = duckdb.sql(f"select {', '.join(KEYS[table])} from '{part}'").df()
            keys = list(rows.itertuples(index=False, name=None))
            assert keys == sorted(keys)
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


def test_nothing_else_can_be_read_and_nothing_written(edition: Path, opened: Store, tmp_path: Path) -> None:
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
    # DuckDB adds the folder into which it spills, which is not there.
    assert set(allowed["folder"]) == {f"{inside}/", f"{edition}.tmp/"}


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


def test_settings_of_object_storage_come_from_the_environment_and_secrets_are_no_settings() -> None:
    found = settings(["spark.x=1"], "1g", {"AWS_ENDPOINT_URL_S3": "https://s3.example.org"})
    assert found["spark.hadoop.fs.s3a.endpoint"] == "https://s3.example.org"
    assert found["spark.x"] == "1"
    with pytest.raises(SmupError, match="is a secret"):
        settings(["spark.hadoop.fs.s3a.secret.key=x"], "1g", {})
    with pytest.raises(SmupError, match=r"spark\.NAME=VALUE"):
        settings(["x"], "1g", {})
