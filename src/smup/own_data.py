"""Data that a reader brings, checked against what the store knows."""

from datetime import UTC, datetime
from functools import partial

from smup.queries import areas, submissions
from smup.sources.submission import Known, Submission, check, read_cells
from smup.store import Store


def examine(store: Store, content: bytes, name: str) -> Submission:
    """Read a CSV or XLSX file; raises ``SmupError`` when it cannot be read at all."""
    cells = read_cells(content, name)
    known = Known(
        areas=submissions.areas(store),
        indicators=submissions.indicators(store),
        statuses=submissions.statuses(store),
        likely_areas=partial(areas.likely, store),
        likely_indicators=partial(submissions.likely_indicators, store),
        last_period=max(datetime.now(UTC).year, store.edition["built_at"].year) + 1,
    )
    return check(cells, known)
