"""Money in the prices of one year, and where the chain of price indices breaks."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smup.methods.real_terms import deflate, price_level
from smup.model import SmupError

CPI = pd.Series({2020: 103.4, 2021: 105.1, 2022: 114.4, 2023: 111.4})


def test_money_is_carried_along_the_chain() -> None:
    found = deflate(pd.Series({2019: 100.0, 2021: 100, 2023: 100}), CPI, base=2021)
    assert found["real"].to_dict() == pytest.approx({2019: 100 * 1.034 * 1.051, 2021: 100, 2023: 100 / (1.144 * 1.114)})
    assert found["deflator"].to_dict() == pytest.approx({2019: 1 / (1.034 * 1.051), 2021: 1, 2023: 1.144 * 1.114})
    assert set(found["base"]) == {2021}
    assert found["missing_year"].isna().all()
    assert found.columns.tolist() == ["nominal", "deflator", "real", "base", "missing_year"]


def test_the_level_of_every_year_and_of_the_year_before_the_first_index() -> None:
    level = price_level(CPI, base=2019, first=2018, last=2023)
    assert level["level"].to_dict() == pytest.approx(
        {2018: math.nan, 2019: 1, 2020: 1.034, 2021: 1.034 * 1.051, 2022: 1.034 * 1.051 * 1.144,
         2023: 1.034 * 1.051 * 1.144 * 1.114}, nan_ok=True,
    )  # fmt: skip
    assert level.loc[2018, "missing_year"] == 2019


@pytest.mark.parametrize("cpi", [CPI.drop(2021), CPI.where(CPI.index != 2021)])
def test_beyond_a_missing_index_there_is_no_real_value_and_the_year_is_named(cpi: pd.Series) -> None:
    values = pd.Series(100.0, index=range(2018, 2025))
    found = deflate(values, cpi, base=2022)
    assert found["real"].notna().to_dict() == {year: 2021 <= year <= 2023 for year in values.index}
    assert found["missing_year"].dropna().to_dict() == {2018: 2021, 2019: 2021, 2020: 2021, 2024: 2024}
    assert found["nominal"].notna().all()
    other = deflate(values, cpi, base=2020)
    assert other["missing_year"].dropna().to_dict() == {2018: 2019, **dict.fromkeys(range(2021, 2025), 2021)}


def test_a_base_far_from_every_index_reaches_only_itself() -> None:
    found = deflate(pd.Series({2000: 1.0, 2020: 1}), CPI, base=2000)
    assert found["real"].tolist() == pytest.approx([1, math.nan], nan_ok=True)
    assert found.loc[2020, "missing_year"] == 2001
    assert deflate(pd.Series({2020: 1.0}), CPI[:0], base=2020)["real"].tolist() == [1]
    assert deflate(pd.Series({2021: 1.0}), CPI[:0] * math.nan, base=2020)["missing_year"].tolist() == [2021]


def test_many_areas_at_once_keep_their_order_and_a_missing_value_stays_missing() -> None:
    index = pd.MultiIndex.from_tuples([("b", 2021), ("a", 2020), ("a", 2021)], names=["area_id", "period"])
    found = deflate(pd.Series([105.1, 50, None], index=index), CPI, base=2020)
    assert found["real"].tolist() == pytest.approx([100, 50, math.nan], nan_ok=True)
    assert found.index.equals(index)
    assert found["missing_year"].isna().all()


def test_no_values_no_rows() -> None:
    assert deflate(pd.Series(dtype=float), CPI, base=2020).empty


@pytest.mark.parametrize(
    ("values", "cpi", "sentence"),
    [
        (pd.Series({2020: 1.0}), pd.Series({2020: 3.4}), "below 50"),
        (pd.Series({2020: 1.0}), pd.Series({2020: -103.4}), "below 50"),
        (pd.Series({2020: 1.0}), pd.Series({2020: math.inf}), "infinite"),
        (pd.Series({2020: 1.0}), pd.Series([100.0, 101], index=[2020, 2020]), "twice for one year"),
        (pd.Series([1.0, 2], index=[2020, 2020]), CPI, "twice for one year"),
        (pd.Series({2020: math.inf}), CPI, "infinite"),
        (pd.Series([1.0], index=pd.MultiIndex.from_tuples([("a", 2020)])), CPI, "a level “period”"),
    ],
)
def test_bad_money_and_bad_indices_are_refused(values: pd.Series, cpi: pd.Series, sentence: str) -> None:
    with pytest.raises(SmupError, match=sentence):
        deflate(values, cpi, base=2020)


@given(st.lists(st.floats(80, 200), min_size=1, max_size=30), st.data())
def test_the_base_changes_all_years_in_one_proportion(cpi: list[float], data: st.DataObject) -> None:
    index = pd.Series(cpi, index=range(2001, 2001 + len(cpi)))
    years = range(2000, 2001 + len(cpi))
    one, other = (
        deflate(pd.Series(100.0, index=years), index, base=data.draw(st.sampled_from(years)))["real"] for _ in "12"
    )
    ratio = one / other
    assert ratio.max() == pytest.approx(ratio.min(), rel=1e-9)
