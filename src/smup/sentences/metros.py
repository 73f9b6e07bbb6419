"""Sentences on a metropolitan area: why it has no number as a whole, and how its members stand and change."""

import math

import pandas as pd

from smup.model import Aggregation, IndicatorCard, Status
from smup.sentences.wording import ended
from smup.text import _, change_text, distance_text, number_text, tasks_name, value_text

_NEEDED = 80  # per cent of the weight, from which there is a number for the whole
_MEDIAN = 4  # values, from which there is a median


def why_no_whole(whole: pd.Series, with_value: int, members: int) -> str:
    """Say why the area as one unit has no value; ``whole``: aggregation and coverage."""
    counts = {"n": number_text(with_value), "members": number_text(members)}
    if whole["aggregation"] == Aggregation.NONE:
        return _("There is no number for the whole: with what weight to join the values of its members is not known.")
    if whole["aggregation"] == Aggregation.SUM:
        said = _("There is no number for the whole: a total needs every member, and {n} of {members} have a value.")
        return said.format(**counts)
    if pd.isna(whole["coverage"]):
        return _("There is no number for the whole: what its members weigh in it is not known.")
    return _(
        "There is no number for the whole: the members with a value ({n} of {members}) make up {share} of its "
        "weight; at least {needed} are needed."
    ).format(
        share=value_text(math.floor(100 * whole["coverage"]), 0, "%"), needed=value_text(_NEEDED, 0, "%"), **counts
    )


def describe_members(frame: pd.DataFrame, card: IndicatorCard, period: int, group: str, decimals: int) -> str:
    """Say how far the members lie apart and who pulls the whole up and down most.

    ``frame``: one row per member, highest first, with label, value, tasks, share (0 to 1) and pull.
    """
    parts = frame.groupby("tasks")
    spreads = [_spread(rows, card, tasks_name(str(tasks)) if len(parts) > 1 else "") for tasks, rows in parts]
    start = _("{indicator}, {period}; members of: {group}").format(indicator=card.name, period=period, group=group)
    return ended("; ".join([f"{start}: {spreads[0]}", *spreads[1:], *_parts(frame, card, decimals)]))


def describe_spread(spread: pd.DataFrame, card: IndicatorCard, group: str) -> str:
    """Say how far apart the lowest and the highest member lay in the first and the last year that can be compared.

    ``spread``: one row per year and kind of tasks with tasks, n, lowest, highest, status. Years before a break
    and those in which another number of members has a value are not compared, nor is a member compared with itself.
    """
    parts = spread[spread["n"] > 1].groupby("tasks")
    said = []
    for tasks, rows in parts:
        broken = rows.loc[rows["status"] == Status.BREAK, "period"]
        number = rows["n"].iloc[-1]
        alike = rows[(rows["n"] == number) & (rows["period"] >= (broken.iloc[-1] if len(broken) else 0))]
        change = " → ".join(
            f"{distance_text(row.highest - row.lowest, card.decimals, card.short_unit)} ({row.period})"
            for row in alike.iloc[[0, -1]].drop_duplicates("period").itertuples()
        )
        text = _("{change} ({n} members with a value)")
        if spread["tasks"].nunique() > 1:
            text = _("{tasks} ({n} with a value): {change}")
        said.append(text.format(change=change, n=number_text(number), tasks=tasks_name(str(tasks))))
    if not said:
        return ""
    text = _("Distance between the lowest and the highest value (members of: {group}): {said}")
    return ended(text.format(group=group, said="; ".join(said)))


def _spread(rows: pd.DataFrame, card: IndicatorCard, tasks: str) -> str:
    known = rows.dropna(subset=["value"])
    counts = {"n": number_text(len(known)), "members": number_text(len(rows)), "tasks": tasks}
    start = (_("{tasks}: {n} of {members} have a value") if tasks else _("{n} of {members} have a value")).format(
        **counts
    )
    if known.empty:
        return start
    high, low = known.iloc[0], known.iloc[-1]
    said = [start]
    if len(known) > 1:
        said.append(_("lowest {area}").format(area=_named(low, card)))
    if len(known) >= _MEDIAN:
        median = value_text(known["value"].median(), card.decimals, card.short_unit)
        said.append(_("median {value}").format(value=median))
    if len(known) == 1:
        return f"{start}: {_named(high, card)}"
    said.append(_("highest {area}").format(area=_named(high, card)))
    if low["value"] > 0:
        times = number_text(high["value"] / low["value"], 1)
        said.append(_("which is {times} times the lowest").format(times=times))
    return ", ".join(said)


def _parts(frame: pd.DataFrame, card: IndicatorCard, decimals: int) -> list[str]:
    """Name who pulls most either way; of a total, who makes up most of it."""
    if frame["pull"].notna().any():
        up, down = frame.loc[frame["pull"].idxmax()], frame.loc[frame["pull"].idxmin()]
        ways = [(_("pulls the whole up most: {area}"), up, 1), (_("pulls it down most: {area}"), down, -1)]
        return [
            way.format(area=f"{row['label']} ({change_text(row['pull'], decimals, card.short_unit)})")
            for way, row, sign in ways
            if sign * round(row["pull"], decimals) > 0
        ]
    if frame["share"].notna().any():
        most = frame.loc[frame["share"].idxmax()]
        share = value_text(100 * most["share"], 1, "%")
        return [_("largest part of the whole: {area}").format(area=f"{most['label']} ({share})")]
    return []


def _named(row: pd.Series, card: IndicatorCard) -> str:
    return f"{row['label']} ({value_text(row['value'], card.decimals, card.short_unit)})"
