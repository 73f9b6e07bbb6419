"""Every page runs, whatever the address says, in both languages, and says what is wrong in a sentence."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from conftest import World
from smup.model import Language
from smup.text import literal
from smup.ui import method
from smup.ui.serving import SCRIPT

CHECKOUT = Path(__file__).parents[1]
PAGES = (
    "start", "comparison", "ranking", "map", "profile", "cost_quality", "metropolitan", "report", "changes",
    "practices", "catalogue", "method", "own_data", "about", "accessibility",
)  # fmt: skip
CITIES = "city_with_powiat_rights"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page with query parameters, as a link does."""
    monkeypatch.setenv("SMUP_DATA", str(data))

    def open_it(page: str, **parameters: str) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        app.query_params.update(parameters)
        if page != "start":
            app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / f"{page}.py"))
        return app.run()

    return open_it


def texts(app: AppTest) -> str:
    """All that the page says."""
    return "\n".join(str(element.value) for kind in ("markdown", "caption", "info") for element in app.get(kind))


def sound(app: AppTest) -> AppTest:
    """Fail when the page ended in an exception or an error."""
    assert not [element.value for element in app.exception]
    assert not [element.value for element in app.error]
    return app


def unfolded(app: AppTest) -> AppTest:
    """Open all that lies folded on a sound page."""
    for fold in app.expander:
        if key := re.search(r"folded-[\w-]+", fold.proto.id):
            app.session_state[key.group()] = True
    return sound(app.run())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_page_runs_to_its_foot_in_both_languages(open_page: Open, page: str, language: str) -> None:
    app = sound(open_page(page, lang=language))
    assert not app.warning
    assert ("edycja" if language == "pl" else "edition") in texts(app)


def test_the_first_view_compares_four_cities_in_three_dimensions(open_page: Open) -> None:
    app = sound(open_page("comparison"))
    assert [heading.value for heading in app.header][:3] == ["Ilość", "Jakość", "Koszt"]
    said = texts(app)
    assert "Egzamin ósmoklasisty: średni wynik, matematyka, 2025: najwyższa wartość – Kraków (68,1\u00a0%)" in said
    assert "Wrocław (1\u00a0061\u00a0zł)" in said
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize(
    ("page", "parameters", "said"),
    [
        ("comparison", {"area": "126101,nowhere"}, "Nie ma jednostki „nowhere”"),
        ("ranking", {"area": "Krakow"}, "Kraków = 126101"),
        ("profile", {"area": "999999"}, "Nie ma jednostki „999999”"),
        ("comparison", {"theme": "magic"}, "„magic” w adresie strony (theme)"),
        ("comparison", {"group": "magic"}, "„magic” w adresie strony (group)"),
        ("comparison", {"quality": "magic"}, "„magic” w adresie strony (quality)"),
        ("comparison", {"period": "1410"}, "„1410” w adresie strony (period)"),
        ("comparison", {"kind": "village"}, "„village” w adresie strony (kind)"),
        ("comparison", {"population_from": "-5"}, "„-5” w adresie strony (population_from)"),
        ("ranking", {"indicator": "magic"}, "„magic” w adresie strony (indicator)"),
        ("ranking", {"period": "abc"}, "„abc” w adresie strony (period)"),
        ("profile", {"theme": "magic"}, "„magic” w adresie strony (theme)"),
        ("comparison", {"trend": "cost", "prices": "magic"}, "„magic” w adresie strony (prices)"),
        ("method", {"section": "magic"}, "„magic” w adresie strony (section)"),
        ("map", {"level": "village"}, "„village” w adresie strony (level)"),
        ("map", {"classes": "magic"}, "„magic” w adresie strony (classes)"),
        ("map", {"zoom": "-5"}, "„-5” w adresie strony (zoom)"),
        ("map", {"metro": "magic"}, "„magic” w adresie strony (metro)"),
        (
            "map",
            {"indicator": "expenditure_total_per_capita", "period": "2019", "tasks": "x"},
            "„x” w adresie strony (tasks)",
        ),
        ("comparison", {"lang": "de"}, "„de” w adresie strony (lang)"),
        ("comparison", {"area": "[x](http://example.org)"}, "·x··http"),
    ],
)
def test_an_unknown_choice_in_the_address_is_named_and_the_page_goes_on(
    open_page: Open, page: str, parameters: dict[str, str], said: str
) -> None:
    app = sound(open_page(page, **parameters))
    assert said in "\n".join(warning.value for warning in app.warning)
    assert "edycja" in texts(app)


def test_a_theme_without_data_says_so(open_page: Open) -> None:
    app = sound(open_page("comparison", theme="surveying"))
    assert texts(app).count("Na razie brak danych") == 3
    for page in ("ranking", "profile"):
        assert "na razie nie ma danych" in texts(sound(open_page(page, theme="surveying")))


