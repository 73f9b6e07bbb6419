"""What is said of trends and of money in the prices of one year, in words and hand-worked numbers."""

from dataclasses import replace

import pandas as pd
import pytest

from smup.charts import change_over_time
from smup.methods.trend import FEWEST_JUDGED, trends
from smup.model import Language
from smup.queries import catalogue, figures
from smup.sentences import (
    cautions_over_time,
    describe_change,
    describe_trend,
    p_text,
    trend_decimals,
    trend_unit,
    trend_words,
)
from smup.store import Store
from smup.text import in_prices, language
from smup.ui.prices import deflated
from test_text import CARD

MONEY = replace(CARD, name="Wydatki", unit="złote na mieszkańca", short_unit="zł", decimals=0, is_money=True)
PLACES = replace(CARD, over_time="positions")
# Ten slopes: six of 1, then 5/4, 4/3, 3/2 and 2. S = 10; 1.96 · √(5 · 4 · 15 / 18) = 8.0: the interval holds all ten.
RISING = [1.0, 2, 3, 4, 6]
LEVEL = [7.0, 3, 5, 4, 6]  # S = -1 - 1 - 1 - 1 + 1 + 1 + 1 - 1 + 1 + 1 = 0


def found(values: list[float | None], breaks: tuple[int, ...] = (), column: str = "value") -> pd.DataFrame:
    years = range(2015, 2015 + len(values))
    status = ["B" if year in breaks else "A" for year in years]
    frame = pd.DataFrame({"area_id": "a", "label": "Gdynia", "period": years, column: values, "status": status})
    return trends(frame, column)


@pytest.mark.parametrize(
    ("values", "breaks", "said", "short"),
    [
        (
            RISING,
            (),
            "rośnie o około 1,0\u00a0zł rocznie (od 1,0 do 2,0\u00a0zł; 2015–2019, 5 lat); "
            "kierunek pewny na poziomie 95%",
            "rośnie, kierunek pewny",
        ),
        (
            [-10 * value for value in RISING],
            (),
            "spada o około 10\u00a0zł rocznie (od 10 do 20\u00a0zł; 2015–2019, 5 lat); kierunek pewny na poziomie 95%",
            "spada, kierunek pewny",
        ),
        (
            [value / 1000 for value in RISING],
            (),
            "rośnie nieznacznie (2015–2019, 5 lat); kierunek pewny na poziomie 95%",
            "rośnie, kierunek pewny",
        ),
        (
            LEVEL,
            (),
            "kierunek niepewny (zmiana roczna od -4,0 do 2,0\u00a0zł; 2015–2019, 5 lat)",
            "kierunek niepewny",
        ),
        ([3.0] * 6, (), "bez zmian (2015–2020, 6 lat)", "bez zmian"),
        (RISING[:4], (), "za mało lat, by mówić o kierunku (4; potrzeba pięciu)", "za mało lat"),
        ([None], (), "za mało lat, by mówić o kierunku (0; potrzeba pięciu)", "za mało lat"),
        (
            [9.0, *RISING],
            (2016,),
            "od zerwania szeregu w 2016 r.: rośnie o około 1,0\u00a0zł rocznie (od 1,0 do 2,0\u00a0zł; "
            "2016–2020, 5 lat); kierunek pewny na poziomie 95%",
            "od zerwania szeregu w 2016 r.: rośnie, kierunek pewny",
        ),
        (
            RISING,
            (2018,),
            "kierunku nie oceniamy w poprzek zerwania szeregu w 2018 r.; od tego czasu jest za mało lat "
            "(2; potrzeba pięciu)",
            "od zerwania szeregu w 2018 r.: za mało lat",
        ),
    ],
    ids=["rising", "falling", "slightly", "unclear", "constant", "few", "none", "since a break", "break"],
)
def test_a_trend_is_said_with_its_certainty(
    values: list[float | None], breaks: tuple[int, ...], said: str, short: str
) -> None:
    table = found(values, breaks)
    assert describe_trend(table, MONEY) == f"Gdynia: {said}."
    assert trend_words(table) == [short]
    certain = table["significant"].fillna(False).tolist()
    assert ["pewny na poziomie" in said] == ["kierunek pewny" in short] == certain


def test_five_years_are_what_the_method_needs() -> None:
    assert FEWEST_JUDGED == 5


def test_a_share_changes_by_percentage_points_and_a_position_is_called_so() -> None:
    assert "1,0\u00a0pkt proc. rocznie" in describe_trend(found(RISING), CARD)
    assert trend_unit(CARD) == ("pkt proc.", "punkty procentowe")
    assert trend_unit(MONEY) == ("zł", "złote na mieszkańca")
    said = describe_trend(found(RISING, column="percentile"), PLACES)
    assert said.startswith("Gdynia, pozycja (100 = najlepsza): rośnie o około 1,0\u00a0pkt rocznie")


