"""The two row stores, SQLite and PostgreSQL: the same tables and indexes, the same SQL."""

import os
import shutil
import sqlite3
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from smup.bench.engines import TABLES, VALUES, AbsentError, parameters
from smup.bench.portable import SQL
from smup.bench.questions import Draw
from smup.model import SmupError

_COLUMNS = {
    VALUES: "area_id text not null, indicator_id text not null, period integer not null, value double precision,"
    " status text not null",
    "area": "area_id text primary key, label text, kind text, level text",
    "area_tasks": "area_id text primary key, tasks text",
    "group_member": "group_id text, area_id text, primary key (group_id, area_id)",
    "peer": "area_id text, peer_id text, position integer, primary key (area_id, peer_id)",
    "indicator": "indicator_id text primary key, service_id text, polarity text, target double precision,"
    " comparability text",
    "service": "service_id text primary key, theme_id text",
    "pair": "pair_id text primary key, cost_indicator_id text, output_indicator_id text",
    "structure": "structure_id text primary key, level text, weight double precision",
    "area_structure": "area_id text, structure_id text, z double precision, primary key (structure_id, area_id)",
}
# Led by indicator, by area, and by kind; made after the rows are in.
_INDEXES = (
    "create unique index by_indicator on indicator_value (indicator_id, period, area_id)",
    "create unique index by_area on indicator_value (area_id, indicator_id, period)",
    "create index by_kind on area (kind)",
    "create index by_member on group_member (area_id)",
    "create index by_service on indicator (service_id)",
)


class SQLite:
    """SQLite in a file, through Python's own module."""

    _connection: Any = None

    def build(self, tables: Path, folder: Path) -> Path:
        """Fill and index the file."""
        path = folder / "bench.sqlite"
        self._connection = sqlite3.connect(path)
        self._connection.execute("pragma journal_mode = off")
        self._connection.execute("pragma synchronous = off")
        self._connection.execute("pragma cache_size = -1000000")  # kB
        self._connection.execute("pragma mmap_size = 30000000000")
        for name in (*TABLES, VALUES):
            self._connection.execute(f"create table {name} ({_COLUMNS[name]})")
            for part in _parts(tables, name):
                marks = ", ".join("?" * part.num_columns)
                rows = zip(*(column.to_pylist() for column in part.columns), strict=True)
                self._connection.executemany(f"insert into {name} values ({marks})", rows)  # noqa: S608 - names of ours
        for index in _INDEXES:
            self._connection.execute(index)
        self._connection.execute("analyze")
        self._connection.commit()
        return path

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer with the whole table, as a frame."""
        cursor = self._connection.execute(SQL[question], parameters(question, draw))
        return pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()


class PostgreSQL:
    """A PostgreSQL of Debian's package, started for the run on a socket in its folder and stopped after it."""

    _server: "subprocess.Popen[bytes] | None" = None

    def build(self, tables: Path, folder: Path) -> Path:
        """Start a server, fill and index its tables."""
        try:
            import psycopg
        except ImportError as fault:
            raise AbsentError("psycopg is not installed (pip install 'smup[bench]')") from fault
        data = folder / "postgresql"
        self._start(data)
        self._connection: Any = _when_ready(lambda: psycopg.connect(host=str(data), user="postgres", dbname="postgres"))
        self._connection.autocommit = True
        for name in (*TABLES, VALUES):
            self._connection.execute(f"create table {name} ({_COLUMNS[name]})")
            with self._connection.cursor().copy(f"copy {name} from stdin (format csv)") as copy:
                for part in _parts(tables, name):
                    text = BytesIO()
                    pc.write_csv(part, text, pc.WriteOptions(include_header=False))
                    copy.write(text.getvalue())
        for index in _INDEXES:
            self._connection.execute(index)
        self._connection.execute("vacuum analyze")
        return data

    def _start(self, data: Path) -> None:
        """Run initdb and the server, as the user postgres when we are root, for it refuses to be root's."""
        programs = _programs()
        data.mkdir()
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(data, "postgres", "postgres")
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": data, **as_user}
        data.chmod(0o700)
        words: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        made = subprocess.run(words, check=False, **(quiet | {"stderr": subprocess.PIPE}))
        if made.returncode:
            raise SmupError(f"initdb failed: {made.stderr.decode(errors='replace').strip()}.")
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(data), "shared_buffers": "1GB", "work_mem": "256MB",
            "maintenance_work_mem": "1GB", "fsync": "off", "wal_level": "minimal", "max_wal_senders": "0",
            "max_wal_size": "8GB", "jit": "off", "autovacuum": "off",
        }  # fmt: skip
        chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._server = subprocess.Popen([programs / "postgres", "-D", data, *chosen], **quiet)

    def ask(self, question: str, draw: Draw) -> pd.DataFrame:
        """Answer with the whole table, as a frame."""
        sql = SQL[question]
        values = parameters(question, draw)
        for name in values:
            sql = sql.replace(f":{name}", f"%({name})s")
        cursor = self._connection.execute(sql, values)
        return pd.DataFrame(cursor.fetchall(), columns=[column.name for column in cursor.description])

    def close(self) -> None:
        """Stop the server and wait until it is gone."""
        if self._server is not None:
            self._server.send_signal(2)  # fast: ends what runs
            self._server.wait()


def _parts(tables: Path, name: str) -> Any:
    """Read a Parquet file a row group at a time, in the columns of the table."""
    file = pq.ParquetFile(tables / f"{name}.parquet")
    for group in range(file.num_row_groups):
        part: pa.Table = file.read_row_group(group)
        yield part


def _programs() -> Path:
    """Find the folder of PostgreSQL's programs: Debian keeps them off the path."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found and not folders:
        raise AbsentError("PostgreSQL is not installed (apt install postgresql)")
    return Path(found).parent if found else folders[-1].parent


def _when_ready(connect: Any) -> Any:
    """Connect, trying again for half a minute."""
    for _try in range(300):
        try:
            return connect()
        except Exception as fault:  # noqa: BLE001 - psycopg may be absent, so that its errors cannot be named
            last = fault
            time.sleep(0.1)
    raise SmupError(f"PostgreSQL did not start: {last}.")