@pytest.mark.parametrize("area", ["gzm", "PL002L2", "12", "PL", "1206", "120713", "100104", "120601"])
@pytest.mark.parametrize("page", ["comparison", "ranking", "map", "profile"])
def test_every_kind_of_area_can_be_looked_at(open_page: Open, page: str, area: str) -> None:
    sound(open_page(page, area=area))


@pytest.mark.parametrize("theme", ["education", "transport", "finance", "population", "health"])
def test_every_theme_can_be_profiled_for_a_city_and_compared(open_page: Open, theme: str) -> None:
    sound(open_page("profile", theme=theme, area="226201"))
    sound(open_page("comparison", theme=theme, area="126101,1206,gzm,120601"))


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, ["2453 z 2479", "Nie ma na mapie: Grabówka i Szczawa", "**Kraków** – 68,1 % · najwyższe 20 %"]),
        ({"level": "powiat", "indicator": "matura_pass", "classes": "median", "area": "120601"},
         ["powiat krakowski", "Niebieski to lepsza strona mediany"]),
        ({"level": "voivodeship", "indicator": "exam8_maths", "lang": "en", "zoom": "area"},
         ["**województwo małopolskie**", "16 of 16 can be compared"]),
        ({"metro": "smk", "level": "powiat", "area": "226201"}, ["Na tej mapie nie ma: Gdynia.", "15 z 15"]),
        ({"indicator": "expenditure_total_per_capita", "period": "2019", "tasks": "gmina_powiat"},
         ["Pieniądze porównujemy tylko tam, gdzie płaci się nimi za te same zadania", "porównać można 66 z 2479"]),
        ({"indicator": "population_on_sewerage", "level": "voivodeship", "classes": "median"}, ["województw"]),
        ({"theme": "surveying"}, ["na razie nie ma danych"]),
    ],
)  # fmt: skip
def test_a_map_says_what_it_shows(open_page: Open, parameters: dict[str, str], words: list[str]) -> None:
    app = sound(open_page("map", **parameters))
    assert not app.warning
    said = texts(app).replace("\u00a0", " ").replace("2 453", "2453").replace("2 479", "2479")
    for word in words:
        assert word in said


