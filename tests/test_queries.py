"""The questions: grain and order as promised, filters, languages, names that do not exist, and hostile words."""

import inspect
from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from smup.model import Language, UnknownIdError
from smup.queries import (
    areas,
    cards,
    catalogue,
    changes,
    editions,
    exports,
    figures,
    groups,
    intervals,
    maps,
    metros,
    monitoring,
    pairs,
    places,
    records,
    submissions,
    terms,
)
from smup.store import Store
from smup.text import language

HOSTILE = ["'; drop table area; --", "' or '1'='1", '"', "\\", "%", "$kind", "Kraków\0", "(", "😀", "x" * 5000]
# fmt: off
SMK = [
    "120601", "120602", "120605", "120607", "120608", "120609", "120611", "120614",
    "120615", "120616", "120617", "121901", "121904", "121905", "126101",
]
# fmt: on
CITIES = "city_with_powiat_rights"
FOUR = ["126101", "226201", "026401", "066301"]
LUBLIN = "stawiamy_na_zawodowcow"
# Every question that is answered with a table, and the columns of which no two rows share the cells.
QUESTIONS: dict[Callable[..., pd.DataFrame], tuple[Callable[[Store], pd.DataFrame], list[str]]] = {
    areas.areas: (lambda store: areas.areas(store), ["area_id"]),
    groups.peers: (lambda store: groups.peers(store, "126101", 7), ["area_id"]),
    groups.groups: (lambda store: groups.groups(store), ["group_id"]),
    cards.evidence: (
        lambda store: cards.evidence(store, LUBLIN),
        ["record_id", "field", "document_id", "start_char", "end_char"],
    ),
    cards.documents: (lambda store: cards.documents(store, "tydzien_z_metropolia"), ["document_id"]),
    cards.presented: (lambda store: cards.presented(store, "sesja_inspiracyjna_gospodarka"), ["evidence_id"]),
    cards.family: (lambda store: cards.family(store, "forum_metropolii_krakowskiej_2_dzien_3"), ["record_id"]),
    cards.related: (lambda store: cards.related(store, LUBLIN), ["record_id"]),
    cards.service_indicators: (
        lambda store: cards.service_indicators(store, "upper_secondary_schools", "066301", "similar.066301.7"),
        ["indicator_id"],
    ),
    catalogue.themes: (lambda store: catalogue.themes(store), ["theme_id"]),
    catalogue.indicators: (lambda store: catalogue.indicators(store), ["indicator_id"]),
    catalogue.services: (lambda store: catalogue.services(store), ["service_id"]),
    catalogue.dictionary: (lambda store: catalogue.dictionary(store), ["indicator_id"]),
    pairs.pairs: (lambda store: pairs.pairs(store, "126101"), ["pair_id"]),
    pairs.periods: (
        lambda store: pairs.periods(store, "investment_sewerage", "126101"),
        ["kind", "period"],
    ),
    pairs.points: (
        lambda store: pairs.points(store, "budget_preschools", "126101", "similar.126101.7", 2018, 2018),
        ["area_id"],
    ),
    pairs.factors: (
        lambda store: pairs.factors(store, ["investment_per_capita", "population"], 2017, ["126101", "226201"]),
        ["area_id", "indicator_id"],
    ),
    editions.sources: (lambda store: editions.sources(store), ["source_id"]),
    editions.origins: (
        lambda store: editions.origins(store, ["exam8_maths", "preschool_children_per_100"], [2024, 2018]),
        ["indicator_id", "source_id"],
    ),
    editions.extent: (lambda store: editions.extent(store), ["theme"]),
    editions.services_without_data: (lambda store: editions.services_without_data(store), ["theme", "service"]),
    editions.statuses: (lambda store: editions.statuses(store), ["status"]),
    editions.comparability: (lambda store: editions.comparability(store), ["name"]),
    exports.parts: (
        lambda store: pd.concat(exports.parts(store, "observations")),
        ["variable_id", "period", "area_id"],
    ),
    exports.benchmark: (
        lambda store: exports.benchmark(store, "exam8_maths"),
        ["period", "group_id", "area_id"],
    ),
    exports.export: (lambda store: exports.export(store, "indicators"), ["indicator_id"]),
    exports.calendar: (lambda store: exports.calendar(store), ["event_id"]),
    maps.areas: (lambda store: maps.areas(store, "powiat"), ["area_id"]),
    maps.classes: (
        lambda store: maps.classes(store, "population", 1999, "smk", "any", maps.QUANTILES),
        ["area_id"],
    ),
    figures.comparison: (lambda store: figures.comparison(store, "exam8_maths", 2024, "smk", SMK), ["area_id"]),
    figures.spread: (lambda store: figures.spread(store, "exam8_maths", 2025, "smk", "126101"), ["n"]),
    figures.comparison_table: (
        lambda store: figures.comparison_table(store, ["exam8_maths", "population"], "smk", SMK),
        ["indicator_id", "area_id"],
    ),
    figures.trend: (lambda store: figures.trend(store, "exam8_maths", SMK), ["area_id", "period"]),
    figures.price_index: (lambda store: figures.price_index(store), ["period"]),
    intervals.ranking_over_years: (
        lambda store: intervals.ranking_over_years(store, "smk", "exam8_maths", 2025),
        ["period", "area_id"],
    ),
    intervals.ranks_over_years: (
        lambda store: intervals.ranks_over_years(store, "smk", ["exam8_maths", "crimes_per_1k"], [2025, 2018]),
        ["indicator_id", "period", "area_id"],
    ),
    intervals.ranks_among_peers: (
        lambda store: intervals.ranks_among_peers(
            store, ["similar.226201.5", "similar.226201.15"], "226201", ["exam8_maths"], [2025]
        ),
        ["group_id", "indicator_id"],
    ),
    submissions.areas: (submissions.areas, ["area_id"]),
    submissions.indicators: (submissions.indicators, ["indicator_id"]),
    submissions.statuses: (submissions.statuses, ["status"]),
    submissions.official: (
        lambda store: submissions.official(store, "exam8_maths", 2024, ["226201", "126101"]),
        ["area_id"],
    ),
    metros.metros: (lambda store: metros.metros(store), ["area_id"]),
    metros.indicators: (lambda store: metros.indicators(store, "smk"), ["indicator_id"]),
    metros.whole: (lambda store: metros.whole(store, "gzm", "expenditure_total_per_capita", 2019), ["area_id"]),
    metros.members: (lambda store: metros.members(store, "smk", "exam8_maths", 2024), ["area_id"]),
    metros.spread: (
        lambda store: metros.spread(store, "gzm", "expenditure_total_per_capita"),
        ["tasks", "period"],
    ),
    monitoring.movers: (lambda store: monitoring.movers(store, "226201"), ["indicator_id"]),
    monitoring.ages: (lambda store: monitoring.ages(store, "226201"), ["kind", "id"]),
    places.ranking: (lambda store: places.ranking(store, "exam8_maths", 2024, "smk"), ["area_id"]),
    places.profile: (lambda store: places.profile(store, "126101", "education", CITIES), ["indicator_id"]),
    terms.subjects: (terms.subjects, ["sort", "id"]),
    terms.places: (terms.places, ["area_id"]),
    terms.holders: (terms.holders, ["indicator_id"]),
    terms.pairs: (terms.pairs, ["pair_id"]),
    records.records: (lambda store: records.records(store), ["record_id"]),
    records.initiatives_by_area: (lambda store: records.initiatives_by_area(store, FOUR), ["area_id"]),
    records.initiatives_of: (lambda store: records.initiatives_of(store, FOUR), ["initiative_id"]),
}
# Questions with another kind of answer, each asked below.
OTHERS = {
    submissions.likely_indicators,
    areas.find_areas,
    areas.require_areas,
    areas.likely,
    areas.labels,
    groups.require_group,
    groups.groups_of,
    groups.members,
    groups.around,
    groups.has_around,
    groups.label,
    groups.first,
    metros.around,
    # asked in test_maps.py
    maps.around,
    maps.fullest_period,
    maps.tasks,
    catalogue.indicator,
    pairs.pair,
    catalogue.periods,
    catalogue.headline,
    catalogue.shared_period,
    records.number_of_documents,
    # of an edition with submitted data, asked in test_overlay.py
    submissions.submitted,
    # the same, asked in test_submitted_report.py
    submissions.submitted_of,
    # of two editions, asked in test_changes.py
    changes.summary,
    changes.revised,
    changes.new_periods,
    changes.items,
    changes.statuses,
    changes.find,
}


