"""Ranks as intervals: how far a place moves over the last years and other numbers of similar areas."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from smup.methods.ranking import winner
from smup.queries import groups as asking_groups
from smup.queries import intervals as asking
from smup.store import Store
from smup.text import _, listed, number_text

_NAMED = 3  # so many rivals are named where nobody is best
RANKS = ["rank", "rank_best", "rank_worst"]  # in a file


def alternatives(store: Store, frame: pd.DataFrame, group_id: str, area_id: str | None = None) -> pd.DataFrame:
    """One row per alternative, indicator and ranked area (or ``area_id`` alone), as ``queries.intervals`` gives them.

    ``frame``: one row per indicator and area with area_id, indicator_id, period and rank, one year an indicator.
    ``peers`` is the number of similar areas, 0 where it does not vary. Numbers other than the group's are tried in the
    year shown and for the one area that the group is made for, as they say nothing of the others.
    """
    ranked = frame[frame["rank"].notna()]
    points = ranked.drop_duplicates("indicator_id")
    shown = points["indicator_id"].tolist(), points["period"].tolist()
    if area_id is None and len(points) == 1:
        over_years = asking.ranking_over_years(store, group_id, shown[0][0], shown[1][0])
    else:
        over_years = asking.ranks_over_years(store, group_id, *shown, area_id)
    basis, *parts = group_id.split(".")
    if basis != asking_groups.SIMILAR or parts[0] not in set(ranked["area_id"]):
        return over_years.assign(peers=0)
    centre, number = parts[0], int(parts[1])
    others = {asking_groups.around(basis, [centre], other): other for other in asking_groups.PEERS if other != number}
    among_peers = asking.ranks_among_peers(store, list(others), centre, *shown)
    among_peers["peers"] = among_peers.pop("group_id").map(others)
    return pd.concat([over_years.assign(peers=number), among_peers], ignore_index=True)


def with_intervals(frame: pd.DataFrame, tried: pd.DataFrame) -> pd.DataFrame:
    """Add to ``frame`` how far each rank moves over the alternatives ``tried``; nothing where there is only one.

    Columns: rank_best, rank_worst; percentile_low, percentile_high; tasks, with whose it is ranked; ``places``, the
    interval as a cell, and ``moves``, the same for a sentence.
    """
    known = frame["rank"].notna().to_numpy()
    lines = {key: line for line, key in enumerate(_keys(frame)) if known[line]}
    line = np.array([lines.get(key, -1) for key in _keys(tried)], dtype=int)
    tried, line = tried[line >= 0], line[line >= 0]
    moving = np.bincount(line, minlength=len(frame)) > 1

    def over(column: str, extreme: np.ufunc) -> pd.Series:
        found = np.full(len(frame), np.nan)
        extreme.at(found, line, tried[column].to_numpy(dtype=float))
        return pd.Series(found, index=frame.index)

    tasks = pd.Series(None, index=frame.index, dtype=object)
    tasks.iloc[line[::-1]] = tried["tasks"].to_numpy()[::-1]  # the first of several
    numbers = np.bincount([one for one, _peers in set(zip(line, tried["peers"], strict=True))], minlength=len(frame))
    joined = frame.assign(
        rank_best=over("rank", np.fmin).where(moving).astype("Int64"),
        rank_worst=over("rank", np.fmax).where(moving).astype("Int64"),
        percentile_low=over("percentile", np.fmin).where(moving),
        percentile_high=over("percentile", np.fmax).where(moving),
        tasks=tasks,
    )
    ends = (joined[name].tolist() for name in ("rank_best", "rank_worst", "n"))
    joined["places"] = [_interval(*one) for one in zip(*ends, over("n", np.fmax), numbers, strict=True)]
    still = joined["rank_best"].notna() & (joined["rank_best"] == joined["rank_worst"])
    return joined.assign(moves=joined["places"].mask(still, _("does not move")))


def _keys(frame: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(frame["indicator_id"].tolist(), frame["area_id"].tolist(), strict=True)


def _interval(first: Any, last: Any, n: float, largest_n: float, numbers: int) -> str | None:
    """Write ``3–9``, ``3`` where it does not move, ``3–9 of 16`` where it was ranked among more areas than shown."""
    if pd.isna(first):
        return None
    if first == last:
        return number_text(first)
    places = f"{number_text(first)}–{number_text(last)}"
    if largest_n <= n or (numbers == 1 and last <= n):
        return places  # from year to year a few areas more or less have a value
    return _("{places} of {n}").format(places=places, n=number_text(largest_n))


def best(frame: pd.DataFrame) -> list[str]:
    """Name the best of a ranking (best first, ``with_intervals``), or those whose intervals overlap, in a sentence.

    Nothing where no place could be tried out, or where two parts of the group are ranked apart.
    """
    ranked = frame[frame["rank"].notna()].set_index("area_id")
    if ranked["rank_best"].isna().all() or ranked["tasks"].nunique() > 1:
        return []
    intervals = ranked[["rank_best", "rank_worst"]].set_axis(["best", "worst"], axis=1)
    intervals = intervals.apply(lambda column: column.fillna(ranked["rank"]))  # tried once: a place and no interval
    first = winner(intervals)
    if first is not None:
        sentence = _("Best in the group: {area}.").format(area=ranked.loc[first, "label"])
        return [sentence] if pd.notna(ranked.loc[first, "rank_best"]) else []
    rivals = ranked.loc[intervals["best"] <= intervals["worst"].iloc[0], "label"].tolist()
    if len(rivals) <= _NAMED:
        sentence = _("No single best: the intervals of {areas} overlap.")
    else:
        sentence = _("No single best: intervals overlap, among them those of {areas}.")
    return [sentence.format(areas=listed(rivals[:_NAMED]))]


def basis(frame: pd.DataFrame, tried: pd.DataFrame) -> list[str]:
    """Say what the intervals vary over: which years, and for which area (``label``) which numbers of similar areas."""
    if tried.empty:
        return []
    parts = []
    if tried.groupby("indicator_id")["period"].nunique().max() > 1:
        parts.append(_("in the year shown and up to two with data before it"))
        if tried["indicator_id"].nunique() == 1:
            years = [str(year) for year in sorted(tried["period"].unique())]
            parts = [_("in the years {years}").format(years=listed(years))]
    numbers = [number_text(number) for number in sorted(tried["peers"].unique())]
    if len(numbers) > 1:
        label = frame.loc[frame["area_id"] == tried["area_id"].iloc[-1], "label"].iloc[0]
        parts.append(_("{area} among {numbers} similar areas").format(area=label, numbers=listed(numbers)))
    if not parts:
        return [_("Only one year can be compared, so it is not known how far a place moves.")]
    return [_("Place from–to: {parts}.").format(parts="; ".join(parts))]
