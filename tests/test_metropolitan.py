"""The page Metropolitan areas: its choices, sentences and charts, whatever the address says, in both languages."""

from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from smup.charts import FOCUS, MOST_BARS, OTHER, compare_wholes, part_in_the_whole, spread_over_time
from smup.charts.paint import MEDIAN
from smup.model import Language
from smup.sentences import describe_members, describe_spread, why_no_whole
from smup.text import change_text, distance_text, language
from test_app import Open, open_page, sound, texts, unfolded
from test_text import CARD

__all__ = ["open_page"]
MEMBERS = pd.DataFrame(
    {
        "label": ["A", "B", "C", "D"],
        "value": [60.0, 50.0, 40.0, None],
        "tasks": "any",
        "share": [0.2, 0.3, 0.5, None],
        "pull": [2.6, 0.9, -3.5, None],
    }
)


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


@pytest.fixture
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def columns(app: AppTest) -> list[list[str]]:
    return [table.value.columns.tolist() for table in app.dataframe]


# The page


def test_the_first_view_is_the_statutory_metropolis_with_its_list_said_openly(open_page: Open) -> None:
    app = sound(open_page("metropolitan"))
    said = texts(app)
    assert "ustawowy związek metropolitalny; 41 gmin, w tym miasta na prawach powiatu: 13; stan na 2017-07-01" in said
    assert "pewność wykazu: wysoka" in said and "gzmetropolia.pl" in said
    assert "miejsce 13 z 13" in said
    assert "wartość całości najbardziej podnosi Gliwice (+0,48\u00a0pkt proc.)" in said
    assert "najbardziej obniża ją Bytom (-0,55\u00a0pkt proc.)" in said
    assert "nie wolno porównywać między latami" in said
    assert charts(app) == 2
    assert not app.warning


def test_the_first_area_of_the_address_decides_which_metropolis_is_shown(open_page: Open) -> None:
    assert "Stowarzyszenie Metropolia Krakowska" in texts(open_page("metropolitan", area="120601,226201", metro="all"))
    assert "Gdańsk (obszar funkcjonalny)" in texts(open_page("metropolitan", area="226201"))
    assert "Metropolia (GZM)" in texts(open_page("metropolitan", area="nowhere"))


def test_a_functional_area_stands_among_its_own_kind(open_page: Open) -> None:
    app = unfolded(
        open_page("metropolitan", metro="PL006L2", theme="finance", indicator="expenditure_total_per_capita")
    )
    said = texts(app)
    assert "pewność wykazu: średnia. Obszar Gdańska zastępuje obszar Gdańsk–Gdynia–Sopot" in said
    assert "miejskie obszary funkcjonalne, Polska: wartość mają 58 z 58 jednostek" in said
    assert "Na wykresie 20 obszarów najbliższych" in said
    assert "Gminy obszaru mają dwa rodzaje zadań" in said
    assert "inny zakres kosztu" in said
    assert "pozostałe gminy: wartość znana dla 21 z 21" in said and "miasta na prawach powiatu: wartość znana" in said
    assert "wpływ na całość" not in said
    assert charts(app) == 4, "others of its kind, members, the years of gminas and those of cities"
    whole, members, years = columns(app)
    assert {"share", "pull", "distance_from_whole", "rank"} <= set(members)
    assert {"percentile", "label"} <= set(whole)
    assert {"whole_value", "tasks", "n", "lowest", "median", "highest"} <= set(years)


def test_without_a_known_weight_there_is_no_whole_and_no_pull(open_page: Open) -> None:
    app = unfolded(open_page("metropolitan", metro="gzm", indicator="average_gross_wage"))
    said = texts(app)
    assert "Nie ma liczby dla całości: nie wiadomo, z jakimi wagami" in said
    assert "wartość znana dla 13 z 41" in said
    assert "Wartości są tylko z jednego roku (2024)" in said
    assert charts(app) == 0
    (members,) = columns(app)
    assert not {"share", "pull", "distance_from_whole"} & set(members)


def test_a_total_is_shared_out_and_a_year_with_members_missing_has_none(open_page: Open) -> None:
    app = unfolded(open_page("metropolitan", metro="gzm", indicator="population"))
    assert "największy udział w całości ma Katowice (13,0\u00a0%)" in texts(app)
    assert [name for name in columns(app)[1] if name in ("share", "pull")] == ["share"]
    app = sound(open_page("metropolitan", metro="gzm", indicator="population", period="2015"))
    assert "do sumy potrzeba wszystkich gmin, a wartość znana jest dla 13 z 41" in texts(app)


def test_too_little_coverage_is_said_with_its_share(open_page: Open) -> None:
    app = sound(open_page("metropolitan", metro="PL006L2", indicator="road_accidents_per_100k", period="2018"))
    assert "(3 z 24) mają 63\u00a0% jej wagi, a potrzeba co najmniej 80\u00a0%" in texts(app)


