"""The long run: ``python -m fuzz [--share 1.0] [--seed 1] [--target NAME]`` in ``tests/``; ``make fuzz`` runs it.

Prints a table and every fault with its input; exit code 1 if there is one. Needs a built store.
"""

import argparse
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from conftest import _small_world
from fuzz.engine import Job

CHECKOUT = Path(__file__).parents[2]
# Inputs by target: of our own mutations, of Hypothesis, of atheris.
INPUTS = {
    "document: text": (12_000, 3_000, 6_000),
    "document: web page": (3_000, 600, 2_000),
    "document: Word": (4_000, 600, 3_000),
    "document: PDF": (4_000, 600, 3_000),
    "document: in its process": (80, 0, 0),
    "scan of a text": (500, 200, 0),
    "own data: CSV": (4_000, 1_500, 3_000),
    "own data: XLSX": (4_000, 500, 3_000),
    "own data: number": (20_000, 3_000, 0),
    "address": (300, 150, 0),
    "search": (2_500, 500, 0),
    "answer of a service": (15_000, 3_000, 8_000),
    "Retry-After": (5_000, 1_000, 0),
    "input table": (10_000, 1_000, 0),
    "record file": (10_000, 1_000, 0),
    "formula": (10_000, 3_000, 6_000),
}
ENGINES = ("mutation", "hypothesis", "atheris")
SECONDS = 120.0  # of one target with one engine
_COVERAGE = re.compile(rb"\bcov: (\d+)")


def main() -> int:
    """Run all jobs one after the other."""
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=1.0, help="of the inputs")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--target", default="", help="only those whose name holds this")
    options.add_argument("--seconds", type=float, default=SECONDS, help="at most, of one target with one engine")
    asked = options.parse_args()
    start, jobs = time.monotonic(), []
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {asked.seed}")
    print("| target | engine | inputs | seconds | a second | slowest, s | memory, MB | refusals | coverage | faults |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        world = _small_world(Path(folder) / "world" / "data")
        world.build().close()
        for target in (name for name in INPUTS if asked.target in name):
            for engine, most in zip(ENGINES, INPUTS[target], strict=True):
                if most and (engine != "atheris" or importlib.util.find_spec("atheris")):
                    job = Job(target, engine, max(1, int(most * asked.share)), asked.seconds, asked.seed,
                              str(world.data), str(CHECKOUT / "data"), tempfile.mkdtemp(dir=folder))  # fmt: skip
                    jobs.append(_done(job, Path(folder) / "job.json"))
    faults = sum(len(job.faults) for job in jobs)
    print(
        f"{sum(job.inputs for job in jobs):,} inputs in {(time.monotonic() - start) / 60:.0f} minutes, {faults} faults."
    )
    for job in jobs:
        for name, what in job.faults.items():
            print(f"\n{job.target}, {job.engine}: {name}\n{what}")
    return min(faults, 1)


def _done(job: Job, path: Path) -> Job:
    path.write_text(json.dumps(asdict(job)), encoding="utf-8")
    command = [sys.executable, "-m", "fuzz.engine", str(path)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=False)
    job = Job(**json.loads(path.read_text(encoding="utf-8")))
    if ended.returncode:
        job.faults[f"the process ended with {ended.returncode}"] = ended.stderr.decode(errors="replace")[-3000:]
    coverage = _COVERAGE.findall(ended.stderr)
    speed = job.inputs / job.taken if job.taken else 0
    cells = (job.target, job.engine, f"{job.inputs:,}", f"{job.taken:.0f}", f"{speed:,.0f}", f"{job.slowest:.1f}",
             job.memory, len(job.refusals), coverage[-1].decode() if coverage else "–", len(job.faults))  # fmt: skip
    print("|", " | ".join(map(str, cells)), "|", flush=True)
    return job


if __name__ == "__main__":
    sys.exit(main())
