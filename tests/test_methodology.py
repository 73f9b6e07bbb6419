"""The methodology is true: its worked examples are recomputed here, its rules are those of the code, its links lead on.

The examples are worked out from the shipped figures with pandas and NumPy alone, not with the program's own methods.
Every number that stands in an example must be among those worked out, and every one of those must stand in it.
"""

import ast
import math
import re
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.numbers import format_decimal

from smup.build import EDITIONS_KEPT
from smup.methods import aggregate, cost_quality, frontier, ranking, trend
from smup.methods.peers import MOST
from smup.model import Language
from smup.queries import monitoring
from smup.queries.groups import PEERS
from smup.reports.area import asking
from smup.sentences.reports import WORST
from smup.sources.bdl.table import attributes
from smup.sources.smup.reviewed import reviewed
from smup.sources.submission.checking import FIRST_PERIOD
from smup.sources.submission.reading import MOST_BYTES, MOST_ROWS
from smup.store import Store
from smup.ui import method

CHECKOUT = Path(__file__).parents[1]
Numbers = Iterable[tuple[float, int | None]]  # each with its decimals; None: a year, written without a separator
GDYNIA, KRAKOW, WROCLAW = "226201", "126101", "026401"
CITIES = "city_with_powiat_rights"
_NUMBER = {Language.POLISH: r"\d{1,3}(?:\u00a0\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
           Language.ENGLISH: r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"}  # fmt: skip


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


def example(language: Language, section_id: str) -> str:
    """The worked example of a section."""
    (text,) = [section.text for section in method.sections(language) if section.id == section_id]
    return text.split("\n### ")[1]


def written(numbers: Numbers, language: Language) -> set[str]:
    return {one(number, decimals, language) for number, decimals in numbers}


def one(number: float, decimals: int | None, language: Language) -> str:
    if decimals is None:
        return str(number)
    pattern = "#,##0" + "." * bool(decimals) + "0" * decimals
    return format_decimal(abs(round(number, decimals)), pattern, language.value)


def values(store: Store, indicator_id: str, period: int) -> pd.Series:
    """Values of all areas in one year, as the store has them."""
    frame = store.query(
        "select area_id, value from indicator_value where indicator_id = $i and period = $p and value is not null",
        i=indicator_id, p=period)  # fmt: skip
    return frame.set_index("area_id")["value"]


def observed(store: Store, variable_id: str, area_id: str, period: int) -> float:
    frame = store.query(
        "select value from observation where variable_id = $v and area_id = $a and period = $p",
        v=variable_id, a=area_id, p=period)  # fmt: skip
    return float(frame["value"].iloc[0])


def whole_numbers(*numbers: float) -> Numbers:
    return [(number, 0) for number in numbers]


def years(*numbers: int) -> Numbers:
    return [(number, None) for number in numbers]


def distances(store: Store, area_id: str) -> pd.Series:
    """Distances in structure of the areas of the same kind, nearest first, from the standardised traits."""
    frame = store.query(
        "select x.area_id, x.structure_id, x.z, s.weight from area_structure x join structure s using (structure_id) "
        "join area a on a.area_id = x.area_id where a.kind = (select kind from area where area_id = $a)",
        a=area_id,
    )
    z = frame.pivot(index="area_id", columns="structure_id", values="z")
    weight = frame.drop_duplicates("structure_id").set_index("structure_id")["weight"][z.columns]
    assert z.notna().all(axis=None)
    return np.sqrt(((z - z.loc[area_id]) ** 2 * weight).sum(axis=1) / weight.sum()).drop(area_id).sort_values()


def place(own: float, others: pd.Series) -> tuple[int, int]:
    return 1 + int((others > own).sum()), len(others) + 1


def cities_like_gdynia(store: Store) -> pd.Series:
    """Exam scores of Gdynia and the seven most similar cities, best first."""
    nearest = distances(store, GDYNIA).index[:7]
    return values(store, "exam8_maths", 2025)[[GDYNIA, *nearest]].sort_values(ascending=False)


def ranks(store: Store) -> Numbers:
    line = cities_like_gdynia(store)
    assert list(line.index)[:2] == ["266101", GDYNIA]  # Kielce, Gdynia
    own, n = line[GDYNIA], len(line)
    worse = int((line < own).sum())
    median = (line.iloc[3] + line.iloc[4]) / 2
    position = 1 + 0.75 * (n - 1)
    upper = line.iloc[-6] + (position - 6) * (line.iloc[-7] - line.iloc[-6])
    assert own > upper == np.quantile(line, 0.75) and line.iloc[4] < median < line.iloc[3]
    return [*((score, 2) for score in line), *whole_numbers(*range(1, n + 1), worse, 7, 100), *years(2025), (0.5, 1),
            (100 * (worse + 0.5) / n, 2), (median, 2), (0.75, 2), (position, 2), (0.25, 2), (upper, 3)]  # fmt: skip


def intervals(store: Store) -> Numbers:
    nearest = distances(store, GDYNIA).index
    choices = [(7, 2025), (7, 2024), (7, 2023), (5, 2025), (10, 2025), (15, 2025)]
    places = []
    for number, year in choices:
        scores = values(store, "exam8_maths", year)
        places.append(place(scores[GDYNIA], scores[nearest[:number]]))
    assert places == [(2, 8), (2, 8), (2, 8), (2, 6), (2, 11), (4, 16)]  # in this order they stand in the table
    return [*whole_numbers(*(number for number, _year in choices), *(number for pair in places for number in pair)),
            *years(2023, 2024, 2025)]  # fmt: skip


def members(store: Store) -> tuple[pd.DataFrame, float]:
    """The members of the functional urban area of Chełm with score, weight, candidates; and their joint score."""
    area_ids = ["066201", "060303", "060306", "060309"]
    rows = pd.DataFrame({
        name: [observed(store, f"exam8_{variable}", area_id, 2025) for area_id in area_ids]
        for name, variable in (("score", "maths_pct"), ("candidates", "candidates"), ("part", "maths_coverage_pct"))
    })  # fmt: skip
    found = store.query("select area_id from area_member where group_id = 'PL042L1'")["area_id"]
    assert set(found) == set(area_ids)
    rows["weight"] = rows["candidates"] * rows["part"] / 100
    return rows, float((rows["score"] * rows["weight"]).sum() / rows["weight"].sum())


def aggregates(store: Store) -> Numbers:
    rows, whole = members(store)
    covered, candidates = rows["weight"].sum(), rows["candidates"].sum()
    assert values(store, "exam8_maths", 2025)["PL042L1"] == pytest.approx(whole)
    lomza = {area_id: observed(store, "exam8_candidates", area_id, 2021) for area_id in ("206201", "200704", "200702",
                                                                                         "200705")}  # fmt: skip
    known = [lomza[area_id] for area_id in lomza if area_id in values(store, "exam8_maths", 2021)]
    assert known == [lomza["206201"], lomza["200704"]] and "PL047L1" not in values(store, "exam8_maths", 2021)
    return [
        (rows["part"].iloc[0], 1), (rows["part"].iloc[0] / 100, 3), *whole_numbers(*rows["candidates"]), (0.8, 1),
        *((score, 2) for score in rows["score"]), (rows["weight"].iloc[0], 2),
        *((product, 2) for product in rows["score"] * rows["weight"]), (covered, 2),
        ((rows["score"] * rows["weight"]).sum(), 2), (whole, 2), (rows["score"].mean(), 2), (candidates, 0),
        (covered / candidates, 3), *years(2025, 2021), *whole_numbers(*known, sum(known), sum(lomza.values())),
        (sum(known) / sum(lomza.values()), 3),
    ]  # fmt: skip


def metros(store: Store) -> Numbers:
    rows, whole = members(store)
    share, distance = rows["weight"] / rows["weight"].sum(), rows["score"] - whole
    assert (share * distance).idxmin() == distance.idxmin() == 3  # Ruda-Huta
    return [(whole, 3), (rows["weight"].iloc[0], 2), (rows["weight"].sum(), 2), *((one, 4) for one in share),
            *((one, 3) for one in distance), *((one, 3) for one in share * distance),
            ((share * distance).sum(), 3), (rows["candidates"].iloc[3], 0)]  # fmt: skip


def trend_of_doctors(store: Store) -> Numbers:
    periods = list(range(2013, 2019))
    line = [values(store, "doctors_per_10k", year)[GDYNIA] for year in periods]
    pairs = list(combinations(range(len(line)), 2))
    up, down = (sum(sign * (line[j] - line[i]) > 0 for i, j in pairs) for sign in (1, -1))
    s = up - down
    orders = [sum(np.sign(order[j] - order[i]) for i, j in pairs) for order in permutations(range(6))]
    as_far = sum(abs(one) >= s for one in orders)
    slopes = sorted((line[j] - line[i]) / (periods[j] - periods[i]) for i, j in pairs)
    variance = 6 * 5 * 17 / 18
    left_out = (len(pairs) - 1.96 * math.sqrt(variance)) / 2
    low, high = slopes[round(left_out) - 1], slopes[-round(left_out)]
    assert np.median(slopes) == slopes[7] and round(slopes[7]) == 3
    return [
        *years(*periods), *whole_numbers(10, 6, 5, 2, len(pairs), up, down, s, len(orders), as_far, 3, 17, 18),
        *((one, 1) for one in line), (as_far / len(orders), 3), (0.05, 2), *((one, 3) for one in [*slopes, low, high]),
        (variance, 2), (1.96, 2), (left_out, 2),
    ]  # fmt: skip


def real_terms(store: Store) -> Numbers:
    first, last = (values(store, "investment_per_capita", year)[GDYNIA] for year in (2016, 2020))
    cpi = [observed(store, "cpi_previous_year_100", "PL", year) for year in range(2017, 2021)]
    chain = math.prod(index / 100 for index in cpi)
    return [*years(*range(2016, 2021)), (first, 2), (last, 2), *((index, 1) for index in cpi),
            *((index / 100, 3) for index in cpi), (chain, 4), (100 * (chain - 1), 1), (first * chain, 2),
            (last / first, 2), (last / (first * chain), 2)]  # fmt: skip


def cities(store: Store) -> pd.DataFrame:
    """The cities with powiat rights in 2019: cost, share on sewerage, own revenue in 2020 and score."""
    frame = pd.DataFrame({
        "cost": values(store, "investment_per_capita", 2019), "output": values(store, "population_on_sewerage", 2019),
        "revenue": values(store, "own_revenue_per_capita", 2020),
    })  # fmt: skip
    frame = frame.loc[store.query("select area_id from area where kind = $k", k=CITIES)["area_id"]].dropna()
    least = [frame.loc[frame["output"] >= own, "cost"].min() for own in frame["output"]]
    return frame.assign(score=least / frame["cost"])


def cost_and_quality(store: Store) -> Numbers:
    frame = cities(store)
    own = frame.loc[KRAKOW]
    cheaper = frame[(frame["cost"] < own["cost"]) & (frame["output"] >= own["output"])]
    near = distances(store, KRAKOW)
    assert near[near.index.isin(cheaper.index)].index[0] == WROCLAW
    other, cheapest = frame.loc[WROCLAW], cheaper.loc[cheaper["cost"].idxmin()]
    assert cheapest.name == "247601"  # Świętochłowice
    saving = own["cost"] - other["cost"]
    return [
        *years(2019, 2020), *whole_numbers(len(frame) - 1, len(frame), len(cheaper), 100 * saving / own["cost"]),
        *((row["cost"], 3) for row in (own, other, cheapest)), *((row["output"], 1) for row in (own, other, cheapest)),
        (near[WROCLAW], 2), (saving, 3), (saving / own["cost"], 2), (own["score"], 3),
        (own["revenue"], 0), (cheapest["revenue"], 0),
        (frame["score"].corr(frame["revenue"], method="spearman"), 2),
    ]  # fmt: skip


def gap(store: Store) -> Numbers:
    cost, residents = cities(store)["cost"], observed(store, "population", KRAKOW, 2019)
    own, other = cost[KRAKOW], cost[WROCLAW]
    peers = cost[distances(store, KRAKOW).index[:7]].sort_values()
    revenue, share = (
        {area_id: values(store, indicator_id, 2019)[area_id] for area_id in (KRAKOW, WROCLAW)}
        for indicator_id in ("own_revenue_per_resident_powiat", "investment_to_own_revenue")
    )
    a, b = share[KRAKOW] / 100, share[WROCLAW] / 100
    parts = [(a - b) * (revenue[KRAKOW] + revenue[WROCLAW]) / 2, (revenue[KRAKOW] - revenue[WROCLAW]) * (a + b) / 2]
    assert sum(parts) == pytest.approx(own - other)
    return [
        *years(2019), *whole_numbers(residents, 7, 2), (own, 3), (other, 3), (own - other, 3),
        *((one, 3) for one in peers),
        *((residents * one / 1e6, 1) for one in (own - other, own - peers.iloc[3], *parts)),
        *((one, 2) for one in revenue.values()), *((100 * one, 3) for one in (a, b)), (a, 5), (b, 5),
    ]  # fmt: skip


def change(store: Store) -> Numbers:
    in_cities = "select area_id from area where kind = $k"
    cities = store.query(in_cities, k=CITIES)["area_id"]
    before, now = (values(store, "doctors_per_10k", year) for year in (2017, 2018))
    before, now = before[before.index.isin(cities)], now[now.index.isin(cities)]
    worse, equal = (
        [int(count(line, line[GDYNIA]).sum()) for line in (before, now)] for count in (pd.Series.lt, pd.Series.eq)
    )
    n = len(before)
    assert len(now) == n
    percentiles = [100 * (less + 0.5 * same) / n for less, same in zip(worse, equal, strict=True)]
    points, more = percentiles[1] - percentiles[0], now[GDYNIA] - before[GDYNIA]
    periods = {
        indicator_id: store.query(
            "select distinct period from indicator_value where indicator_id = $i and value is not null order by 1",
            i=indicator_id)["period"].tolist()
        for indicator_id in ("doctors_per_10k", "expenditure_total_per_capita")
    }  # fmt: skip
    gaps = {one: np.diff(line) for one, line in periods.items()}
    rhythms = [float(np.median(line)) for line in gaps.values()]
    ages = [2026 - line[-1] for line in periods.values()]
    assert [age > rhythm + 1 for age, rhythm in zip(ages, rhythms, strict=True)] == [True, False]
    doctors, expenditure = periods.values()
    assert doctors == list(range(2013, 2019))
    return [
        *years(2026, doctors[0], 2017, doctors[-1], *expenditure), (0.5, 1),
        *whole_numbers(10, 100, n, *worse, *equal, points, *ages, *rhythms, 1 + rhythms[0],
                       *gaps["expenditure_total_per_capita"]),
        (before[GDYNIA], 1), (now[GDYNIA], 1), (more, 1), (more / before[GDYNIA], 3), (100 * more / before[GDYNIA], 1),
        *((percentile, 2) for percentile in percentiles), (points, 2),
    ]  # fmt: skip


EXAMPLES: dict[str, Callable[[Store], Numbers]] = {
    "aggregates": aggregates, "metros": metros, "ranks": ranks, "intervals": intervals, "trend": trend_of_doctors,
    "real_terms": real_terms, "cost_quality": cost_and_quality, "gap": gap, "changes": change,
}  # fmt: skip


@pytest.mark.parametrize("section_id", EXAMPLES)
def test_every_number_of_a_worked_example_is_recomputed(store: Store, language: Language, section_id: str) -> None:
    text = example(language, section_id)
    assert set(re.findall(_NUMBER[language], text)) == written(EXAMPLES[section_id](store), language)


_TERM = r"[\d(][\d .()*/+-]*"  # of an equation, in Python's signs


def equations(text: str, language: Language) -> list[tuple[str, str]]:
    """Both sides of every "=" with numbers on both sides, in Python's signs."""
    group, point = ("\u00a0", ",") if language is Language.POLISH else (",", ".")
    text = re.sub(rf"(?<=\d){group}(?=\d{{3}})", "", text.replace("**", ""))
    text = " ".join(text.split())
    text = re.sub(rf"(?<=\d){re.escape(point)}(?=\d)", ".", text)
    text = re.sub(r"√([\d.]+)", r"\1 ** 0.5", text.replace("·", "*").replace("−", "-"))
    parts = text.split(" = ")
    sides = [(re.search(_TERM + "$", left), re.match(_TERM, right)) for left, right in pairwise(parts)]
    return [(left.group(), right.group().rstrip(" .*")) for left, right in sides if left and right]


@pytest.mark.parametrize("section_id", sorted(EXAMPLES.keys() - {"intervals"}))  # which has no sum
def test_every_equation_of_a_worked_example_holds_for_the_numbers_it_shows(language: Language, section_id: str) -> None:
    found = equations(example(language, section_id), language)
    assert found
    for left, right in found:
        shown = len(right.split()[-1].partition(".")[2])
        assert eval(left) == pytest.approx(eval(right), rel=0, abs=0.51 * 10**-shown), (left, right)


def test_each_area_of_a_table_stands_beside_its_own_numbers(store: Store, language: Language) -> None:
    names = store.query("select area_id, name from area").set_index("area_id")["name"]
    text = example(language, "ranks")
    for position, (area_id, score) in enumerate(cities_like_gdynia(store).items(), start=1):
        assert f"| {position} | {names[area_id]} | {one(score, 2, language)} |" in text
    rows, whole = members(store)
    rows["share"] = rows["weight"] / rows["weight"].sum()
    for row, name in zip(rows.itertuples(), ["Chełm,.*", "Chełm,.*", "Kamień", "Ruda-Huta"], strict=True):
        (line,) = re.findall(rf"(?m)^\| {name} \| {one(row.score, 2, language)} \|.*", example(language, "aggregates"))
        assert line.endswith(f"| {one(row.score * row.weight, 2, language)} |")
        (line,) = re.findall(rf"(?m)^\| {name} \| {one(row.share, 4, language)} \|.*", example(language, "metros"))
        assert line.endswith(f"{one(row.share * (row.score - whole), 3, language)} |")


def test_the_examples_are_the_ones_worked_out_here(language: Language) -> None:
    with_example = [section.id for section in method.sections(language) if "\n### " in section.text]
    assert with_example == list(EXAMPLES)


def test_both_documents_have_the_same_sections_in_the_same_order() -> None:
    polish, english = (method.sections(language) for language in Language)
    assert [section.id for section in polish] == [section.id for section in english]
    assert len({section.id for section in polish}) == len(polish) > 15
    for one, other in zip(polish, english, strict=True):
        assert one.text.count("\n### ") == other.text.count("\n### ")
        for mark in (r"(?m)^\|", r"(?m)^ *\* ", r"(?m)^    \S"):  # tables, lists, formulas
            assert len(re.findall(mark, one.text)) == len(re.findall(mark, other.text)), one.id


def test_the_rules_state_the_numbers_of_the_code(language: Language, store: Store) -> None:
    peers = [str(number) for number in PEERS]
    limits = store.query("select reason, threshold from comparability").set_index("reason")["threshold"]
    assert limits["few_areas"] == ranking.FEWEST_RANKED and limits["low_coverage"] == aggregate.COVERAGE_NEEDED
    few, eight, years = ranking.FEWEST_RANKED, ranking.FEWEST_FOR_QUARTILES, trend.FEWEST_JUDGED
    rules = {
        Language.ENGLISH: {
            "comparability": [f"less than {100 * limits['low_coverage']:.0f} %", f"fewer than {few} areas"],
            "aggregates": [f"coverage of {aggregate.COVERAGE_NEEDED}"],
            "groups": [f"from {few} values on"],
            "peers": [f"nearest {MOST} are kept", f"choose {', '.join(peers[:-1])} or {peers[-1]} of them"],
            "ranks": [f"fewer than {few} values", f"fewer than {eight} there is no quarter"],
            "intervals": [f"{', '.join(peers[:-1])} and {peers[-1]} of them"],
            "trend": [f"fewer than {years} years", "p < 0.05", f"Up to {trend.MOST_EXACT} values"],
            "cost_quality": [f"At least {frontier.fewest(outputs=1)} areas"],
            "gap": [f"at least {cost_quality.FEWEST_PEERS} of them"],
            "report": [
                f"at least {few} areas",
                f"is {WORST} or less",
                f"more than {asking.MOST}",
                f"most {asking.MOST_OWN} to",
            ],
            "changes": [f"The last {EDITIONS_KEPT} editions are kept"],
            "own_data": [f"up to {MOST_BYTES // 10**6} MB and {MOST_ROWS:,} rows", f"from {FIRST_PERIOD} to the next"],
        },
        Language.POLISH: {
            "comparability": [f"mniej niż {100 * limits['low_coverage']:.0f}%", f"mniej niż {few} jednostki"],
            "aggregates": [f"od pokrycia {aggregate.COVERAGE_NEEDED}".replace(".", ",")],
            "groups": [f"od {few} wartości"],
            "peers": [f"Zachowujemy {MOST} najbliższych", f"wybiera {', '.join(peers[:-1])} albo {peers[-1]} z nich"],
            "ranks": [f"mniej niż {few}, nie ma miejsca", f"mniej niż {eight}, nie ma ćwiartki"],
            "intervals": [f"{', '.join(peers[:-1])} i {peers[-1]}, w pokazanym roku"],
            "trend": [f"lat jest mniej niż {years}", "p < 0,05", f"Do {trend.MOST_EXACT} wartości"],
            "cost_quality": [f"co najmniej {frontier.fewest(outputs=1)} jednostek"],
            "gap": [f"co najmniej {cost_quality.FEWEST_PEERS}."],
            "report": [
                f"co najmniej {few} jednostki",
                f"wynosi {WORST} lub mniej",
                f"niż {asking.MOST} wskaźników",
                f"najwyżej {asking.MOST_OWN} na",
            ],
            "changes": [f"Zachowujemy ostatnie {EDITIONS_KEPT} edycje"],
            "own_data": [
                f"do {MOST_BYTES // 10**6} MB i {MOST_ROWS:,} wierszy".replace(",", " "),
                f"między {FIRST_PERIOD} a rokiem następnym",
            ],
        },
    }[language]
    texts = {section.id: " ".join(section.text.replace("\u00a0", " ").split()) for section in method.sections(language)}
    assert [(key, rule) for key, wanted in rules.items() for rule in wanted if rule not in texts[key]] == []


def test_statuses_reasons_and_cost_scopes_are_those_of_the_data(language: Language, store: Store) -> None:
    texts = {section.id: section.text for section in method.sections(language)}
    codes = store.query("select status from status order by severity")["status"].tolist()
    assert re.findall(r"(?m)^\| ([A-Z]) \|", texts["statuses"]) == codes
    reasons = store.query("select * from comparability order by position").set_index(f"name_{language}")
    marks = re.findall(r"(?m)^\| ([^|]+) \| ([◐○]) \|", texts["comparability"])
    assert marks == [(name, {"amber": "◐", "grey": "○"}[light]) for name, light in reasons["light"].items()]
    scopes = store.query("select cost_scope from cost_scope order by 1")["cost_scope"].tolist()
    assert re.findall(r"(?m)^\* \*\*([A-D])\*\* ", texts["comparability"]) == scopes


def test_the_attributes_of_bdl_are_read_as_the_data_say(language: Language) -> None:
    (text,) = [section.text for section in method.sections(language) if section.id == "live"]
    words = {"value": "value", "zero": "zero", "missing": "missing"}
    if language is Language.POLISH:
        words = {"wartość": "value", "zero": "zero", "brak": "missing"}
    rows = re.findall(r"(?m)^\| ([\d, ]+) \| (\S+) \| ([A-Z]) \|", text)
    written_there = {int(one): (words[reads], status) for found, reads, status in rows for one in found.split(",")}
    known = attributes(CHECKOUT / "data")
    assert written_there == {attribute: (row.reads, row.status) for attribute, row in known.items()}
    for status in {"V", "O"}:
        assert f"({status})" in text


def test_the_flags_of_smup_are_read_as_the_data_say(language: Language) -> None:
    (text,) = [section.text for section in method.sections(language) if section.id == "live"]
    words = {"value": "value", "zero": "zero", "missing": "missing", "wartość": "value", "brak": "missing"}
    rows = re.findall(r"(?m)^\| ([^|\d]+) \| (\S+) \| ([A-Z]) \|", text)
    flags = reviewed(CHECKOUT / "data").flags
    assert {(begins, words[reads], status) for begins, reads, status in rows} == {
        (flag.begins, flag.reads, flag.status) for flag in flags
    }


def test_what_moved_in_the_example_is_what_the_page_shows(store: Store) -> None:
    moved = monitoring.movers(store, GDYNIA).set_index("indicator_id").loc["doctors_per_10k"]
    assert (moved["period_before"], moved["period"]) == (2017, 2018)
    assert moved[["change", "relative", "percentile_change"]].tolist() == pytest.approx([5.3, 0.0682, 6.818], rel=1e-3)
    ages = monitoring.ages(store).set_index(["kind", "id"]).loc["indicator"]
    for indicator_id, last in (("doctors_per_10k", 2018), ("expenditure_total_per_capita", 2024)):
        assert ages.loc[indicator_id, ["last_period", "rhythm"]].tolist() == [last, 1]


def test_the_area_named_as_without_good_peers_has_none(store: Store, language: Language) -> None:
    lacking = store.query("select distinct a.name from peer p join area a using (area_id) where not p.good")["name"]
    (text,) = [section.text for section in method.sections(language) if section.id == "peers"]
    assert "Sopot" in text and "Sopot" in set(lacking)


def _linked() -> set[str]:
    """Identifiers that the code hands to ``links.method`` or, as ``sections``, to what does."""
    found = set()
    for file in (CHECKOUT / "src" / "smup").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "links.method":
                assert all(isinstance(argument, ast.Constant) for argument in node.args), file
                found |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def test_every_section_that_a_figure_links_to_exists(language: Language) -> None:
    ids = {section.id for section in method.sections(language)}
    linked = _linked()
    assert linked <= ids
    assert linked >= {"comparability", "groups", "peers", "ranks", "intervals", "trend", "real_terms", "cost_quality",
                      "gap", "metros", "aggregates", "records", "over_time", "changes", "own_data",
                      "report"}  # fmt: skip


def test_documents_are_laid_out_as_the_page_reads_them() -> None:
    first, second = '<a id="one"></a>\n## First\n\nWords.\n\n### Example\n\n1', '<a id="two"></a>\n## Second\n\nMore.'
    text = f"# T\n\nBefore.\n\n{first}\n\n{second}\n"
    assert method.split(text) == ("Before.", [
        method.Section("one", "First", "Words.\n\n### Example\n\n1"), method.Section("two", "Second", "More."),
    ])  # fmt: skip
    assert method.split("# T\n\nBefore.\n") == ("Before.", [])
