"""Ranks as intervals: over which years and peers they move, hand-worked; who is named best; what the pages say."""

from collections.abc import Iterator

import pandas as pd
import pytest

from conftest import RURAL, World
from smup.methods.ranking import rank_intervals, winner
from smup.model import Language, Polarity
from smup.queries import intervals as asking
from smup.queries import places
from smup.store import Store
from smup.text import language
from smup.ui.intervals import alternatives, basis, best, with_intervals

CITIES = "city_with_powiat_rights"
FIRST, SECOND, THIRD, SILENT = "120616", "120615", "120601", "120607"
# Values of the score by year; in 2020 they are 10, 20, 30, 30, 40, 50, 60, 80, so that places run from 8 to 1.
SCORES = {
    2017: (10, 99, 30, 30, 40, 50, 60, 80),  # the fourth year, which counts no more
    2018: (90, 20, 30, 30, 40, 50, 60, 80),
    2019: (10, 20, 30, None, 40, 50, 80, 70),
}
MOVED = dict(zip(RURAL, ["1–8", "6–8", "5–6", "5–6", "4–5", "3–4", "1–3", "1–2"], strict=True))


@pytest.fixture
def english() -> Iterator[None]:
    token = language.set(Language.ENGLISH)
    yield
    language.reset(token)


def observed(world: World, variable: str = "score_pct", broken: int = 0) -> World:
    """Put the scores of several years into the world; the first ``broken`` of 2019 begin a new series."""
    for year, values in SCORES.items():
        for number, (area_id, value) in enumerate(zip(RURAL, values, strict=True)):
            if value is not None:
                world.observe(area_id, variable, year, value, "B" if year == 2019 and number < broken else "A")
    return world


