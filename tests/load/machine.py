"""What processes take of the machine, as Linux counts it."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def family(pids: Iterable[int]) -> set[int]:
    """Return these processes and all that they have started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
    found = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def processor_seconds(pid: int) -> float:
    """Return how long a process has used a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory(pid: int) -> float:
    """Return how many MB of memory a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1000


@dataclass
class Watch:
    """Share of one processor that processes use from start to end of the watch; then the memory of the largest."""

    pids: set[int]
    share: float = 0
    megabytes: float = 0

    def start(self) -> None:
        """Begin."""
        self._at, self._used = time.monotonic(), sum(map(processor_seconds, self.pids))

    def end(self) -> None:
        """Work both out."""
        self.share = (sum(map(processor_seconds, self.pids)) - self._used) / (time.monotonic() - self._at)
        self.megabytes = max(map(memory, self.pids))
