"""Trends: which way a series goes, by how much a year and how certain that is."""

import math

import pandas as pd

from smup.model import IndicatorCard
from smup.sentences.wording import ended
from smup.text import _, counted, in_prices, number_text, value_text

_DIGITS = 2  # significant digits of a change a year
_LEAST_P = 0.001


def describe_trend(trends: pd.DataFrame, card: IndicatorCard, base: int | None = None) -> str:
    """Say in full how the first area of ``trends`` (one row per area) changes a year."""
    row = trends.iloc[0]
    if card.column_over_time(base) == "percentile":
        start = _("{area}, position (100 = best)").format(area=row["label"])
    else:
        start = in_prices(row["label"], base)
    return ended(f"{start}: {_course(row, trend_decimals(trends, card), trend_unit(card)[0])}")


def trend_words(trends: pd.DataFrame) -> list[str]:
    """Name for each area of ``trends`` the direction and its certainty."""
    return [_short(row) for _index, row in trends.iterrows()]


def trend_unit(card: IndicatorCard) -> tuple[str, str]:
    """Return the unit of a change, as it stands behind a number and in full."""
    if card.column_over_time() == "percentile":
        return _("points"), _("percentile points")
    return (_("pp"), _("percentage points")) if card.short_unit == "%" else (card.short_unit, card.unit)


def trend_decimals(trends: pd.DataFrame, card: IndicatorCard) -> int:
    """Return with how many decimals the smallest change a year shows two digits, at most one more than values have."""
    own = 0 if card.column_over_time() == "percentile" else card.decimals
    sizes = trends["slope"].abs()
    least = sizes[sizes > 0].min()
    return own if pd.isna(least) else min(max(_DIGITS - 1 - math.floor(math.log10(least)), 0), own + 1)


def p_text(p: float) -> str:
    """Write a p-value with three decimals: ``0,012``, ``< 0,001``."""
    return f"<\u00a0{number_text(_LEAST_P, 3)}" if p < _LEAST_P else number_text(p, 3)


def _course(row: pd.Series, decimals: int, unit: str) -> str:
    if pd.notna(row["withheld"]):
        return _withheld(row)
    sign = -1 if row["significant"] and row["s"] < 0 else 1  # what falls, falls by a positive amount
    slope, low, high = (round(sign * row[name], decimals) + 0.0 for name in ("slope", "slope_low", "slope_high"))
    low, high = sorted((low, high))
    if pd.isna(row["tau"]):
        said = _("unchanged ({span})")
    elif not row["significant"]:
        said = _("no clear direction (change a year between {low} and {high}; {span})")
    elif slope == 0:
        said = {
            1: _("rises slightly ({span}); the direction is certain at 95 %"),
            -1: _("falls slightly ({span}); the direction is certain at 95 %"),
        }[sign]
    else:
        said = {
            1: _("rises by about {slope} a year (between {low} and {high}; {span}); the direction is certain at 95 %"),
            -1: _("falls by about {slope} a year (between {low} and {high}; {span}); the direction is certain at 95 %"),
        }[sign]
    years = counted("{number} year", "{number} years", int(row["n"]))
    words = said.format(
        slope=value_text(slope, decimals, unit),
        low=number_text(low, decimals),
        high=value_text(high, decimals, unit),
        span=f"{row['first']}–{row['last']}, {years}",
    )
    if pd.isna(row["break_period"]):
        return words
    return _("since the break in {year}: {words}").format(year=row["break_period"], words=words)


def _withheld(row: pd.Series) -> str:
    if pd.isna(row["break_period"]):
        return _("too few years to say ({number}; five are needed)").format(number=row["n"])
    return _("not judged across the break in {year}; too few years since then ({number}; five are needed)").format(
        year=row["break_period"], number=row["n"]
    )


def _short(row: pd.Series) -> str:
    if pd.notna(row["withheld"]):
        words = _("too few years")
    elif pd.isna(row["tau"]):
        words = _("unchanged")
    elif not row["significant"]:
        words = _("no clear direction")
    else:
        words = _("rises, certain") if row["s"] > 0 else _("falls, certain")
    if pd.isna(row["break_period"]):
        return words
    return _("since the break in {year}: {words}").format(year=row["break_period"], words=words)
