"""Cost against quality for one area: who is at least as good and cheaper, and what the difference is worth a year.

``frontier`` and ``gap`` put together. ``points``: one row per area, indexed by ``area_id``, all of one legal kind, with
``cost`` (złoty per unit, above 0), ``output`` (its quality or quantity), ``units`` (how many units a year the cost is
counted per: residents, clients), ``distance`` in structure from the area looked at, and ``in_group``, whether the area
belongs to the comparison group.
"""

from dataclasses import dataclass

import pandas as pd

from smup.methods.frontier import dominating, fdh
from smup.methods.gap import gap_worth, shapley
from smup.model import Polarity, SmupError

FEWEST_PEERS = 4


@dataclass(frozen=True)
class MedianGap:
    """The median cost of ``n`` areas of the group, the one looked at left out, and what the gap to it is worth a year.

    ``worth`` in złoty, above 0 where the area pays more; None where its number of units is not known.
    """

    median: float
    n: int
    worth: float | None


def scored(points: pd.DataFrame, better: Polarity) -> pd.DataFrame:
    """``points`` with ``score`` θ in (0, 1] and ``n_dominating``; the areas with none are the frontier.

    Errors as for ``frontier.fdh``; ``SmupError`` also where ``better`` is neither higher nor lower.
    """
    return points.join(fdh(points["cost"], _outputs(points, better)))


def cheaper(points: pd.DataFrame, area_id: str, better: Polarity) -> pd.DataFrame:
    """The areas at least as good as ``area_id`` and cheaper, nearest in structure first: rows of ``points``.

    Added: ``saving``, złoty per unit; ``share``, the part (0 to 1) of the area's own cost that it is; ``worth``, what
    paying as little would be worth to ``area_id`` in złoty a year, missing where its units are. Errors as for
    ``frontier.dominating``.
    """
    found = dominating(points["cost"], _outputs(points, better), area_id, points["distance"])
    own = points.loc[area_id]
    reached = points.loc[found.index].assign(saving=found["saving"], share=found["saving"] / own["cost"])
    paid = pd.Series(own["cost"], index=found.index)
    return reached.assign(worth=gap_worth(paid, found["cost"], float(own["units"])))


def median_gap(points: pd.DataFrame, area_id: str) -> MedianGap | None:
    """Hold the cost of ``area_id`` against the median of the others of its group; None for fewer than four others."""
    peers = points[points["in_group"] & (points.index != area_id)]
    if len(peers) < FEWEST_PEERS or area_id not in points.index:
        return None
    median = float(peers["cost"].median())
    worth = gap_worth(points.loc[[area_id], "cost"], median, points.loc[[area_id], "units"]).iloc[0]
    return MedianGap(median, len(peers), None if pd.isna(worth) else float(worth))


def split(factors: pd.DataFrame, points: pd.DataFrame, area_id: str, other_id: str) -> pd.DataFrame | None:
    """What each factor of the cost adds to the gap between two areas, in złoty a year (values of Shapley).

    ``factors``: one row per area, one column per factor; their product is the cost up to one constant. One row per
    factor: ``own``, ``other``, ``worth``; the worths add up to the whole gap. None where a factor of one of the two or
    the number of units is missing. ``SmupError`` where the product is not the cost.
    """
    own_cost, units = float(points.loc[area_id, "cost"]), float(points.loc[area_id, "units"])
    if not {area_id, other_id} <= set(factors.index) or factors.loc[[area_id, other_id]].isna().any(axis=None):
        return None
    if pd.isna(units):
        return None
    constant = own_cost / factors.loc[area_id].prod()
    made = constant * factors.loc[other_id].prod()
    if abs(made - points.loc[other_id, "cost"]) > 1e-6 * abs(made):
        raise SmupError("The product of the factors is not the cost, so the gap cannot be split.")
    parts = shapley(factors.loc[[area_id]], factors.loc[other_id], constant * units).iloc[0]
    return pd.DataFrame(
        {"own": factors.loc[area_id], "other": factors.loc[other_id], "worth": parts[list(factors.columns)]}
    )


def _outputs(points: pd.DataFrame, better: Polarity) -> pd.DataFrame:
    """The output turned so that more is better."""
    if better not in (Polarity.HIGHER, Polarity.LOWER):
        raise SmupError("A cost can only be set against an output that has a better side.")
    return points[["output"]] * (1 if better == Polarity.HIGHER else -1)
