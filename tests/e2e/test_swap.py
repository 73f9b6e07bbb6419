"""Editions are swapped while many read: no request fails, no view mixes two editions, and a wrong view is noticed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import World, wait_for
from e2e.conftest import free_port, serve
from load.crowd import Crowd, Habits, Seen
from load.streamlit_reader import StreamlitReader
from load.truth import Shown, Truth
from smup.build import build, use
from smup.edition import served_id

pytestmark = pytest.mark.e2e

READERS = 8
HABITS = Habits(thinking=0.5, ramp=10, settling=0, window=12)


@pytest.fixture
def two(built_world: World) -> tuple[Path, str, str]:
    """Two editions in which every observation differs; the second one is served."""
    data = built_world.data
    first = served_id(data)
    for rows in built_world.observations.values():
        rows[:] = [(*key, value and 0.9 * value, status) for *key, value, status in rows]  # type: ignore[misc]
    second = build(built_world.write())
    assert first and first != second
    return data, first, second


@pytest.fixture
def site(two: tuple[Path, str, str], tmp_path: Path) -> Iterator[str]:
    """One process that serves them."""
    port = free_port()
    process = serve(two[0], port, tmp_path / "log")
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


def test_editions_swapped_under_readers_fail_no_request_and_mix_no_view(two: tuple[Path, str, str], site: str) -> None:
    data, first, second = two
    truth = Truth(data)
    asked = truth.first(second)
    assert asked == truth.first(first) and truth.offered(first) == truth.offered(second)
    assert truth.ranking(first, asked) != truth.ranking(second, asked)
    readers: list[StreamlitReader] = []

    def opening(home: str) -> StreamlitReader:
        readers.append(StreamlitReader(site, home))
        return readers[-1]

    async def swap() -> None:
        while True:
            for one in (first, second):
                await asyncio.to_thread(use, data, one)
                await asyncio.sleep(0.7)

    async def visit() -> Seen:
        swapping = asyncio.create_task(swap())
        try:
            return await Crowd(opening, truth, (first, second), HABITS).visit(READERS, int, int)
        finally:
            assert swapping.cancel(), "swapping had ended"

    seen = wait_for(visit())
    assert not seen.faults
    assert not sum(reader.reconnections for reader in readers)
    assert min(seen.editions[first], seen.editions[second]) > READERS
    assert len(seen.seconds) > READERS


def test_an_answer_of_another_edition_than_expected_is_a_fault(two: tuple[Path, str, str], site: str) -> None:
    data, first, second = two
    truth = Truth(data)

    async def arrive() -> Shown:
        async with StreamlitReader(site) as reader:
            return await reader.arrive()

    shown = wait_for(arrive())
    asked = truth.first(second)
    assert shown.edition == second and truth.fault(shown, asked) == ""
    assert "figure" in truth.fault(shown._replace(edition=first), asked)
    assert "elsewhere" in truth.fault(shown._replace(edition="elsewhere"), asked)
    assert "1999" in truth.fault(shown, asked._replace(period=1999))
    short = Habits(thinking=0.5, ramp=10, settling=0, window=1)
    seen = wait_for(Crowd(lambda home: StreamlitReader(site, home), truth, (first,), short).visit(2, int, int))
    assert set(seen.faults) == {f"edition {second} instead of {first}"}
