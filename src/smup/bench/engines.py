"""What every engine is: it makes its own copy of the tables, answers questions, and says how large the copy is."""

from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.bench.questions import CITIES, PLACES, RURAL, TOWN, Draw
from smup.store import Store

VALUES = "indicator_value"
TABLES = {
    "area": "select area_id, label, kind, level from area order by area_id",
    "area_tasks": "select area_id, tasks from area_tasks order by area_id",
    "group_member": "select group_id, area_id from group_member order by group_id, area_id",
    "peer": "select area_id, peer_id, position from peer order by area_id, position",
    "indicator": "select indicator_id, service_id, polarity, target, comparability from indicator order by 1",
    "service": "select service_id, theme_id from service order by service_id",
    "pair": "select pair_id, cost_indicator_id, output_indicator_id from pair order by pair_id",
    "structure": "select structure_id, level, weight from structure order by structure_id",
    "area_structure": "select area_id, structure_id, z from area_structure order by structure_id, area_id",
}


class AbsentError(Exception):
    """An engine is not installed; one sentence says so."""


class Engine(Protocol):
    """One of those that are asked."""

    def build(self, tables: Path, folder: Path) -> Path:
        """Make a copy of the Parquet files in ``tables`` below ``folder``; return what it is kept in."""

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer the question of that name."""

    def close(self) -> None:
        """Give back what it holds."""


def write_tables(store: Store, folder: Path) -> None:
    """Write what the questions are about as Parquet files, the values with a row group for each indicator."""
    for name, sql in TABLES.items():
        store.query(sql).to_parquet(folder / f"{name}.parquet", index=False)
    writer = None
    for indicator_id in store.query("select indicator_id from indicator_extent order by 1")["indicator_id"]:
        rows = store.query(
            "select area_id, indicator_id, period, value, status from indicator_value "
            "where indicator_id = $indicator_id order by period, area_id",
            indicator_id=indicator_id,
        )
        table = pa.Table.from_pandas(rows, preserve_index=False)
        writer = writer or pq.ParquetWriter(folder / f"{VALUES}.parquet", table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def parameters(question: str, draw: Draw) -> dict[str, object]:
    """Return the parameters of a question in words that all engines understand."""
    area_id = {"cost_quality": TOWN, "profile": PLACES[0]}.get(question, draw.area_id)
    group_id = RURAL if question in ("ranking", "cost_quality") else CITIES
    first, second, third = PLACES[:3]
    return {
        "indicator_id": draw.indicator_id, "period": draw.period, "theme_id": draw.theme_id, "pair_id": draw.pair_id,
        "area_id": area_id, "group_id": group_id, "first": first, "second": second, "third": third,
    }  # fmt: skip
