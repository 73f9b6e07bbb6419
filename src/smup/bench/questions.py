"""What is asked of every engine: the dashboard's questions, and which columns of the answers all must agree in."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from smup.queries import exports, figures, pairs, places
from smup.store import Store

CITIES, RURAL, TOWN = "city_with_powiat_rights", "rural", "120601"
PLACES = ("126101", "226201", "026401", "066301", "120601", "120602", "120611", "086101")
THEMES = ("education", "social_policy", "transport", "culture")
ONE_INDICATOR, ONE_AREA, ONE_THEME = "indicator", "area", "theme"


@dataclass(frozen=True)
class Draw:
    """What one asking is about; the next one is about something else."""

    indicator_id: str
    period: int
    area_id: str
    theme_id: str
    pair_id: str


def draws(indicators: int, pairs: list[int], number: int, last_year: int, years: int) -> list[Draw]:
    """Return ``number`` draws from a store of so many made-up indicators, the same ones each time."""
    return [
        Draw(
            f"smup_{step * 37 % indicators + 1}",
            last_year - step % years,
            PLACES[step % len(PLACES)],
            THEMES[step % len(THEMES)],
            f"smup_{pairs[step % len(pairs)]}",
        )
        for step in range(number)
    ]


@dataclass(frozen=True)
class Question:
    """A question of the dashboard: what it is led by, how fast it should be, and what is compared of its answers."""

    name: str
    led_by: str
    goal: float  # milliseconds, median
    ask: Callable[[Store, Draw], pd.DataFrame]
    key: tuple[str, ...]
    figures: tuple[str, ...]

    def answer(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the compared columns of an answer, by key."""
        columns = [*self.key, *self.figures]
        return frame[columns].sort_values(list(self.key), ignore_index=True)


PLACE = ("value", "status", "rank", "percentile", "n", "median")
QUESTIONS = (
    Question(
        "ranking", ONE_INDICATOR, 20,
        lambda store, draw: places.ranking(store, draw.indicator_id, draw.period, RURAL, TOWN),
        ("area_id",), PLACE,
    ),
    Question(
        "cost_quality", ONE_INDICATOR, 20,
        lambda store, draw: pairs.points(store, draw.pair_id, TOWN, RURAL, draw.period, draw.period),
        ("area_id",), ("cost", "output", "in_group", "distance"),
    ),
    Question(
        "peers", ONE_INDICATOR, 20,
        lambda store, draw: places.ranking(
            store, draw.indicator_id, draw.period, f"similar.{draw.area_id}.7", draw.area_id),
        ("area_id",), PLACE,
    ),
    Question(
        "profile", ONE_THEME, 20,
        lambda store, draw: places.profile(store, PLACES[0], draw.theme_id, CITIES),
        ("indicator_id",), ("period", *PLACE, "lowest", "highest"),
    ),
    Question(
        "export", ONE_INDICATOR, 1000,
        lambda store, draw: exports.benchmark(store, draw.indicator_id),
        ("period", "group_id", "area_id"), ("value", "tasks", "n", "rank", "percentile", "median"),
    ),
    Question(
        "comparison", ONE_AREA, 10,
        lambda store, draw: figures.comparison(store, draw.indicator_id, draw.period, CITIES, list(PLACES[:3])),
        ("area_id",), ("value", "status", "rank", "n"),
    ),
    Question(
        "trend", ONE_AREA, 10,
        lambda store, draw: figures.trend(store, draw.indicator_id, [draw.area_id]),
        ("area_id", "period"), ("value", "status", "percentile", "rank", "n"),
    ),
)  # fmt: skip
