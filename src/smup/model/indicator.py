"""An indicator: as the catalogue defines it and as readers meet it; the traits of structure made of indicators."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le

from smup.model.codes import Aggregation, Comparability, CostScope, Dimension, Level, OverTime, Polarity


@dataclass(frozen=True)
class Indicator:
    """A row of ``indicator.csv``: what readers see, as a formula over variables."""

    indicator_id: str
    service_id: str
    dimension: Dimension
    name_pl: str
    name_en: str
    description_pl: str
    description_en: str
    unit: str
    decimals: Annotated[int, Ge(0), Le(4)]
    polarity: Polarity
    target: float | None
    formula: str
    aggregation: Aggregation
    weight_variable_id: str | None
    coverage_variable_id: str | None
    cost_scope: CostScope | None
    comparability: Comparability
    over_time: OverTime
    headline: bool
    note_pl: str | None
    note_en: str | None

    def __post_init__(self) -> None:
        """Refuse columns that contradict each other."""
        if (self.polarity is Polarity.TARGET) != (self.target is not None):
            raise ValueError("target must be given exactly when polarity is target")
        if self.aggregation in (Aggregation.MEAN, Aggregation.HARMONIC) and self.weight_variable_id is None:
            raise ValueError("aggregation by mean or harmonic mean needs weight_variable_id")
        if self.cost_scope is not None and self.dimension is not Dimension.COST:
            raise ValueError("cost_scope belongs to dimension cost alone")


@dataclass(frozen=True)
class StructureTrait:
    """A row of ``structure.csv``: a trait by which areas of a level are similar, an indicator or an attribute."""

    structure_id: str
    level: Level
    indicator_id: str | None
    attribute: str | None
    log: bool
    weight: Annotated[float, Gt(0)]
    name_pl: str
    name_en: str

    def __post_init__(self) -> None:
        """Refuse a trait that is neither or both."""
        if (self.indicator_id is None) == (self.attribute is None):
            raise ValueError("exactly one of indicator_id and attribute must be given")


@dataclass(frozen=True)
class Pair:
    """A row of ``pair.csv``: a cost and what it buys; ``factors`` are indicators whose product makes the cost."""

    pair_id: str
    service_id: str
    cost_indicator_id: str
    output_indicator_id: str
    better: Polarity
    years_apart: Annotated[int, Ge(0), Le(2)]
    factors: str | None
    note_pl: str
    note_en: str

    def __post_init__(self) -> None:
        """Refuse an output without a better side."""
        if self.better not in (Polarity.HIGHER, Polarity.LOWER):
            raise ValueError("better must be higher or lower")


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator as readers see it, in their language; units as written on an axis and behind a number."""

    indicator_id: str
    name: str
    description: str
    note: str | None
    theme_id: str
    theme: str
    service: str
    dimension: str
    unit: str
    short_unit: str
    decimals: int
    polarity: str
    formula: str
    comparability: str
    over_time: str
    cost_scope: str | None
    sources: str
    is_money: bool

    def column_over_time(self, base: int | None = None) -> str:
        """Name the column of a series to follow: positions where levels differ between years, else (real) values.

        ``base`` is the year whose prices money is in, None for the prices of each year.
        """
        if self.over_time == OverTime.POSITIONS:
            return "percentile"
        return "value" if base is None else "value_real"


@dataclass(frozen=True)
class PairCard:
    """A pair as readers see it, in their language: its cost, its output, and what to keep in mind."""

    pair_id: str
    service: str
    theme_id: str
    cost: IndicatorCard
    output: IndicatorCard
    better: Polarity
    factors: tuple[str, ...]
    note: str
