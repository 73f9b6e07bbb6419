"""One target with one engine in a process of its own: ``python -m fuzz.engine JOB``, a JSON file that it completes."""

import json
import os
import resource
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

SLOW = 20.0  # seconds that one input may take on a busy machine
MEMORY = 4 * 2**30


@dataclass
class Job:
    """What to run, and what came of it."""

    target: str
    engine: str
    most: int
    seconds: float
    seed: int
    data: str
    shipped: str
    scratch: str
    inputs: int = 0
    taken: float = 0
    slowest: float = 0
    memory: int = 0
    refusals: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it down, as an engine may end the process."""
        said = Path("/proc/self/status").read_text(encoding="utf-8")
        self.memory = int(said.split("VmHWM:")[1].split()[0]) // 1024
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def run(job: Job, path: Path) -> None:
    """Give the target inputs until there were as many as wanted or the time is over."""
    warnings.simplefilter("ignore")  # of libraries, about the inputs
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY) if job.engine != "atheris" else (-1, -1))
    os.environ["SMUP_DATA"] = job.data
    if job.engine == "atheris":
        import atheris

        with atheris.instrument_imports(include=["smup"]):
            from fuzz import targets
    else:
        from fuzz import targets
    from fuzz.corpus import corpus

    target, real = targets.TARGETS[job.target]
    ground = targets.Ground(Path(job.data), Path(job.shipped), Path(job.scratch))
    for seed in corpus(real)[:4]:  # warm, and honest inputs must pass the rules too
        target(ground, seed)
    start = time.monotonic()
    refusals: set[str] = set()

    def give(content: bytes) -> None:
        begin = time.monotonic()
        try:
            refusals.add(targets.distinct(target(ground, content)))
        except Exception as fault:  # noqa: BLE001 - every one of them is a fault, and the next input comes
            _note(job, fault, content)
        took = time.monotonic() - begin
        if took > SLOW:
            job.faults[f"slow: {took:.0f} s"] = repr(content[:2000])
        job.inputs, job.slowest, job.taken = job.inputs + 1, max(job.slowest, took), time.monotonic() - start
        if job.inputs % 500 == 0 or job.inputs >= job.most:
            job.refusals = sorted(refusals)
            job.write(path)

    _ENGINES[job.engine](job, give, corpus(real), start, real)
    job.refusals = sorted(refusals)
    job.write(path)


def _note(job: Job, fault: Exception, content: bytes) -> None:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    name = f"{type(fault).__name__} in {Path(last.filename).name}:{last.lineno}"
    job.faults.setdefault(name, f"{str(fault)[:300]} {content[:2000]!r} {traceback.format_exc(limit=-6)}")


Give = Callable[[bytes], None]


def _mutation(job: Job, give: Give, seeds: tuple[bytes, ...], start: float, _real: str) -> None:
    from fuzz.mutation import mutated

    random = Random(f"{job.seed} {job.target}")
    while job.inputs < job.most and time.monotonic() - start < job.seconds:
        give(mutated(random.choice(seeds), random, seeds))


def _hypothesis(job: Job, give: Give, _seeds: tuple[bytes, ...], start: float, real: str) -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from fuzz.strategies import inputs

    @seed(job.seed)
    @settings(max_examples=job.most, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(inputs(job.target, real))
    def each(content: bytes) -> None:
        if time.monotonic() - start < job.seconds:
            give(content)

    each()


def _atheris(job: Job, give: Give, seeds: tuple[bytes, ...], _start: float, _real: str) -> None:
    import atheris

    from fuzz.mutation import mutated

    folder = Path(job.scratch) / "seeds"
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(seeds):
        (folder / str(number)).write_bytes(content[:400_000])

    def change(content: bytes, most: int, number: int) -> bytes:
        random = Random(number)
        if content.startswith(b"PK") or random.random() < 0.5:
            return mutated(content, random, seeds)[:most]
        return bytes(atheris.Mutate(content, most))

    options = [f"-runs={job.most}", f"-max_total_time={int(job.seconds)}", f"-seed={job.seed}", "-max_len=400000",
               "-timeout=60", "-rss_limit_mb=4096", f"-artifact_prefix={folder}/", str(folder)]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], give, custom_mutator=change)
    atheris.Fuzz()


_ENGINES = {"mutation": _mutation, "hypothesis": _hypothesis, "atheris": _atheris}

if __name__ == "__main__":
    file = Path(sys.argv[1])
    run(Job(**json.loads(file.read_text(encoding="utf-8"))), file)
