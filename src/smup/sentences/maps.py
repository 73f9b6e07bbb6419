"""What a map says in words: what its classes stand for, what it shows, and what it leaves out."""

import pandas as pd

from smup.model import IndicatorCard, Level, Light, Polarity
from smup.sentences.wording import NAMED, ended
from smup.text import _, counted, listed, number_text, share_text, value_text


def class_names(frame: pd.DataFrame, card: IndicatorCard, by_median: bool) -> dict[int, str]:
    """Name each class that has areas: how many of them it is, or how far from the median, and from what to what value.

    ``frame``: one row per area with value and class (null: not compared).
    """
    known = frame.dropna(subset=["class"])
    names = {}
    for one, rows in known.groupby("class"):
        low, high = (value_text(end, card.decimals, card.short_unit) for end in (rows["value"].min(),
                                                                                rows["value"].max()))  # fmt: skip
        word = (_of_median if by_median else _of_fifths)(int(one), len(rows), len(known))
        if rows["value"].min() == known["value"].min() != known["value"].max():
            extent = _("up to {value}").format(value=high)
        elif rows["value"].max() == known["value"].max() != known["value"].min():
            extent = _("from {value}").format(value=low)
        else:
            first = number_text(rows["value"].min(), card.decimals)
            extent = low if low == high else f"{first}–{high}"
        names[int(one)] = f"{word}: {extent}"
    return names


def _of_fifths(one: int, number: int, everyone: int) -> str:
    if number == everyone:
        return _("all alike")
    words = {1: _("lowest {share}"), 2: _("rather low {share}"), 3: _("middle {share}"), 4: _("rather high {share}"),
             5: _("highest {share}")}  # fmt: skip
    return words[one].format(share=share_text(number / everyone))


def _of_median(one: int, number: int, everyone: int) -> str:
    if number == everyone:
        return _("all alike")
    return {1: _("far below the median"), 2: _("below the median"), 3: _("near the median"), 4: _("above the median"),
            5: _("far above the median")}[one]  # fmt: skip


def number_of_areas(number: int, level: str) -> str:
    """Count areas of a level: ``496 gmin``."""
    return {
        Level.GMINA: counted("{number} gmina", "{number} gminas", number),
        Level.POWIAT: counted("{number} powiat or city", "{number} powiats or cities", number),
        Level.VOIVODESHIP: counted("{number} voivodeship", "{number} voivodeships", number),
    }[Level(level)]


def describe_map(frame: pd.DataFrame, card: IndicatorCard, period: int, place: str) -> str:
    """Say the median, who has the lowest and the highest value, and how many areas have none to compare.

    ``frame``: one row per area, highest value first, with label, value and light.
    """
    start = _("{indicator}, {period}; {group}").format(indicator=card.name, period=period, group=place)
    known = frame[frame["value"].notna() & (frame["light"] != Light.GREY)]
    counts = _("{n} of {members} can be compared").format(n=number_text(len(known)), members=number_text(len(frame)))
    if known.empty:
        return ended(f"{start}: {counts}")
    median = value_text(known["value"].median(), card.decimals, card.short_unit)
    ends = [
        word.format(areas=_named(known[known["value"] == value]), value=value_text(value, card.decimals,
                                                                                   card.short_unit))
        for word, value in ((_("lowest {value} ({areas})"), known["value"].min()),
                            (_("highest {value} ({areas})"), known["value"].max()))
    ]  # fmt: skip
    without = int(frame["value"].isna().sum())
    blank = [counted("{number} area has no value", "{number} areas have no value", without)] if without else []
    return ended("; ".join([f"{start}: {counts}", _("median {value}").format(value=median), *ends, *blank]))


def _named(rows: pd.DataFrame) -> str:
    if len(rows) < NAMED:
        return listed(rows["label"].tolist())
    return counted("{number} area", "{number} areas", len(rows))


def side_of_colours(card: IndicatorCard) -> str:
    """Say which colour is the better side of the median."""
    if card.polarity in (Polarity.HIGHER, Polarity.LOWER):
        return _("Blue is the better side of the median, orange the worse.")
    return _("Blue is above the median, orange below; which is better is not judged.")


def cautions_on_map(frame: pd.DataFrame, drawn: frozenset[str]) -> list[str]:
    """Say that there are too few values for classes, and which areas (not ``drawn``) have no boundary."""
    found = []
    if frame["value"].notna().any() and frame["class"].isna().all():
        found.append(_("Fewer than five values can be compared: there are no classes; the table has the values."))
    lacking = frame.loc[~frame["area_id"].isin(drawn), "label"].sort_values()
    if len(lacking):
        found.append(_("Not on the map: {areas}. The boundaries are of 2019/2020; younger gminas have none.").format(
            areas=listed(lacking.tolist())))  # fmt: skip
    return found
