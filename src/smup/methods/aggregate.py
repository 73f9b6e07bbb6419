"""The value of a larger area from its members: sums over sums or weighted means, never a mean of ratios.

Every function takes one row per member of a group (``group_id``, ``area_id``, ``weight`` and the values it names) and,
``pulls`` apart, gives one row per group: ``value``; ``coverage``, the share of the group's weight that lies in members
with a value; ``members`` and ``with_value``, their numbers; ``aggregation``, how the value was made. Below a coverage
of 0.8 there is no value, nor where the weight of a member is missing, so that nobody knows the coverage. Members where
the phenomenon cannot occur are no part of the whole and are left out by the caller. Of peers, who make no whole, the
median is shown instead (``ranking.standing``).
"""

import numpy as np
import pandas as pd

from smup.model import Aggregation, SmupError

COVERAGE_NEEDED = 0.8
_ROUNDING = 1e-9


def ratio_of_sums(members: pd.DataFrame, scale: float = 1.0) -> pd.DataFrame:
    """``scale`` · Σ ``numerator`` / Σ ``denominator`` of each group, over the members that have both.

    The unit is that of the members' own ratios. A member whose denominator is 0 is one where the phenomenon cannot
    occur. ``SmupError`` for a member given twice, a missing column, an infinite value, or a denominator or weight
    below 0.
    """
    rows = _checked(members, "numerator", "denominator")
    if (rows["denominator"] < 0).any():
        raise SmupError("A denominator below 0 cannot be added up with others.")
    groups = rows["group_id"].unique()
    rows = rows[rows["denominator"] != 0]
    known = rows["numerator"].notna() & rows["denominator"].notna()
    sums = rows[known].groupby("group_id")[["numerator", "denominator"]].sum()
    whole = _whole(rows, known).reindex(groups)
    return _shown(whole, scale * sums["numerator"] / sums["denominator"], Aggregation.RATIO)


def weighted_mean(members: pd.DataFrame) -> pd.DataFrame:
    """Σ (``value`` · ``weight``) / Σ ``weight`` of each group, over the members with a value, in the unit of ``value``.

    The weight is the one the catalogue names (candidates for a mean mark, residents for a rate per resident).
    ``SmupError`` for a member given twice, a missing column, an infinite value or a negative weight.
    """
    rows = _checked(members, "value")
    known = rows["value"].notna()
    sums = rows[known].assign(product=rows["value"] * rows["weight"]).groupby("group_id")[["product", "weight"]].sum()
    return _shown(_whole(rows, known), sums["product"] / sums["weight"], Aggregation.MEAN)


def total(members: pd.DataFrame) -> pd.DataFrame:
    """Σ ``value`` of each group, in the unit of ``value``; a total needs every member, whatever the coverage.

    ``SmupError`` for a member given twice, a missing column, an infinite value or a negative weight.
    """
    rows = _checked(members, "value")
    whole = _whole(rows, rows["value"].notna())
    sums = rows.groupby("group_id")["value"].sum()
    value = sums.reindex(whole.index).where(whole["with_value"] == whole["members"])
    return whole.assign(value=value, aggregation=Aggregation.SUM.value)[_COLUMNS]


def pulls(members: pd.DataFrame) -> pd.DataFrame:
    """How far each member pulls the value of its whole up or down; one row per member, in their order.

    ``share`` is the member's part of the weight of the group (0 to 1), ``distance`` is ``value`` − whole, ``pull`` is
    ``share`` · ``distance``, both in the unit of ``value``. With the value of the whole instead of its own, a member
    would change the whole by −``pull``; the pulls of a group add up to 0. The whole is Σ (``value`` · ``weight``) /
    Σ ``weight`` over the members with both; a member without one of them gets nothing. ``SmupError`` for a member
    given twice, a missing column, an infinite value or a negative weight.
    """
    rows = _checked(members, "value")
    rows["weight"] = rows["weight"].where(rows["value"].notna() & (rows["weight"] > 0))
    rows["product"] = rows["value"] * rows["weight"]
    sums = rows.groupby("group_id")[["product", "weight"]].transform("sum")
    share = rows["weight"] / sums["weight"]
    distance = (rows["value"] - sums["product"] / sums["weight"]).where(share.notna())
    return rows[["group_id", "area_id"]].assign(share=share, distance=distance, pull=share * distance)


_COLUMNS = ["value", "coverage", "members", "with_value", "aggregation"]


def _checked(members: pd.DataFrame, *columns: str) -> pd.DataFrame:
    for column in ("group_id", "area_id", "weight", *columns):
        if column not in members.columns:
            raise SmupError(f"The members of a larger area have no column “{column}”.")
    if members[["group_id", "area_id"]].isna().any(axis=None):
        raise SmupError("Every member needs its own identifier and that of its group.")
    if members.duplicated(["group_id", "area_id"]).any():
        raise SmupError("A member of a larger area is given twice.")
    rows = members[["group_id", "area_id"]].reset_index(drop=True)
    for column in ("weight", *columns):
        rows[column] = members[column].to_numpy(dtype=float, na_value=np.nan)
        if np.isinf(rows[column]).any():
            raise SmupError(f"The column “{column}” holds an infinite value.")
    if (rows["weight"] < 0).any():
        raise SmupError("A weight below 0 is no part of a whole.")
    return rows


def _whole(rows: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    parts = rows[["group_id", "weight"]].assign(covered=rows["weight"].where(known, 0.0), known=known)
    groups = parts.groupby("group_id")
    weight = groups["weight"].sum(skipna=False)
    return pd.DataFrame(
        {
            "coverage": groups["covered"].sum(skipna=False) / weight.where(weight > 0),
            "members": groups.size(),
            "with_value": groups["known"].sum(),
        }
    )


def _shown(whole: pd.DataFrame, value: pd.Series, aggregation: Aggregation) -> pd.DataFrame:
    enough = whole["coverage"] >= COVERAGE_NEEDED - _ROUNDING
    counts = whole[["members", "with_value"]].fillna(0).astype(int)
    shown = whole.assign(value=value.reindex(whole.index).where(enough), aggregation=aggregation.value)
    return shown.assign(members=counts["members"], with_value=counts["with_value"])[_COLUMNS]