def ranking(store: Store, indicator_id: str, period: int, group_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A ranking with its intervals, by area, and the alternatives behind them."""
    frame = places.ranking(store, indicator_id, period, group_id).assign(indicator_id=indicator_id, period=period)
    tried = alternatives(store, frame, group_id)
    return with_intervals(frame, tried).set_index("area_id", drop=False), tried


def test_a_place_moves_over_the_year_shown_and_the_two_before_it(small_world: World) -> None:
    frame, tried = ranking(observed(small_world).build(), "score", 2020, "rural")
    assert frame["places"].to_dict() == MOVED
    assert frame.loc[FIRST, ["rank", "rank_best", "rank_worst"]].tolist() == [1, 1, 2]
    assert frame.loc[SILENT, ["rank", "rank_best", "rank_worst"]].tolist() == [5, 5, 6], "silent in 2019"
    assert frame.loc[FIRST, ["percentile_low", "percentile_high"]].tolist() == [100 * 5.5 / 7, 93.75]
    assert basis(frame, tried) == ["Miejsce od–do: w latach 2018, 2019 i 2020."]
    names = [RURAL[area_id] for area_id in (FIRST, SECOND, THIRD)]
    assert best(frame) == [
        "Nie można wskazać najlepszej jednostki: zakresy miejsc nachodzą na siebie "
        f"({names[0]}, {names[1]} i {names[2]})."
    ]


def test_the_years_end_with_the_one_shown_and_a_lone_year_gives_no_interval(small_world: World) -> None:
    store = observed(small_world).build()
    frame, tried = ranking(store, "score", 2018, "rural")
    assert sorted(tried["period"].unique()) == [2017, 2018]
    assert frame.loc["120602", "places"] == "1–8", "best of all in 2017, which is the year before"
    frame, tried = ranking(store, "score", 2017, "rural")
    assert frame["rank"].notna().all() and frame[["places", "moves", "rank_best"]].isna().all(axis=None)
    assert best(frame) == [], "no winner of a place that nothing tested"
    assert basis(frame, tried) == ["Porównać można tylko jeden rok, więc nie wiadomo, jak bardzo zmienia się miejsce."]
    for group_id, period in (("picked.120601", 2020), ("picked.120601.120602.120605", 2020), ("rural", 1999)):
        frame, tried = ranking(store, "score", period, group_id)
        assert frame[["rank", "places", "moves", "rank_best"]].isna().all(axis=None), "nothing is ranked"
        assert tried.empty and best(frame) == basis(frame, tried) == []
    frame, tried = ranking(store, "score_unjudged", 2020, "rural")
    assert frame["value"].notna().all() and frame["places"].isna().all()
    assert tried.empty and best(frame) == basis(frame, tried) == []


@pytest.mark.parametrize(("broken", "years"), [(4, [2018, 2019, 2020]), (5, [2019, 2020])])
def test_no_year_before_a_break_counts(small_world: World, broken: int, years: list[int]) -> None:
    """Seven areas have a value in 2019, the fourth has none: a new series of four is a break, of three it is not."""
    store = observed(small_world, broken=broken).build()
    _, tried = ranking(store, "score", 2020, "rural")
    assert sorted(tried["period"].unique()) == years
    _, tried = ranking(store, "score", 2018, "rural")
    assert sorted(tried["period"].unique()) == [2017, 2018], "a break to come is none yet"


def test_parts_with_different_tasks_are_ranked_apart_and_have_no_common_winner(small_world: World) -> None:
    small_world.tables["area"].append(
        {"area_id": "126401", "name": "Miasto", "level": "gmina", "kind": CITIES, "voivodeship_id": "12"}
    )
    cities, others = ["126101", "126201", "126301", "126401"], list(RURAL)[:4]
    for year in (2019, 2020):
        for number, area_id in enumerate([*cities, *others]):
            small_world.observe(area_id, "cost_pc", year, 100 - number)
    frame, _ = ranking(small_world.build(), "cost", 2020, "picked." + ".".join([*cities, *others]))
    assert frame.loc[[*cities, *others], "rank"].tolist() == [4, 3, 2, 1, 4, 3, 2, 1]
    assert frame.loc[[*cities, *others], "places"].tolist() == ["4", "3", "2", "1", "4", "3", "2", "1"]
    assert set(frame["moves"]) == {"bez zmian"}
    assert best(frame) == []


def values(store: Store, indicator_id: str, period: int, members: pd.Series) -> pd.Series:
    """Values of an indicator in one year, by area."""
    rows = store.query(
        "select area_id, value from indicator_value where indicator_id = $i and period = $p", i=indicator_id, p=period
    )
    return rows[rows["area_id"].isin(members)].set_index("area_id")["value"]


@pytest.mark.parametrize(
    ("indicator_id", "years", "group_id", "polarity"),
    [
        ("exam8_maths", [2025, 2024, 2023], CITIES, Polarity.HIGHER),
        ("crimes_per_1k", [2018, 2017, 2016], CITIES, Polarity.LOWER),
        ("exam8_english", [2024, 2023, 2022], "rural", Polarity.HIGHER),
        ("matura_pass", [2025, 2024], "land_powiat", Polarity.HIGHER),  # 2024 breaks the series
    ],
)
def test_shipped_intervals_and_winners_are_those_of_the_method(
    store: Store, indicator_id: str, years: list[int], group_id: str, polarity: Polarity
) -> None:
    frame, tried = ranking(store, indicator_id, years[0], group_id)
    assert sorted(tried["period"].unique(), reverse=True) == years
    expected = rank_intervals(
        {str(year): values(store, indicator_id, year, frame["area_id"]) for year in years}, polarity
    )
    expected = expected[expected["alternatives"] > 1]
    assert len(expected) > 60
    found = frame.loc[expected.index]
    assert found["rank_best"].tolist() == expected["best"].tolist()
    assert found["rank_worst"].tolist() == expected["worst"].tolist()
    assert frame.loc[frame.index.difference(expected.index), "rank_best"].isna().all()
    named = winner(expected)
    assert best(frame)[0].startswith("Nie można" if named is None else "Najlepszy wynik")
    assert named is None or frame.loc[named, "label"] in best(frame)[0]


def test_a_year_with_far_fewer_values_says_nothing_of_a_place(store: Store) -> None:
    _frame, tried = ranking(store, "exam8_english", 2022, "rural")
    assert set(tried["period"]) == {2022}, "in 2021 schools with few candidates were left out: 1 044 of 1 445 areas"


@pytest.mark.parametrize("number", [5, 7, 15])
def test_the_area_in_the_middle_is_also_ranked_among_other_numbers_of_similar_areas(store: Store, number: int) -> None:
    peers = store.query("select peer_id, position from peer where area_id = '226201'")
    near = {n: ["226201", *peers.loc[peers["position"] <= n, "peer_id"]] for n in (5, 7, 10, 15)}
    tried = {str(year): values(store, "exam8_polish", year, near[number]) for year in (2025, 2024, 2023)}
    over_years = rank_intervals(tried, Polarity.HIGHER)
    tried |= {f"{n} peers": values(store, "exam8_polish", 2025, near[n]) for n in (5, 7, 10, 15)}
    expected = rank_intervals(tried, Polarity.HIGHER).loc["226201"]
    group_id = f"similar.226201.{number}"
    frame, found = ranking(store, "exam8_polish", 2025, group_id)
    assert frame.loc["226201", ["rank_best", "rank_worst"]].tolist() == expected[["best", "worst"]].tolist()
    others = frame.index.drop("226201")
    assert frame.loc[others, "rank_best"].tolist() == over_years.loc[others, "best"].tolist()
    assert frame.loc[others, "rank_worst"].tolist() == over_years.loc[others, "worst"].tolist()
    assert frame.loc["226201", "places"].endswith(" z 16") == (number < 15)
    assert basis(frame, found) == [
        "Miejsce od–do: w latach 2023, 2024 i 2025; Gdynia wśród 5, 7, 10 i 15 podobnych jednostek."
    ]

    profile = places.profile(store, "226201", "education", group_id).assign(area_id="226201", label="Gdynia")
    found = alternatives(store, profile, group_id, "226201")
    row = with_intervals(profile, found).set_index("indicator_id").loc["exam8_polish"]
    assert row[["rank_best", "rank_worst"]].tolist() == expected[["best", "worst"]].tolist()
    assert row["percentile_low"] <= row["percentile"] <= row["percentile_high"]
    assert basis(profile, found) == [
        "Miejsce od–do: w pokazanym roku i w najwyżej dwóch wcześniejszych latach z danymi; "
        "Gdynia wśród 5, 7, 10 i 15 podobnych jednostek."
    ]


def test_with_one_year_of_data_only_the_area_in_the_middle_has_an_interval(store: Store) -> None:
    frame, tried = ranking(store, "preschool_children_per_100_aged_3_6", 2018, "similar.226201.5")
    assert frame.loc["226201", "places"] == "6–13 z 16"
    assert frame["places"].notna().sum() == 1
    assert basis(frame, tried) == ["Miejsce od–do: Gdynia wśród 5, 7, 10 i 15 podobnych jednostek."]


def a_ranking(*moves: tuple[int | None, int | None]) -> pd.DataFrame:
    """Areas A, B, C … at places 1, 2, 3 … that move between the two places given."""
    frame = pd.DataFrame(moves, columns=["rank_best", "rank_worst"], dtype="Int64")
    names = [chr(ord("A") + number) for number in range(len(moves))]
    return frame.assign(area_id=names, label=names, rank=range(1, len(moves) + 1), tasks="any")


@pytest.mark.usefixtures("english")
def test_a_winner_is_named_only_where_no_interval_meets_its_own() -> None:
    assert best(a_ranking((1, 1), (2, 3), (2, 4), (3, 4))) == ["Best in the group: A."]
    assert best(a_ranking((1, 2), (2, 3), (3, 4), (3, 4))) == ["No single best: the intervals of A and B overlap."]
    assert best(a_ranking((1, 3), (1, 3), (2, 4), (1, 4))) == [
        "No single best: intervals overlap, among them those of A, B, and C."
    ]
    assert best(a_ranking((1, 1), (None, None), (3, 4), (3, 4))) == ["Best in the group: A."]
    assert best(a_ranking((None, None), (2, 2), (3, 4), (3, 4))) == [], "the first place was tried only once"
    assert best(a_ranking((None, None), (1, 2), (3, 4), (3, 4))) == [
        "No single best: the intervals of A and B overlap."
    ]


def test_an_answer_about_ranks_holds_only_ranked_areas(store: Store) -> None:
    assert asking.ranks_over_years(store, "rural", ["expenditure_total_per_capita"], [2019]).empty, "not judged"
    assert asking.ranks_among_peers(store, ["similar.226201.15"], "226201", ["exam8_maths"], [1999]).empty
    assert asking.ranks_over_years(store, "rural", [], []).empty
