"""Print how many readers a site holds (``make load``): ``python -m load --readers 50,100,250 --processes 1``.

Servers, readers and the check of the answers share the machine: what the generator of the load took stands beside.
"""

import argparse
import asyncio
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from load.crowd import Crowd, Habits, Seen
from load.machine import Watch
from load.sites import SITES, Site
from load.truth import Truth
from smup.edition import data_folder, served_id

COLUMNS = ("site", "readers", "processes", "reruns/s", "median ms", "p95 ms", "p99 ms", "answers checked",
           "asked first", "wrong", "failed", "CPU ms/rerun", "CPU of server", "MB of a process", "CPU of readers",
           "load average")  # fmt: skip
WITHIN = 1.0  # seconds: p95 of a rerun
_FILES = 8192  # connections and logs
Costs = dict[tuple[str, int], float]  # by site and number of readers: milliseconds of processor for a rerun


def main() -> None:
    """Measure each site with each number of readers, in one table; a fault is told below it."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no server is left behind
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_FILES, most), most))
    edition = served_id(asked.data)
    if edition is None:
        raise SystemExit("There is no edition yet; run “smup build”.")
    truth = Truth(asked.data)
    early = 1 if asked.processes == 1 else 2 * asked.processes  # so that each process has seen one
    habits = Habits(
        asked.thinking, asked.ramp, asked.settling, asked.seconds, asked.seed, early, asked.before, asked.indicators
    )
    print(f"{asked.thinking:g} s of thinking, {asked.seconds:g} s measured, edition {edition}, {os.cpu_count()} cores")
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS), flush=True)
    costs: Costs = {}
    for name in asked.site:
        if asked.find:
            _find(name, asked, truth, edition, habits, costs)
        else:
            for number in asked.readers:
                _row(name, asked, truth, edition, number, habits, costs)
    gc.unfreeze()
    for (name, number), cost in costs.items():
        if name != "bare" and ("bare", number) in costs:
            ratio = cost / costs["bare", number]
            print(f"{name}, {number} readers: {ratio:.2f} of the bare page's processor time for a rerun")
    print(
        f"{truth.checked} answers checked, {truth.read} of them read in full, the others were the same as one of these"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m load", description=__doc__)
    numbers: Callable[[str], list[int]] = lambda text: [int(one) for one in text.split(",")]  # noqa: E731
    parser.add_argument("--readers", type=numbers, default=[50, 100, 150, 200, 250], help="numbers, comma separated")
    parser.add_argument("--find", action="store_true", help=f"find the most readers with p95 < {WITHIN:g} s instead")
    parser.add_argument("--site", type=lambda text: text.split(","), default=["smup"], help=", ".join(SITES))
    parser.add_argument("--processes", type=int, default=1, help="of smup; more than one stand behind nginx")
    parser.add_argument("--seconds", type=float, default=40, help="measured after the last reader's arrival")
    parser.add_argument("--thinking", type=float, default=5, help="seconds between answer and choice, on average")
    parser.add_argument("--ramp", type=float, default=15, help="new readers a second")
    parser.add_argument("--settling", type=float, default=20, help="seconds between the last arrival and measuring")
    parser.add_argument("--before", type=int, default=0, help="choices made before readers come: a site long in use")
    parser.add_argument("--indicators", type=int, help="that are looked at, two or more; else all")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--data", type=Path, default=data_folder())
    return parser.parse_args()


def _find(name: str, asked: argparse.Namespace, truth: Truth, edition: str, habits: Habits, costs: Costs) -> None:
    """Double the readers until they wait too long, then halve the difference three times."""
    low, high = 0, asked.readers[0]
    while _row(name, asked, truth, edition, high, habits, costs):
        low, high = high, 2 * high
    for _ in range(3):
        middle = (low + high) // 2
        low, high = (middle, high) if _row(name, asked, truth, edition, middle, habits, costs) else (low, middle)
    print(f"{name}: {low} readers with p95 < {WITHIN:g} s, {high} are too many")


def _row(
    name: str, asked: argparse.Namespace, truth: Truth, edition: str, number: int, habits: Habits, costs: Costs
) -> bool:
    """Measure a site that has just been started, note what a rerun costs, and return whether it holds so many."""
    with TemporaryDirectory() as folder, SITES[name](asked.data, Path(folder), asked.processes) as site:
        servers, generator, seen = _measured(site, truth, edition, number, habits)
    times = [f"{1000 * seen.at(share):.0f}" for share in (0.5, 0.95, 0.99)] if len(seen.seconds) > 1 else ["–"] * 3
    costs[name, number] = 1000 * servers.share * habits.window / max(1, len(seen.seconds))
    cells = [name, number, site.processes, f"{len(seen.seconds) / habits.window:.1f}", *times, len(seen.seconds),
             seen.first_asked, seen.wrong, seen.faults.total() - seen.wrong, f"{costs[name, number]:.1f}",
             f"{servers.share:.2f}", f"{servers.megabytes:.0f}", f"{generator.share:.2f}",
             f"{os.getloadavg()[0]:.1f}"]  # fmt: skip
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    for fault, times_seen in seen.faults.most_common(3):
        print(f"    {times_seen} × {fault}", flush=True)
    return not seen.faults and len(seen.seconds) > 1 and seen.at(0.95) < WITHIN


def _measured(site: Site, truth: Truth, edition: str, number: int, habits: Habits) -> tuple[Watch, Watch, Seen]:
    crowd = Crowd(site.opening, truth, (edition,), habits)
    servers, generator = Watch(site.pids), Watch({os.getpid()})

    def start() -> None:
        servers.start()
        generator.start()

    def end() -> None:
        servers.end()
        generator.end()

    gc.collect()
    gc.freeze()
    return servers, generator, asyncio.run(crowd.visit(number, start, end))


if __name__ == "__main__":
    main()
