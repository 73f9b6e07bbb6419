"""The first page: what is searched for opens, and three findings on an area stand on the figures of the store."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import World
from smup import sentences
from smup.methods import cost_quality as method
from smup.model import Language, Polarity
from smup.queries import pairs, places
from smup.store import Store
from smup.text import language, money_text, number_text
from test_app import Open, open_page, sound, texts

__all__ = ["open_page"]  # a fixture
GDYNIA = "226201"


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _polish_again() -> Iterator[None]:
    yield
    language.set(Language.POLISH)


def links(app: AppTest) -> list[tuple[str, str, dict[str, str]]]:
    """Label, page and query of every link below the head."""
    found = [(link.proto.label, link.proto.page, dict(parse_qsl(link.proto.query_string)))
             for link in app.get("page_link")]  # fmt: skip
    return [(re.sub(r"\\(?=\W)", "", label), page, query) for label, page, query in found]


def results(app: AppTest) -> list[tuple[str, str, dict[str, str]]]:
    return [one for one in links(app) if " → " in one[0] and "miejsce" not in one[0]]


@pytest.mark.parametrize(
    ("query", "lang", "label", "page", "parameters"),
    [
        ("Gdynia przedszkola koszt", "pl", "Gdynia: Wychowanie przedszkolne, koszt – jeszcze brak danych → Porównanie",
         "comparison", {"area": GDYNIA, "theme": "education"}),
        ("kielcach woda", "pl", "Kielce: Zaopatrzenie w wodę → Porównanie", "comparison",
         {"area": "266101", "theme": "environment", "quantity": "population_on_water"}),
        ("Gdynia preschool", "en", "Gdynia: Preschool education → Comparison", "comparison", {"area": GDYNIA}),
        ("kongres", "pl", "Wszystkie z rodzaju: kongres → Praktyki", "practices", {"record_kind": "event.congress"}),
        ("asystent głosowy", "pl", "Voicebot – asystent głosowy → Praktyki", "practices",
         {"record": "asystent_glosowy_gdynia"}),
        ("osoby na izbę", "pl", "Osoby na izbę → Ranking", "ranking", {"indicator": "persons_per_room"}),
        ("Opole", "pl", "Opole → Profil", "profile", {"area": "166101"}),
    ],
)  # fmt: skip
def test_the_best_answer_comes_first_says_what_it_opens_and_opens_it(
    open_page: Open,
    query: str,
    lang: str,
    label: str,
    page: str,
    parameters: dict[str, str],
) -> None:
    app = sound(open_page("start", search=query, lang=lang, theme="finance", group="picked", area="126101"))
    first, *others = results(app)
    assert first[:2] == (label, page)
    assert len(others) < 8
    assert first[2] == {"area": "126101", "lang": lang} | parameters | {
        key: first[2][key] for key in first[2] if key in ("theme", "quantity", "quality", "cost")
    }  # the choices of other views stay behind, the area and the language go along
    opened = sound(open_page(page, **first[2]))
    assert not opened.warning


@pytest.mark.parametrize(
    "query",
    ["qwertyuiop", "😀", "'; drop table area; --", "x" * 10_000, "<script>alert(1)</script>", "[a](http://b.c)"],
)
def test_what_is_not_found_is_answered_with_an_example(open_page: Open, query: str) -> None:
    app = sound(open_page("start", search=query))
    assert not results(app)
    assert "Nic nie znaleziono" in texts(app) and "Kraków przedszkola koszt" in texts(app)


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_an_example_is_one_click_from_its_answer(open_page: Open, lang: str) -> None:
    app = open_page("start", lang=lang)
    examples = [one.label for one in app.button if one.key.startswith("search-example")]
    assert len(examples) == 4
    for words in examples:
        found = sound(open_page("start", lang=lang, search=words))
        assert results(found) and not [one for one in found.button if one.key.startswith("search-example")]
    app = sound(app.button[[one.label for one in app.button].index(examples[1])].click().run())
    assert app.query_params["search"] == examples[1] and results(app)[0][2]["area"] == "266101"


def test_typing_writes_the_address(open_page: Open) -> None:
    app = open_page("start", area=GDYNIA)
    app = sound(app.text_input[0].set_value("Sopot drogi").run())
    assert app.query_params["search"] == "Sopot drogi"
    assert results(app)[0][2]["area"] == "226401"


def test_the_findings_of_an_area_searched_for_are_one_click_away(open_page: Open) -> None:
    app = sound(open_page("start", area=GDYNIA, search="drogi w Opolu"))
    assert app.header[0].value == "Gdynia: trzy ustalenia"
    (button,) = [one for one in app.button if "Opole" in one.label]
    app = sound(button.click().run())
    assert app.query_params["area"] == "166101"
    assert app.header[0].value == "Opole: trzy ustalenia"
    assert not [one for one in app.button if "Opole" in one.label]


@pytest.mark.parametrize(
    ("area", "group", "pair", "period"),
    [
        ("126101", "similar.126101.7", "budget_sewerage", 2019),  # not 2018, when the gap was larger
        ("gzm", "metropolitan_area", "budget_sewerage", 2019),
        ("1206", "similar.1206.7", "powiat_budget_matura_general", 2017),
    ],
)
def test_a_cost_of_everything_is_a_difference_from_the_median_and_no_saving(
    open_page: Open,
    store: Store,
    area: str,
    group: str,
    pair: str,
    period: int,
) -> None:
    language.set(Language.POLISH)
    points = pairs.points(store, pair, area, group, period, period).set_index("area_id")
    others = points[points["in_group"] & (points.index != area)]
    own = points.loc[area]
    worth = (own["cost"] - others["cost"].median()) * own["units"]
    app = sound(open_page("start", area=area))
    (metric,) = app.metric
    assert metric.value == ("+" if worth > 0 else "") + money_text(worth)
    said = next(text for text in texts(app).splitlines() if "mediana grupy" in text)
    assert said[0].isupper() and ("wyższe niż" if worth > 0 else "niższe niż") in said
    for part in (str(period), number_text(others["cost"].median()), f"innych: {len(others)}", money_text(abs(worth)),
                 own["why"] if isinstance(own["why"], str) else "porównywalna"):  # fmt: skip
        assert part in said
    assert "Płacąc tyle co" not in texts(app)
    assert f"Nie ma nowszych danych o tym koszcie i jego efektach niż za {period} r." in texts(app)
    (proof,) = [query for _label, page, query in links(app) if page == "cost_quality" and "pair" in query]
    proved = texts(sound(open_page("cost_quality", **proof)))
    assert money_text(abs(worth)) in proved


@pytest.mark.parametrize("area", ["121701", "120601", "121905"])  # urban, rural, urban-rural; all in Małopolska
def test_a_cost_close_to_its_service_is_held_against_a_real_area_as_good_and_cheaper(
    open_page: Open,
    store: Store,
    area: str,
) -> None:
    language.set(Language.POLISH)
    app = sound(open_page("start", area=area))
    (metric,) = app.metric
    (proof,) = [query for _label, page, query in links(app) if page == "cost_quality" and "pair" in query]
    (first, *_rest) = pairs.periods(store, proof["pair"], area).query("own and n >= 6").itertuples()
    points = pairs.points(store, proof["pair"], area, f"similar.{area}.7", first.period, first.output_period)
    own = points.set_index("area_id").loc[area]
    better = points[(points["cost"] < own["cost"]) & (points["output"] >= own["output"])]
    nearest = better.sort_values("distance").iloc[0]
    assert pairs.pair(store, proof["pair"]).better == "higher"
    saved = (own["cost"] - nearest["cost"]) * own["units"]
    assert metric.value == money_text(-saved) and nearest["label"].split(" (")[0] in metric.label
    said = texts(app)
    assert f"Płacąc tyle co {nearest['label']}, wydano by o {money_text(saved)} rocznie mniej." in said
    sentence = next(text for text in said.splitlines() if "Płacąc tyle co" in text)
    proved = texts(sound(open_page("cost_quality", **proof)))
    assert all(part.strip(". ") in proved for part in re.split(r" Płacąc ", sentence))


def test_an_area_that_nobody_beats_is_not_told_to_save() -> None:
    points = pd.DataFrame({"cost": [100.0, 90, 80, 120, 130, 110], "output": [50.0, 40, 30, 50, 45, 50],
                           "units": 10.0, "distance": [0.0, 1, 2, 3, 4, 5]}, index=list("abcdef"))  # fmt: skip
    assert method.cheaper(points, "a", Polarity.HIGHER).empty
    own = method.cheaper(points, "d", Polarity.HIGHER)
    assert own.index.tolist() == ["a", "f"]
    assert own["worth"].tolist() == [(120 - 100) * 10, (120 - 110) * 10]


CHOSEN = ["146501", "106101", "066301", "PL020L2", "100104", "22", "smk", "2604"]


@pytest.mark.parametrize("lang", ["pl", "en"])
@pytest.mark.parametrize("area", CHOSEN)
def test_no_finding_is_empty_or_unfinished(open_page: Open, area: str, lang: str) -> None:
    app = sound(open_page("start", area=area, lang=lang))
    said = [text for text in texts(app).splitlines() if text]
    labels = [label for label, page, _q in links(app) if page in ("ranking", "cost_quality")]
    assert app.header[0].value[0].isupper()
    for text in [*said, *labels]:
        assert not re.search(r"\bnan\b|None|<NA>|\{|\(\)|  | ,|\.\.|–\u00a0|inf\b", text), text
    years = [int(year) for label in labels for year in re.findall(r", (20\d\d): ", label)]
    assert not years or max(years) - min(years) <= 7
    proofs = [(page, query) for label, page, query in links(app) if label in labels and lang == "pl"]
    for page, query in proofs:
        assert not sound(open_page(page, **query)).warning


@pytest.mark.parametrize("area", [GDYNIA, "1206", "120601", "12"])
def test_best_and_weakest_places_are_those_of_the_store_and_proved_by_the_ranking(
    open_page: Open,
    store: Store,
    area: str,
) -> None:
    app = sound(open_page("start", area=area))
    found = [one for one in links(app) if one[1] == "ranking" and "miejsce" in one[0]]
    assert found
    group = {"12": "voivodeship"}.get(area, f"similar.{area}.7")
    frame = places.profile(store, area, None, group).set_index("indicator_id")
    judged = frame[(frame["polarity"] != "none") & frame["percentile"].notna() & (frame["light"] != "grey")]
    judged = judged[judged["period"] >= frame["period"].max() - 7]
    for dimension in ("quantity", "quality"):
        rows = judged[judged["dimension"] == dimension]
        shown = [one for one in found if frame.loc[one[2]["indicator"], "dimension"] == dimension]
        at = [frame.loc[one[2]["indicator"], "percentile"] for one in shown]
        best, weakest = rows["percentile"].max(), rows["percentile"].min()
        assert at == ([best, weakest] if weakest < best else [best])
    for label, _page, query in found:
        row = frame.loc[query["indicator"]]
        place = f"miejsce {number_text(row['rank'])} z {number_text(row['n'])}"
        assert place in label and str(row["period"]) in label
        proved = sound(open_page("ranking", **query))
        assert not proved.warning and place in texts(proved)


def test_what_moved_names_both_years_and_is_never_an_indicator_without_judgement(open_page: Open, store: Store) -> None:
    said = texts(sound(open_page("start", area=GDYNIA)))
    assert "W górę: Przestępstwa stwierdzone na 1000 mieszkańców, 2018 → 2019: 23,9 → 22,5" in said
    assert re.search(r"W dół: .*, 2017 → 2018: .*pozycja niższa o \d+ punkt", said)
    assert "Uczestnicy na jedną imprezę" not in said  # moved furthest, but more is not better there


def test_what_changed_can_be_read_in_the_figures(open_page: Open) -> None:
    said = texts(sound(open_page("start", area="026401")))  # Wrocław: hard-surface roads, 89.8 and 89.8 per cent
    figures = re.findall(r"20\d\d: (\S+) → (\S+) ", said)
    assert figures and all(before != after for before, after in figures)


@pytest.mark.parametrize("area", ["PL", "PL020L2", "100104"])
def test_a_finding_that_is_not_possible_is_a_sentence_why(open_page: Open, area: str) -> None:
    app = sound(open_page("start", area=area))
    said = texts(app)
    assert len([heading.value for heading in app.subheader]) == 3
    if area == "PL":
        assert not app.metric
        for words in ("różnicy w złotych nie da się podać", "brak miejsca wśród innych jednostek", "żaden oceniany"):
            assert f"Polska: {words}" in said


@pytest.mark.parametrize(
    "parameters",
    [
        {"theme": "magic", "group": "magic", "period": "1410", "indicator": "x", "pair": "y", "trend": "z"},
        {"search": "\x00\ud7ff", "quality": "%%%", "record": "../../etc"},
        {"search": " ", "area": "226201,126101,nowhere", "lang": "en"},
        {"area": ",,,", "search": "a" * 5000},
    ],
)
def test_any_address_ends_in_a_page(open_page: Open, parameters: dict[str, str]) -> None:
    app = sound(open_page("start", **parameters))
    assert [heading.value for heading in app.subheader]
    assert ("There is no area “nowhere”" in "".join(one.value for one in app.warning)) == ("lang" in parameters)


def test_the_head_leads_to_the_groups_and_to_the_pages_of_the_one_it_is_in(open_page: Open) -> None:
    head = ["Start", "Porównania", "Praktyki", "Dane i metoda"]
    assert [label or page for label, page, _q in links(open_page("start"))][: len(head)] == head
    inside = [label for label, _p, _q in links(open_page("ranking", area=GDYNIA))]
    assert inside[: len(head) + 8] == [
        *head, "Porównanie", "Ranking", "Mapa", "Profil", "Koszt a jakość", "Metropolie", "Raport", "Zmiany",
    ]  # fmt: skip
    assert all(query["area"] == GDYNIA for _l, _p, query in links(open_page("ranking", area=GDYNIA)))


def test_the_page_stands_on_a_small_store(
    small_world: World,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_world.build().close()
    monkeypatch.setenv("SMUP_DATA", str(small_world.data))
    app = sound(open_page("start", search="Kraków"))
    assert results(app)[0][1] == "profile"
    assert len(app.subheader) == 3


def test_sentences_hold_what_they_are_given() -> None:
    language.set(Language.ENGLISH)
    row = pd.Series({"indicator": "Exam", "period": 2024, "value": 61.25, "decimals": 1, "short_unit": "%", "rank": 2,
                     "n": 8, "light": "amber", "why": "estimated", "period_before": 2023, "value_before": 60.0,
                     "unit": "per cent", "percentile_change": -12.4})  # fmt: skip
    assert sentences.describe_place(row, True) == "Highest: Exam, 2024: 61.2\u00a0%, place 2 of 8 (◐ estimated)."
    assert sentences.describe_place(row, False).startswith("Lowest: Exam")
    said = "Down: Exam, 2023 → 2024: 60.0 → 61.2 (per cent), its position fell by 12 points (◐ estimated)."
    assert sentences.describe_move(row) == said
    assert "rose by 1 point (" in sentences.describe_move(row.replace({-12.4: 1.0}))
