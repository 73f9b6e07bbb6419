"""What came of a run, as text: sizes, times, ratios, and whether the goals are met."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from smup.bench.process import Measured
from smup.bench.questions import ONE_AREA, ONE_INDICATOR, QUESTIONS

INDEXED = ("SQLite", "PostgreSQL")  # row stores, which an index leads to the rows of one area
GROWTH = 1.5  # how much longer a question about one indicator may take of ten times the data


@dataclass
class Run:
    """One run: the store, its memory of answers, a tenth of it, and the others."""

    values: int
    store: Measured
    again: Measured
    tenth: Measured
    others: list[Measured]


def text(run: Run) -> str:
    """Return the report: a table of engines, a table of questions, and a verdict on each goal."""
    return "\n".join([*_engines(run), "", *_questions(run), "", *_goals(run)])


def _engines(run: Run) -> Iterator[str]:
    yield f"{run.values:,} made-up and shipped values; what is built once:"
    yield f"{'':12}{'build':>12}{'on disk':>12}{'memory':>12}{'answers':>30}"
    for one in (run.store, *run.others):
        if one.absent:
            yield f"{one.name:12}left out: {one.absent}."
            continue
        agreed = "the measure of all" if one is run.store else f"{len(one.faults)} differ" if one.faults else "the same"
        disk, memory = f"{one.bytes / 1e6:,.0f} MB", f"{one.memory / 1e6:,.0f} MB"
        yield f"{one.name:12}{one.seconds:10,.1f} s{disk:>12}{memory:>12}{agreed:>30}"
        yield from (f"    {fault}" for fault in one.faults[:5])


def _questions(run: Run) -> Iterator[str]:
    asked = [run.store, *[one for one in run.others if not one.absent]]
    yield "Milliseconds, median / 95th percentile; behind it how many times the store's. The store answers with lights,"
    yield "reasons and notes as pages show them, the others with the figures alone:"
    yield f"{'':14}" + "".join(f"{one.name:>28}" for one in asked) + f"{'remembered':>12}"
    for question in QUESTIONS:
        ours = median(run.store.times[question.name])
        cells = [_cell(one.times[question.name], ours) for one in asked]
        again = median(run.again.times[question.name])
        yield f"{question.name:14}" + "".join(f"{cell:>28}" for cell in cells) + f"{again:>12.2f}"


def _cell(times: list[float], ours: float) -> str:
    middle = median(times)
    return f"{middle:,.1f} / {_p95(times):,.1f}  ×{middle / ours:,.2f}"


def _p95(times: list[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


def _goals(run: Run) -> Iterator[str]:
    asked = [one for one in run.others if not one.absent]
    for question in QUESTIONS:
        ours = median(run.store.times[question.name])
        quickest = min(asked, key=lambda one: median(one.times[question.name]), default=None)
        said = [f"{'met' if ours <= question.goal else 'MISSED'}: {ours:.1f} ms of {question.goal:.0f} ms"]
        if quickest is not None:
            theirs = median(quickest.times[question.name])
            ahead = "ahead of all" if ours < theirs else f"BEHIND {quickest.name}"
            if ours >= theirs and question.led_by == ONE_AREA and quickest.name in INDEXED:
                ahead = f"{quickest.name} ahead, as its index leads by area"
            said.append(f"{ahead} (the quickest other, {quickest.name}, ×{theirs / ours:.2f})")
        if question.led_by == ONE_INDICATOR:
            growth = ours / median(run.tenth.times[question.name])
            said.append(f"{'met' if growth <= GROWTH else 'MISSED'}: ×{growth:.2f} of a tenth of the data")
        yield f"{question.name:14}" + "; ".join(said)
