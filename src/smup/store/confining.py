"""What an open edition may touch: its own files and nothing else."""

from pathlib import Path
from threading import Lock

import duckdb

_ONE_AT_A_TIME = Lock()


def files_beside(path: Path) -> Path:
    """Return where the Parquet files of the edition at ``path`` lie, if it has any."""
    return path.resolve().with_suffix("")


def confine(connection: duckdb.DuckDBPyConnection, *editions: Path) -> bool:
    """Take away all files but the Parquet of ``editions``, and all settings; tell whether there is such Parquet."""
    folders = [f"{files_beside(path)}/" for path in editions if files_beside(path).is_dir()]
    with _ONE_AT_A_TIME:  # whoever opens a file that is open shares its database, which is confined already
        if _setting(connection, "lock_configuration"):
            return bool(folders)
        if folders:
            connection.execute("set global parquet_metadata_cache = true")
            connection.execute("set global allowed_directories = $folders", {"folders": folders})
        connection.execute("set enable_external_access = false; set lock_configuration = true")
    return bool(folders)


def require_question(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Refuse what is no question: a folder that may be read could be written as well."""
    if any(one.type != duckdb.StatementType.SELECT for one in cursor.extract_statements(sql)):
        raise duckdb.PermissionException("An edition is only asked.")


def _setting(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    found = connection.execute("select current_setting($name)", {"name": name}).fetchone()
    return bool(found and found[0])
