"""An edition, opened for questions."""

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
from cachetools import LRUCache

from smup.model import SmupError
from smup.store.confining import confine, require_question

FILE = "smup.duckdb"
_REMEMBERED = 64_000_000  # bytes of answers that an open edition keeps for those who ask the same
_DAMAGED = "{path} is damaged or was made by another version; run “smup build”."


class Store:
    """One immutable edition, opened read-only; safe to share between threads.

    Its large tables may be Parquet files in a folder of its name beside it, as Spark makes them; it reads no others.
    It remembers its answers, as many bytes of them as ``remembered``: an edition never changes.
    Raises ``SmupError`` when the file is missing, damaged or no store.
    """

    _answers: "LRUCache[str, pd.DataFrame] | None" = None  # what changes, or is asked once, remembers nothing
    _over_files = False  # whether large tables are Parquet files

    def __init__(self, path: Path, remembered: int = _REMEMBERED) -> None:
        """Open the edition that ``path`` (a file or a link to one) names."""
        self.path = path.resolve()
        self._answers = LRUCache(remembered, getsizeof=_size)
        self._remembering = Lock()
        if not self.path.exists():
            raise SmupError(f"There is no store at {path}; run “smup build”.")
        try:
            self._connection = duckdb.connect(
                self.path,
                read_only=True,
                config={
                    # A theme has more indicators than the 50 up to which a join tells the scan which rows to pass over;
                    # a group has more areas still, and to look for each of them in every row is slower than the join.
                    "dynamic_or_filter_threshold": 400,
                    "home_directory": str(self.path.parent),
                },
            )
            self._over_files = confine(self._connection, self.path)
            self.edition: dict[str, Any] = self.query("select * from edition").iloc[0].to_dict()
        except (duckdb.Error, IndexError) as fault:
            raise SmupError(_DAMAGED.format(path=path)) from fault

    def query(self, sql: str, **parameters: object) -> pd.DataFrame:
        """Answer ``sql`` with its ``$named`` parameters; the frame is the caller's to change."""
        if self._answers is None:
            return self._answer(sql, parameters)
        question = f"{sql}{sorted(parameters.items())}"
        with self._remembering:
            answer = self._answers.get(question)
        if answer is None:
            answer = self._answer(sql, parameters)
            with self._remembering, suppress(ValueError):  # one larger than all that may be remembered
                self._answers[question] = answer
        return answer.copy(deep=False)  # pandas copies what the caller changes

    def _answer(self, sql: str, parameters: dict[str, object]) -> pd.DataFrame:
        """One cursor a query, as threads must not share one."""
        try:
            with self._connection.cursor() as cursor:
                if self._over_files:
                    require_question(cursor, sql)
                return cursor.execute(sql, parameters or None).df()
        except duckdb.Error as fault:
            unlike_ours = duckdb.IOException | duckdb.CatalogException | duckdb.BinderException
            damaged = ("Corrupt", "No magic bytes", "too small to be a Parquet file")
            if isinstance(fault, unlike_ours) or any(words in str(fault) for words in damaged):
                raise SmupError(_DAMAGED.format(path=self.path)) from fault
            raise

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _size(answer: pd.DataFrame) -> int:
    return int(answer.memory_usage(deep=True).sum())
