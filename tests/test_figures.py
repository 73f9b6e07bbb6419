"""Published figures, typed in by hand from the publishers, and aggregates and places worked out by hand."""

import pytest

from conftest import YEAR, World, found
from smup.store import Store

PUBLISHED = [  # area, indicator, year, value, what it is and who published it
    ("126101", "population", 2020, 779_966, "Kraków, GUS"),
    ("126101", "population", 2005, 756_629, "Kraków, GUS"),
    ("146501", "population", 2018, 1_777_972, "Warszawa, GUS"),
    ("146501", "population", 2020, 1_794_166, "Warszawa, GUS"),
    ("PL", "population", 2018, 38_411_148, "Poland as GUS published it"),
    ("PL", "population", 2020, 38_265_013, "Poland as GUS published it"),
    ("120611", "population", 2024, 43_999, "Skawina, GUS"),
    ("0221", "population", 2013, 57_834, "land powiat wałbrzyski without the city, GUS"),
    ("126101", "exam8_maths", 2025, 68.1, "Kraków, OKE"),
    ("146501", "exam8_polish", 2023, 73.16, "Warszawa, OKE"),
    ("1417", "exam8_maths", 2022, 67.11, "land powiat otwocki, OKE"),
    ("226201", "exam8_english", 2025, 78.98, "Gdynia, OKE"),
    ("306401", "matura_pass", 2025, 90.36, "Poznań, CKE"),
    ("0201", "matura_candidates", 2024, 545, "land powiat bolesławiecki, CKE"),
    ("126101", "matura_maths", 2024, 70.92, "Kraków, CKE"),
    ("2401", "matura_pass_general_2017", 2017, 85.9, "land powiat będziński, GUS"),
    ("100104", "expenditure_total_per_capita", 2019, 41_482.2, "Kleszczów, the genuine outlier, GUS"),
    ("226101", "expenditure_total_per_capita", 2018, 7_111.46, "Gdańsk, GUS"),
    ("126101", "expenditure_education_per_capita", 2024, 4_054.46, "Kraków, GUS through ROPS"),
    ("146501", "investment_expenditure", 2024, 2_471_534_131.27, "Warszawa, GUS"),
    ("286201", "investment_expenditure", 2023, 713_999_590.29, "Olsztyn, GUS"),
    ("286201", "investment_expenditure", 2024, 95_917_336.17, "Olsztyn, GUS"),
    ("146501", "average_gross_wage", 2024, 10_714.99, "Warszawa, GUS"),
    ("0216", "average_gross_wage", 2024, 8_227.63, "land powiat polkowicki, GUS"),
    ("026401", "road_accidents_per_100k", 2018, 93.5, "Wrocław, GUS"),
    ("2001", "crimes_per_1k", 2019, 13.01, "land powiat augustowski, GUS"),
    ("2804", "hard_roads_km_per_10k", 2005, 134.1, "land powiat elbląski, GUS"),
    ("120104", "nursery_children_per_1k_under_3", 2025, 161.5, "Lipnica Murowana, GUS"),
    ("126101", "covid_fully_vaccinated", 2022, 71.2214, "Kraków, Ministry of Health"),
    ("020101", "primary_pupils", 2018, 3_544, "Bolesławiec, MEN"),
    ("320101", "population_on_water", 2018, 96.1, "Białogard, GUS"),
    # Formulae: 804,592,800.05 zł and 779,966 residents; (31,497 + 824) children and 32,732 aged 3–6.
    ("126101", "investment_per_capita_2020_population", 2024, 804_592_800.05 / 779_966, "Kraków"),
    ("126101", "preschool_children_per_100_aged_3_6", 2018, 100 * (31_497 + 824) / 32_732, "Kraków"),
    ("2206", "family_benefits_per_capita", 2017, 104_664_673.5 / 72_311, "land powiat kościerski"),
]
SMK_2024 = {  # residents and złoty of total expenditure per resident, GUS
    "Czernichów": (15_442, 6_326.36),
    "Igołomia-Wawrzeńczyce": (7_852, 5_712.73),
    "Kocmyrzów-Luborzyca": (18_638, 7_009.64),
    "Liszki": (18_754, 7_941.66),
    "Michałowice": (13_549, 6_222.93),
    "Mogilany": (16_533, 8_104.15),
    "Skawina": (43_999, 7_813.18),
    "Świątniki Górne": (11_208, 9_251.79),
    "Wielka Wieś": (17_342, 8_227.37),
    "Zabierzów": (29_837, 8_692.46),
    "Zielonki": (28_079, 6_778.85),
    "Biskupice": (11_929, 7_086.92),
    "Niepołomice": (33_602, 9_371.94),
    "Wieliczka": (69_791, 7_358.63),
    "Kraków": (809_168, 12_204.49),
}
SMK_MATHS_2021 = {  # candidates, per cent of them in schools with a published mean, mean score, OKE
    "Czernichów": (113, 73.5, None),
    "Igołomia-Wawrzeńczyce": (57, 78.9, None),
    "Kocmyrzów-Luborzyca": (125, 84.8, 52.98),
    "Liszki": (148, 83.8, 53.65),
    "Michałowice": (96, 100, 52.96),
    "Mogilany": (123, 93.5, 53.29),
    "Skawina": (431, 99.1, 54.47),
    "Świątniki Górne": (115, 92.2, 52.53),
    "Wielka Wieś": (116, 95.7, 59.57),
    "Zabierzów": (249, 90, 57.61),
    "Zielonki": (263, 98.9, 67.66),
    "Biskupice": (99, 100, 53.25),
    "Niepołomice": (272, 97, 56.32),
    "Wieliczka": (574, 96.9, 55.21),
    "Kraków": (6070, 98.4, 62.69),
}
# fmt: off
GZM_PUPILS_2018 = [
    4176, 2146, 555, 923, 639, 1040, 1185, 611, 3351, 1374, 1324, 1062, 794, 720, 1898, 3866, 836, 466, 1460, 4982,
    502, 1116, 1105, 1767, 911, 1506, 840, 554, 11458, 8641, 9028, 13498, 20841, 6008, 4150, 10804, 4883, 13875, 3689,
    10331, 12463,
]
GZM_SCHOOLS_2018 = [
    10, 6, 2, 5, 5, 5, 5, 2, 7, 4, 4, 4, 9, 4, 6, 11, 2, 1, 5, 15, 4, 4, 8, 2, 2, 4, 3, 2, 26, 24, 29, 35, 66, 18, 13,
    27, 12, 41, 8, 26, 42,
]
# fmt: on
OPOLSKIE_MATURA_2025 = [  # candidates and pass rate of the eleven land powiats and of Opole, CKE
    *((368, 79.08), (237, 62.45), (541, 81.89), (364, 82.97), (164, 77.44), (220, 71.36), (654, 87.46)),
    *((297, 85.52), (157, 80.25), (225, 83.56), (291, 80.76), (1876, 90.3)),
]
OPOLSKIE_ROOMS_2013 = [  # residents and persons per room of the same twelve, GUS
    *((91_981, 0.77), (47_453, 0.70), (97_181, 0.67), (67_256, 0.73), (65_113, 0.68), (42_881, 0.72)),
    *((140_628, 0.73), (65_653, 0.69), (133_217, 0.66), (56_828, 0.67), (76_079, 0.69), (120_146, 0.63)),
]


