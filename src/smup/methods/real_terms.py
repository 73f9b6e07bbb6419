"""Money of different years in the prices of one: nominal values divided by a chained index of consumer prices.

The index of a year is the product of the yearly indices (previous year = 100, Statistics Poland, BDL variable 217230)
up to it: I = Π CPI / 100; real = nominal · I of the base year / I of the year.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smup.model import SmupError

_LEAST_CPI = 50.0  # no year halved its prices: a smaller figure is a rate of change, not an index


def price_level(cpi: pd.Series, base: int, first: int, last: int) -> pd.DataFrame:
    """Prices of each year from ``first`` to ``last`` relative to those of ``base``, without unit: one row per year.

    ``cpi``: previous year = 100, indexed by year. ``level`` is 1 in the base year and missing where the chain between
    the year and the base lacks an index; ``missing_year`` is then the first such year on the way from the base.
    ``SmupError`` for a year given twice or an index that is infinite or below 50 (a rate of change, not an index).
    """
    if cpi.index.has_duplicates:
        raise SmupError("The index of consumer prices is given twice for one year.")
    known = cpi.astype(float).dropna()
    if np.isinf(known).any() or (known < _LEAST_CPI).any():
        raise SmupError("An index of consumer prices with the previous year as 100 cannot be infinite or below 50.")
    growth = {int(year): value / 100 for year, value in known.items()}
    chain = {base: (1.0, None), **_chained(growth, base, last), **_chained(growth, base, first)}
    rows = pd.DataFrame.from_dict(chain, orient="index", columns=["level", "missing_year"])
    wanted = rows.reindex(pd.RangeIndex(first, last + 1, name="period"))
    return wanted.astype({"level": float, "missing_year": "Int64"})


def _chained(growth: Mapping[int, float], base: int, end: int) -> dict[int, tuple[float, int | None]]:
    """Level and first missing index of each year from the one next to ``base`` to ``end``, forward or back."""
    step = 1 if end > base else -1
    level, missing = 1.0, None
    chain = {}
    for year in range(base + step, end + step, step) if end != base else ():
        link = max(year, year - step)  # the index of the later of two years leads from one to the other
        if missing is None and link not in growth:
            level, missing = np.nan, link
        level *= growth.get(link, np.nan) ** step
        chain[year] = (level, missing)
    return chain


def deflate(values: pd.Series, cpi: pd.Series, base: int) -> pd.DataFrame:
    """``values`` in prices of the year ``base``: one row per row of ``values``, in its order.

    ``values``: złoty of each year, indexed by year, or by several levels of which one is named ``period``; ``cpi`` as
    for ``price_level``. Columns: ``nominal``; ``deflator``, prices of the year relative to those of the base;
    ``real`` = nominal / deflator; ``base``; ``missing_year``. A year that the chain does not reach has no deflator
    and no real value, and ``missing_year`` says which index is missing. Errors as for ``price_level``; ``SmupError``
    also for a row given twice, an infinite value or an index of several levels without ``period``.
    """
    if values.index.has_duplicates:
        raise SmupError("A value is given twice for one year.")
    nominal = values.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(nominal).any():
        raise SmupError("An infinite value cannot be put in prices of another year.")
    if values.index.nlevels > 1 and "period" not in values.index.names:
        raise SmupError("Values of several areas need a level “period” in their index.")
    years = (values.index.get_level_values("period") if values.index.nlevels > 1 else values.index).astype(int)
    first, last = (years.min(), years.max()) if len(years) else (base, base)
    levels = price_level(cpi, base, int(first), int(last)).reindex(years)
    deflator = levels["level"].to_numpy()
    return pd.DataFrame(
        {
            "nominal": nominal,
            "deflator": deflator,
            "real": nominal / deflator,
            "base": base,
            "missing_year": levels["missing_year"].array,
        },
        index=values.index,
    )