@pytest.mark.parametrize("metro", ["PL508L1", "PL046L1", "PL001L2", "omw", "wrof"])
@pytest.mark.parametrize("theme", ["education", "finance", "surveying"])
def test_every_size_of_area_and_a_theme_without_data_end_in_a_page(open_page: Open, metro: str, theme: str) -> None:
    app = sound(open_page("metropolitan", metro=metro, theme=theme))
    assert "edycja" in texts(app)
    if theme == "surveying":
        assert "Żadna gmina tego obszaru nie ma wartości" in texts(app)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"metro": "magic"}, "„magic” w adresie strony (metro)"),
        ({"metro": "126101"}, "„126101” w adresie strony (metro)"),
        ({"indicator": "magic"}, "„magic” w adresie strony (indicator)"),
        ({"metro": "smk", "indicator": "[x](http://e.org)"}, "·x··http"),
        ({"period": "abc"}, "„abc” w adresie strony (period)"),
    ],
)
def test_an_unknown_choice_is_named_and_the_page_goes_on(
    open_page: Open, parameters: dict[str, str], named: str
) -> None:
    app = sound(open_page("metropolitan", **parameters))
    assert named in "\n".join(warning.value for warning in app.warning)
    assert charts(app) >= 1


def test_the_page_speaks_english(open_page: Open) -> None:
    app = sound(open_page("metropolitan", metro="smk", indicator="pupils_per_class_primary", lang="en"))
    said = texts(app)
    assert [header.value for header in app.header] == [
        "As one unit",
        "Its members among themselves",
        "Change over time",
    ]
    assert "15 gminas, of these cities with powiat rights: 1; state of 2024-03; confidence: high" in said
    assert "pulls the whole up most: Kraków (+0.56\u00a0per class); pulls it down most: Skawina" in said


def test_the_functional_areas_are_folded_into_one_table_about_the_data(open_page: Open) -> None:
    app = unfolded(open_page("about"))
    assert sum("Źródło wykazu" in element.value for element in app.markdown) == 13
    (table,) = [table.value for table in app.table if "pewność wykazu" in table.value.columns]
    assert len(table) == 58 and set(table["stan na"]) == {"2019"}


# Its sentences


def test_the_members_are_described_by_their_spread_and_their_pulls() -> None:
    assert describe_members(MEMBERS, CARD, 2024, "M", 1) == (
        "Wynik, 2024; gminy obszaru: M: wartość znana dla 3 z 4, najniższa – C (40,0\u00a0%), "
        "najwyższa – A (60,0\u00a0%), czyli 1,5-krotność najniższej; wartość całości najbardziej podnosi "
        "A (+2,6\u00a0pkt proc.); najbardziej obniża ją C (-3,5\u00a0pkt proc.)."
    )


@pytest.mark.usefixtures("english")
def test_no_ratio_below_zero_no_pull_of_nothing_and_no_place_of_a_city_among_gminas() -> None:
    frame = MEMBERS.assign(value=[4.0, 2.0, 1.0, -1.0], pull=0.0, tasks=["gmina_powiat", "gmina", "gmina", "gmina"])
    said = describe_members(frame, CARD, 2024, "M", 1)
    assert said == (
        "Wynik, 2024; members of: M: other gminas: 3 of 3 have a value, lowest D (-1.0\u00a0%), "
        "highest B (2.0\u00a0%); cities with powiat rights: 1 of 1 have a value: A (4.0\u00a0%)."
    )
    none = describe_members(frame.assign(value=None, share=None, pull=None, tasks="any"), CARD, 2024, "M", 1)
    assert none == "Wynik, 2024; members of: M: 0 of 4 have a value."


@pytest.mark.usefixtures("english")
def test_of_four_members_a_median_is_said_and_of_a_total_the_largest_part() -> None:
    frame = MEMBERS.assign(value=[6.0, 4.0, 2.0, 0.0], share=[0.5, 1 / 3, 1 / 6, 0.0], pull=None)
    said = describe_members(frame, CARD, 2024, "M", 1)
    assert "median 3.0\u00a0%, highest A (6.0\u00a0%); largest part of the whole: A (50.0\u00a0%)." in said


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("aggregation", "coverage", "said"),
    [
        ("none", None, "with what weight"),
        ("sum", 0.9, "a total needs every member, and 3 of 4 have a value"),
        ("mean", None, "what its members weigh in it is not known"),
        ("mean", 0.7999, "(3 of 4) make up 79\u00a0% of its weight; at least 80\u00a0% are needed"),
    ],
)
def test_why_there_is_no_number_for_the_whole(aggregation: str, coverage: float | None, said: str) -> None:
    row = pd.Series({"aggregation": aggregation, "coverage": coverage})
    assert said in why_no_whole(row, 3, 4)