def benchmark(store: Store, group_id: str, indicator_id: str, period: int) -> dict[str, dict[str, float | None]]:
    """Places of the areas of a group, by area."""
    rows = store.query(
        "select * from benchmark where group_id = $g and indicator_id = $i and period = $p",
        g=group_id,
        i=indicator_id,
        p=period,
    )
    rows = rows.astype(object).where(rows.notna(), None)
    return {row["area_id"]: row for row in rows.to_dict("records")}


@pytest.mark.parametrize(("area_id", "indicator_id", "period", "value", "what"), PUBLISHED)
def test_the_store_returns_what_was_published(
    store: Store, area_id: str, indicator_id: str, period: int, value: float, what: str
) -> None:
    assert found(store, area_id, indicator_id, period)[0] == pytest.approx(value, rel=1e-12), what


def test_consumer_prices_rose_as_gus_published(store: Store) -> None:
    rows = store.query("select period, value from observation where variable_id = 'cpi_previous_year_100'")
    by_year = dict(zip(rows["period"], rows["value"], strict=True))
    assert {year: by_year[year] for year in (2005, 2009, 2015, 2022, 2023, 2024)} == {
        2005: 102.1,
        2009: 103.5,
        2015: 99.1,
        2022: 114.4,
        2023: 111.4,
        2024: 103.6,
    }


