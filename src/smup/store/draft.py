"""A store being written."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb
import pandas as pd

from smup.model import SmupError, remedy
from smup.store.edition import Store

LARGE = ("observation", "indicator_value", "benchmark")  # what may lie in Parquet files beside the store
SMALL = ("observation_year", "indicator_year", "indicator_extent", "value_note")
_MEMORY = 4_000_000_000  # bytes that DuckDB may use for a build; the rest of the process needs less than 2 GB


class Draft(Store):
    """A store being written; nobody reads it before it is finished."""

    def __init__(self, path: Path, areas: pd.DataFrame, indicators: pd.DataFrame) -> None:
        """Create the empty tables of ``schema.sql`` in a new file, for these areas and indicators, so ordered."""
        self.path = path
        self._connection = duckdb.connect(path)  # what does not fit into memory goes into a folder {path}.tmp
        self._connection.execute(
            f"set memory_limit = least(parse_formatted_bytes(current_setting('memory_limit')), {_MEMORY}) || 'B'"
        )
        self._connection.execute("set enable_progress_bar = false")  # which a process started by another would show
        self._connection.begin()
        self.run("schema.sql", area_input=areas, indicator_input=indicators)
        self._connection.commit()

    def insert(self, table: str, frame: pd.DataFrame) -> None:
        """Append ``frame`` to ``table``; its columns are matched by name."""
        self._connection.register("frame", frame)
        self._connection.execute(f"insert into {table} by name select * from frame")  # noqa: S608 - a name of ours
        self._connection.unregister("frame")

    def read_parquet(self, folder: Path) -> None:
        """Let the large tables be what Parquet files in ``folder`` hold, and take the small ones of them in.

        The finished store must stand beside ``folder`` and bear its name; both may be moved together.
        Identifiers stand in Parquet as texts, in the order of the numbers that they are elsewhere.
        """
        self._connection.execute("set global home_directory = $home", {"home": str(folder.parent)})
        for table in (*LARGE, *SMALL):
            source = f"read_parquet('~/{folder.name}/{table}/*.parquet')"
            if table in SMALL:
                self._connection.execute(f"insert into {table} by name from {source} order by all")
                continue
            columns = ", ".join(self.query(f"from {table} limit 0").columns)
            self._connection.execute(f"drop {'view' if table == 'benchmark' else 'table'} {table}")
            self._connection.execute(f"create view {table} as select {columns} from {source}")  # noqa: S608

    def checkpoint(self) -> None:
        """Bring all that was written into the file itself."""
        self._connection.execute("force checkpoint")

    def run(self, script: str, **frames: pd.DataFrame) -> None:
        """Run one of the package's SQL scripts, which finds each of ``frames`` under its name."""
        for name, frame in frames.items():
            self._connection.register(name, frame)
        self._connection.execute(files("smup").joinpath(script).read_text(encoding="utf-8"))
        for name in frames:
            self._connection.unregister(name)


@contextmanager
def create(path: Path, areas: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Draft]:
    """Write a new store at ``path``; a fault of the database becomes one sentence, the file is left to the caller."""
    draft = None
    try:
        draft = Draft(path, areas, indicators)
        yield draft
        # Closing would keep silent about a full disk and leave the data in a log that nobody renames.
        draft.checkpoint()
    except duckdb.Error as fault:
        reason = str(fault).splitlines()[0].rstrip(".")
        raise SmupError(f"The store could not be written to {path.parent}: {reason}{remedy(reason)}.") from fault
    finally:
        if draft is not None:
            draft.close()