@pytest.mark.usefixtures("english")
def test_the_spread_is_followed_from_the_last_break_with_as_many_members() -> None:
    spread = pd.DataFrame(
        {"period": [2015, 2016, 2017, 2018, 2019], "tasks": "gmina", "n": [9, 9, 9, 5, 9],
         "lowest": [0.0, 1.0, 2.0, 3.0, 4.0], "highest": [10.0, 10.0, 10.0, 10.0, 10.0], "status": list("AABAA")}
    )  # fmt: skip
    change = "8.0\u00a0pp (2017) → 6.0\u00a0pp (2019) (9 members with a value)"
    assert (
        describe_spread(spread, CARD, "M")
        == f"Distance between the lowest and the highest value (members of: M): {change}."
    )
    assert describe_spread(spread.assign(n=1), CARD, "M") == ""
    cities = spread.iloc[[4]].assign(tasks="gmina_powiat")
    both = describe_spread(pd.concat([spread, cities]), CARD, "M")
    assert both.endswith("cities with powiat rights (9 with a value): 6.0\u00a0pp (2019).")
    assert "other gminas (9 with a value): 8.0" in both


def test_a_difference_has_its_sign_and_is_in_percentage_points() -> None:
    assert change_text(0.426, 2, "%") == "+0,43\u00a0pkt proc."
    assert change_text(-3, 0, "zł") == "-3\u00a0zł"
    assert change_text(-0.004, 2, "zł") == "0,00\u00a0zł"
    assert distance_text(5, 1, "%") == "5,0\u00a0pkt proc."


# Its charts


def test_bars_of_pulls_go_both_ways_in_order_and_only_the_longest_are_drawn() -> None:
    bars = part_in_the_whole(MEMBERS.assign(text=["a", "b", "c", "d"]), "pull", "axis").data[0]
    assert list(bars.x) == [-3.5, 0.9, 2.6] and list(bars.y) == ["C", "B", "A"]
    assert list(bars.marker.color) == [MEDIAN, FOCUS, FOCUS] and list(bars.text) == ["c", "b", "a"]
    many = pd.DataFrame({"label": [f"m{i:02}" for i in range(50)], "pull": range(-25, 25), "text": ""})
    drawn = list(part_in_the_whole(many, "pull", "axis").data[0].x)
    assert len(drawn) == MOST_BARS and drawn == sorted(drawn)
    assert min(drawn) == -25 and max(drawn) == 24 and 0 not in drawn


@pytest.mark.parametrize(("place", "first", "last"), [(0, 0, 19), (30, 20, 39), (57, 38, 57)])
def test_of_many_areas_those_around_the_one_in_colour_are_drawn(place: int, first: int, last: int) -> None:
    frame = pd.DataFrame(
        {"area_id": [f"a{i}" for i in range(58)], "label": [f"A{i}" for i in range(58)],
         "value": [float(58 - i) for i in range(58)], "median": 29.5, "light": "green"}
    )  # fmt: skip
    figure = compare_wholes(frame, CARD, f"a{place}", "G")
    bars = figure.data[0]
    assert list(bars.y) == [f"A{i}" for i in range(last, first - 1, -1)]
    assert [name for name, colour in zip(bars.y, bars.marker.color, strict=True) if colour == FOCUS] == [f"A{place}"]
    assert figure.layout.shapes[0].x0 == 29.5
    assert set(compare_wholes(frame, CARD, "elsewhere", "G").data[0].marker.color) == {OTHER}


def test_the_line_of_the_whole_stops_at_gaps_and_breaks_and_bars_span_the_members() -> None:
    whole = pd.DataFrame(
        {"period": [2017, 2018, 2019, 2020], "label": "M", "value": [1.0, None, 3.0, 4.0], "status": list("AOAB")}
    )
    spread = pd.DataFrame({"period": [2017, 2019], "n": 5, "lowest": [0.5, 1.0], "median": [1.0, 2.0], "highest": 6.0})
    bars, medians, line = spread_over_time(whole, spread, CARD, "M").data
    assert list(bars.base) == [0.5, 1.0] and list(bars.y) == [5.5, 5.0] and list(bars.x) == [2017, 2019]
    assert list(medians.y) == [1.0, 2.0] and medians.mode == "markers"
    assert list(line.x) == [2017, 2018, 2019, 2019.5, 2020] and pd.isna(line.y[1]) and pd.isna(line.y[3])
    assert line.connectgaps is False
    assert len(spread_over_time(whole.head(0), spread.assign(median=None), CARD, "M").data) == 1
