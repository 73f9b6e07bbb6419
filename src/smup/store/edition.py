"""An edition, opened for questions."""

from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any, Self, TypeVar

import duckdb
import numpy.typing as npt
import pandas as pd
from cachetools import LRUCache
from numpy import ma, nan

from smup.model import DamagedError
from smup.seal import is_damaged
from smup.store.confining import confine, require_question

FILE = "smup.duckdb"
_REMEMBERED = 96_000_000  # bytes of answers that an open edition keeps for those who ask the same
_DAMAGED = "{path} is damaged or was made by another version; run “smup build”."
# A theme has more indicators than the 50 up to which a join tells the scan which rows to pass over; a group has more
# areas still: to look for each in every row is slower than the join. Finding what a plan does twice is slower, too.
_CONFIG: dict[str, Any] = {"dynamic_or_filter_threshold": 400, "disabled_optimizers": "common_subplan"}
# What reading a damaged file may end in.
_UNREADABLE = (
    duckdb.IOException, duckdb.ConnectionException, duckdb.CatalogException, duckdb.BinderException,
    duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException,
)  # fmt: skip
_UNREADABLE_WORDS = ("Corrupt", "No magic bytes", "too small to be a Parquet file")

T = TypeVar("T")


class Store:
    """One immutable edition, opened read-only; safe to share between threads.

    Its large tables may be Parquet files in a folder of its name beside it, as Spark makes them; it reads no others.
    It remembers its answers, as many bytes of them as ``remembered``: an edition never changes.
    Raises ``DamagedError`` when the file is missing, damaged or no store; ``damaged`` tells that a query met damage.
    """

    damaged = False
    _over_files = False  # whether large tables are Parquet files
    _answers: "LRUCache[str, Any] | None" = None  # what changes, or is asked once, remembers nothing

    def __init__(self, path: Path, remembered: int = _REMEMBERED) -> None:
        """Open the edition that ``path`` (a file or a link to one) names."""
        self.path = path.resolve()
        self._answers = LRUCache(remembered, getsizeof=_size)
        self._kept: dict[Hashable, Any] = {}
        self._remembering = Lock()
        if not self.path.exists():
            raise DamagedError(f"There is no store at {path}; run “smup build”.")
        try:
            if is_damaged(self.path):
                raise DamagedError(_DAMAGED.format(path=path))
            home = {"home_directory": str(self.path.parent)}  # from where an edition names its Parquet files
            self._connection = duckdb.connect(self.path, read_only=True, config=_CONFIG | home)
            self._over_files = confine(self._connection, self.path)
            self.edition: dict[str, Any] = self._connection.execute("select * from edition").df().iloc[0].to_dict()
        except (duckdb.Error, IndexError, OSError) as fault:
            if "_connection" in vars(self):
                self.close()  # else whoever opens the file that takes the place of this one would get this one
            raise DamagedError(_DAMAGED.format(path=path)) from fault

    def query(self, sql: str, **parameters: object) -> pd.DataFrame:
        """Answer ``sql`` with its ``$named`` parameters; the frame is the caller's to change."""
        answer = self.remember(
            f"{sql}{sorted(parameters.items())}",
            lambda: self._answer(sql, parameters, lambda cursor: _in_words(cursor.df())),
        )
        return answer.copy(deep=False)  # pandas copies what the caller changes

    def arrays(self, sql: str, **parameters: object) -> dict[str, npt.NDArray[Any]]:
        """Answer with an array for each column; only columns of fractions may hold nulls, which are NaN."""
        columns = self._answer(sql, parameters, lambda cursor: cursor.fetchnumpy())
        return {name: ma.filled(column, nan) if ma.is_masked(column) else ma.getdata(column)
                for name, column in columns.items()}  # fmt: skip

    def remember(self, question: str, make: Callable[[], T]) -> T:
        """Return the answer that ``make`` gives, or gave when this was last asked; nobody changes what it holds."""
        if self._answers is None:
            return make()
        with self._remembering:
            answer: T | None = self._answers.get(question)
        if answer is None:
            answer = make()
            if _size(answer) <= self._answers.maxsize / 16:  # a larger one would drive out too many others
                with self._remembering:
                    self._answers[question] = answer
        return answer

    def keep(self, name: Hashable, make: Callable[[Self], T]) -> T:
        """Return what ``make`` makes of this edition, as small as its small tables: it is made once."""
        if self._answers is None:
            return make(self)
        if name not in self._kept:
            self._kept[name] = make(self)
        kept: T = self._kept[name]
        return kept

    def _answer(self, sql: str, parameters: dict[str, object], taken: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """One cursor a query, as threads must not share one."""
        try:
            with self._connection.cursor() as cursor:
                if self._over_files:
                    require_question(cursor, sql)
                return taken(cursor.execute(sql, parameters or None))
        except duckdb.Error as fault:
            if isinstance(fault, _UNREADABLE) or any(words in str(fault) for words in _UNREADABLE_WORDS):
                self.damaged = is_damaged(self.path, afresh=True)
                raise DamagedError(_DAMAGED.format(path=self.path)) from fault
            raise

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _in_words(answer: pd.DataFrame) -> pd.DataFrame:
    """Identifiers as texts, which the database keeps as numbers."""
    for name in answer.select_dtypes("category").columns:
        keys = answer[name].array
        answer[name] = keys.categories.array.take(keys.codes, allow_fill=True)  # astype("str") takes ten times as long
    return answer


def _size(answer: Any) -> int:
    """Count bytes of a frame, of an array, or of what says itself how many it has."""
    return int(answer.memory_usage(deep=True).sum() if isinstance(answer, pd.DataFrame) else answer.nbytes)