def test_the_population_of_a_metro_is_the_sum_of_its_members(store: Store) -> None:
    members = [population for population, _ in SMK_2024.values()]
    assert sum(members) == 1_145_723
    assert found(store, "smk", "population", 2024) == (1_145_723, "A", 1)


def test_spending_of_a_metro_is_weighted_by_residents_and_marked_as_mixing_tasks(store: Store) -> None:
    total = sum(residents * rate for residents, rate in SMK_2024.values())
    residents = sum(residents for residents, _ in SMK_2024.values())
    value, status, coverage = found(store, "smk", "expenditure_total_per_capita", 2024)
    assert value == pytest.approx(total / residents, rel=1e-12)
    assert value == pytest.approx(10_882.89, abs=0.01)
    assert (status, coverage) == ("D", 1)


def test_a_ratio_of_a_metro_is_the_sum_above_over_the_sum_below(store: Store) -> None:
    assert len(GZM_PUPILS_2018) == len(GZM_SCHOOLS_2018) == 41
    value = found(store, "gzm", "pupils_per_primary_school", 2018)[0]
    assert (sum(GZM_PUPILS_2018), sum(GZM_SCHOOLS_2018)) == (171_378, 508)
    assert value == pytest.approx(171_378 / 508, rel=1e-12)


def test_an_exam_mean_of_a_metro_is_weighted_by_the_candidates_behind_it(store: Store) -> None:
    known = {name: row for name, row in SMK_MATHS_2021.items() if row[2] is not None}
    weights = {name: candidates * covered / 100 for name, (candidates, covered, _) in known.items()}
    mean = sum(weights[name] * known[name][2] for name in known) / sum(weights.values())
    value, status, coverage = found(store, "smk", "exam8_maths", 2021)
    assert value == pytest.approx(mean, rel=1e-12)
    assert coverage == pytest.approx(sum(weights.values()) / sum(row[0] for row in SMK_MATHS_2021.values()), rel=1e-12)
    assert status == "D", "2021 leaves out small schools, which is a different definition"


def test_a_matura_result_of_a_voivodeship_counts_its_land_powiats_too(store: Store) -> None:
    mean = sum(n * rate for n, rate in OPOLSKIE_MATURA_2025) / sum(n for n, _ in OPOLSKIE_MATURA_2025)
    assert mean == pytest.approx(84.11, abs=0.01)
    assert found(store, "16", "matura_pass", 2025)[0] == pytest.approx(mean, rel=1e-9)


def test_a_matura_result_of_one_city_does_not_stand_for_its_metro(store: Store) -> None:
    assert found(store, "126101", "matura_pass", 2025)[0] is not None
    assert found(store, "smk", "matura_pass", 2025)[:2] == (None, "O"), "nobody knows the results of the other gminas"


def test_persons_per_room_of_a_voivodeship_is_persons_over_rooms(store: Store) -> None:
    persons = sum(n for n, _ in OPOLSKIE_ROOMS_2013)
    rooms = sum(n / rate for n, rate in OPOLSKIE_ROOMS_2013)
    assert found(store, "16", "persons_per_room", 2013)[0] == pytest.approx(persons / rooms, rel=1e-12)


@pytest.mark.parametrize(("period", "value"), [(2010, 38_529_866), (2005, 38_157_055)])
def test_poland_has_a_population_before_walbrzych_became_a_city_apart(store: Store, period: int, value: int) -> None:
    """Until 2012 powiat wałbrzyski held the city: all of Poland is there, nothing is missing from the sum."""
    assert found(store, "PL", "population", period)[0] == value


