"""Sentences of a report on an area: where it stands best and worst, what to keep in mind, what was left out."""

import pandas as pd

from smup.model import Light, Polarity
from smup.sentences.wording import ended
from smup.text import _, counted, light_text, listed, number_text, value_text

_MIDDLE = 50  # percentile from which an indicator lies in the better half
WORST = 25  # percentile up to which a judged indicator lies in the worst quarter of its group


def in_worst_quarter(frame: pd.DataFrame) -> pd.Series:
    """Say of each indicator of ``places.profile`` whether it is judged and in the worst quarter of the group."""
    return (frame["polarity"] != Polarity.NONE) & (frame["percentile"] <= WORST)


def describe_halves(frame: pd.DataFrame) -> str:
    """Say how many indicators of ``places.profile`` are in the better half of the group and in the worst quarter."""
    judged = frame[(frame["polarity"] != Polarity.NONE) & frame["percentile"].notna()]
    if judged.empty:
        return _("None of these indicators has a place: they are not judged, or too few areas have a value.")
    of_all = counted("{number} judged indicator", "{number} judged indicators", len(judged))
    return _("In the better half of the group: {better} of {judged}; in the worst quarter: {worst}.").format(
        better=number_text(int((judged["percentile"] >= _MIDDLE).sum())), judged=of_all,
        worst=number_text(int(in_worst_quarter(judged).sum())))  # fmt: skip


def name_worst(frame: pd.DataFrame) -> list[str]:
    """Name the indicators in the worst quarter, worst first; nothing when none is."""
    worst = frame[in_worst_quarter(frame)].sort_values("percentile", kind="stable")
    if worst.empty:
        return []
    return [ended(_("In the worst quarter of the group: {names}").format(names="; ".join(worst["indicator"])))]


def describe_ends(frame: pd.DataFrame) -> str:
    """Name the indicators on which the area stands best and worst; empty when fewer than two are judged."""
    judged = frame[(frame["polarity"] != Polarity.NONE) & frame["percentile"].notna()]
    judged = judged.sort_values("percentile", kind="stable")
    if judged["percentile"].nunique() < 2:
        return ""
    best, worst = (_named(judged.iloc[position]) for position in (-1, 0))
    return ended(_("Best placed: {best}; worst placed: {worst}").format(best=best, worst=worst))


def describe_left_out(left: pd.DataFrame, group: str) -> list[str]:
    """List the indicators that the author left out, those in the worst quarter with their values."""
    if left.empty:
        return []
    worst = in_worst_quarter(left)
    said = [ended(_("Left out by the author: {names}").format(names="; ".join(left["indicator"])))]
    if worst.any():
        named = "; ".join(_named(row) for _i, row in left[worst].iterrows())
        text = _("Left out, though in the worst quarter of the group ({group}): {named}")
        said.append(ended(text.format(group=group, named=named)))
    return said


def count_left_out(left: pd.DataFrame) -> str:
    """Say how many indicators the author left out of a report, and how many of them are in the worst quarter."""
    if left.empty:
        return _("The author has left out no indicator of these services.")
    number = counted("The author has left out {number} indicator", "The author has left out {number} indicators",
                     len(left))  # fmt: skip
    worst = counted("{number} in the worst quarter of the group", "{number} in the worst quarter of the group",
                    int(in_worst_quarter(left).sum()))  # fmt: skip
    return _("{left}, {worst}; each is named below its service.").format(left=number, worst=worst)


def reservations(frame: pd.DataFrame) -> list[str]:
    """List what keeps the values of different indicators of one area from being compared without thought."""
    unlike = frame[frame["light"] != Light.GREEN]
    said = [
        f"{light_text(light, why)}: {listed(rows['indicator'].tolist())}"
        for (light, why), rows in unlike.groupby(["light", "why"], sort=False)
    ]
    said += list(frame["explained"].dropna().unique())
    said += [f"{listed(rows['indicator'].tolist())}: {note}" for note, rows in frame.groupby("note", sort=False)]
    return [ended(one) for one in said]


def _named(row: pd.Series) -> str:
    value = value_text(row["value"], row["decimals"], row["short_unit"])
    place = "" if pd.isna(row["rank"]) else ", " + _("place {rank} of {n}").format(
        rank=number_text(row["rank"]), n=number_text(row["n"]))  # fmt: skip
    return f"{row['indicator']} ({value}, {row['period']}{place})"
