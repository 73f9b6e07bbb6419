"""Journeys of readers, in a real browser."""

import io
import re

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from smup.queries import areas, catalogue, figures
from smup.store import Store

pytestmark = pytest.mark.e2e
FIRST_VIEW = ["Kraków", "Gdynia", "Wrocław", "Lublin"]


def arrive(page: Page, address: str) -> None:
    """Open a page and wait until it is drawn to its foot."""
    page.goto(address)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the foot is there, every part is drawn and nothing is being computed."""
    foot = page.get_by_text(re.compile(r"^smup · (edycja|edition)"))
    expect(foot).to_have_count(1)  # the one of the view before may still stand beside the new one
    expect(foot).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # what draws a part of the page may come after its foot
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def chosen_areas(page: Page) -> list[str]:
    """The names in the box of chosen areas."""
    tags = page.locator("[data-testid=stMultiSelect] .react-aria-ComboBox [data-tag]")
    return [str(tag.get_attribute("aria-label")) for tag in tags.all()]


def pick(page: Page, label: str, option: str) -> None:
    """Choose ``option`` in the select box called ``label``."""
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def add_area(page: Page, name: str) -> None:
    """Add an area by typing its name."""
    box = page.locator("[data-testid=stMultiSelect] input")
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")


def sentences(page: Page) -> list[str]:
    """What the page says in words."""
    return [text for text in page.get_by_test_id("stMarkdownContainer").all_inner_texts() if text.endswith(".")]


def test_filters_are_made_when_they_are_opened_and_shorten_the_list(page: Page, server: str, store: Store) -> None:
    arrive(page, f"{server}/ranking?lang=en")
    expect(page.get_by_role("combobox", name=re.compile("Voivodeship"))).to_have_count(0)
    page.get_by_role("button", name="Filter the list").click()
    pick(page, "Kind", "urban gminas")
    left = len(areas.areas(store, kind="urban"))
    expect(page.get_by_text(f"({left} on the list)")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.get_by_text(f"({left} on the list)")).to_be_visible()


def test_a_link_shows_a_colleague_the_same_view(server: str, page: Page, browser: Browser) -> None:
    arrive(page, f"{server}/comparison")
    assert chosen_areas(page) == FIRST_VIEW
    add_area(page, "Poznań")
    expect(page).to_have_url(re.compile("306401"))
    settle(page)
    pick(page, "Obszar usług", "Drogownictwo i transport")
    expect(page).to_have_url(re.compile("theme=transport"))
    settle(page)
    pick(page, "Rok", "2018")
    expect(page).to_have_url(re.compile("period=2018"))
    settle(page)
    said = sentences(page)
    assert chosen_areas(page) == [*FIRST_VIEW, "Poznań"]
    assert any("2018" in sentence and "Poznań" in sentence for sentence in said)

    colleague = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    arrive(colleague, page.url)
    assert chosen_areas(colleague) == chosen_areas(page)
    assert sentences(colleague) == said
    assert colleague.url == page.url
    colleague.context.close()


def test_filtered_cities_are_downloaded_as_the_store_has_them(server: str, page: Page, store: Store) -> None:
    arrive(page, f"{server}/comparison")
    page.get_by_role("button", name=re.compile("Filtruj listę")).click()
    pick(page, "Województwo", "województwo pomorskie")
    expect(page).to_have_url(re.compile("voivodeship=22"))
    pick(page, "Rodzaj", "miasta na prawach powiatu")
    expect(page).to_have_url(re.compile("kind=city_with_powiat_rights"))
    page.keyboard.press("Escape")
    settle(page)
    expect(page.get_by_text("(na liście: 4)")).to_be_visible()  # Gdańsk, Gdynia, Słupsk, Sopot
    page.locator("[data-testid=stMultiSelect] input").click()
    on_offer = set(page.get_by_role("option").all_inner_texts())
    assert {"Gdańsk", "Słupsk", "Sopot"} <= on_offer
    assert "Warszawa" not in on_offer
    page.keyboard.press("Escape")
    add_area(page, "Gdańsk")
    expect(page).to_have_url(re.compile("226101"))
    pick(page, "Obszar usług", "Edukacja")
    expect(page).to_have_url(re.compile("theme=education"))
    settle(page)

    table = page.get_by_role("button", name="CSV dla Excela").last
    with page.expect_download() as download:
        table.click()
    excel = download.value.path().read_bytes()
    assert excel.startswith(b"\xef\xbb\xbf")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV dla pandas i R").last.click()
    tidy = pd.read_csv(download.value.path(), dtype={"area_id": str})

    area_ids = areas.find_areas(store, [*FIRST_VIEW, "Gdańsk"])
    indicator_ids = list(catalogue.indicators(store, "education")["indicator_id"])
    expected = figures.comparison_table(store, indicator_ids, "similar.126101.7", area_ids)
    pd.testing.assert_frame_equal(tidy, expected, check_dtype=False)
    wide = pd.read_csv(io.BytesIO(excel), sep=";", decimal=",").set_index("indicator_id")
    for row in expected.itertuples():
        assert wide.loc[row.indicator_id, row.area] == pytest.approx(row.value, rel=1e-12, nan_ok=True)


def test_back_loses_nothing(server: str, page: Page) -> None:
    arrive(page, f"{server}/comparison")
    add_area(page, "Sopot")
    expect(page).to_have_url(re.compile("226401"))
    settle(page)
    said = sentences(page)
    page.get_by_role("link", name="Ranking").click()
    expect(page.get_by_role("heading", name="Ranking", level=1)).to_be_visible()
    settle(page)
    assert chosen_areas(page) == [*FIRST_VIEW, "Sopot"]
    pick(page, "Na tle grupy", "miasta na prawach powiatu, województwo pomorskie")
    expect(page).to_have_url(re.compile("group=city_with_powiat_rights.22"))
    settle(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile("group="))
    settle(page)
    expect(page.get_by_role("combobox", name="Na tle grupy")).to_have_value("miasta na prawach powiatu, Polska")
    page.go_back()
    expect(page.get_by_role("heading", name="Porównanie", level=1)).to_be_visible()
    settle(page)
    assert chosen_areas(page) == [*FIRST_VIEW, "Sopot"]
    assert sentences(page) == said


def test_boxes_of_a_page_come_back_to_show_what_its_address_says(server: str, page: Page) -> None:
    year = page.get_by_role("combobox", name=re.compile("Rok"))
    arrive(page, f"{server}/ranking?period=2022&area=126101,306401")
    for name in ("Mapa", "Ranking", "Porównanie", "Ranking"):
        page.locator(".st-key-pages a", has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        settle(page)
    for go in (None, page.go_back, page.go_back, page.go_back, page.go_back, page.go_forward, page.go_forward):
        if go:
            go()
            settle(page)
        expect(year).to_have_value("2022")
        if "/map" not in page.url:
            assert chosen_areas(page) == ["Kraków", "Poznań"]
    arrive(page, f"{server}/?q=rower&search=rower")
    for name in ("Dane i metoda", "Start", "Dane i metoda"):
        page.locator(".st-key-head a", has_text=name).click()
        expect(page).to_have_url(re.compile("/catalogue" if name != "Start" else r"/\?"))
        settle(page)
        expect(page.get_by_role("textbox").first).to_have_value("rower")


def leading(page: Page) -> list[str]:
    """Where the links of the head and the foot lead a reader who has come to them."""
    links = page.locator(".st-key-head a, .st-key-pages a, .st-key-statement a")
    return links.evaluate_all("all => all.map(one => { one.focus(); return one.href })")  # type: ignore[no-any-return]


@pytest.mark.parametrize("where", ["ranking", "comparison"])
def test_a_choice_below_the_list_of_areas_leaves_the_frame_and_leads_its_links(
    server: str, page: Page, where: str
) -> None:
    arrive(page, f"{server}/{where}")
    links, heading = leading(page), page.get_by_role("heading", level=1)
    assert len(links) == 13
    title = heading.inner_text()
    page.get_by_test_id("stMultiSelect").evaluate("one => one.dataset.mark = 'as it was'")
    for year in ("2023", "2022"):
        pick(page, "Rok", year)
        expect(page).to_have_url(re.compile(f"period={year}"))
        settle(page)
        assert all(f"period={year}" in link for link in leading(page)) and len(leading(page)) == len(links)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_test_id("stMultiSelect")).to_have_attribute("data-mark", "as it was")
    add_area(page, "Poznań")
    expect(page).to_have_url(re.compile("306401"))
    settle(page)
    assert all("306401" in link and "period=2022" in link for link in leading(page))
    with page.context.expect_page() as other:
        page.locator(".st-key-groups a", has_text="Start").click(modifiers=["Control"])
    expect(other.value).to_have_url(re.compile(r"/\?.*period=2022"))
    other.value.close()
    for there, link in (("map", page.locator(".st-key-pages a", has_text="Mapa")),
                        ("accessibility", page.locator(".st-key-statement a"))):  # fmt: skip
        link.click()
        expect(page).to_have_url(re.compile(f"/{there}.*period=2022"))
        settle(page)
        expect(heading).not_to_have_text(title)
        page.go_back()
        expect(heading).to_have_text(title)
        settle(page)
        assert chosen_areas(page) == [*FIRST_VIEW, "Poznań"]
        expect(page.get_by_role("combobox", name=re.compile("Rok"))).to_have_value("2022")


def test_boxes_follow_the_language_and_keep_writing_identifiers(server: str, page: Page) -> None:
    arrive(page, f"{server}/comparison")
    page.get_by_role("radio", name="EN").click(force=True)
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.get_by_role("heading", name="Comparison", level=1)).to_be_visible()
    settle(page)
    pick(page, "Theme", "Roads and transport")
    expect(page).to_have_url(re.compile("theme=transport"))
    settle(page)
    assert re.sub(r".*\?", "", page.url) in ("lang=en&theme=transport", "theme=transport&lang=en")
    expect(page.get_by_role("combobox", name="Compared with")).to_have_value("most similar to: Kraków")


def test_from_an_indicator_to_the_words_of_a_document_and_back(server: str, page: Page) -> None:
    arrive(page, f"{server}/ranking?theme=education&area=066301")
    pick(page, "Wskaźnik", "jakość · Zdawalność matury")
    expect(page).to_have_url(re.compile("indicator=matura_pass"))
    settle(page)
    page.get_by_role("link", name=re.compile("Lublin: Stawiamy na zawodowców")).click()
    expect(page.get_by_role("heading", name="Praktyki", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"practices\?.*area=066301.*record=stawiamy_na_zawodowcow"))
    settle(page)
    expect(page.get_by_role("heading", name="Stawiamy na zawodowców")).to_be_in_viewport()
    quote = page.locator("mark", has_text="Platforma pn. Stawiamy na zawodowców").first
    quote.scroll_into_view_if_needed()
    expect(quote).to_be_in_viewport()
    colours = quote.evaluate("mark => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]")
    assert colours == ["rgb(28, 39, 51)", "rgb(255, 224, 138)"]
    page.get_by_role("button", name=re.compile("sesja inspiracyjna")).first.click()
    expect(page).to_have_url(re.compile("record=sesja_inspiracyjna_gospodarka"))
    settle(page)
    page.go_back()
    expect(page).to_have_url(re.compile("record=stawiamy_na_zawodowcow"))
    settle(page)
    page.get_by_role("link", name=re.compile("Zdawalność matury$")).click()
    expect(page.get_by_role("heading", name="Ranking", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"ranking\?.*indicator=matura_pass"))
    settle(page)
    assert chosen_areas(page) == ["Lublin"]
    assert any("Zdawalność matury, 2025" in sentence and "Lublin" in sentence for sentence in sentences(page))


def test_from_a_weak_indicator_to_a_better_and_cheaper_town_and_what_it_did(server: str, page: Page) -> None:
    arrive(page, f"{server}/comparison")
    clicks = 0

    def follow(name: re.Pattern[str], heading: str) -> None:
        nonlocal clicks
        page.get_by_role("link", name=name).first.click()
        clicks += 1
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        settle(page)

    follow(re.compile("^Profil$"), "Profil")
    expect(page.get_by_role("heading", name="Kraków · Edukacja")).to_be_visible()
    follow(
        re.compile("Dzieci w przedszkolach .* miejsce 5 z 8 – kto jest co najmniej tak dobry i tańszy"),
        "Koszt a jakość",
    )
    assert any("najbardziej podobna z nich to Szczecin" in sentence for sentence in sentences(page))
    row = page.get_by_role("row", name=re.compile("^Lublin"))
    expect(row).to_contain_text("100,4 na 100")
    expect(row).to_contain_text("Stawiamy na zawodowców")
    follow(re.compile("Lublin: Stawiamy na zawodowców"), "Praktyki")
    expect(page.get_by_role("heading", name="Stawiamy na zawodowców")).to_be_in_viewport()
    assert clicks <= 4


def test_a_query_and_one_click_open_the_view_and_back_keeps_the_words(server: str, page: Page) -> None:
    arrive(page, f"{server}/?area=126101")
    expect(page.get_by_role("heading", name="Kraków: trzy ustalenia")).to_be_visible()
    box = page.get_by_label("Szukaj miejsca, tematu, wskaźnika, inicjatywy")
    box.fill("kielcach woda")
    box.press("Enter")  # the first of two actions
    best = page.get_by_role("link", name="Kielce: Zaopatrzenie w wodę → Porównanie")
    expect(best).to_be_visible()
    best.click()  # the second
    expect(page.get_by_role("heading", name="Porównanie", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/comparison\?.*area=266101.*theme=environment"))
    settle(page)
    assert chosen_areas(page) == ["Kielce"]
    assert any("Mieszkańcy korzystający z wodociągu" in sentence for sentence in sentences(page))
    page.go_back()
    expect(page.get_by_label("Szukaj miejsca, tematu, wskaźnika, inicjatywy")).to_have_value("kielcach woda")
    settle(page)


def test_a_finding_leads_to_its_proof_and_the_area_goes_along(server: str, page: Page) -> None:
    arrive(page, f"{server}/?area=226201&lang=en")
    page.get_by_role("link", name="Who is at least as good and cheaper?").click()
    expect(page.get_by_role("heading", name="Cost and quality", level=1)).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Profile", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Gdynia · "))).to_be_visible()
    settle(page)
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name="Gdynia: three findings")).to_be_visible()
    settle(page)
    page.get_by_role("link", name=re.compile("^Highest: Matura: mean score, mathematics")).click()
    expect(page.get_by_role("heading", name="Ranking", level=1)).to_be_visible()
    settle(page)
    assert any("Gdynia: 66.8" in sentence and "place 1 of 8" in sentence for sentence in sentences(page))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_head_is_short_and_walked_by_the_keyboard(server: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="pl-PL")
    page = context.new_page()
    arrive(page, f"{server}/ranking?area=226201")
    head = page.locator(".st-key-head").bounding_box()
    assert head and head["height"] < (60 if width == 1440 else 120)  # one line at a desk, two on a phone
    page.get_by_role("link", name="Start", exact=True).focus()
    walked = []
    for _step in range(10):
        walked.append(page.evaluate("document.activeElement.innerText").split("\n")[-1])
        page.keyboard.press("Tab")
    assert walked[:4] == ["Start", "Porównania", "Praktyki", "Dane i metoda"]
    assert {"Porównanie", "Ranking", "Profil"} <= set(walked)
    context.close()


def test_a_row_of_a_table_leads_to_its_card(server: str, page: Page) -> None:
    arrive(page, f"{server}/practices?record_kind=initiative&theme=education")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 17, "y": 35 + 17})
    expect(page).to_have_url(re.compile("record=stawiamy_na_zawodowcow"))
    settle(page)
    page.get_by_role("button", name="Zamknij kartę").click()
    expect(page).not_to_have_url(re.compile("record="))
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV dla pandas i R").first.click()
    assert list(pd.read_csv(download.value.path())["record_id"]) == ["stawiamy_na_zawodowcow"]


def test_no_page_asks_anyone_else(server: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in (
        "",
        "?search=gdynia+woda",
        "comparison",
        "ranking",
        "map",
        "profile",
        "cost_quality",
        "metropolitan",
        "changes",
        "practices",
        "practices?record=smup",
        "catalogue",
        "about",
    ):
        arrive(page, f"{server}/{name}")
    elsewhere = [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))]
    assert not elsewhere


def test_money_is_followed_in_the_prices_of_one_year_and_downloaded_so(server: str, page: Page) -> None:
    arrive(page, f"{server}/comparison?area=226201,126101&theme=construction&cost=investment_per_capita&trend=cost")
    page.get_by_role("radio", name="Ceny stałe").click()
    expect(page).to_have_url(re.compile("prices=real"))
    settle(page)
    expect(page.get_by_text("złote na mieszkańca, w cenach z 2024 r.").first).to_be_visible()
    folded = page.get_by_test_id("stExpander").filter(has_text="Tabela i CSV").last
    folded.get_by_text("Tabela i CSV").click()
    with page.expect_download() as download:
        folded.get_by_role("button", name="CSV dla pandas i R").click()
    assert download.value.suggested_filename == "smup-investment_per_capita-2024-prices-years-tidy.csv"
    rows = pd.read_csv(download.value.path())
    assert {"value", "value_real", "deflator", "base_period", "deflator_source"} <= set(rows.columns)
    known = rows.dropna(subset=["value"])
    assert len(known) > 20 and set(known["base_period"]) == {2024}
    assert known["value_real"].tolist() == pytest.approx((known["value"] / known["deflator"]).tolist())
    trend = page.get_by_test_id("stExpander").filter(has_text="Trend każdej jednostki")
    trend.get_by_text("Trend każdej jednostki").click()
    with page.expect_download() as download:
        trend.get_by_role("button", name="CSV dla pandas i R").click()
    rows = pd.read_csv(download.value.path())
    assert rows["label"].tolist() == ["Gdynia", "Kraków"]
    assert set(rows["unit"]) == {"złote na mieszkańca, w cenach z 2024 r."}
