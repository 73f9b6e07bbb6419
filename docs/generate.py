"""What README and docs say of the code and the store, taken from them; run by cog (``make docs``)."""

import tempfile
from pathlib import Path

import pandas as pd
from typer.testing import CliRunner

from smup.__main__ import app
from smup.documents.record_file import read_record_file, record_files
from smup.documents.records import read_records
from smup.edition import data_folder
from smup.sources.tables import read_tables
from smup.store import create

COMMANDS = (
    "build", "check", "compare", "diff", "export", "report", "template", "validate", "add", "edition list",
    "edition use", "bench", "spark", "documents scan", "sync bdl", "sync smup",
)  # fmt: skip


def command_help() -> str:
    """Return the help of every command, as a terminal of 88 columns shows it."""
    runner = CliRunner(env={"COLUMNS": "88", "NO_COLOR": "1"})
    return "\n".join(runner.invoke(app, [*command.split(), "--help"], prog_name="smup").output for command in COMMANDS)


def schema() -> pd.DataFrame:
    """Return one row per column of the store: table, grain, column, type, comment."""
    areas, indicators = pd.DataFrame({"area_id": ["area_key"]}), pd.DataFrame({"indicator_id": ["indicator_key"]})
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "empty.duckdb", areas, indicators) as draft:
        return draft.query(
            r"""
            with relation as (
              select table_oid, table_name, comment from duckdb_tables()
              union all
              select view_oid, view_name, comment from duckdb_views() where not internal
            )
            select t.table_name, t.comment as grain, c.column_name,
              coalesce(
                nullif(regexp_extract(c.data_type, 'ENUM\(''(\w+)''\)', 1), ''), lower(c.data_type)
              ) as data_type,
              c.comment
            from relation t join duckdb_columns() c using (table_oid)
            order by t.table_oid, c.column_index
            """
        )


def table_list() -> str:
    """Return a Markdown line per table: its name, grain and columns."""
    lines = []
    for table, rows in schema().groupby("table_name", sort=False):
        columns = ", ".join(f"`{column}`" for column in rows["column_name"])
        lines.append(f"* **`{table}`** – {rows['grain'].iloc[0]} {columns}")
    return "\n".join(lines)


def table_dictionary() -> str:
    """Return a Markdown section per table with a row per column."""
    sections = []
    for table, rows in schema().groupby("table_name", sort=False):
        lines = [f"## {table}", "", str(rows["grain"].iloc[0]), "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{row.column_name}` | {row.data_type} | {row.comment} |" for row in rows.itertuples()]
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def record_counts() -> str:
    """Return a Markdown table: what each document records, and by how many different passages it is proved."""
    data = data_folder()
    evidence = read_records(data, read_tables(data))["evidence"]
    passages = evidence.drop_duplicates(["document_id", "start_char", "end_char"]).groupby("document_id").size()
    lines = ["| document | title | events | initiatives | quotes |", "|---|---|---:|---:|---:|"]
    total = [0, 0, 0]
    for path in record_files(data):
        file = read_record_file(path)
        document = file.document
        counts = [len(file.event), len(file.initiative), int(passages.get(document.document_id, 0))]
        total = [sum(pair) for pair in zip(total, counts, strict=True)]
        title = document.title.value if document.title else "no title in the text"
        lines.append(f"| `{document.document_id}` | {title} | {' | '.join(str(number) for number in counts)} |")
    lines.append(f"| **{len(record_files(data))} documents** | | {' | '.join(str(number) for number in total)} |")
    return "\n".join(lines)


def catalogue_counts() -> str:
    """Return a Markdown table: indicators by theme and dimension."""
    tables = read_tables(data_folder())
    frame = tables["indicator"].merge(tables["service"][["service_id", "theme_id"]])
    counts = frame.groupby(["theme_id", "dimension"]).size().unstack(fill_value=0)
    counts = counts.reindex(tables["theme"]["theme_id"], fill_value=0)[["quantity", "quality", "cost", "context"]]
    names = tables["theme"].set_index("theme_id")
    lines = ["| obszar usług | theme | quantity | quality | cost | context |", "|---|---|---:|---:|---:|---:|"]
    for theme_id, row in counts.iterrows():
        cells = " | ".join(str(number) if number else "no data yet" if not row.any() else "–" for number in row)
        lines.append(f"| {names.loc[theme_id, 'name_pl']} | {names.loc[theme_id, 'name_en']} | {cells} |")
    total = counts.sum()
    lines.append(f"| **{total.sum()} indicators** | | {' | '.join(str(number) for number in total)} |")
    return "\n".join(lines)