def test_without_shapes_the_map_gives_way_to_its_table(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("smup.ui.maps.FOLDER", tmp_path / "file" / "shapes")
    app = sound(open_page("map"))
    assert "Nie ma mapy, jej wartości są w tabeli poniżej" in app.warning[0].value
    assert (
        not app.get("plotly_chart") and len(unfolded(app).dataframe) == 1 and "2453" in texts(app).replace("\u00a0", "")
    )


def test_money_of_cities_and_other_gminas_is_compared_with_a_warning(open_page: Open) -> None:
    app = open_page("comparison", area="126101,120601", cost="expenditure_total_per_capita")
    assert "Miasto na prawach powiatu płaci też za zadania powiatu" in texts(app)


def test_the_ranking_of_all_rural_gminas_is_drawn(open_page: Open) -> None:
    app = sound(open_page("ranking", group="rural", indicator="population_on_sewerage", area="120601"))
    assert "gminy wiejskie, Polska: wartość mają" in texts(app)
    assert "Czernichów" in texts(app)


@pytest.mark.parametrize(
    ("page", "lang", "group", "words"),
    [
        ("ranking", "pl", "similar", ["miejsce 2 z 8 (2–4 z 16). Najlepszy wynik w grupie: Kielce.",
                                      "od–do: w latach 2023, 2024 i 2025; Gdynia wśród 5, 7, 10 i 15 podobnych"]),
        ("ranking", "en", CITIES, ["place 12 of 66 (8–12). Best in the group: Kraków.",
                                   "Place from–to: in the years 2023, 2024, and 2025."]),
        ("profile", "pl", CITIES, ["Miejsce od–do: w pokazanym roku i w najwyżej dwóch wcześniejszych"]),
        ("profile", "en", "similar", ["Gdynia among 5, 7, 10, and 15 similar areas"]),
    ],
)  # fmt: skip
def test_a_rank_is_shown_with_how_far_it_moves(
    open_page: Open, page: str, lang: str, group: str, words: list[str]
) -> None:
    app = sound(open_page(page, area="226201", theme="education", indicator="exam8_maths", group=group, lang=lang))
    for said in words:
        assert said in texts(app)
    (shown,) = [frame.value for frame in app.dataframe if "places" in frame.value.columns]
    assert shown["places"].dropna().str.fullmatch(r"[\d,\u00a0]+(–[\d,\u00a0]+)?( (z|of) \d+)?").all()
    assert shown.loc[shown["rank"].isna(), "places"].isna().all()


def test_the_catalogue_finds_without_accents_and_explains(open_page: Open) -> None:
    app = sound(open_page("catalogue", q="drogi TWARDEJ"))
    assert "Wzór" in texts(app)
    app = sound(open_page("catalogue", q="qwertyuiop"))
    assert "0 wskaźników" in texts(app)


def test_without_inputs_the_page_is_one_sentence(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMUP_DATA", str(tmp_path / "data"))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not app.exception
    assert "is missing; restore it" in app.error[0].value


def test_where_similar_areas_have_no_figures_a_group_that_has_them_is_offered(open_page: Open) -> None:
    parameters = {"theme": "education", "cost": "expenditure_education_per_capita"}
    app = sound(open_page("comparison", area="121809", **parameters))
    assert "za mało danych na medianę grupy (najbardziej podobne do: Wadowice; dane dla 2 z 8)." in texts(app)
    (offer,) = [button for button in app.button if button.label.startswith("Porównaj z grupą")]
    assert offer.label == literal("Porównaj z grupą: gminy miejsko-wiejskie, województwo małopolskie")
    sound(offer.click().run())
    assert app.query_params["group"] == "urban_rural.12"
    assert "mediana grupy (gminy miejsko-wiejskie, województwo małopolskie; dane dla 50 z 50)" in texts(app)
    kraków = sound(open_page("comparison", area="126101", **parameters))
    assert "dane dla 1 z 8" in texts(kraków)
    offers = [button.label for button in kraków.button if button.label.startswith("Porównaj z grupą")]
    assert not offers, "three cities with powiat rights have the figure, too few for a median in any group"


@pytest.mark.parametrize("page", ["comparison", "ranking", "profile"])
@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"group": "similar"}, "najbardziej podobne do: Gdynia"),
        ({"group": "similar", "peers": "15"}, "najbardziej podobne do: Gdynia"),
        ({"group": "neighbours"}, "sąsiedzi: Gdynia"),
        ({"group": "picked"}, "wybrane jednostki"),
    ],
)
def test_a_group_around_an_area_is_chosen_and_named(
    open_page: Open, page: str, parameters: dict[str, str], words: str
) -> None:
    area = "226201" if page == "profile" else "226201,126101,026401,066301"
    app = sound(open_page(page, area=area, theme="education", **parameters))
    if page == "profile" and parameters["group"] == "picked":  # one area alone is no group
        words = "najbardziej podobne do: Gdynia"
    assert words in texts(app)
    assert not app.warning


def test_the_similar_areas_are_shown_with_what_differs_most(open_page: Open) -> None:
    app = sound(open_page("comparison", area="226201", peers="5"))
    (reasons,) = [table.value for table in app.table if "odległość" in table.value.columns]
    assert len(reasons) == 5
    assert "Katowice" in set(reasons["jednostka"])
    assert reasons["co różni najbardziej"].str.contains("%").all()
    app = sound(open_page("comparison", area="226201", peers="99"))
    assert "„99” w adresie strony (peers)" in app.warning[0].value


def test_an_area_without_good_peers_says_so(open_page: Open) -> None:
    app = sound(open_page("profile", area="1206", group="similar"))
    assert "Brak dobrych odpowiedników" in texts(app)
    app = sound(open_page("profile", area="226201", group="similar"))
    assert "Brak dobrych odpowiedników" not in texts(app)


def invested(open_page: Open, **parameters: str) -> AppTest:
    return sound(open_page("comparison", area="226201,126101", theme="construction", cost="investment_per_capita",
                           trend="cost", **parameters))  # fmt: skip


def axis_title(app: AppTest) -> str:
    """What stands beside the axis of the last chart, which is that of the years."""
    return str(json.loads(app.get("plotly_chart")[-1].proto.spec)["layout"]["yaxis"]["title"]["text"])


def test_the_switch_to_constant_prices_writes_the_address_and_deflates(open_page: Open) -> None:
    app = invested(open_page)
    assert axis_title(app) == "złote na mieszkańca"
    assert "Kwoty w cenach bieżących, bez uwzględnienia inflacji" in texts(app)
    (switch,) = [group for group in app.get("button_group") if group.label == "Ceny"]
    app = sound(switch.set_value("real").run())
    assert "real" in app.query_params["prices"]
    assert axis_title(app) == "złote na mieszkańca, w cenach z 2024 r."
    said = texts(app)
    assert "deflator: Główny Urząd Statystyczny (GUS)" in said and "bez uwzględnienia inflacji" not in said
    assert "Gdynia, w cenach z 2024 r.: kierunek niepewny (zmiana roczna od -89,8 do 56,5\u00a0zł" in said


