"""The largest gap in złoty of an area: to a real one as good and cheaper, or else to the median of its group."""

from dataclasses import dataclass

import pandas as pd

from smup import sentences
from smup.methods import cost_quality as method
from smup.model import Light, PairCard, Polarity
from smup.queries import catalogue, pairs
from smup.store import Store
from smup.text import _, light_text
from smup.ui import pairing
from smup.ui.url import Named


@dataclass(frozen=True)
class Gap:
    """A gap in cost, ``worth`` so many złoty a year: below 0 less to pay, or less paid; None where nobody shows one."""

    pair: PairCard
    worth: float | None
    against: str
    sentence: str
    years: pairing.Years
    light: str = Light.GREEN
    reservations: tuple[str, ...] = ()


def largest(store: Store, area: Named, group: Named) -> Gap | None:
    """Return the largest gap: to an area as good and cheaper, where a cost pays for what it buys and little else.

    The whole budget and investment pay for everything, so that less of them is no saving: what they differ by from the
    median of the group is said as a difference, and only where no cost is closer to its service.
    """
    known = pairs.pairs(store, area.id)
    known = known[known["known"] & (known["areas"] >= pairing.NEEDED)]
    themes = catalogue.indicators(store).set_index("indicator_id")["theme_id"]
    own = known["cost_indicator_id"].map(themes) == known["theme_id"]
    savings = [gap for one in known.loc[own, "pair_id"] if (gap := _saving(store, one, area, group))]
    if savings:
        return max(savings, key=lambda one: -(one.worth or 0))
    others = [gap for one in known.loc[~own, "pair_id"] if (gap := _difference(store, one, area, group))]
    # Of one cost the latest year; a larger gap of years ago has passed.
    newest = {gap.pair.cost.indicator_id: max(other.years.cost for other in others
                                              if other.pair.cost.indicator_id == gap.pair.cost.indicator_id)
              for gap in others}  # fmt: skip
    fresh = [gap for gap in others if gap.years.cost == newest[gap.pair.cost.indicator_id]]
    # One cost stands in several pairs: the one whose figures are the surest is its proof.
    return max(fresh, key=lambda one: (abs(one.worth or 0), one.light == Light.GREEN), default=None)


def _points(store: Store, pair_id: str, area: Named, group: Named) -> tuple[pairing.Years, pd.DataFrame] | None:
    """Return the latest year in which the area and enough others have both figures, with their points."""
    years = pairs.periods(store, pair_id, area.id)
    years = years[years["own"] & (years["n"] >= pairing.NEEDED)]
    for year in years.astype(object).where(years.notna(), None).itertuples():
        points = pairs.points(store, pair_id, area.id, group.id, year.period, year.output_period).set_index("area_id")
        if area.id in points.index:
            known = points.loc[area.id, "light"] != Light.GREY
            return (pairing.Years(year.period, year.output_period, year.voivodeship), points) if known else None
    return None


def _saving(store: Store, pair_id: str, area: Named, group: Named) -> Gap | None:
    """Hold the cost of the area against the most similar one that is at least as good and cheaper, if there is one."""
    found, pair = _points(store, pair_id, area, group), pairs.pair(store, pair_id)
    if found is None or pair.output.polarity == Polarity.NONE:
        return None
    years, points = found
    cheaper = method.cheaper(points, area.id, pair.better)
    sentence = sentences.describe_pair(points, cheaper, pair, area.id, str(years))
    if cheaper.empty:
        # Nobody shows that as much may be had for less, so no sum is named.
        return Gap(pair, None, "", sentence, years)
    town, worth = cheaper["label"].iloc[0], cheaper["worth"].iloc[0]
    said = f"{sentence} {sentences.describe_worth(worth, town)}"
    # A long label of a sum is cut off; the sentence names the area in full.
    against = _("A year, paying as little as {town}").format(town=town.split(" (")[0])
    lit = points.loc[[area.id, cheaper.index[0]], ["light", "why"]].drop_duplicates()
    doubts = tuple(light_text(one.light, one.why) for one in lit.itertuples() if one.light != Light.GREEN)
    return Gap(pair, None if pd.isna(worth) else -float(worth), against, said, years, reservations=doubts)


def _difference(store: Store, pair_id: str, area: Named, group: Named) -> Gap | None:
    """Hold the cost of the area against the median of its group, whatever either buys."""
    found = _points(store, pair_id, area, group)
    gap = method.median_gap(found[1], area.id) if found else None
    if found is None or gap is None or gap.worth is None:
        return None
    years, points = found
    pair = pairs.pair(store, pair_id)
    own = points.loc[area.id]
    said = sentences.describe_gap(own, gap.median, gap.n, gap.worth, pair, str(years), group.label)
    return Gap(pair, gap.worth, _("A year, beside the median of the group"), said, years, own["light"])
