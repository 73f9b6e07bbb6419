"""The page that sets a cost against what it buys: figures by hand, on the shipped data, as a reader opens it."""

from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st

from conftest import SKAWINA, YEAR, World
from smup import sentences
from smup.charts import FOCUS, cost_against_output
from smup.methods import cost_quality as method
from smup.model import PairCard, Polarity
from smup.queries import pairs, records
from smup.store import Store
from smup.text import money_text, share_text
from test_app import Open, open_page, sound, texts
from test_text import CARD

__all__ = ["open_page"]
COST = type(CARD)(**{**CARD.__dict__, "name": "Wydatki na szkoły", "short_unit": "zł", "decimals": 0, "unit": "złote"})
PAIR = PairCard("p", "Szkoły", "education", COST, CARD, Polarity.HIGHER, (), "Uwaga.")
POINTS = pd.DataFrame(
    {
        "label": ["Gdynia", "Lublin (x)", "Radom"], "cost": [100.0, 80.0, 60.0], "output": [50.0, 70.0, 40.0],
        "distance": [0.0, 1.0, 2.0],
        "in_group": [True, True, False], "n_dominating": [1, 0, 0], "light": "green", "share": [0.0, 0.2, 0.4],
    },
    index=["a", "b", "c"],
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


def shipped(store: Store, pair_id: str, area_id: str, period: int) -> pd.DataFrame:
    return pairs.points(store, pair_id, area_id, f"similar.{area_id}.7", period, period).set_index("area_id")


def test_the_points_are_the_areas_of_one_kind_with_both_figures(small_store: Store) -> None:
    points = pairs.points(small_store, "cost_score", "120601", "neighbours.120601", YEAR, YEAR).set_index("area_id")
    assert len(points) == 8 and SKAWINA not in points.index
    assert points.loc["120601", ["cost", "output", "units", "in_group"]].tolist() == [8, 10, 100, True]
    assert points.loc["120602", "units"] == 50, "the cost is counted per resident"
    assert points["light"].value_counts().to_dict() == {"green": 7, "amber": 1}


def test_figures_of_neighbouring_years_meet_only_where_the_pair_allows_it(small_world: World) -> None:
    for area_id, _variable, period, value, _status in list(small_world.observations["gus_bdl"]):
        if _variable == "cost_pc" and area_id != "126101":
            small_world.observe(area_id, "cost_pc", period + 1, value)
            small_world.observe(area_id, "cost_pc", period + 3, value)
    store = small_world.build()
    years = pairs.periods(store, "cost_score", "120601")
    own = years[years["own"]]
    assert own[["period", "output_period", "n"]].to_numpy().tolist() == [[YEAR + 1, YEAR, 8], [YEAR, YEAR, 8]]
    assert (own["voivodeship"] == "województwo małopolskie").all()
    points = pairs.points(store, "cost_score", "120601", "rural", YEAR + 1, YEAR)
    assert points["why"].str.contains("other_period").all()
    assert set(pairs.periods(store, "cost_class_size", "120601")["period"]) == {YEAR}


def test_an_area_whose_cost_is_nothing_or_not_known_is_left_out(small_world: World) -> None:
    small_world.observe("120601", "cost_pc", YEAR, 0)
    small_world.observe("120602", "cost_pc", YEAR, None, "O")
    points = pairs.points(small_world.build(), "cost_score", "120605", "rural", YEAR, YEAR)
    assert len(points) == 6 and not {"120601", "120602"} & set(points["area_id"])


def test_distances_of_points_are_those_of_the_peers(store: Store) -> None:
    points = shipped(store, "investment_sewerage", "126101", 2019)
    peers = store.query("select peer_id, distance from peer where area_id = '126101'").set_index("peer_id")["distance"]
    assert len(peers) == 15
    pd.testing.assert_series_equal(points.loc[peers.index, "distance"], peers, check_names=False, rtol=1e-12)


def test_who_is_better_and_cheaper_is_recomputed_from_the_values(store: Store) -> None:
    points = shipped(store, "investment_sewerage", "126101", 2019)
    found = method.cheaper(points, "126101", Polarity.HIGHER)
    values = store.query(
        """
        select c.area_id, c.value as cost, o.value as output, p.value as people
        from indicator_value c
        join indicator_value o on o.area_id = c.area_id and o.period = c.period
        join indicator_value p on p.area_id = c.area_id and p.period = c.period
        join area a on a.area_id = c.area_id
        where c.indicator_id = 'investment_per_capita' and o.indicator_id = 'population_on_sewerage'
          and p.indicator_id = 'population' and c.period = 2019 and a.kind = 'city_with_powiat_rights'
        """
    ).set_index("area_id")
    own = values.loc["126101"]
    expected = values[(values["cost"] < own["cost"]) & (values["output"] >= own["output"])]
    assert set(found.index) == set(expected.index) and len(found) == 15 and found.index[0] == "026401"
    worth = (own["cost"] - expected["cost"]) * own["people"]
    pd.testing.assert_series_equal(found["worth"].sort_index(), worth.sort_index(), check_names=False)


def test_a_larger_area_is_held_against_those_that_pay_for_the_same(store: Store) -> None:
    points = shipped(store, "budget_sewerage", "PL002L2", 2019)
    assert len(points) == 43 and "PL034L1" not in points.index, "Piła's functional area has no city with powiat rights"


def test_the_powiats_own_budget_is_counted_per_resident(store: Store) -> None:
    points = shipped(store, "powiat_budget_matura_general", "2002", 2017)
    assert points.loc["2002", "units"] == 147_002


@pytest.mark.parametrize(
    ("pair_id", "period", "area_id", "other_id"),
    [
        ("investment_buildings_sewer", 2017, "126101", "226201"),
        ("education_exam8_maths", 2024, "120609", "120617"),
        ("social_clients", 2024, "120609", "120617"),
    ],
)
def test_the_factors_of_a_shipped_pair_make_its_gap(
    store: Store, pair_id: str, period: int, area_id: str, other_id: str
) -> None:
    points = shipped(store, pair_id, area_id, period)
    factors = list(pairs.pair(store, pair_id).factors)
    rows = pairs.factors(store, factors, period, [area_id, other_id])
    parts = method.split(rows.pivot(index="area_id", columns="indicator_id", values="value"), points, area_id, other_id)
    assert parts is not None and set(parts.index) == set(factors)
    gap = (points.loc[area_id, "cost"] - points.loc[other_id, "cost"]) * points.loc[area_id, "units"]
    assert parts["worth"].sum() == pytest.approx(gap, rel=1e-9)


def test_the_initiatives_of_a_town_come_before_those_of_its_metropolitan_area(store: Store) -> None:
    said = records.initiatives_by_area(store, ["066301", "246901", "226101"]).set_index("area_id")["initiatives"]
    assert said["066301"] == "Stawiamy na zawodowców"
    assert said["246901"] == "Górnośląsko-Zagłębiowska Metropolia (GZM): 3"
    assert "226101" not in said.index


def test_the_chart_has_the_area_in_colour_the_frontier_as_a_line_and_the_better_end_on_top() -> None:
    figure = cost_against_output(POINTS, PAIR, "a", ["a", "b", "x"], "podobne")
    line, others, group, own = figure.data
    assert [trace.name for trace in figure.data] == [
        "granica rzeczywistych miast i gmin", "inne jednostki tego rodzaju", "podobne", "Gdynia",
    ]  # fmt: skip
    assert list(line.x) == [60, 80] and list(line.y) == [40, 70] and line.line.shape == "hv"
    assert list(others.x) == [60] and list(group.x) == [80] and list(own.x) == [100]
    assert own.marker.color == FOCUS and group.marker.symbol == "diamond"
    assert [note.text for note in figure.layout.annotations] == ["<b>Gdynia</b>", "Lublin"]
    assert figure.layout.yaxis.autorange is None
    lower = PairCard(**{**PAIR.__dict__, "better": Polarity.LOWER})
    assert cost_against_output(POINTS, lower, "a", []).layout.yaxis.autorange == "reversed"


def test_the_sentence_names_the_most_similar_of_the_cheaper() -> None:
    found = POINTS.loc[["b"]]
    assert sentences.describe_pair(POINTS, found, PAIR, "a", "2024") == (
        "Gdynia, 2024: wydatki na szkoły 100\u00a0zł, wynik 50,0\u00a0%; co najmniej tak dobre i tańsze: 1 z 2 innych "
        "jednostek tego rodzaju; najbardziej podobna z nich to Lublin (x): "
        "70,0\u00a0% za 80\u00a0zł (o 20\u00a0% mniej)."
    )
    cheapest = sentences.describe_pair(POINTS, found.assign(distance=None), PAIR, "a", "2024")
    assert "najtańsza z nich to Lublin (x)" in cheapest, "without a distance nobody is called similar"
    assert sentences.describe_pair(POINTS, found.head(0), PAIR, "b", "2024").endswith(
        "z 2 innych jednostek tego rodzaju żadna nie jest zarazem co najmniej tak dobra i tańsza."
    )


def test_the_worth_of_a_gap_is_said_either_way() -> None:
    assert sentences.describe_worth(12_345_678.0, "Lublin") == (
        "Płacąc tyle co Lublin, wydano by o 12,3\u00a0mln\u00a0zł rocznie mniej."
    )
    assert "brak liczby odbiorców" in sentences.describe_worth(float("nan"), "Lublin")
    median = "Mediana grupy (podobne; pozostałe: 7) to 80\u00a0zł"
    dearer = f"{median}; płacąc tyle, wydano by o 5\u00a0tys.\u00a0zł rocznie więcej."
    assert sentences.describe_median(80.0, 7, -5_000.0, PAIR, "podobne") == dearer
    assert sentences.describe_median(80.0, 7, None, PAIR, "podobne") == f"{median}."
    parts = pd.DataFrame({"name": ["Udział", "PIT na osobę"], "worth": [2_000_000.0, -500.0]})
    assert sentences.describe_parts(parts, "Lublin") == (
        "Na różnicę wobec jednostki Lublin składają się: udział +2,0\u00a0mln\u00a0zł; PIT na osobę -500\u00a0zł."
    )


def test_a_part_that_is_more_than_nothing_is_not_written_as_nothing() -> None:
    texts = ["0\u00a0%", "<\u00a01\u00a0%", "<\u00a01\u00a0%", "20\u00a0%"]
    assert [share_text(share) for share in (0, 0.004, 0.005, 0.2)] == texts


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0\u00a0zł"), (999, "999\u00a0zł"), (1_000, "1\u00a0tys.\u00a0zł"), (999_499, "999\u00a0tys.\u00a0zł"),
        (999_500, "1,0\u00a0mln\u00a0zł"), (-1_200_000, "-1,2\u00a0mln\u00a0zł"), (999_960_000, "1,0\u00a0mld\u00a0zł"),
        (2.5e9, "2,5\u00a0mld\u00a0zł"), (5e15, "5\u00a0000\u00a0000,0\u00a0mld\u00a0zł"), (float("nan"), "–"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_people_say_them(amount: float, text: str) -> None:
    assert money_text(amount) == text


def test_a_city_sees_who_is_as_good_and_cheaper_and_what_they_did(open_page: Open) -> None:
    app = sound(open_page("cost_quality", area="126101", theme="education"))
    said = texts(app)
    assert "co najmniej tak dobre i tańsze: 26 z 65 innych jednostek tego rodzaju" in said
    assert "najbardziej podobna z nich to Szczecin" in said and "Płacąc tyle co Szczecin" in said
    assert [heading.value for heading in app.header] == ["Co najmniej tak dobre i tańsze"]
    assert {"Szczecin", "Lublin"} <= set(app.table[0].value.iloc[:, 0])
    labels = [link.proto.label for link in app.get("page_link")]
    assert any("Stawiamy na zawodowców" in label for label in labels)


def test_figures_of_one_voivodeship_are_called_so(open_page: Open) -> None:
    app = sound(open_page("cost_quality", area="120609", pair="education_exam8_maths"))
    assert "tylko z jednego województwa: województwo małopolskie" in texts(app)
    assert "składają się" in texts(app)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"area": "126101", "pair": "education_exam8_maths"}, "wystarczają dla: gminy wiejskie (116, 2024)"),
        ({"area": "gzm", "pair": "investment_sewerage"}, "wystarczają dla: miasta na prawach powiatu (66, 2019)"),
        ({"area": "120609", "pair": "education_class_size"}, "Nie ma danych o obu wielkościach z lat"),
        ({"area": "126101", "theme": "safety"}, "nie ma kosztu, który zestawiamy z tym, co daje"),
        ({"area": "PL"}, "wystarczają dla"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    open_page: Open, parameters: dict[str, str], sentence: str
) -> None:
    assert sentence in texts(sound(open_page("cost_quality", **parameters)))


def test_nonsense_in_the_address_is_named_and_the_page_is_drawn(open_page: Open) -> None:
    app = sound(open_page("cost_quality", area="126101", pair="<b>", period="1066", group="x"))
    assert len(app.warning) == 3 and app.header


def test_the_page_speaks_english(open_page: Open) -> None:
    said = texts(sound(open_page("cost_quality", area="126101", theme="education", lang="en")))
    assert "of 65 other areas of its kind 26 are at least as good and cheaper" in said
    assert "would be worth 720.3 m PLN a year" in said.replace("\u00a0", " ")