def test_constant_prices_give_way_to_what_is_no_money(open_page: Open) -> None:
    app = sound(open_page("comparison", area="226201", trend="quality", prices="real"))
    assert not [group for group in app.get("button_group") if group.label == "Ceny"]
    assert not app.warning and "w cenach z" not in texts(app)


def test_without_a_price_index_the_switch_says_why(
    small_world: World, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_world.build().close()
    monkeypatch.setenv("SMUP_DATA", str(small_world.data))
    app = sound(open_page("comparison", area="126101,126301", theme="education", trend="cost", prices="real"))
    (switch,) = [group for group in app.get("button_group") if group.label == "Ceny"]
    assert switch.proto.disabled
    assert "w danych nie ma wskaźnika cen konsumpcyjnych" in texts(app)
    assert "bez uwzględnienia inflacji" in texts(app) and "w cenach z" not in texts(app)


def _of_small_world() -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update(area="126101,126301", theme="education")
    return app


def test_new_inputs_whole_or_broken_leave_the_edition_being_served_alone(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_world.build().close()
    monkeypatch.setenv("SMUP_DATA", str(small_world.data))
    served = (small_world.data / "smup.duckdb").resolve()
    note = "Pliki w data/ zmieniły się"

    def look() -> str:
        st.cache_data.clear()  # what the foot says of the files may be a second old
        return texts(sound(_of_small_world().run()))

    assert note not in look()
    table = small_world.data / "variable.csv"
    content = table.read_text(encoding="utf-8")
    for changed in (content + "\n", "no table", None):
        table.write_text(changed, encoding="utf-8") if changed else table.unlink()
        assert note in look()
        assert (small_world.data / "smup.duckdb").resolve() == served
    table.write_text(content, encoding="utf-8")
    assert note not in look()


def test_without_an_edition_of_this_code_the_page_builds_one_or_says_what_is_wrong(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_world.build().close()
    monkeypatch.setenv("SMUP_DATA", str(small_world.data))
    link = small_world.data / "smup.duckdb"
    link.resolve().write_bytes(b"damaged")
    sound(_of_small_world().run())
    assert link.resolve().stat().st_size > 1000
    link.unlink()
    (small_world.data / "variable.csv").write_text("no table", encoding="utf-8")
    app = _of_small_world().run()
    assert not app.exception
    assert "variable.csv" in app.error[0].value


@pytest.mark.parametrize("language", list(Language))
def test_every_section_of_the_method_is_shown_and_the_others_are_on_offer(open_page: Open, language: Language) -> None:
    found = method.sections(language)
    for section in found:
        app = sound(open_page("method", section=section.id, lang=language))
        assert not app.warning
        assert section.text in texts(app) and section.title in [heading.value for heading in app.header]
        assert app.radio[0].options == [one.title for one in found]
    assert found[0].text in texts(sound(open_page("method", lang=language)))


def test_choosing_a_section_writes_the_address(open_page: Open) -> None:
    app = open_page("method", area=CITIES)
    app = sound(app.radio[0].set_value("ranks").run())
    assert "ranks" in app.query_params["section"]
    assert "81,25" in texts(app)


def test_without_its_document_the_page_says_so_and_the_others_go_on(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(method, "FOLDER", tmp_path)
    app = open_page("method", section="ranks")
    assert not app.exception
    assert "nie można odczytać pliku docs/metodologia.md" in app.error[0].value
    sound(open_page("comparison"))


@pytest.mark.parametrize(
    ("page", "parameters", "sections"),
    [
        ("comparison", {"trend": "cost"}, {"peers", "groups", "comparability", "aggregates", "trend", "real_terms"}),
        ("ranking", {}, {"ranks", "intervals"}),
        ("profile", {}, {"ranks", "intervals"}),
        ("cost_quality", {"area": "126101", "pair": "investment_sewerage"}, {"cost_quality", "gap"}),
        ("metropolitan", {"metro": "gzm"}, {"metros", "aggregates"}),
        ("practices", {"record": "stawiamy_na_zawodowcow"}, {"records"}),
        ("about", {}, {"comparability"}),
    ],
)
def test_a_figure_leads_to_how_it_is_worked_out_and_the_choices_go_along(
    open_page: Open, page: str, parameters: dict[str, str], sections: set[str]
) -> None:
    app = unfolded(open_page(page, **parameters))
    links = [dict(parse_qsl(link.proto.query_string)) for link in app.get("page_link") if link.proto.page == "method"]
    assert sections <= {query["section"] for query in links if "section" in query}
    for query in links:
        assert parameters.items() <= query.items()
