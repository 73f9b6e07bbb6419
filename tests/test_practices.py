"""The page Practices: filters, the card with its proofs, hostile text, and the way from figures to initiatives."""

import html
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from conftest import DOCUMENT, World
from smup.build import build
from smup.model import Language
from smup.text import _, language, literal
from smup.ui import navigation
from smup.ui.passages import facts_html, marked, merged, passages, passages_html, quotes_html
from smup.ui.serving import SCRIPT
from test_app import CHECKOUT, Open, open_page, sound, texts

__all__ = ["open_page"]
HOSTILE = "<script>alert(1)</script> **gruby** $x$ [k](http://x.pl) :red[r]"
LUBLIN = "stawiamy_na_zawodowcow"


@pytest.fixture(scope="module", autouse=True)
def _close_the_stores_of_the_app() -> Iterator[None]:
    yield
    st.cache_resource.clear()


def open_small(data: Path, monkeypatch: pytest.MonkeyPatch, **parameters: str) -> AppTest:
    monkeypatch.setenv("SMUP_DATA", str(data))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.query_params.update(parameters)
    app.switch_page(str(CHECKOUT / "src" / "smup" / "pages" / "practices.py"))
    return app.run()


def written(app: AppTest) -> str:
    """All the HTML of the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def _head() -> set[str]:
    """What the links of the head are called in both languages."""
    found: set[str] = set()
    for one in Language:
        language.set(one)
        found |= {entry.title for entry in navigation.entries().values()}
        found |= {_("Compare"), _("Data and method")}
    language.set(Language.POLISH)
    return found


def ways(app: AppTest) -> dict[str, dict[str, str]]:
    """The links between pages that a page draws besides its head and those to the method: by label, their query."""
    links = [element.proto for element in app.get("page_link") if element.proto.label not in _head()]
    return {
        link.label.replace("\\", ""): {key: values[0] for key, values in parse_qs(link.query_string).items()}
        for link in links
        if link.page != "method"
    }


def names(app: AppTest, number: int) -> list[str]:
    return [str(name) for name in app.dataframe[number].value["name"]]


def test_the_first_view_counts_and_lists_everything(open_page: Open) -> None:
    app = sound(open_page("practices"))
    said = texts(app)
    assert "Pokazujemy 31 wydarzeń i 17 inicjatyw z 5 dokumentów." in said
    assert "Dokumenty podają datę 3 z 31 wydarzeń" in said
    assert [len(table.value) for table in app.dataframe] == [17, 31]
    assert any("bez daty w dokumencie: 28 wydarzeń" in expander.label for expander in app.expander)
    assert len(app.get("plotly_chart")) == 1
    assert "propozycj" not in said


def test_english_speaks_english(open_page: Open) -> None:
    app = sound(open_page("practices", lang="en", record=LUBLIN))
    assert "Shown: 31 events and 17 initiatives from 5 documents." in texts(app)
    assert "A platform of the city of Lublin" in written(app)
    assert "Platforma miasta Lublin" not in written(app)


@pytest.mark.parametrize(
    ("filters", "initiatives", "events"),
    [
        ({"theme": "education"}, ["Stawiamy na zawodowców"], None),
        ({"place": "066301"}, ["Stawiamy na zawodowców"], None),
        ({"record_kind": "initiative.living_lab"}, ["CityLab"], None),
        ({"record_kind": "event.mini_panel"}, None, ["Minipanel SMUP"]),
        ({"year": "2022"}, ["Roczny Program Prac na 2022 r."], None),
        (
            {"place": "246901", "record_kind": "event"},
            None,
            ["Kongres Polityki Miejskiej 2021 – Krajowe Forum Miejskie"],
        ),
    ],
)
def test_filters_leave_what_passes(
    open_page: Open, filters: dict[str, str], initiatives: list[str] | None, events: list[str] | None
) -> None:
    app = sound(open_page("practices", **filters))
    assert not app.warning
    assert [names(app, number) for number in range(len(app.dataframe))] == [
        rows for rows in (initiatives, events) if rows
    ]


def test_a_metropolitan_area_and_events_without_a_date(open_page: Open) -> None:
    app = sound(open_page("practices", metro="gzm"))
    assert {"Portal danych"} < set(names(app, 0))
    app = sound(open_page("practices", year="none", record_kind="event"))
    assert len(app.dataframe[0].value) == 28
    assert not app.get("plotly_chart"), "nothing is placed by guess"
    app = sound(open_page("practices", theme="transport"))
    assert "Pokazujemy 0 wydarzeń i 0 inicjatyw z 0 dokumentów." in texts(app)
    assert not app.dataframe


@pytest.mark.parametrize("key", ["theme", "place", "record_kind", "year", "review", "metro"])
def test_an_unknown_filter_is_named(open_page: Open, key: str) -> None:
    app = sound(open_page("practices", **{key: "magic"}))
    assert f"„magic” w adresie strony ({key})" in app.warning[0].value
    assert len(app.dataframe) == 2


def test_an_unknown_record_is_one_sentence_and_the_page_stays(open_page: Open) -> None:
    app = sound(open_page("practices", record="nie[ma](x)"))
    assert [warning.value for warning in app.warning] == ["Nie ma zapisu „nie·ma··x·” (w adresie strony)."]
    assert len(app.dataframe) == 2


def test_the_card_of_an_initiative_proves_every_field(open_page: Open) -> None:
    app = sound(open_page("practices", record=LUBLIN, area="126101", theme="culture"))
    page = written(app)
    assert "<mark" in page and "Platforma pn. Stawiamy na zawodowców</mark>" not in page, "overlapping quotes are one"
    assert re.search(
        r"<mark[^>]*>Platforma pn. Stawiamy na zawodowców, stworzona przez miasto Lublin, służy</mark>", page
    )
    for label, value in {"Prowadzi": "Miasto Lublin", "Stan": "działa", "Usługa": "Szkoły ponadpodstawowe"}.items():
        assert re.search(f"{label}</dt><dd[^>]*>{value}<div", page), label
    assert "Iwona Nowakowska" in page
    assert "Brak w dokumencie: rok." in texts(app)
    assert any("001\\_dfa2b57d984fcb2f\\.txt" in line.value and "1 grudnia 2021" in line.value for line in app.markdown)
    rows = app.table[0].value
    assert list(rows.iloc[0])[1:] == ["2025", "90,0\u00a0%", "88,4\u00a0%", "2 z 8", "● porównywalna"]
    way = ways(app)["Zdawalność matury"]
    assert way == {"indicator": "matura_pass", "theme": "education", "area": "066301,126101", "record": LUBLIN}


def test_the_card_of_an_event_says_how_its_date_is_known(open_page: Open) -> None:
    stated = written(sound(open_page("practices", record="minipanel_smup")))
    assert "8 czerwca 2021, 11:30–11:50 (datę podaje dokument)" in stated
    inferred = written(sound(open_page("practices", record="sesja_walnego_zebrania_czlonkow")))
    assert "14 grudnia 2021 (data wywnioskowana" in inferred
    app = sound(open_page("practices", record="kongres_polityki_miejskiej_kielce"))
    assert "bez daty w dokumencie. 14–16 listopada; roku tekst nie podaje." in written(app)
    assert len(app.table) == 1, "the events without a date; an event has no figures"


def test_the_buttons_of_a_card_lead_to_other_cards(open_page: Open) -> None:
    app = open_page("practices", record=LUBLIN, area="126101")
    event = next(button for button in app.button if button.key == "record-presented-sesja_inspiracyjna_gospodarka")
    app = sound(event.click().run())
    assert app.query_params["record"] == "sesja_inspiracyjna_gospodarka"
    assert app.query_params["area"] == "126101", "the rest of the address stays"
    close = next(button for button in app.button if button.label == "Zamknij kartę")
    app = sound(close.click().run())
    assert "record" not in app.query_params


def test_choosing_a_record_writes_the_address(open_page: Open) -> None:
    app = open_page("practices")
    app = sound(app.selectbox(key="practices-record-pl").set_value("citylab_wroclaw").run())
    assert app.query_params["record"] == "citylab_wroclaw"
    assert any(heading.value == "CityLab" for heading in app.header)


def test_a_record_left_out_by_the_filters_keeps_its_card(open_page: Open) -> None:
    app = sound(open_page("practices", theme="culture", record=LUBLIN))
    assert not app.warning
    assert any(heading.value == "Stawiamy na zawodowców" for heading in app.header)


@pytest.mark.parametrize("record", ["smup", "strategia_metropolia_krakowska_2030"])
def test_an_initiative_without_a_service_says_why_there_are_no_figures(open_page: Open, record: str) -> None:
    app = sound(open_page("practices", record=record))
    assert "Dokument nie łączy tej inicjatywy z jedną usługą" in texts(app)


def test_a_metropolitan_area_is_measured_and_a_record_without_an_area_is_told(open_page: Open) -> None:
    app = sound(open_page("practices", record="krakow_metropolitan_area_4_business"))
    assert app.table[0].value.iloc[0, 1] == "2025"
    app = sound(open_page("practices", record="klauzule_spoleczne_w_zamowieniach_publicznych"))
    assert "Dokument nie wskazuje jednostki, której wskaźniki można by pokazać." in texts(app)


def test_every_record_has_a_card_in_both_languages(open_page: Open) -> None:
    everything = set(open_page("practices").selectbox(key="practices-record-pl").options)
    assert len(everything) == 49
    for record in ("forum_metropolii_krakowskiej_2", "kongres_smart_metropolia_6", "tydzien_z_metropolia", "mose_gzm"):
        for lang in ("pl", "en"):
            sound(open_page("practices", record=record, lang=lang))


def test_candidates_are_marked_and_can_be_hidden(built_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = sound(open_small(built_world.data, monkeypatch, record="panel"))
    assert "1 to propozycja programu, niesprawdzona." in texts(app)
    badge = next(line.value for line in app.markdown if "badge" in line.value)
    assert "propozycja programu, niesprawdzona" in badge and "50" in badge
    assert "propozycja programu, niesprawdzona" in set(app.dataframe[1].value["review"])
    assert "· propozycja programu, niesprawdzona</div>" in written(app)
    app = sound(open_small(built_world.data, monkeypatch, review="reviewed"))
    assert "Pokazujemy 1 wydarzenie i 1 inicjatywę z 1 dokumentu." in texts(app)
    assert "Szkoły" not in str(app.dataframe[1].value["name"])


def test_hostile_text_is_shown_as_it_is(built_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps(HOSTILE, ensure_ascii=False)
    built_world.records = (
        built_world.records.replace('"Nasze Szkoły", quote', f"{line}, quote")
        .replace('["Miasto Kraków"]', f"[{line}]")
        .replace('quote = "platforma"', f"quote = {line}")
        .replace('"Kongres Testowy", quote = "Pierwszy', f'{line}, quote = "Pierwszy')
        .replace('title = { value = "Kongres Testowy w Krakowie"', f"title = {{ value = {line}")
    )
    data = built_world.write()
    (data.parent / "seeds" / "000.txt").write_text(f"{DOCUMENT}\n{HOSTILE}\n", encoding="utf-8")
    build(data)
    for record in ("nasze_szkoly", "kongres", "panel"):
        app = sound(open_small(data, monkeypatch, record=record))
        page = written(app)
        assert page.count("<script>") == 1, "that which sets the language of the page"
        assert html.escape(HOSTILE) in page or record != "nasze_szkoly"
        for element in (*app.markdown, *app.header, *app.subheader, *app.button):
            text = str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
            assert HOSTILE not in text, "no Markdown sees it unescaped"
        assert any(literal(HOSTILE) == heading.value for heading in app.header) or record == "panel"
        chart = app.get("plotly_chart")[0].proto.spec
        assert "<script>" not in chart
    app = sound(open_small(data, monkeypatch))
    assert HOSTILE in names(app, 0), "cells of a table are plain text"


def test_pages_of_figures_lead_to_initiatives_and_keep_the_address(open_page: Open) -> None:
    asked = {"area": "066301", "theme": "education"}
    for page in ("comparison", "ranking", "profile"):
        found = ways(sound(open_page(page, lang="en", **asked)))
        assert found == {"Lublin: Stawiamy na zawodowców": {**asked, "lang": "en", "record": LUBLIN}}, page
    same = ways(open_page("ranking", indicator="matura_pass", **asked))
    assert list(same) == ["Lublin: Stawiamy na zawodowców · usługa tego wskaźnika"]


def test_pages_of_figures_say_whose_metropolitan_area_it_is_and_are_silent_when_there_is_none(open_page: Open) -> None:
    found = ways(sound(open_page("profile", area="126101", theme="population")))
    assert list(found) == [
        "Stowarzyszenie Metropolia Krakowska (w składzie: Kraków): Kraków Metropolitan Area 4 Business"
    ]
    assert ways(sound(open_page("profile", area="126101", theme="health"))).keys() == {
        "W pełni zaszczepieni przeciw COVID-19: miejsce 5 z 8"
    }, "a weak indicator, and no initiative"
    assert "jeszcze 4 na stronie Praktyki" in ways(open_page("comparison"))


spans = some.lists(some.tuples(some.integers(0, 60), some.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))))


@given(spans)
def test_spans_are_united_without_losing_a_character(found: list[tuple[int, int]]) -> None:
    united = merged(found)
    covered = {place for start, end in found for place in range(start, end)}
    assert {place for start, end in united for place in range(start, end)} == covered
    assert all(first[1] < second[0] for first, second in pairwise(united))


@given(some.text(max_size=80), spans)
def test_marking_keeps_the_text(text: str, found: list[tuple[int, int]]) -> None:
    within = [span for span in found if span[1] <= len(text)]
    page = marked(text, within)
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", page)) == html.unescape(html.escape(text))
    assert page.count("<mark") == page.count("</mark>") == len(merged(within))
    for low, high in passages(text, within):
        assert 0 <= low < high <= len(text)


def test_quotes_far_apart_are_passages_of_their_own() -> None:
    text = "początek " + "a " * 500 + "cel" + " b" * 500 + " <b>koniec</b>"
    first = (0, 8)
    second = (text.index("cel"), text.index("cel") + 3)
    last = (text.index("koniec"), text.index("koniec") + 6)
    page = passages_html(text, [second, first, last])
    assert page.count("<p ") == 3
    assert page.count("…") == 4, "the document goes on where nothing is shown"
    assert ">cel</mark>" in page and "&lt;b&gt;" in page


def test_facts_and_quotes_are_escaped() -> None:
    page = facts_html([("<i>", "a & b", quotes_html([("<q>\n**x**", "<u>")]))])
    assert "<i>" not in page and "<q>" not in page and "<u>" not in page
    assert "„&lt;q&gt; **x**” · &lt;u&gt;" in page
