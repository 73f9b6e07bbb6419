"""The places of values among those that they are compared with."""

from dataclasses import dataclass

import numpy as np

from smup.cube.areas import Floats, Numbers, Rule
from smup.methods.ranking import place


@dataclass(frozen=True, eq=False)
class Placed:
    """The places of values among those that they are compared with; NaN where there is none."""

    rank: Floats
    percentile: Floats
    quartile: Floats
    n: Floats
    median: Floats

    def take(self, order: Numbers) -> "Placed":
        """Return them in another order."""
        return Placed(**{name: array[order] for name, array in vars(self).items()})


def placed(value: Floats, parts: Numbers, rule: Rule) -> Placed:
    """Place each value among those of the same part, as ``placed_among`` of ``schema.sql`` does; below 0 is no part."""
    found = Placed(*(np.full(len(value), np.nan) for _ in range(5)))
    known = ~np.isnan(value) & (parts >= 0)
    for part in np.unique(parts[known]):
        lines = np.flatnonzero(known & (parts == part))
        there = place(value[lines], rule.polarity, rule.target)
        for name, array in vars(found).items():
            array[lines] = getattr(there, name)
    return found


def one_after_another(years: list[Placed]) -> Placed:
    """Return the places of several years one after another."""
    names = Placed.__dataclass_fields__
    return Placed(**{name: np.concatenate([np.empty(0), *(getattr(year, name) for year in years)]) for name in names})


def one_line_after_another(years: list[Placed]) -> Placed:
    """Return the places of some areas in several years, those of the first line first."""
    names = Placed.__dataclass_fields__
    return Placed(**{name: np.array([getattr(year, name) for year in years]).T.ravel() for name in names})