@pytest.fixture
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


MODULES = (
    areas, cards, catalogue, changes, editions, exports, figures, groups, intervals, maps, metros, monitoring, pairs,
    places, records, submissions, terms,
)  # fmt: skip


def test_every_public_question_is_asked_in_this_file() -> None:
    public = {
        question
        for module in MODULES
        for name, question in inspect.getmembers(module, inspect.isfunction)
        if question.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public == set(QUESTIONS) | OTHERS


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_an_answer_has_the_grain_its_question_promises(store: Store, question: Callable[..., pd.DataFrame]) -> None:
    ask, key = QUESTIONS[question]
    answer = ask(store)
    assert len(answer) > 0
    assert not answer.duplicated(key).any()
    assert answer[key].notna().all(axis=None)
    assert ask(store).equals(answer), "asked twice, answered alike"
    assert question.__doc__ and ("row" in question.__doc__ or "table" in question.__doc__)


def test_areas_are_listed_whole_in_polish_alphabetical_order(store: Store) -> None:
    everything = areas.areas(store)
    assert len(everything) == 1 + 16 + 314 + 2479 + 13 + 58
    cities = areas.areas(store, kind=CITIES)["label"].tolist()
    assert len(cities) == 66
    marks = ["Lublin", "Łomża", "Łódź", "Mysłowice", "Szczecin", "Świętochłowice", "Świnoujście", "Tarnobrzeg", "Żory"]
    assert [city for city in cities if city in marks] == marks


def test_areas_are_filtered_by_kind_voivodeship_metro_and_population(store: Store) -> None:
    assert sorted(areas.areas(store, metro_id="smk")["area_id"]) == SMK
    assert set(areas.areas(store, kind="urban", voivodeship_id="12")["area_id"].str[:2]) == {"12"}
    assert len(areas.areas(store, kind="land_powiat")) == 314
    big = areas.areas(store, kind=CITIES, population_from=500_000)
    assert big["label"].tolist() == ["Kraków", "Łódź", "Poznań", "Warszawa", "Wrocław"]
    krakow = int(big.set_index("area_id").loc["126101", "population"])
    only = areas.areas(store, kind=CITIES, population_from=krakow, population_to=krakow)
    assert only["area_id"].tolist() == ["126101"], "both bounds are included"
    assert areas.areas(store, kind=CITIES, voivodeship_id="12", metro_id="smk", population_to=1000).empty


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_only_words(store: Store, word: str) -> None:
    assert areas.areas(store, kind=word, voivodeship_id=word, metro_id=word).empty
    with pytest.raises(UnknownIdError, match="There is no area"):
        areas.find_areas(store, [word])
    with pytest.raises(UnknownIdError, match="There is no indicator"):
        catalogue.indicator(store, word)
    with pytest.raises(UnknownIdError, match="There is no comparison group"):
        groups.require_group(store, word)
    assert set(catalogue.dictionary(store, word)["indicator_id"]) <= set(catalogue.indicators(store)["indicator_id"])
    assert figures.comparison(store, word, 2020, word, [word]).empty
    assert figures.trend(store, word, [word]).empty
    assert places.ranking(store, word, 2020, word).empty
    assert pairs.points(store, word, word, word, 2020, 2020).empty and pairs.factors(store, [word], 2020, [word]).empty
    assert pairs.pairs(store, word, word).empty and pairs.periods(store, word, word).empty
    assert records.initiatives_by_area(store, [word]).empty
    with pytest.raises(UnknownIdError, match="There is no pair"):
        pairs.pair(store, word)
    assert intervals.ranking_over_years(store, word, word, 2020).empty
    assert intervals.ranks_over_years(store, word, [word], [2020], word).empty
    assert intervals.ranks_among_peers(store, [word], word, [word], [2020]).empty
    assert records.records(store, theme_id=word).empty
    assert records.records(store, area_id=word, metro_id=word, kind=word, record_id=word).empty
    assert records.number_of_documents(store, [word]) == 0
    assert records.initiatives_of(store, [word], word, word).empty
    for question in (cards.evidence, cards.documents, cards.presented, cards.family, cards.related):
        assert question(store, word).empty
    assert cards.service_indicators(store, word, word, word).empty
    assert exports.calendar(store, [word]).empty
    assert groups.members(store, word) == []
    assert metros.around(store, word) == []
    for answer in (metros.indicators(store, word), metros.spread(store, word, word)):
        assert answer.empty
    for question in (metros.whole, metros.members):
        assert question(store, word, word, 2020).empty
    assert len(areas.areas(store)) == 2881, "and the tables are still there"


def test_areas_are_found_by_identifier_or_label_in_any_case_in_the_order_asked(store: Store) -> None:
    wanted = ["łódź", " 126101 ", "POWIAT KRAKOWSKI", "gzm", "Kraków", ""]
    assert areas.find_areas(store, wanted) == ["106101", "126101", "1206", "gzm"]
    assert areas.find_areas(store, []) == []
    areas.require_areas(store, ["126101", "gzm"])


def test_an_unknown_area_is_answered_with_the_likeliest(store: Store) -> None:
    with pytest.raises(UnknownIdError, match="There is no area “krakow”; did you mean Kraków = 126101, "):
        areas.find_areas(store, ["126101", "krakow", "nonsense"])
    assert areas.likely(store, "lodz")[0] == "Łódź = 106101"
    assert len(areas.likely(store, "Czernichów")) == 3


def test_groups_are_named_in_the_readers_language_and_know_their_size(store: Store) -> None:
    built = groups.groups(store).set_index("group_id")
    assert built["basis"].is_monotonic_increasing
    assert built.loc[CITIES, "members"] == 66
    assert built.loc["smk", "members"] == 15
    assert built.loc["rural.12", "within_id"] == "12"
    counted = store.query("select group_id, count(*) as n from group_member group by group_id").set_index("group_id")
    assert built["members"].sort_index().tolist() == counted["n"].sort_index().tolist()
    assert "wiejskie" in built.loc["rural.12", "name"]
    assert built["name"].is_unique


@pytest.mark.usefixtures("english")
def test_groups_are_named_in_english_too(store: Store) -> None:
    built = groups.groups(store).set_index("group_id")
    assert built.loc[CITIES, "name"] == "cities with powiat rights, Poland"
    assert built.loc["rural.12", "name"] == "rural gminas, województwo małopolskie"


def test_the_groups_of_an_area_are_its_kind_its_voivodeship_and_its_metro(store: Store) -> None:
    assert groups.groups_of(store, ["126101"]) == [CITIES, f"{CITIES}.12", "PL003L2", "smk"]
    both = groups.groups_of(store, ["120601", "126101"])
    assert both[:2] == ["rural", CITIES], "the group of the first area comes first"
    groups.require_group(store, "rural.12")


def test_groups_around_an_area_hold_it_and_those_around_it(store: Store) -> None:
    assert groups.around("similar", ["126101", "226201"], 5) == "similar.126101.5"
    assert groups.around("neighbours", ["126101"]) == "neighbours.126101"
    assert groups.around("picked", ["126101", "226201"]) == "picked.126101.226201"
    assert groups.has_around(store, "126101") == ["similar", "neighbours"]
    assert groups.has_around(store, "smk") == []
    assert groups.has_around(store, "12") == ["neighbours"]
    similar = groups.members(store, "similar.126101.5")
    assert len(similar) == 6
    assert set(similar) == {"126101", *groups.peers(store, "126101", 5)["area_id"]}
    ranking = places.ranking(store, "exam8_maths", 2024, "similar.126101.5")
    assert set(ranking["area_id"]) == set(similar)
    assert ranking["rank"].tolist() == sorted(ranking["rank"])
    spread = figures.spread(store, "exam8_maths", 2024, "similar.126101.5", "126101")
    assert spread["median"].item() == pytest.approx(ranking["value"].median())
    for group_id in ("similar.126101.5", "neighbours.126101", "picked.126101.226201"):
        groups.require_group(store, group_id)


def test_the_reasons_of_similarity_are_shares_of_the_distance(store: Store) -> None:
    peers = groups.peers(store, "126101", 7)
    assert peers["position"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert peers["distance"].is_monotonic_increasing
    weights = store.query("select structure_id, name_pl, weight from structure where level = 'gmina'")
    scores = store.query("select * from area_structure").pivot(index="area_id", columns="structure_id", values="z")
    for row in peers.itertuples():
        square = (scores.loc["126101"] - scores.loc[row.area_id]) ** 2
        parts = {one.name_pl: one.weight * square[one.structure_id] for one in weights.itertuples()}
        for one in row.apart:
            assert one["share"] == pytest.approx(parts[one["trait"]] / sum(parts.values()))
        assert [one["share"] for one in row.apart] == pytest.approx(
            sorted((part / sum(parts.values()) for part in parts.values()), reverse=True)[:2]
        )


def test_themes_and_indicators_stand_in_the_order_of_the_catalogue(store: Store) -> None:
    themes = catalogue.themes(store)
    assert themes["theme_id"].tolist()[:3] == ["education", "social_policy", "culture"]
    assert themes["in_smup"].tolist() == [True] * 10 + [False] * 3
    everything = catalogue.indicators(store)
    assert len(everything) == themes["indicators"].sum()
    assert everything["theme_id"].drop_duplicates().tolist() == [
        theme for theme in themes["theme_id"] if themes.set_index("theme_id")["indicators"][theme]
    ]
    education = catalogue.indicators(store, "education")
    assert education["dimension"].drop_duplicates().tolist() == ["quantity", "quality", "cost", "context"]
    assert set(education["theme_id"]) == {"education"}
    assert catalogue.indicators(store, "nonsense").empty


def test_an_indicator_is_shown_in_the_language_of_the_reader(store: Store) -> None:
    polish = catalogue.indicator(store, "exam8_maths")
    token = language.set(Language.ENGLISH)
    try:
        english = catalogue.indicator(store, "exam8_maths")
    finally:
        language.reset(token)
    assert (polish.theme, english.theme) == ("Edukacja", "Education")
    assert polish.name != english.name
    assert (polish.polarity, polish.formula, polish.unit) == ("higher", "exam8_maths_pct", "procent")
    assert (english.unit, english.short_unit) == ("per cent", "%")
    assert "Wyniki egzaminu ósmoklasisty" in polish.sources
    assert catalogue.indicator(store, "exam8_maths") == polish, "the language is back"


def test_an_unknown_indicator_is_answered_with_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownIdError, match="There is no indicator “exam8_math”; did you mean exam8_maths, "):
        catalogue.indicator(store, "exam8_math")


def test_sources_are_always_named_in_the_same_order(store: Store) -> None:
    several = catalogue.dictionary(store).set_index("indicator_id")["sources"]
    several = several[several.str.contains(", ")]
    assert len(several) > 5
    for indicator_id, sources in several.items():
        assert sources.split(", ") == sorted(sources.split(", ")), indicator_id
        card = catalogue.indicator(store, str(indicator_id)).sources.split("; ")
        assert card == sorted(card), indicator_id


def test_years_are_listed_latest_first(store: Store) -> None:
    assert catalogue.periods(store, "exam8_maths") == [2025, 2024, 2023, 2022, 2021]
    assert catalogue.periods(store, "average_gross_wage") == [2024]
    assert catalogue.periods(store, "average_gross_wage", "rural") == [], "wages are known of powiats and cities"
    assert catalogue.periods(store, "average_gross_wage", "land_powiat") == [2024]
    assert catalogue.periods(store, "nonsense") == []
    assert catalogue.periods(store)[0] == 2025


def test_the_shared_year_is_the_latest_that_most_of_the_areas_have(store: Store) -> None:
    assert catalogue.shared_period(store, "population", ["126101"]) == 2025
    assert catalogue.shared_period(store, "population", ["126101", "146501"]) == 2020
    assert catalogue.shared_period(store, "average_gross_wage", ["120601"]) is None


def test_the_indicator_shown_first_is_one_that_the_areas_have(store: Store) -> None:
    assert catalogue.headline(store, ["average_gross_wage", "exam8_maths"], ["120601"]) == "exam8_maths"
    assert catalogue.headline(store, ["average_gross_wage"], ["120601"]) == "average_gross_wage", "or the only one"
    education = catalogue.indicators(store, "education")["indicator_id"].tolist()
    headlines = store.query("select indicator_id from indicator where headline")["indicator_id"].tolist()
    assert catalogue.headline(store, education, ["126101", "146501"]) in headlines


def test_an_empty_search_finds_everything_in_the_order_of_the_catalogue(store: Store) -> None:
    everything = catalogue.dictionary(store)
    assert len(everything) == len(catalogue.indicators(store))
    assert catalogue.dictionary(store, "   ").equals(everything)
    assert everything["theme"].drop_duplicates().tolist()[0] == "Edukacja"


@pytest.mark.parametrize(
    ("words", "same"),
    [("ludność", "LUDNOSC"), ("uczniów", "uczniow"), ("żłob", "zlob"), ("szkoły", "SZKOLY")],
)
def test_a_search_ignores_case_and_accents(store: Store, words: str, same: str) -> None:
    found = catalogue.dictionary(store, words)
    assert 0 < len(found) < len(catalogue.indicators(store))
    assert catalogue.dictionary(store, same).equals(found)


def test_a_search_demands_all_words_in_either_language(store: Store) -> None:
    assert catalogue.dictionary(store, "maths exam")["indicator_id"].tolist() == (
        catalogue.dictionary(store, "exam maths")["indicator_id"].tolist()
    )
    assert "exam8_maths" in catalogue.dictionary(store, "matematyka exam8")["indicator_id"].tolist()
    assert catalogue.dictionary(store, "ludność nonsense").empty


def test_a_comparison_keeps_the_order_and_shows_who_has_no_value(store: Store) -> None:
    answer = figures.comparison(store, "average_gross_wage", 2024, CITIES, ["146501", "120601", "126101"])
    assert answer["area_id"].tolist() == ["146501", "120601", "126101"]
    assert answer["value"].tolist()[0] == 10_714.99
    assert answer["value"].isna().tolist() == [False, True, False]
    assert answer["status"].tolist()[1] == "O", "no data, which is not zero"
    assert answer["n"].tolist()[::2] == [66, 66]


def test_the_spread_is_that_of_the_areas_with_the_same_tasks(store: Store) -> None:
    asked = ("expenditure_total_per_capita", 2019, "gzm")
    city = figures.spread(store, *asked, "246901").iloc[0]
    town = figures.spread(store, *asked, "240103").iloc[0]
    stranger = figures.spread(store, *asked, "146501").iloc[0]
    assert (city["n"], city["members"], city["median"]) == (13, 13, 5_991.16)
    assert (town["n"], town["members"], town["median"]) == (28, 28, 5_450.87)
    assert stranger.equals(city), "Warszawa is a city with powiat rights"
    assert figures.spread(store, "expenditure_total_per_capita", 1999, "gzm", "246901").empty


def test_a_comparison_table_takes_for_each_indicator_the_year_that_the_areas_share(store: Store) -> None:
    table = figures.comparison_table(store, ["average_gross_wage", "population"], CITIES, ["146501", "126101"])
    assert table["indicator_id"].tolist() == ["average_gross_wage"] * 2 + ["population"] * 2
    assert table["area_id"].tolist() == ["146501", "126101"] * 2
    assert table["period"].tolist() == [2024, 2024, 2020, 2020]
    assert table["sources"].tolist() == ["gus_bdl"] * 4
    assert figures.comparison_table(store, ["population"], CITIES, ["126101"], 1999).empty


def test_a_trend_has_a_row_for_every_year_and_a_gap_where_nothing_is_known(store: Store) -> None:
    trend = figures.trend(store, "population", ["146501", "126101"])
    assert trend["area_id"].drop_duplicates().tolist() == ["146501", "126101"]
    for _, series in trend.groupby("area_id"):
        assert series["period"].tolist() == list(range(2005, 2026))
    krakow = trend[trend["area_id"] == "126101"].set_index("period")["value"]
    assert krakow[[2021, 2022, 2023]].isna().all()
    assert krakow[[2005, 2020, 2024]].tolist() == [756_629, 779_966, 809_168]


def test_the_price_index_is_that_of_poland_year_by_year(store: Store, small_store: Store) -> None:
    index = figures.price_index(store)
    assert index["period"].tolist() == list(range(2005, 2025))
    assert index.set_index("period")["value"][[2006, 2015, 2022]].tolist() == [101.0, 99.1, 114.4]
    assert index["source"].unique().tolist() == [
        "Główny Urząd Statystyczny (GUS), Wskaźniki cen towarów i usług konsumpcyjnych"
    ]
    assert figures.price_index(small_store).empty


def test_a_ranking_has_everyone_best_first_and_those_without_a_value_last(store: Store) -> None:
    exam = places.ranking(store, "exam8_maths", 2021, "rural")
    assert len(exam) == 1453
    known = exam["value"].notna()
    assert known.tolist() == sorted(known, reverse=True), "those without a value come last"
    assert exam["rank"][known].is_monotonic_increasing
    assert exam["value"][known].is_monotonic_decreasing
    assert set(exam["status"][~known]) <= {"Q", "O"}
    accidents = places.ranking(store, "road_accidents_per_100k", 2018, CITIES)
    assert accidents["value"].is_monotonic_increasing, "fewest is best"
    spending = places.ranking(store, "expenditure_total_per_capita", 2019, "rural")
    assert spending["rank"].isna().all()
    assert spending["value"].dropna().is_monotonic_decreasing


def test_a_profile_without_a_theme_is_that_of_all_themes(store: Store) -> None:
    everything = places.profile(store, "126101", None, CITIES).set_index("indicator_id")
    assert everything.index.is_unique
    themes = catalogue.themes(store)["theme_id"]
    parts = [places.profile(store, "126101", theme_id, CITIES) for theme_id in themes]
    each = pd.concat([part for part in parts if len(part)]).set_index("indicator_id")
    assert set(each.index) == set(everything.index)
    columns = ["period", "value", "rank", "n", "percentile", "light"]
    pd.testing.assert_frame_equal(everything.loc[each.index, columns], each[columns], check_dtype=False)


def test_holders_are_the_areas_with_a_value_and_the_years_with_one(store: Store) -> None:
    holders = terms.holders(store).set_index("indicator_id")
    assert set(holders.loc["exam8_maths", "periods"]) == set(catalogue.periods(store, "exam8_maths"))
    values = store.query("select distinct area_id from indicator_value where indicator_id = 'waste_per_capita' "
                         "and value is not null")  # fmt: skip
    assert set(holders.loc["waste_per_capita", "area_ids"]) == set(values["area_id"])


def test_a_profile_shows_a_theme_by_dimension_with_extremes_around_the_value(store: Store) -> None:
    profile = places.profile(store, "126101", "education", CITIES)
    order = ["quantity", "quality", "cost", "context"]
    assert profile["dimension"].map(order.index).is_monotonic_increasing
    in_group = profile[profile["n"].notna()]
    assert len(in_group) > 10
    assert in_group["value"].between(in_group["lowest"], in_group["highest"]).all()
    maths = profile.set_index("indicator_id").loc["exam8_maths"]
    assert (maths["period"], maths["value"], maths["rank"], maths["n"]) == (2025, 68.1, 1, 66)
    assert set(profile["indicator_id"]) <= set(catalogue.indicators(store, "education")["indicator_id"])


def test_the_notes_of_all_terms_stand_beside_a_value_once(store: Store) -> None:
    row = figures.comparison(store, "expenditure_total_per_capita", 2019, "rural", ["100104"]).iloc[0]
    assert "kopalnia" in row["note"]
    assert row["note"].count("Wartości sprawdzono tylko z sumami krajowymi.") == 1


def test_the_edition_tells_its_sources_statuses_and_gaps(store: Store) -> None:
    observed = store.query("select count(*) as n, count(value) as known from observation").iloc[0]
    assert editions.sources(store)["observations"].sum() == observed["known"]
    assert editions.sources(store)["observations"].is_monotonic_decreasing
    assert editions.statuses(store)["observations"].sum() == observed["n"]
    extent = editions.extent(store)
    assert extent[["quantity", "quality", "cost", "context"]].sum(axis=None) == len(catalogue.indicators(store))
    without = editions.services_without_data(store)
    assert ("Drogownictwo i transport", "Transport zbiorowy") in list(without.itertuples(index=False, name=None))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_every_table_has_the_same_shape_in_both_languages(store: Store, question: Callable[..., pd.DataFrame]) -> None:
    ask, _ = QUESTIONS[question]
    polish = ask(store)
    token = language.set(Language.ENGLISH)
    try:
        english = ask(store)
    finally:
        language.reset(token)
    assert english.shape == polish.shape
    assert english.columns.tolist() == polish.columns.tolist()
    if "$language" in inspect.getsource(question):
        assert not english.equals(polish)


def test_official_values_come_in_the_order_asked_and_an_absent_one_is_no_zero(store: Store) -> None:
    found = submissions.official(store, "exam8_maths", 2024, ["226201", "126101", "1206"])
    assert found["area_id"].tolist() == ["226201", "126101", "1206"]
    same = figures.comparison(store, "exam8_maths", 2024, CITIES, ["226201", "126101"])
    assert found["value"].tolist()[:2] == same["value"].tolist()
    none = submissions.official(store, "exam8_maths", 1999, ["226201"])
    assert none["value"].isna().all() and none["light"].tolist() == ["grey"]


def test_the_nearest_indicators_are_found_by_identifier_and_by_name(store: Store) -> None:
    assert submissions.likely_indicators(store, "exam8_math")[0] == "exam8_maths"
    assert submissions.likely_indicators(store, "egzamin osmoklasisty: sredni wynik, matematyk")[0] == "exam8_maths"


@pytest.mark.parametrize(
    ("group_id", "name"),
    [
        (CITIES, "miasta na prawach powiatu, Polska"),
        ("similar.226201.5", "najbardziej podobne do: Gdynia"),
        ("neighbours.226201", "sąsiedzi: Gdynia"),
        ("picked.226201.126101", "wybrane jednostki"),
    ],
)
def test_every_group_has_a_name(store: Store, group_id: str, name: str) -> None:
    assert groups.label(store, group_id) == name


@pytest.mark.parametrize("group_id", ["magic", "similar.999999", "", *HOSTILE])
def test_a_group_that_there_is_not_has_none(store: Store, group_id: str) -> None:
    with pytest.raises(UnknownIdError, match="There is no comparison group"):
        groups.label(store, group_id)


def test_an_area_is_compared_at_first_with_those_like_it(store: Store) -> None:
    assert groups.first(store, "226201") == "similar.226201.7"
    assert groups.first(store, "PL") == "voivodeship"


def test_labels_come_in_the_order_of_the_alphabet(store: Store) -> None:
    assert areas.labels(store, ["106101", "126101", "magic", "066301"]) == ["Kraków", "Lublin", "Łódź"]
    assert areas.labels(store, []) == []


def test_services_come_by_theme_and_those_without_indicators_too(store: Store) -> None:
    frame = catalogue.services(store, "transport").set_index("service_id")
    assert list(frame.index) == ["local_roads", "road_safety", "cycle_paths", "public_transport"]
    assert frame.loc["public_transport", "indicators"] == 0 and (frame["theme_id"] == "transport").all()
    assert len(catalogue.services(store)) > len(frame)


def test_the_origins_of_a_value_are_those_of_its_year(store: Store) -> None:
    frame = editions.origins(store, ["exam8_maths", "exam8_maths"], [2024, 1900])
    assert frame["source_id"].tolist() == ["cke_exam8"] and frame["licence"].notna().all()
    assert editions.origins(store, [], []).empty


def test_a_profile_of_one_year_and_of_all_themes(store: Store) -> None:
    frame = places.profile(store, "126101", None, CITIES, 2018)
    assert set(frame["period"]) == {2018} and frame["service_id"].nunique() > 10
    themes = [places.profile(store, "126101", theme, CITIES) for theme in catalogue.themes(store)["theme_id"]]
    everything = places.profile(store, "126101", None, CITIES)
    assert sorted(everything["indicator_id"]) == sorted(pd.concat(themes)["indicator_id"])
