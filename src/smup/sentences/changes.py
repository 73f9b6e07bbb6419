"""Sentences on change: what moved last, what a new edition revised and added, what is out of date."""

import pandas as pd

from smup.sentences.wording import NAMED, ended
from smup.text import _, counted, listed, number_text, value_text

_MOST = 3  # movers and revisions named in a sentence


def describe_movers(frame: pd.DataFrame, area: str) -> str:
    """Say which indicators moved furthest, by position, else by value; ``frame``: ``monitoring.movers``."""
    if frame.empty:
        return _("{area}: no indicator has values of two years yet, so no move can be shown.").format(area=area)
    start = counted("{number} indicator has values of two years", "{number} indicators have values of two years",
                    len(frame))  # fmt: skip
    moved = frame[frame["percentile_change"].round() != 0].dropna(subset=["percentile_change"]).head(_MOST)
    if len(moved):
        named = [f"{_indicator(row)} ({_points(row['percentile_change'])})" for _i, row in moved.iterrows()]
        said = _("the position moved furthest in: {named}").format(named="; ".join(named))
        return ended(f"{area}: {start}; {said}")
    moved = frame[(100 * frame["relative"]).round(1) != 0].dropna(subset=["relative"])
    moved = moved.sort_values("relative", key=abs, ascending=False, kind="stable").head(_MOST)
    if len(moved):
        named = [f"{_indicator(row)} ({percent_text(row['relative'])})" for _i, row in moved.iterrows()]
        said = _("the value moved furthest in: {named}").format(named="; ".join(named))
        return ended(f"{area}: {start}; {said}")
    return ended(f"{area}: {start}; " + _("none moved in a way that can be compared"))


def cautions_on_movers(frame: pd.DataFrame) -> list[str]:
    """Say what is not compared and why, and what to keep in mind of the rest."""
    said = []
    broken = frame[frame["broken"]]
    if len(broken):
        which = "; ".join(_indicator(row) for _i, row in broken.iterrows())
        said.append(_("Not compared, for a break in the series lies between the years: {which}.").format(which=which))
    if (frame["over_time"] == "positions").any():
        said.append(_("Where levels differ from year to year, as those of exams do, only the position is compared."))
    if frame["is_money"].any():
        said.append(_("Amounts at current prices, inflation not taken out."))
    return said


def describe_revised(frame: pd.DataFrame, area: str, edition: str) -> str:
    """Say how many values of the area differ from those of the other edition; ``frame``: ``changes.revised``."""
    if frame.empty:
        return _("{area}: no value was revised since the edition {edition}.").format(area=area, edition=edition)
    number = counted("{number} value was revised", "{number} values were revised", len(frame))
    said = _("{area}: {number} since the edition {edition}").format(area=area, number=number, edition=edition)
    moved = frame[frame["change"].abs() > 0].head(_MOST)
    named = [
        f"{row['indicator']}, {row['period']}: {number_text(row['value_before'], row['decimals'])} → "
        f"{number_text(row['value_after'], row['decimals'])}"
        for _i, row in moved.iterrows()
    ]
    if named:
        said += "; " + _("furthest: {named}").format(named="; ".join(named))
    return ended(said)


def describe_new(counts: pd.Series, periods: pd.DataFrame, area: str) -> str:
    """Say how many values of the area are new or gone and which years are; ``counts``: ``changes.summary``."""
    said = [
        counted("{number} value is new", "{number} values are new", int(counts["new"])),
        counted("{number} is gone", "{number} are gone", int(counts["gone"])),
    ]
    if len(periods):
        years = [str(year) for year in sorted(periods["period"].unique())]
        said.append(_("new years: {years}").format(years=listed(years)))
    return ended(f"{area}: {'; '.join(said)}")


def describe_ages(frame: pd.DataFrame) -> str:
    """Say how many indicators are out of date and how many have no rhythm; ``frame``: ``monitoring.ages``."""
    known, single = frame[frame["rhythm"].notna()], frame["rhythm"].isna()
    due = known[known["due"].astype(bool)]
    said = [_("{due} of {number} indicators with a known rhythm are out of date").format(
        due=number_text(len(due)), number=number_text(len(known)))]  # fmt: skip
    if 0 < len(due) < NAMED:
        said[0] += f" ({'; '.join(due['name'])})"
    if single.any():
        said.append(counted("{number} has values of a single year, so its rhythm is not known",
                            "{number} have values of a single year, so their rhythm is not known",
                            int(single.sum())))  # fmt: skip
    return ended("; ".join(said))


def percent_text(share: float) -> str:
    """Write a relative change with its sign: ``+12,5 %``."""
    return ("+" if share > 0 else "") + value_text(100 * share, 1, "%")


def _points(change: float) -> str:
    sign = "+" if change > 0 else "-"
    return sign + counted("{number} point", "{number} points", round(abs(change)))


def _indicator(row: pd.Series) -> str:
    return f"{row['indicator']}, {row['period_before']} → {row['period']}"
