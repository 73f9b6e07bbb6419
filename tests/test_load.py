"""The crowd of ``make load`` notices wrong answers: a tool that finds nothing wrong must be able to."""

from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
import pytest

from conftest import wait_for
from load.crowd import Crowd, Habits, Seen
from load.truth import FIRST_AREAS, Question, Shown, Truth, group_of, streamed
from smup import charts
from smup.edition import served_id
from smup.queries import catalogue, places

Change = Callable[[pd.DataFrame], pd.DataFrame]


def as_it_is(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


@pytest.fixture(scope="module")
def truth(data: Path) -> Truth:
    return Truth(data)


@pytest.fixture(scope="module")
def edition(data: Path) -> str:
    return served_id(data) or ""


def answer(truth: Truth, edition: str, asked: Question, drawn: Change = as_it_is, tabled: Change = as_it_is) -> Shown:
    """Answer as a page does, with the numbers of the figure or of the table changed."""
    store = truth.store(edition)
    card = catalogue.indicator(store, asked.indicator_id)
    frame = places.ranking(store, *asked, group_of(store), FIRST_AREAS[0])
    figure = charts.rank_areas(drawn(frame), card, list(FIRST_AREAS)).to_json()
    table = tabled(frame)
    return Shown(f"{card.name}, {asked.period}", edition, figure, streamed(table["label"], table["value"]))


def a_little_more(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(value=[frame["value"].iloc[0] + 1e-9, *frame["value"].iloc[1:]])


def swapped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(value=[*frame["value"].iloc[[1, 0]], *frame["value"].iloc[2:]])


def one_missing(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(value=[np.nan, *frame["value"].iloc[1:]])


def test_a_right_answer_has_no_fault_also_the_second_time(truth: Truth, edition: str) -> None:
    asked = truth.first(edition)
    read = truth.read
    for _ in range(2):
        assert truth.fault(answer(truth, edition, asked), asked) == ""
    assert truth.read == read + 1, "what is the same is right again"


@pytest.mark.parametrize("change", [a_little_more, swapped, one_missing])
def test_a_wrong_number_in_the_figure_or_in_the_table_is_a_fault(truth: Truth, edition: str, change: Change) -> None:
    asked = truth.first(edition)
    assert truth.fault(answer(truth, edition, asked), asked) == ""
    assert "the figure" in truth.fault(answer(truth, edition, asked, drawn=change), asked)
    assert "the table" in truth.fault(answer(truth, edition, asked, tabled=change), asked)


def test_the_answer_to_another_question_is_a_fault(truth: Truth, edition: str) -> None:
    asked = truth.first(edition)
    shown = answer(truth, edition, asked)
    others = [key for key in truth.offered(edition) if key != asked.indicator_id]
    year = next(year for year in truth.offered(edition)[asked.indicator_id][1] if year != asked.period)
    assert "the words" in truth.fault(shown, asked._replace(period=year))
    assert "the words" in truth.fault(shown, Question(others[0], truth.offered(edition)[others[0]][1][0]))
    late = shown._replace(words=answer(truth, edition, asked._replace(period=year)).words)
    assert "the figure" in truth.fault(late, asked._replace(period=year)), "new words above the figure of before"
    assert "none" in truth.fault(shown._replace(edition="none"), asked)


class Visitor:
    """A reader of a site that answers what ``answering`` says, whatever is chosen."""

    def __init__(self, answering: Callable[[], Shown]) -> None:
        self._answering = answering

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def arrive(self) -> Shown:
        return self._answering()

    async def choose(self, key: str, label: str) -> Shown:
        return self._answering()


def visited(truth: Truth, edition: str, answering: list[Shown]) -> Seen:
    """What a crowd sees of a site that gives these answers one after the other, then none."""
    left = iter(answering)

    def turn() -> Shown:
        try:
            return next(left)
        except StopIteration:
            raise ConnectionError("nobody answers") from None

    habits = Habits(thinking=0.05, ramp=100, settling=0, window=0.5)
    return wait_for(Crowd(lambda _: Visitor(turn), truth, (edition,), habits).visit(1, lambda: None, lambda: None))


def test_early_readers_are_checked_and_not_measured(truth: Truth, edition: str) -> None:
    right = answer(truth, edition, truth.first(edition))
    habits = Habits(thinking=9, ramp=100, settling=0, window=0.1, early=2, before=3)
    crowd = Crowd(lambda _: Visitor(lambda: right), truth, (edition,), habits)
    seen = wait_for(crowd.visit(1, lambda: None, lambda: None))
    assert seen.wrong == seen.faults.total() == 6, "of each early one the arrival was right, and no choice"
    assert not seen.seconds and len(seen.arrivals) == 1


def test_a_crowd_counts_wrong_answers_and_failures_apart(truth: Truth, edition: str) -> None:
    asked = truth.first(edition)
    right = answer(truth, edition, asked)
    seen = visited(truth, edition, [right, right, right])  # to the one who comes alone, on arrival, to a choice
    assert (seen.wrong, seen.faults.total() - seen.wrong) == (1, 1), "the choice was shown what was there before"
    assert any("the words" in fault for fault in seen.faults)
    assert any("nobody answers" in fault for fault in seen.faults)
    seen = visited(truth, edition, [right, right])
    assert (seen.wrong, seen.faults.total()) == (0, 1), "right answers are no faults"
