"""Runs of the script: how many work at once, and what they take, as a line of JSON for each and as counts.

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
from threading import Lock, Semaphore
from time import perf_counter

from smup.edition import data_folder, served_id

BOUNDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds; the last class of a histogram has no bound
_HEAD = """# HELP smup_run_seconds How long a run of the script took: of a page, or of a part of one.
# TYPE smup_run_seconds histogram
"""
# The runs of a process share one interpreter: more of them at once would finish none sooner and all of them late. While
# one waits for the database another one works.
_turns = Semaphore(2)


class _Turn:
    """Leave to work on ``what``, from when it is made until it is given up."""

    def __init__(self, what: str) -> None:
        """Wait for one."""
        self.what = what
        _turns.acquire()
        self._held = True

    def give_up(self) -> None:
        """Let the next one work."""
        if self._held:
            self._held = False
            _turns.release()


_mine: ContextVar[_Turn | None] = ContextVar("mine", default=None)
_counting = Lock()
_counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS) + 1))
_seconds: defaultdict[str, float] = defaultdict(float)


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Wait for a turn and measure a run of ``what``, the name of a page or part, with its waiting.

    A part drawn within the run of its page is no run.
    """
    if _mine.get():
        yield
        return
    start = perf_counter()
    turn = _Turn(what)
    token = _mine.set(turn)
    try:
        yield
    finally:
        _mine.reset(token)
        turn.give_up()
        _note(what, perf_counter() - start)


def page() -> str:
    """Return the name of the page that this run is of; empty outside of one."""
    turn = _mine.get()
    return turn.what.partition(".")[0] if turn else ""


def give_way() -> None:
    """Go on without a turn: this run begins something that takes seconds, for which no other reader should wait."""
    if turn := _mine.get():
        turn.give_up()


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