def test_a_sum_with_a_missing_member_has_no_value(store: Store) -> None:
    value, status, coverage = found(store, "smk", "population", 2015)  # only Kraków is known
    assert (value, status) == (None, "O")
    assert 0.7 < coverage < 0.8


def test_statuses_of_notes_reach_the_indicator(store: Store) -> None:
    assert found(store, "120611", "total_revenue_per_capita", 2025)[1] == "B", "reform of 2025"
    assert found(store, "126101", "exam8_maths", 2024)[1] == "D", "half-size cohort"
    assert found(store, "126101", "exam8_maths", 2025)[1] == "A"
    assert found(store, "126101", "matura_pass", 2023)[1] == "D", "lyceums only"
    assert found(store, "246901", "buildings_sewer", 2017)[1] == "U", "8.9 % against 87–89 % in other years"
    assert found(store, "126101", "waste_per_capita", 2025)[1] == "V", "named differently by two sources"


def test_a_withheld_value_stays_withheld(store: Store) -> None:
    assert found(store, "120601", "exam8_maths", 2021) == (None, "Q", 0), "Czernichów: 73.5 % of candidates covered"


def test_what_cannot_occur_is_not_applicable(store: Store) -> None:
    assert found(store, "026501", "population", 2012) == (None, "M", 0), "Wałbrzych before 2013"
    assert found(store, "026501", "population", 2013)[0] == 117_926


def test_a_missing_value_says_so_and_spoils_what_is_made_of_it(store: Store) -> None:
    assert found(store, "060315", "population", 2016) == (None, "O", 0)
    assert found(store, "060315", "pre_working_age_share", 2016)[:2] == (None, "O")


@pytest.mark.parametrize(
    ("area_id", "indicator_id", "period"),
    [
        ("020103", "population_on_gas", 2019),  # Gromadka
        ("026201", "road_deaths_per_100k", 2018),  # Legnica
        ("120107", "nursery_children_per_1k_under_3", 2025),  # Rzezawa
    ],
)
def test_a_measured_zero_stays_zero(store: Store, area_id: str, indicator_id: str, period: int) -> None:
    value, status, coverage = found(store, area_id, indicator_id, period)
    assert (value, coverage) == (0, 1)
    assert status in "AV"


def test_no_null_became_zero_and_no_zero_became_null(store: Store) -> None:
    plain = """
        from observation o join indicator_term t using (variable_id) join indicator i using (indicator_id)
        join indicator_value v using (area_id, indicator_id, period)
        where i.formula = o.variable_id"""
    wrong = store.query(f"select o.*, v.value as shown {plain} and o.value is distinct from v.value")
    assert wrong.empty
    zeros_and_nulls = store.query(f"select count_if(o.value = 0) as zeros, count_if(o.value is null) as nulls {plain}")
    assert zeros_and_nulls.iloc[0].tolist() > [1000, 1000], "the rule above must have had something to judge"


def test_cities_with_powiat_rights_are_compared_only_with_each_other_inside_a_metro(store: Store) -> None:
    places = benchmark(store, "gzm", "expenditure_total_per_capita", 2019)
    cities = {area_id: row for area_id, row in places.items() if area_id.startswith("24") and area_id >= "246"}
    towns = {area_id: row for area_id, row in places.items() if area_id not in cities}
    assert len(cities) == 13
    assert {row["n"] for row in cities.values()} == {13}
    assert {row["median"] for row in cities.values()} == {5_991.16}, "Ruda Śląska is the middle one"
    assert cities["246901"]["percentile"] == pytest.approx(100 * 12.5 / 13), "Katowice spends most"
    assert cities["247601"]["percentile"] == pytest.approx(100 * 0.5 / 13), "Świętochłowice spends least"
    assert {row["n"] for row in towns.values()} == {28}
    assert {row["median"] for row in towns.values()} == {5_450.87}
    assert {row["rank"] for row in places.values()} == {None}, "spending is not judged"
    exam = benchmark(store, "gzm", "exam8_maths", 2025)
    assert {row["n"] for row in exam.values()} == {41}, "an exam is the same task for everyone"


