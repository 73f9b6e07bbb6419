"""An indicator as readers meet it."""

from dataclasses import dataclass


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
    sources: str
