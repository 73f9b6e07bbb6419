"""What leaves the program as a file: ``tables`` in many formats, and the report on an area (``area``)."""

from smup.reports.tables import (
    WRITERS,
    XLSX_ROWS,
    neutralised,
    save,
    to_csv,
    to_ics,
    to_json,
    to_jsonl,
    to_markdown,
    to_parquet,
    to_xlsx,
)

__all__ = [
    "WRITERS",
    "XLSX_ROWS",
    "neutralised",
    "save",
    "to_csv",
    "to_ics",
    "to_json",
    "to_jsonl",
    "to_markdown",
    "to_parquet",
    "to_xlsx",
]