def test_ties_share_a_rank_and_the_next_place_is_skipped(store: Store) -> None:
    exam = benchmark(store, "city_with_powiat_rights", "exam8_maths", 2025)
    places = {
        area_id: exam[area_id]["rank"] for area_id in ("126101", "226401", "146501", "186301", "026101", "247001")
    }
    assert places == {"126101": 1, "226401": 2, "146501": 3, "186301": 4, "026101": 56, "247001": 56}
    assert 57 not in {row["rank"] for row in exam.values()}
    assert exam["026101"]["percentile"] == pytest.approx(100 * (9 + 0.5 * 2) / 66)
    accidents = benchmark(store, "city_with_powiat_rights", "road_accidents_per_100k", 2018)
    assert [accidents[area_id]["rank"] for area_id in ("046401", "247701")] == [10, 10], "fewest is best"
    assert [accidents[area_id]["rank"] for area_id in ("226401", "146401", "247501")] == [40, 40, 40]


RURAL_SCORES = [10, 20, 30, 30, 40, 50, 60, 80]  # of the eight rural gminas of the small world
HAND = {  # indicator: ranks and percentiles of those eight
    "score": ([8, 7, 5, 5, 4, 3, 2, 1], [6.25, 18.75, 37.5, 37.5, 56.25, 68.75, 81.25, 93.75]),
    "score_lower": ([1, 2, 3, 3, 5, 6, 7, 8], [93.75, 81.25, 62.5, 62.5, 43.75, 31.25, 18.75, 6.25]),
    # Target 35: distances 25, 15, 5, 5, 5, 15, 25, 45.
    "score_target": ([6, 4, 1, 1, 1, 4, 6, 8], [25, 50, 81.25, 81.25, 81.25, 50, 25, 6.25]),
    "score_unjudged": ([None] * 8, [6.25, 18.75, 37.5, 37.5, 56.25, 68.75, 81.25, 93.75]),
}


@pytest.mark.parametrize("indicator_id", HAND)
def test_rank_percentile_and_quartile_are_those_worked_out_by_hand(small_store: Store, indicator_id: str) -> None:
    places = list(benchmark(small_store, "rural", indicator_id, YEAR).values())
    places.sort(key=lambda row: row["area_id"])
    assert [row["value"] for row in places] == RURAL_SCORES
    ranks, percentiles = HAND[indicator_id]
    assert [row["rank"] for row in places] == ranks
    assert [row["percentile"] for row in places] == percentiles
    assert [row["quartile"] for row in places] == [1, 1, 2, 2, 3, 3, 4, 4], "quarters of the value, whatever is better"
    assert {(row["p25"], row["median"], row["p75"]) for row in places} == {(27.5, 35, 52.5)}, "type 7"


def test_nothing_is_ranked_below_four_and_no_quartile_stated_below_eight(small_store: Store) -> None:
    cities = benchmark(small_store, "city_with_powiat_rights", "score", YEAR)
    assert {row["n"] for row in cities.values()} == {3}
    for column in ("rank", "percentile", "quartile", "median", "p25", "p75"):
        assert {row[column] for row in cities.values()} == {None}, column
    metro = benchmark(small_store, "smk", "score", YEAR)
    assert sorted(row["rank"] for row in metro.values()) == [1, 2, 3, 3, 5, 6]
    assert {row["median"] for row in metro.values()} == {30}
    for column in ("quartile", "p25", "p75"):
        assert {row[column] for row in metro.values()} == {None}, column


