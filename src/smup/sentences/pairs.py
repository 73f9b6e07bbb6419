"""A cost and what it buys: who is at least as good and cheaper, and what that would be worth."""

import pandas as pd

from smup.model import PairCard
from smup.sentences.wording import begun, ended, within
from smup.text import _, counted, kind_name, money_text, number_text, share_text, value_text


def describe_pair(points: pd.DataFrame, found: pd.DataFrame, pair: PairCard, area_id: str, when: str) -> str:
    """Say what the area pays and gets, how many others are at least as good and cheaper, and who is most similar.

    Where no distance is known the cheapest is named instead.

    ``points``: the areas compared, indexed by area_id; ``found``: those of them that are at least as good and cheaper,
    nearest first; ``when``: the year or years.
    """
    own = points.loc[area_id]
    start = begun(_("{area}, {when}: {cost_name} {cost}, {output_name} {output}").format(
        area=own["label"], when=when, cost_name=within(pair.cost.name), output_name=within(pair.output.name),
        **_figures(own, pair),
    ))  # fmt: skip
    others = len(points) - 1
    if found.empty:
        rest = counted(
            "of {number} other area of its kind none is at least as good and cheaper",
            "of {number} other areas of its kind none is at least as good and cheaper",
            others,
        )
        return ended(f"{start}; {rest}")
    cheaper = _("of {others} other areas of its kind {found} are at least as good and cheaper").format(
        others=number_text(others), found=number_text(len(found))
    )
    first = found.iloc[0]
    near = _("the most similar of them, {town}, has {output} for {cost} ({share} less)")
    if pd.isna(first["distance"]):
        near = _("the cheapest of them, {town}, has {output} for {cost} ({share} less)")
    nearest = near.format(town=first["label"], share=share_text(first["share"]), **_figures(first, pair))
    return ended(f"{start}; {cheaper}; {nearest}")


def describe_worth(worth: float, town: str) -> str:
    """Say what paying as little as ``town`` would be worth in złoty a year, if the number of units is known."""
    if pd.isna(worth):
        sentence = _("What paying as little as {town} would be worth is not known: the number of users is missing.")
        return sentence.format(town=town)
    return _("Paying as little as {town} would be worth {money} a year.").format(town=town, money=money_text(worth))


def describe_median(median: float, n: int, worth: float | None, pair: PairCard, group: str) -> str:
    """Say how the cost stands to the median of the group, in złoty a year."""
    value = value_text(median, pair.cost.decimals, pair.cost.short_unit)
    sentence = _("The median of the group ({group}; {n} others) is {median}").format(
        group=group, n=number_text(n), median=value
    )
    if worth is None:
        return ended(sentence)
    if worth >= 0:
        rest = _("paying that would be worth {money} a year").format(money=money_text(worth))
    else:
        rest = _("paying that would cost {money} a year more").format(money=money_text(-worth))
    return ended(f"{sentence}; {rest}")


def describe_parts(parts: pd.DataFrame, town: str) -> str:
    """Say what the factors of the cost add to the gap between the area and ``town``.

    ``parts``: one row per factor with name and worth (złoty a year).
    """
    said = [f"{within(name)} {_signed(worth)}" for name, worth in zip(parts["name"], parts["worth"], strict=True)]
    return ended(_("The gap to {town} splits into: {parts}").format(town=town, parts="; ".join(said)))


def describe_extent(years: pd.DataFrame, fewest: int) -> str:
    """Say for which kinds of areas and years there are figures of a pair, when there are none for the kind asked for.

    ``years``: one row per kind and year with n.
    """
    enough = years[years["n"] >= fewest].drop_duplicates("kind")
    if enough.empty:
        return _("There are no figures of both in years that may be compared; both can be looked at on their own.")
    kinds = [f"{kind_name(row.kind)} ({number_text(row.n)}, {row.period})" for row in enough.itertuples()]
    return ended(_("There are too few figures of both for areas of this kind; there are enough for: {kinds}").format(
        kinds=", ".join(kinds)))  # fmt: skip


def _figures(row: pd.Series, pair: PairCard) -> dict[str, str]:
    return {
        "cost": value_text(row["cost"], pair.cost.decimals, pair.cost.short_unit),
        "output": value_text(row["output"], pair.output.decimals, pair.output.short_unit),
    }


def _signed(worth: float) -> str:
    return f"{'+' if worth > 0 else '-' if worth < 0 else ''}{money_text(abs(worth))}"
