"""What the runs of the script take: a line of JSON for each, and counts for those who watch the server.

Neither holds anything of a reader: no address, no query, no word typed, no name of a file.
``SMUP_LOG=1`` writes the lines to standard output; ``SMUP_METRICS=1`` offers the counts at ``/metrics``.
"""

import json
import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from time import perf_counter

from smup.edition import data_folder, served_id

BOUNDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds; the last class of a histogram has no bound
_HEAD = """# HELP smup_run_seconds How long a run of the script took: of a page, or of a part of one.
# TYPE smup_run_seconds histogram
"""
_within: ContextVar[bool] = ContextVar("within", default=False)
_counting = Lock()
_counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
_seconds: defaultdict[str, float] = defaultdict(float)


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Measure a run of ``what``, the name of a page or part; a part drawn within the run of its page is no run."""
    if _within.get():
        yield
        return
    token, start = _within.set(True), perf_counter()
    try:
        yield
    finally:
        _within.reset(token)
        _note(what, perf_counter() - start)


def _note(what: str, seconds: float) -> None:
    with _counting:
        _counts[what][bisect_left(BOUNDS, seconds)] += 1
        _seconds[what] += seconds
    if os.environ.get("SMUP_LOG") == "1":
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "run": what, "ms": round(seconds * 1000), "edition": served_id(data_folder())}
        print(json.dumps(line), flush=True)


def metrics() -> str:
    """Return the counts since this process began, in the text format of Prometheus."""
    lines = []
    with _counting:
        for what in sorted(_counts):
            bounds = [*map(str, BOUNDS), "+Inf"]
            upto = [sum(_counts[what][: place + 1]) for place in range(len(bounds))]
            lines += [f'smup_run_seconds_bucket{{run="{what}",le="{bound}"}} {number}'
                      for bound, number in zip(bounds, upto, strict=True)]  # fmt: skip
            lines += [f'smup_run_seconds_sum{{run="{what}"}} {_seconds[what]:.6f}',
                      f'smup_run_seconds_count{{run="{what}"}} {upto[-1]}']  # fmt: skip
    lines += ["# HELP smup_edition The edition being served.", "# TYPE smup_edition gauge",
              f'smup_edition{{edition="{served_id(data_folder()) or "none"}"}} 1', ""]  # fmt: skip
    return _HEAD + "\n".join(lines)
