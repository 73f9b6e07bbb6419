"""Brings into a draft all that rests on no observation."""

from pathlib import Path

import pandas as pd

from smup.documents.records import read_records
from smup.methods.formula import indicator_terms
from smup.sources.boundaries import neighbours
from smup.sources.submission.keeping import read_kept
from smup.sources.tables import TABLES
from smup.store import Draft
from smup.text import area_labels

Tables = dict[str, pd.DataFrame]


def fill(draft: Draft, data: Path, tables: Tables) -> None:
    """Bring tables, records, kept submissions and groups into ``draft``; ``tables`` are the input tables.

    Raises ``SmupError`` naming file, row and column.
    """
    records = read_records(data, tables)
    kept = read_kept(data, tables)
    terms = indicator_terms(tables["indicator"], set(tables["variable"]["variable_id"]))
    for table in TABLES:
        frame = tables[table.name]
        if table.name in {"theme", "service", "indicator", "comparability", "pair"}:
            frame = frame.assign(position=range(len(frame)))
        if table.name == "area":
            frame = frame.assign(label=area_labels(frame))
        draft.insert(table.name, frame)
    draft.insert("indicator_term", terms)
    draft.insert("neighbour", neighbours(data, tables["area"]))
    for name_of_table, frame in records.items():
        draft.insert(name_of_table, frame)
    draft.insert("source", kept.sources)
    draft.insert("submission_value", kept.values)
    draft.run("marts.sql")