def test_a_trend_in_english_and_in_the_prices_of_a_year() -> None:
    token = language.set(Language.ENGLISH)
    try:
        assert describe_trend(found(RISING), replace(MONEY, short_unit="PLN"), 2018) == (
            "Gdynia, in 2018 prices: rises by about 1.0\u00a0PLN a year (between 1.0 and 2.0\u00a0PLN; 2015–2019, "
            "5 years); the direction is certain at 95 %."
        )
        assert trend_words(found(LEVEL)) == ["no clear direction"]
    finally:
        language.reset(token)


@pytest.mark.parametrize(
    ("slopes", "decimals"),
    [([250.0], 0), ([12.0], 0), ([1.2], 1), ([250.0, -1.2], 1), ([0.04], 1), ([0.0], 0), ([None], 0), ([None, 5.0], 1)],
)
def test_a_change_has_two_digits_where_one_more_decimal_allows(slopes: list[float | None], decimals: int) -> None:
    assert trend_decimals(pd.DataFrame({"slope": pd.Series(slopes, dtype=float)}), MONEY) == decimals


def test_a_p_value_is_never_written_as_nothing() -> None:
    assert [p_text(p) for p in (1.0, 0.0166, 0.001, 0.00099, 0.0)] == [
        "1,000", "0,017", "0,001", "<\u00a00,001", "<\u00a00,001",
    ]  # fmt: skip
    assert p_text(float("nan")) == "–"


def investment(store: Store, base: int) -> pd.DataFrame:
    frame = figures.trend(store, "investment_per_capita", ["226201"])
    return deflated(frame, figures.price_index(store), base)


def test_real_values_are_the_nominal_ones_divided_by_the_chained_index(store: Store) -> None:
    years = investment(store, 2010).set_index("period")
    # 434.3359 zł of 2006 · 1.025 (2007) · 1.042 (2008) · 1.035 (2009) · 1.026 (2010) = 434.3359 · 1.1341739…
    assert years.loc[2006, "value"] == pytest.approx(434.3359, abs=1e-4)
    assert years.loc[2006, "value_real"] == pytest.approx(434.3359 * 1.025 * 1.042 * 1.035 * 1.026, abs=1e-3)
    assert years.loc[2006, "value_real"] == pytest.approx(492.61, abs=0.01)
    assert years.loc[2006, "deflator"] == pytest.approx(1 / (1.025 * 1.042 * 1.035 * 1.026))
    assert years.loc[2012, "value_real"] == pytest.approx(750.7751 / (1.043 * 1.037), abs=1e-3)
    assert years.loc[2010, "value_real"] == years.loc[2010, "value"]
    assert set(years["base_period"]) == {2010}
    assert years["deflator_source"].str.contains("Wskaźniki cen towarów i usług konsumpcyjnych").all()
    assert years["missing_period"].isna().all()


def test_chart_sentence_and_reservations_name_the_prices_and_the_deflator(store: Store) -> None:
    frame, card = investment(store, 2020), catalogue.indicator(store, "investment_per_capita")
    chart = change_over_time(frame, card, 2020)
    assert chart.layout.yaxis.title.text == "złote na mieszkańca, w cenach z 2020 r."
    assert list(chart.data[0].y) == frame["value_real"].tolist() != frame["value"].tolist()
    assert ", w cenach z 2020 r.: Gdynia 581\u00a0zł (2006)" in describe_change(frame, card, 2020)
    said = cautions_over_time(frame, card, 2020)
    assert said[-1].startswith("Kwoty w cenach z 2020 r.; deflator: Główny Urząd Statystyczny (GUS), Wskaźniki cen")
    assert not any("bieżących" in line for line in said)
    assert cautions_over_time(frame, card)[-1] == "Kwoty w cenach bieżących, bez uwzględnienia inflacji."


def test_years_that_the_index_does_not_reach_are_named_with_the_index_that_is_missing() -> None:
    frame = pd.DataFrame({
        "area_id": "a", "label": "Gdynia", "period": range(2017, 2023), "value": [1.0, 2, 3, 4, None, 6],
        "status": "A", "status_name": None, "note": None,
    })  # fmt: skip
    index = pd.DataFrame({"period": [2020, 2021], "value": [103.4, 105.1], "source": "GUS, Ceny"})
    real = deflated(frame, index, 2021)
    assert real["value_real"].notna().tolist() == [False, False, True, True, False, False]
    assert real["value_real"].iloc[2] == pytest.approx(3 * 1.034 * 1.051)
    assert cautions_over_time(real, MONEY, 2021) == [
        "Kwoty w cenach z 2021 r.; deflator: GUS, Ceny.",
        "2017–2018: brak wartości w cenach z 2021 r., bo nie ma wskaźnika cen za 2019 r.",
        "2022: brak wartości w cenach z 2021 r., bo nie ma wskaźnika cen za 2022 r.",
    ]
    assert trends(real, "value_real")["n"].tolist() == [2]


def test_a_name_without_a_base_keeps_its_words() -> None:
    assert in_prices("złote", None) == "złote" and in_prices("złote", 2024) == "złote, w cenach z 2024 r."
