"""Values of larger areas: sums over sums, weighted means, totals, and when there is none."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.aggregate import pulls, ratio_of_sums, total, weighted_mean
from smup.model import SmupError


def members(group: str = "g", **columns: list[float | None]) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"group_id": group, "area_id": [f"a{i}" for i in range(n)], **columns})


def test_a_ratio_is_sum_over_sum_and_not_the_mean_of_ratios() -> None:
    found = ratio_of_sums(members(numerator=[10, 900], denominator=[10, 100], weight=[10, 100]), scale=100).loc["g"]
    assert found["value"] == pytest.approx(100 * 910 / 110)  # the mean of 100 and 900 would be 500
    assert found[["coverage", "members", "with_value", "aggregation"]].tolist() == [1, 2, 2, "ratio"]


def test_a_mean_is_weighted() -> None:
    found = weighted_mean(members(value=[50, 80], weight=[300, 100])).loc["g"]
    assert found["value"] == 57.5
    assert found["aggregation"] == "mean"


@pytest.mark.parametrize(("missing_weight", "shown"), [(20, True), (20.1, False)])
def test_below_four_fifths_of_the_weight_there_is_no_value(missing_weight: float, shown: bool) -> None:
    rows = members(value=[1, 2, None], weight=[50, 30, missing_weight])
    found = weighted_mean(rows).loc["g"]
    assert found["coverage"] == pytest.approx(80 / (80 + missing_weight))
    assert pd.notna(found["value"]) == shown
    rows = members(numerator=[1, 2, 3], denominator=[1, 2, None], weight=[50, 30, missing_weight])
    assert pd.notna(ratio_of_sums(rows).loc["g", "value"]) == shown


def test_the_coverage_needed_forgives_rounding() -> None:
    rows = members(value=[1.0] * 8 + [None] * 2, weight=[0.1] * 10)
    assert weighted_mean(rows).loc["g", "value"] == pytest.approx(1)


def test_a_total_needs_every_member() -> None:
    assert total(members(value=[1, 2, 3], weight=[1, 1, 1])).loc["g", "value"] == 6
    found = total(members(value=[1, 2, None], weight=[50, 50, 0.01])).loc["g"]
    assert math.isnan(found["value"])
    assert found["coverage"] == pytest.approx(0.9999, abs=1e-4)
    assert found[["members", "with_value", "aggregation"]].tolist() == [3, 2, "sum"]


def test_groups_are_kept_apart() -> None:
    rows = pd.concat([members("g", value=[1, 2], weight=[1, 1]), members("h", value=[None, 5], weight=[9, 1])])
    found = weighted_mean(rows)
    assert found["value"].to_dict() == pytest.approx({"g": 1.5, "h": math.nan}, nan_ok=True)
    assert found["coverage"].to_dict() == {"g": 1, "h": 0.1}


def test_where_nothing_can_be_divided_the_phenomenon_cannot_occur() -> None:
    found = ratio_of_sums(members(numerator=[3, 0], denominator=[6, 0], weight=[1, 99])).loc["g"]
    assert found[["value", "coverage", "members"]].tolist() == [0.5, 1, 1]
    none = ratio_of_sums(members(numerator=[0], denominator=[0], weight=[1])).loc["g"]
    assert math.isnan(none["value"])
    assert none[["members", "with_value"]].tolist() == [0, 0]


@pytest.mark.parametrize("weight", [[1, None], [None, None], [0, 0]])
def test_without_weights_nobody_knows_the_coverage(weight: list[float | None]) -> None:
    found = weighted_mean(members(value=[1, 2], weight=weight)).loc["g"]
    assert math.isnan(found["value"])
    assert math.isnan(found["coverage"])


def test_a_member_without_value_and_weight_may_be_most_of_the_whole() -> None:
    found = weighted_mean(members(value=[1, None], weight=[1, None])).loc["g"]
    assert found[["value", "coverage"]].isna().all()


def test_all_missing_is_no_value_and_not_zero() -> None:
    assert math.isnan(weighted_mean(members(value=[None, None], weight=[1, 1])).loc["g", "value"])
    assert math.isnan(total(members(value=[None, None], weight=[1, 1])).loc["g", "value"])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (members(value=[1, 2], weight=[1, 1]).assign(area_id="a"), "given twice"),
        (members(value=[1, math.inf], weight=[1, 1]), "“value” holds an infinite"),
        (members(value=[1, 2], weight=[1, -1]), "weight below 0"),
        (members(value=[1, 2]), "no column “weight”"),
        (members(value=[1, 2], weight=[1, 1]).assign(group_id=None), "identifier"),
    ],
)
def test_bad_members_are_refused(rows: pd.DataFrame, sentence: str) -> None:
    for how in (weighted_mean, total, pulls):
        with pytest.raises(SmupError, match=sentence):
            how(rows)


def test_a_denominator_below_zero_is_refused() -> None:
    with pytest.raises(SmupError, match="denominator below 0"):
        ratio_of_sums(members(numerator=[1], denominator=[-1], weight=[1]))


def test_the_pull_is_the_distance_from_the_whole_by_the_share_of_its_weight() -> None:
    rows = members(value=[50, 80, None, 99], weight=[300, 100, 70, None])  # 57.5 as above; the last two say nothing
    found = pulls(rows).set_index("area_id")
    assert found.loc["a0", ["share", "distance", "pull"]].tolist() == [0.75, -7.5, -5.625]
    assert found.loc["a1", ["share", "distance", "pull"]].tolist() == [0.25, 22.5, 5.625]
    assert found.loc[["a2", "a3"], ["share", "distance", "pull"]].isna().all(axis=None)


def test_a_member_alone_is_the_whole_and_one_without_weight_has_no_part_in_it() -> None:
    alone = pulls(members(value=[7, 9], weight=[3, 0]))
    assert alone["share"].tolist() == [1, pytest.approx(math.nan, nan_ok=True)]
    assert alone.loc[0, "pull"] == 0
    assert pulls(members(value=[None], weight=[1]))["pull"].isna().all()


def test_pulls_of_groups_are_kept_apart_in_the_order_of_their_members() -> None:
    rows = pd.concat([members("g", value=[1, 3], weight=[1, 1]), members("h", value=[5], weight=[9])]).iloc[[1, 2, 0]]
    found = pulls(rows)
    assert found["area_id"].tolist() == ["a1", "a0", "a0"]
    assert found["pull"].tolist() == [0.5, 0, -0.5]


parts = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.01, 1e6)), min_size=1, max_size=20)


@given(parts)
def test_an_aggregate_lies_between_its_members(rows: list[tuple[float, float]]) -> None:
    above, below = [a for a, _ in rows], [b for _, b in rows]
    ratio = ratio_of_sums(members(numerator=above, denominator=below, weight=below)).loc["g", "value"]
    rates = [a / b for a, b in rows]
    assert min(rates) * (1 - 1e-9) <= ratio <= max(rates) * (1 + 1e-9)
    mean = weighted_mean(members(value=above, weight=below)).loc["g", "value"]
    assert min(above) * (1 - 1e-9) <= mean <= max(above) * (1 + 1e-9)


@given(parts)
def test_pulls_add_up_to_nothing_and_say_what_the_whole_would_lose(rows: list[tuple[float, float]]) -> None:
    values, weights = [a for a, _ in rows], [b for _, b in rows]
    whole = sum(a * b for a, b in rows) / sum(weights)
    found = pulls(members(value=values, weight=weights))
    slack = 1e-9 * max(values) + 1e-12
    assert found["pull"].sum() == pytest.approx(0, abs=slack)
    assert found["share"].sum() == pytest.approx(1)
    without = weighted_mean(members(value=[whole, *values[1:]], weight=weights)).loc["g", "value"]
    assert whole - without == pytest.approx(found.loc[0, "pull"], abs=slack)
