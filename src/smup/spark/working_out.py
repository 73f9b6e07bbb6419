"""Runs the translated scripts over Parquet: observations and small tables in, the large tables of an edition out.

Files are ranges of variables or indicators, sorted, in row groups small enough for DuckDB to pass over most of them.
"""

from typing import Any

import pandas as pd
import pyarrow as pa

from smup.spark.translating import benchmark, columns, statements

SCRIPTS = ("observation.sql", "weight.sql", "indicator.sql")
NEEDED = (
    "area", "area_member", "area_tasks", "comparability", "group_member", "indicator", "indicator_term",
    "observation_note", "status",
)  # fmt: skip
# The order of the large tables within a file.
ORDER = {
    "observation": ("variable_id", "period", "area_id"),
    "indicator_value": ("area_kind", "indicator_id", "period", "area_id"),
    "benchmark": ("indicator_id", "period", "group_id", "area_id"),
}
# By what they are cut into files, and about how many rows a cell of it has, from what is already written: so nothing is
# worked out twice.
SIZES = {
    "observation": "select variable_id, count(*) from observation_input group by variable_id",
    "indicator_value": """
        with observed as (select variable_id, count(*) as n from observation group by variable_id)
        select indicator_id, max(n) from indicator_term join observed using (variable_id) group by indicator_id""",
    "benchmark": "select indicator_id, 4 * count(*) from indicator_value group by indicator_id",
}
WORK = "_work"  # what is removed at the end; Spark and DuckDB pass over names that begin so
ROWS_OF_A_FILE = 4_000_000  # at least; DuckDB opens every file of a table at each question, so there are few
FILES = 64  # of a table, about, however large it is
ROWS_OF_A_PART = 1_000_000  # of what is sorted or joined at once, some 100 MB
ROWS_OF_A_GROUP = 1_000_000  # what DuckDB passes over or reads as one


def work_out(spark: Any, tables: dict[str, pd.DataFrame], observations: str, out: str) -> None:
    """Write the tables of ``SCRIPTS`` and ``benchmark`` as Parquet below the address ``out``.

    ``tables`` are ``NEEDED``; below the address ``observations`` lies Parquet with the columns of observation.
    """
    for name in NEEDED:
        _from_pandas(spark, name, tables[name]).createOrReplaceTempView(name)
    spark.table("indicator").select("indicator_id").createOrReplaceTempView("batch")  # all: Spark needs no batches
    given = spark.read.parquet(observations)
    given.createOrReplaceTempView("observation_input")
    # Spark's own 200 parts of everything cost more than they bring where rows are few.
    parts = max(2 * spark.sparkContext.defaultParallelism, given.count() // ROWS_OF_A_PART)
    spark.conf.set("spark.sql.shuffle.partitions", parts)
    for script in SCRIPTS:
        for statement in statements(script):
            rows = spark.sql(statement.query)
            if statement.inserts:
                _write(spark, statement.name, _typed(rows, columns(statement.name)), out)
            else:
                _keep(spark, statement.name, rows, f"{out}/{WORK}/{statement.name}")
    _write(spark, "benchmark", spark.sql(benchmark()), out)
    _remove(spark, f"{out}/{WORK}")


def _from_pandas(spark: Any, table: str, frame: pd.DataFrame) -> Any:
    types = columns(table)
    rows = spark.createDataFrame(pa.Table.from_pandas(frame[list(types)], preserve_index=False))
    return _typed(rows, types)


def _typed(rows: Any, types: dict[str, str]) -> Any:
    return rows.toDF(*types).selectExpr(*(f"cast({name} as {kind}) as {name}" for name, kind in types.items()))


def _write(spark: Any, table: str, rows: Any, out: str) -> None:
    """Write a table of the edition."""
    _keep(spark, table, _cut(spark, rows, table) if table in ORDER else rows.coalesce(1), f"{out}/{table}")


def _keep(spark: Any, table: str, rows: Any, address: str) -> None:
    """Write rows, and let the table's name mean what was written: Spark would work them out again at each use."""
    rows.write.option("parquet.block.row.count.limit", ROWS_OF_A_GROUP).mode("overwrite").parquet(address)
    spark.read.parquet(address).createOrReplaceTempView(table)


def _remove(spark: Any, address: str) -> None:
    path = spark._jvm.org.apache.hadoop.fs.Path(address)  # PySpark itself has nothing that removes
    path.getFileSystem(spark._jsc.hadoopConfiguration()).delete(path, True)


def _cut(spark: Any, rows: Any, table: str) -> Any:
    """Cut rows into ranges of a column, as even as its cells allow, each range sorted."""
    sizes = spark.sql(SIZES[table])
    key = sizes.columns[0]
    ranges = numbered([tuple(row) for row in sizes.collect()])
    schema = pa.schema([(key, pa.string()), ("file", pa.int32())])
    files = spark.createDataFrame(pa.table([*zip(*ranges, strict=True)], schema=schema)).hint("broadcast")
    cut = rows.join(files, key).repartitionById(ranges[-1][1] + 1, "file").select(rows.columns)
    return cut.sortWithinPartitions(*ORDER[table])


def numbered(sizes: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the number of the file in which the rows of each identifier stand; ``sizes`` are how many rows it has.

    A file has ``ROWS_OF_A_FILE`` rows, or more where there would be more than about ``FILES`` files.
    """
    of_a_file = max(ROWS_OF_A_FILE, sum(size for _, size in sizes) // FILES)
    ranges, file, rows = [], 0, 0
    for name, size in sorted(sizes):
        if rows >= of_a_file:
            file, rows = file + 1, 0
        ranges.append((name, file))
        rows += size
    return ranges
