"""Three findings on an area, each in one sentence: what a gap in cost is worth, where it stands, what moved."""

import pandas as pd

from smup.model import PairCard
from smup.sentences.wording import begun, ended, within
from smup.text import _, counted, light_text, money_text, number_text, value_text


def describe_gap(own: pd.Series, median: float, n: int, worth: float, pair: PairCard, when: str, group: str) -> str:
    """Say how a cost stands to the median of the group, as a difference and no saving.

    ``own``: the row of the area with label, cost, light and why; ``worth`` in złoty a year, above 0 where it pays more.
    """
    words = (
        _("{area}, {when}: {cost_name} {cost}, the median of the group ({group}; {n} others) {median}; it "
          "spends {money} a year more than it would at the median ({light}). Spending more is not waste by itself: it "
          "may mean more services.")
        if worth >= 0
        else _("{area}, {when}: {cost_name} {cost}, the median of the group ({group}; {n} others) {median}; it "
               "spends {money} a year less than it would at the median ({light}). Spending less may also mean fewer "
               "services.")
    )  # fmt: skip
    return begun(words.format(
        area=own["label"], when=when, cost_name=within(pair.cost.name),
        cost=value_text(own["cost"], pair.cost.decimals, pair.cost.short_unit), group=group, n=number_text(n),
        median=value_text(median, pair.cost.decimals, pair.cost.short_unit), money=money_text(abs(worth)),
        light=light_text(own["light"], own["why"]),
    ))  # fmt: skip


def describe_place(row: pd.Series, best: bool) -> str:
    """Say where the area stands on the indicator that it does best or weakest in (a row of ``places.profile``)."""
    words = (
        _("Highest: {indicator}, {year}: {value}, place {rank} of {n} ({light})")
        if best
        else _("Lowest: {indicator}, {year}: {value}, place {rank} of {n} ({light})")
    )
    return ended(words.format(
        indicator=row["indicator"], year=row["period"],
        value=value_text(row["value"], row["decimals"], row["short_unit"]),
        rank=number_text(row["rank"]), n=number_text(row["n"]), light=light_text(row["light"], row["why"]),
    ))  # fmt: skip


def describe_move(row: pd.Series) -> str:
    """Say how the position of the area on an indicator moved between two years (a row of ``monitoring.movers``)."""
    change = row["percentile_change"]
    points = counted("{number} point", "{number} points", round(abs(change)))
    words = (
        _("Up: {indicator}, {before} → {year}: {old} → {new}, its position rose by {points} ({light})")
        if change > 0
        else _("Down: {indicator}, {before} → {year}: {old} → {new}, its position fell by {points} ({light})")
    )
    old, new = (number_text(row[name], row["decimals"]) for name in ("value_before", "value"))
    return ended(words.format(
        indicator=row["indicator"], before=row["period_before"], year=row["period"], old=old,
        new=f"{new} ({row['unit']})", points=points, light=light_text(row["light"], row["why"]),
    ))  # fmt: skip