def test_four_areas_are_ranked_and_three_are_not(small_world: World) -> None:
    for area_id in ("120601", "120602", "120605", "120607"):
        small_world.observe(area_id, "score_pct", YEAR + 1, 50)
    for area_id in ("120601", "120602", "120605"):
        small_world.observe(area_id, "score_pct", YEAR + 2, 50)
    store = small_world.build()
    assert [row["rank"] for row in benchmark(store, "rural", "score", YEAR + 1).values()] == [1] * 4
    assert [row["percentile"] for row in benchmark(store, "rural", "score", YEAR + 1).values()] == [50] * 4
    assert [row["rank"] for row in benchmark(store, "rural", "score", YEAR + 2).values()] == [None] * 3


def test_a_city_alone_in_its_metro_is_not_ranked_by_money(small_store: Store) -> None:
    places = benchmark(small_store, "smk", "cost", YEAR)
    assert (places["126101"]["n"], places["126101"]["rank"]) == (1, None)
    ranks = {area_id: row["rank"] for area_id, row in places.items() if area_id != "126101"}
    assert ranks == {"120601": 1, "120602": 2, "120605": 3, "120607": 4, "120611": 5}, "lowest cost first"


def test_aggregates_of_the_small_world_are_those_worked_out_by_hand(small_store: Store) -> None:
    # Members of smk: Kraków, Skawina and four rural gminas.
    assert found(small_store, "smk", "population", YEAR)[0] == 900 + 300 + 100 + 50 + 100 + 100
    assert found(small_store, "smk", "pupils_per_school", YEAR)[0] == (400 + 100 + 4 * 20) / (4 + 2 + 4)
    assert found(small_store, "smk", "class_size", YEAR)[0] == (400 + 100 + 80) / (400 / 25 + 100 / 20 + 80 / 10)
    cost = (900 * 40 + 300 * 25 + 100 * 8 + 50 * 9 + 100 * 10 + 100 * 11) / 1550
    assert found(small_store, "smk", "cost", YEAR) == (pytest.approx(cost, rel=1e-15), "D", 1)
    score = (90 * 90 + 20 * 70 + 10 * (10 + 20 + 30 + 30)) / (90 + 20 + 40)
    assert found(small_store, "smk", "score", YEAR) == (pytest.approx(score, rel=1e-15), "A", 150 / 160)
    assert found(small_store, "120616", "score", YEAR) == (80, "U", 1), "a note marks it as unreliable"
    assert found(small_store, "12", "score", YEAR)[1] == "A", "10 of 280 candidates do not make the whole unreliable"
    assert found(small_store, "126201", "pupils_per_school", YEAR) == (None, "M", 0), "no school, nothing to divide by"


def test_a_reservation_about_more_than_a_fifth_of_the_whole_is_one_about_the_whole(small_world: World) -> None:
    # Kraków has 90 of the 150 candidates of smk behind published scores, Skawina 20, the four rural gminas 40.
    for area_id, status, expected in (("120611", "B", "A"), ("126101", "U", "U"), ("126101", "B", "B")):
        small_world.tables["observation_note"][1:] = [{**small_world.tables["observation_note"][0],
            "variable_id": "score_pct", "area_id": area_id, "period": YEAR, "status": status}]  # fmt: skip
        assert found(small_world.build(), "smk", "score", YEAR)[1] == expected


def test_a_pinned_year_is_an_estimate_for_four_years_and_nothing_beyond(small_world: World) -> None:
    years = range(YEAR - 5, YEAR + 6)
    for period in years:
        small_world.observe("120601", "children", period, 20)
    store = small_world.build()
    rows = store.query(
        "select period, value, status from indicator_value where indicator_id = 'children_share' and area_id = '120601'"
    ).sort_values("period")
    expected = [(period, 20.0, "A" if period == YEAR else "E") for period in range(YEAR - 4, YEAR + 5)]
    assert list(rows.itertuples(index=False, name=None)) == expected


def test_a_pinned_year_without_a_value_says_why_in_every_year(small_world: World) -> None:
    small_world.observe("120601", "population", YEAR, None, "Q")
    small_world.observe("120601", "children", YEAR - 1, 20)
    store = small_world.build()
    assert found(store, "120601", "children_share", YEAR) == (None, "Q", 0)
    assert found(store, "120601", "children_share", YEAR - 1) == (None, "Q", 0), "an estimate of nothing is nothing"
