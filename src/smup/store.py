"""The DuckDB file behind everything: ``create`` writes one, ``Store`` reads an edition, ``Pair`` two of them.

The only duckdb import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
from cachetools import LRUCache

from smup.model import DamagedError, SmupError, remedy
from smup.seal import is_damaged

FILE = "smup.duckdb"
_MEMORY = 4_000_000_000  # bytes that DuckDB may use for a build; the rest of the process needs less than 2 GB
_REMEMBERED = 64_000_000  # bytes of answers that an open edition keeps for those who ask the same
_DAMAGED = "{path} is damaged or was made by another version; run “smup build”."
# A theme has more indicators than the 50 up to which a join tells the scan which rows to pass over; a group has more
# areas still: to look for each in every row is slower than the join. Finding what a plan does twice is slower, too.
_CONFIG: dict[str, Any] = {
    "dynamic_or_filter_threshold": 400, "disabled_optimizers": "common_subplan",
    "enable_external_access": False, "lock_configuration": True,
}  # fmt: skip
# What reading a damaged file may end in.
_UNREADABLE = (
    duckdb.IOException, duckdb.ConnectionException, duckdb.CatalogException, duckdb.BinderException,
    duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException,
)  # fmt: skip
# What a comparison reads of an edition, which other code than this may have made.
_COMPARED = {
    "edition": ("edition_id", "built_at", "code_version"), "source": ("source_id", "title", "title_en"),
    "area": ("area_id", "label"), "status": ("status", "name_pl", "name_en"), "unit": ("unit", "name_pl", "name_en"),
    "indicator": ("indicator_id", "name_pl", "name_en", "unit", "decimals", "formula"),
    "indicator_value": ("area_id", "indicator_id", "period", "value", "status"),
}  # fmt: skip


class Store:
    """One immutable edition, opened read-only; safe to share between threads.

    It remembers its answers, as many bytes of them as ``remembered``: an edition never changes.
    Raises ``DamagedError`` when the file is missing, damaged or no store; ``damaged`` tells that a query met damage.
    """

    damaged = False
    _answers: "LRUCache[str, pd.DataFrame] | None" = None  # what changes, or is asked once, remembers nothing

    def __init__(self, path: Path, remembered: int = _REMEMBERED) -> None:
        """Open the edition that ``path`` (a file or a link to one) names."""
        self.path = path.resolve()
        self._answers = LRUCache(remembered, getsizeof=_size)
        self._remembering = Lock()
        if not self.path.exists():
            raise DamagedError(f"There is no store at {path}; run “smup build”.")
        try:
            if is_damaged(self.path):
                raise DamagedError(_DAMAGED.format(path=path))
            self._connection = duckdb.connect(self.path, read_only=True, config=_CONFIG)
            self.edition: dict[str, Any] = self._connection.execute("select * from edition").df().iloc[0].to_dict()
        except (duckdb.Error, IndexError, OSError) as fault:
            if "_connection" in vars(self):
                self.close()  # else whoever opens the file that takes the place of this one would get this one
            raise DamagedError(_DAMAGED.format(path=path)) from fault

    def query(self, sql: str, **parameters: object) -> pd.DataFrame:
        """Answer ``sql`` with its ``$named`` parameters; the frame is the caller's to change."""
        if self._answers is None:
            return self._answer(sql, parameters)
        question = f"{sql}{sorted(parameters.items())}"
        with self._remembering:
            answer = self._answers.get(question)
        if answer is None:
            answer = self._answer(sql, parameters)
            if _size(answer) <= self._answers.maxsize / 16:  # a larger one would drive out too many others
                with self._remembering:
                    self._answers[question] = answer
        return answer.copy(deep=False)  # pandas copies what the caller changes

    def _answer(self, sql: str, parameters: dict[str, object]) -> pd.DataFrame:
        """One cursor a query, as threads must not share one."""
        try:
            with self._connection.cursor() as cursor:
                return _in_words(cursor.execute(sql, parameters or None).df())
        except duckdb.Error as fault:
            if isinstance(fault, _UNREADABLE) or "Corrupt" in str(fault):
                self.damaged = is_damaged(self.path, afresh=True)
                raise DamagedError(_DAMAGED.format(path=self.path)) from fault
            raise

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


class Pair(Store):
    """Two editions opened read-only for one comparison: their tables are ``old.*`` and ``new.*``.

    ``before`` and ``edition`` are their rows of the table edition. Raises ``SmupError`` when one of them is missing,
    damaged, or was made by other code without the tables and columns that a comparison reads.
    """

    def __init__(self, old: Path, new: Path) -> None:
        """Attach both files and nothing else."""
        self.path = new.resolve()
        self._connection = duckdb.connect(":memory:")
        try:
            self.before = self._attach(old, "old")
            self.edition = self._attach(new, "new")
        except SmupError:
            self.close()
            raise
        self._connection.execute(files("smup").joinpath("pair.sql").read_text(encoding="utf-8"))
        self._connection.execute("set enable_external_access = false; set lock_configuration = true")

    def _attach(self, path: Path, name: str) -> dict[str, Any]:
        if not path.is_file():
            raise SmupError(f"There is no edition at {path}.")
        quoted = str(path.resolve()).replace("'", "''")
        try:
            self._connection.execute(f"attach '{quoted}' as {name} (read_only)")
            columns = self.query(
                "select table_name, column_name from duckdb_columns() where database_name = $name", name=name
            )
            there = set(columns.itertuples(index=False, name=None))
            needed = [(table, column) for table, names in _COMPARED.items() for column in names]
            missing = ", ".join(f"{table}.{column}" for table, column in needed if (table, column) not in there)
            if missing:
                raise SmupError(f"{path} cannot be compared: another version of smup made it, without {missing}.")
            return dict(self.query(f"select * from {name}.edition").iloc[0])  # noqa: S608 - a name of ours
        except (duckdb.Error, IndexError) as fault:
            raise SmupError(f"{path} is damaged or no edition of smup.") from fault


class Draft(Store):
    """A store being written; nobody reads it before it is finished."""

    def __init__(self, path: Path, areas: pd.DataFrame, indicators: pd.DataFrame) -> None:
        """Create the empty tables of ``schema.sql`` in a new file, for these areas and indicators and no others."""
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


def _in_words(answer: pd.DataFrame) -> pd.DataFrame:
    """Identifiers as texts, which the database keeps as numbers."""
    for name in answer.select_dtypes("category").columns:
        keys = answer[name].array
        answer[name] = keys.categories.array.take(keys.codes, allow_fill=True)  # astype("str") takes ten times as long
    return answer


def _size(answer: pd.DataFrame) -> int:
    return int(answer.memory_usage(deep=True).sum())


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
