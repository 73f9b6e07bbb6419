"""Many readers at once, each thinking before the next choice, and what their answers took."""

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from load.truth import Question, Shown, Truth, WrongError

_ADDRESSES = 20  # that readers come from: nginx takes so many from one


class Reader(Protocol):
    """Somebody with the page of a site before them."""

    async def arrive(self) -> Shown:
        """Open the page."""

    async def choose(self, key: str, label: str) -> Shown:
        """Choose an ``indicator`` or a ``period`` by its label."""


Opening = Callable[[str], AbstractAsyncContextManager[Reader]]  # by the address that the reader comes from


@dataclass(frozen=True)
class Habits:
    """How readers behave: ``thinking`` seconds on average (0.5 to 1.5 of it), ``ramp`` new readers a second.

    ``early`` ones come before all others, one after the other, make ``before`` choices each without thinking and leave.
    """

    thinking: float = 5
    ramp: float = 15
    settling: float = 20  # seconds from the last one's arrival to the window
    window: float = 40
    seed: int = 2026
    early: int = 1
    before: int = 0
    indicators: int | None = None  # that are looked at, two or more; else all


@dataclass
class Seen:
    """What readers saw: seconds of the answers in the window, faults at any time."""

    seconds: list[float] = field(default_factory=list)
    first_asked: int = 0  # of the answers in the window those that nobody had asked for before
    arrivals: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    wrong: int = 0  # of the faults those where an answer came, and was not the right one; the others failed
    editions: Counter[str] = field(default_factory=Counter)  # that answers were of

    def at(self, share: float) -> float:
        """Seconds in which ``share`` of the answers were there."""
        return statistics.quantiles(self.seconds, n=1000, method="inclusive")[round(share * 1000) - 1]


class Choices:
    """Which indicators and years are looked at: some indicators more than others (Zipf's law), ``most`` of them."""

    def __init__(self, offered: dict[str, tuple[str, list[int]]], seed: int, most: int | None = None) -> None:
        self._offered = offered
        self._names = list(offered)
        random.Random(seed).shuffle(self._names)
        self._names = self._names[:most]
        self._weights = [1 / place for place in range(1, len(self._names) + 1)]

    def next(self, chance: random.Random, now: Question) -> tuple[str, str, Question]:
        """Choose another year or another indicator, which is shown in its latest year: key, label, question."""
        years = [year for year in self._offered[now.indicator_id][1] if year != now.period]
        if years and chance.random() < 0.5:
            year = chance.choice(years)
            return "period", str(year), Question(now.indicator_id, year)
        name = now.indicator_id
        while name == now.indicator_id:
            (name,) = chance.choices(self._names, self._weights)
        label, offered = self._offered[name]
        return "indicator", label, Question(name, offered[0])


class Crowd:
    """Readers of one site that serves one of ``editions``; the first of them says what is on offer.

    ``measuring`` is set between the start and the end of the window.
    """

    def __init__(self, opening: Opening, truth: Truth, editions: tuple[str, ...], habits: Habits) -> None:
        self.seen = Seen()
        self.measuring = False
        self._opening, self._truth, self._editions, self._habits = opening, truth, editions, habits
        self._choices = Choices(truth.offered(editions[0]), habits.seed, habits.indicators)
        self._asked: set[Question] = set()

    async def visit(self, number: int, started: Callable[[], None], ended: Callable[[], None]) -> Seen:
        """Let ``number`` readers come one after the other, and stay until the window is over.

        The early ones have left by then: what a process makes once is not made by all of them at the same time.
        """
        for place in range(self._habits.early):
            async with self._opening(_address(place)) as reader:
                now = self._truth.first(self._editions[0])
                self._check(await reader.arrive(), now)
                chance = random.Random(-1 - place)
                for _ in range(self._habits.before):
                    now = await self._choose(reader, chance, now)
        coming = []
        for place in range(number):
            coming.append(asyncio.create_task(self._read(place)))
            await asyncio.sleep(1 / self._habits.ramp)
        await asyncio.sleep(self._habits.settling)
        started()
        self.measuring = True
        await asyncio.sleep(self._habits.window)
        self.measuring = False
        ended()
        for one in coming:
            one.cancel()
        await asyncio.gather(*coming, return_exceptions=True)
        return self.seen

    async def _read(self, place: int) -> None:
        chance = random.Random(self._habits.seed * 100_003 + place)
        while True:  # a reader who was turned away comes again
            try:
                async with self._opening(_address(place)) as reader:
                    await self._stay(reader, chance)
            except Exception as fault:  # noqa: BLE001 - whatever went wrong, the reader had no answer
                self.seen.faults[f"{type(fault).__name__}: {fault}"[:300]] += 1
                self.seen.wrong += isinstance(fault, WrongError)
                await asyncio.sleep(1)

    async def _stay(self, reader: Reader, chance: random.Random) -> None:
        now = self._truth.first(self._editions[0])
        start = time.perf_counter()
        self._check(await reader.arrive(), now)
        self.seen.arrivals.append(time.perf_counter() - start)
        while True:
            await asyncio.sleep(self._habits.thinking * chance.uniform(0.5, 1.5))
            now = await self._choose(reader, chance, now)

    async def _choose(self, reader: Reader, chance: random.Random, now: Question) -> Question:
        key, label, asked = self._choices.next(chance, now)
        start = time.perf_counter()
        shown = await reader.choose(key, label)
        taken = time.perf_counter() - start
        if self.measuring:
            self.seen.seconds.append(taken)
            self.seen.first_asked += asked not in self._asked
        self._asked.add(asked)
        self._check(shown, asked)
        return asked

    def _check(self, shown: Shown, asked: Question) -> None:
        self.seen.editions[shown.edition] += 1
        fault = self._truth.fault(shown, asked)
        if shown.edition not in self._editions:
            fault = f"edition {shown.edition} instead of {' or '.join(self._editions)}"
        if fault:
            self.seen.faults[fault[:300]] += 1
            self.seen.wrong += 1


def _address(place: int) -> str:
    return f"127.0.1.{1 + place % _ADDRESSES}"
