"""How often a provider may be asked: all its windows at once, remembered on disk so that a restart forgets nothing."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pyrate_limiter import Rate, RateItem, SQLiteBucket

# Between sending a request and its arrival lies the network; a window is kept this much longer than the provider's.
MARGIN_MS = 500
Waiting = Callable[[float, str], None]


class Clock(NamedTuple):
    """Where the time comes from: seconds since the epoch, and a sleep of so many seconds."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Window(NamedTuple):
    """At most ``requests`` in any ``seconds`` in a row."""

    requests: int
    seconds: int


# Of BDL and of SMUP alike, as GUS publishes them.
ANONYMOUS = (Window(5, 1), Window(100, 15 * 60), Window(1_000, 12 * 3600), Window(10_000, 7 * 24 * 3600))
WITH_KEY = (Window(10, 1), Window(500, 15 * 60), Window(5_000, 12 * 3600), Window(50_000, 7 * 24 * 3600))


class Limiter:
    """Lets a request pass when no window of its provider would hold one too many, else waits for as long as it takes.

    One process at a time uses the file at ``path``; whoever opens it holds the provider's lock.
    """

    def __init__(self, path: Path, windows: Sequence[Window], clock: Clock) -> None:
        rates = [Rate(window.requests, window.seconds * 1000 + MARGIN_MS) for window in windows]
        self._bucket = SQLiteBucket.init_from_file(rates, db_path=str(path))
        self._clock = clock

    def acquire(self, waiting: Waiting = lambda seconds, reason: None) -> None:
        """Count one request, after waiting for its turn; ``waiting`` hears how many seconds and why."""
        while True:
            item = RateItem("request", round(self._clock.now() * 1000))
            self._move_to_now(item.timestamp)
            if self._bucket.put(item):
                self._bucket.leak(item.timestamp)
                return
            wait, full = self._bucket.waiting(item), self._bucket.failing_rate
            assert isinstance(wait, int) and full is not None  # this bucket is not asynchronous
            seconds = max(wait, 1) / 1000
            waiting(seconds, f"the limit of {full.limit:,} requests in {_span(full.interval - MARGIN_MS)}")
            self._clock.sleep(seconds)

    def _move_to_now(self, now: int) -> None:
        """Count requests of a time that is yet to come, when a clock was ahead, as sent now."""
        sql = f"update {self._bucket.table} set item_timestamp = :now where item_timestamp > :now"  # noqa: S608
        self._bucket.conn.execute(sql, {"now": now})

    def close(self) -> None:
        """Close the file."""
        self._bucket.close()  # type: ignore[no-untyped-call]


def shortest_time(requests: int, windows: Sequence[Window]) -> int:
    """Return the seconds that so many requests take at least, when nothing was asked before."""
    return max((requests - 1) // window.requests * window.seconds for window in windows) if requests else 0


def _span(milliseconds: int) -> str:
    for size, name in ((86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes")):
        if milliseconds >= size:
            return f"{milliseconds // size} {name}"
    return "1 second"
