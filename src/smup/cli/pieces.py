"""Tables larger than memory as files: written piece by piece from parts that come one after the other."""

from collections.abc import Iterable, Iterator
from io import BytesIO, RawIOBase
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from smup.model import SmupError
from smup.reports import WRITERS, XLSX_ROWS


class _Buffer(RawIOBase):
    """What a writer of Parquet has said since it was last taken."""

    def __init__(self) -> None:
        self._content, self._taken = BytesIO(), 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        return self._content.write(content)

    def tell(self) -> int:
        return self._taken + self._content.tell()

    def take(self) -> bytes:
        content = self._content.getvalue()
        self._content, self._taken = BytesIO(), self._taken + len(content)
        return content


def pieces(parts: Iterable[pd.DataFrame], format_: str) -> Iterator[bytes]:
    """Write a table that comes in parts (at least one, with the same columns) piece by piece; XLSX needs it whole."""
    if format_ == "parquet":
        yield from _parquet_pieces(iter(parts))
    elif format_ in ("csv", "jsonl"):
        for number, part in enumerate(parts):
            piece = WRITERS[format_](part)
            yield piece if number == 0 or format_ == "jsonl" else piece.split(b"\n", 1)[1]  # one header
    else:
        yield WRITERS[format_](pd.concat(_few(parts), ignore_index=True))


def _parquet_pieces(parts: Iterator[pd.DataFrame]) -> Iterator[bytes]:
    table, buffer = pa.Table.from_pandas(next(parts), preserve_index=False), _Buffer()
    with pq.ParquetWriter(buffer, table.schema, compression="zstd") as writer:
        writer.write_table(table)
        for part in parts:
            yield buffer.take()
            writer.write_table(pa.Table.from_pandas(part, schema=table.schema, preserve_index=False))
    yield buffer.take()


def _few(parts: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Pass on the parts of what may become a sheet, and stop where they no longer fit on one."""
    rows = 0
    for part in parts:
        yield part
        rows += len(part)
        if rows > XLSX_ROWS:
            raise SmupError(f"More than {XLSX_ROWS} rows do not fit on an XLSX sheet; export as csv or parquet.")
