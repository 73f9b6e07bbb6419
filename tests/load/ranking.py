"""The ranking for other frameworks: our questions, sentence and figure, of the edition being served."""

from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from load.truth import FIRST_AREAS, Question, Truth, group_of
from smup import charts, sentences
from smup.edition import data_folder, served_id
from smup.model import Language
from smup.queries import catalogue, groups, places
from smup.store import Store
from smup.text import language
from smup.ui.intervals import alternatives, with_intervals


class Answered(NamedTuple):
    """What is shown of an indicator and year: years on offer, a sentence, the figure and its dictionary, the table."""

    years: list[int]
    period: int
    sentence: str
    drawn: Any  # plotly.graph_objects.Figure
    figure: dict[str, Any]
    table: pd.DataFrame  # rank, value, label and places of each area, best first


@lru_cache
def _truth() -> Truth:
    return Truth(data_folder())


def edition() -> str:
    """Return the edition being served; raises ``RuntimeError`` where none is."""
    served = served_id(data_folder())
    if served is None:
        raise RuntimeError("There is no edition yet; run “smup build”.")
    return served


def store() -> Store:
    """Return the edition being served, opened once; it remembers its answers as it does for the dashboard."""
    language.set(Language.POLISH)
    return _truth().store(edition())


def offered() -> dict[str, tuple[str, list[int]]]:
    """By indicator: its name in the select box, and its years."""
    return _offered(edition())


def first() -> Question:
    """What is shown at first."""
    return _first(edition())


def answered(indicator_id: str, period: int | None) -> Answered:
    """Answer as the page Ranking does; without a year the latest one. What has been made is remembered, as there."""
    return _made(edition(), indicator_id, period)


@lru_cache
def _offered(served: str) -> dict[str, tuple[str, list[int]]]:
    return _truth().offered(served)


@lru_cache
def _first(served: str) -> Question:
    return _truth().first(served)


@lru_cache(maxsize=2000)
def _made(_edition: str, indicator_id: str, period: int | None) -> Answered:
    asked = store()
    group = group_of(asked)
    years = catalogue.periods(asked, indicator_id, group)
    if period is None or period not in years:
        period = years[0]
    card = catalogue.indicator(asked, indicator_id)
    frame = places.ranking(asked, indicator_id, period, group, FIRST_AREAS[0]).assign(
        indicator_id=indicator_id, period=period
    )
    frame = with_intervals(frame, alternatives(asked, frame, group))
    label = groups.label(asked, group)
    sentence = sentences.describe_ranking(frame, card, period, label, list(FIRST_AREAS))
    drawn = charts.rank_areas(frame, card, list(FIRST_AREAS), label)
    table = frame[["rank", "value", "label", "places"]]
    return Answered(years, period, sentence, drawn, drawn.to_dict(), table)
