"""Two editions, opened for a comparison."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from smup.model import SmupError
from smup.store.confining import confine, files_beside
from smup.store.edition import Store

# What a comparison reads of an edition, which other code than this may have made.
_COMPARED = {
    "edition": ("edition_id", "built_at", "code_version"),
    "source": ("source_id", "title", "title_en"),
    "area": ("area_id", "label"),
    "status": ("status", "name_pl", "name_en"),
    "unit": ("unit", "name_pl", "name_en"),
    "indicator": ("indicator_id", "name_pl", "name_en", "unit", "decimals", "formula"),
    "indicator_value": ("area_id", "indicator_id", "period", "value", "status"),
}


class Pair(Store):
    """Two editions opened read-only for one comparison: their tables are ``old.*`` and ``new.*``.

    ``before`` and ``edition`` are their rows of the table edition. Raises ``SmupError`` when one of them is missing,
    damaged, or was made by other code without the tables and columns that a comparison reads.
    """

    def __init__(self, old: Path, new: Path) -> None:
        """Attach both files and nothing else."""
        self.path = new.resolve()
        if old.resolve().parent != self.path.parent and files_beside(old).is_dir():
            raise SmupError(f"{old} has its figures in a folder; hold both editions in one place to compare them.")
        self._connection = duckdb.connect(":memory:", config={"home_directory": str(self.path.parent)})
        try:
            self.before = self._attach(old, "old")
            self.edition = self._attach(new, "new")
        except SmupError:
            self.close()
            raise
        self._connection.execute(files("smup").joinpath("pair.sql").read_text(encoding="utf-8"))
        self._over_files = confine(self._connection, old, new)

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
