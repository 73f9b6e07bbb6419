"""What people come for, done from the first screen in a real Chromium; writes docs/tasks.md (``make tasks``).

The browser counts the clicks: every press of a mouse button or finger, every Enter, and every file chosen in the
dialog of the system. Typing and scrolling are none.
"""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import openpyxl
import pandas as pd
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Download, FileChooser, Locator, Page, expect, sync_playwright

from e2e.conftest import CHECKOUT, CHROMIUM_FLAGS, PATIENCE, chromium_path, free_port, serve
from e2e.test_journeys import arrive, sentences, settle
from smup.build import open_store
from smup.edition import data_folder
from smup.model import Language, PairCard
from smup.queries import catalogue, pairs
from smup.store import Store
from smup.text import _, counted, dimension_name, language, value_text

MOST = 4
WIDTHS = {1440: 900, 390: 844}  # pixels, with the height of the first screen
PICTURES = ((Language.POLISH, 390), (Language.ENGLISH, 1440))
_COUNTED = """for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, event => {
    if (event.isTrusted && (kind === "pointerdown" || event.key === "Enter")) window.smupPressed(); }, true)"""
_DRAWN = "[...document.querySelectorAll('.js-plotly-plot')].flatMap(one => one.calcdata.flat().map(point => point.s))"
_WORDS = ".js-plotly-plot :is(.bartext, .annotation-text, .xtick, .ytick)"


class Reader:
    """A person with a new browser who sees what is on the screen, presses and types; the browser counts."""

    def __init__(self, browser: Browser, server: str, spoken: Language, width: int) -> None:
        """Open the first screen at ``server`` in a language, on a desk or, at 390 pixels, on a phone with a finger."""
        self._polish, self._finger = spoken is Language.POLISH, width < 640
        self._browser, self._size = browser, {"width": width, "height": WIDTHS[width]}
        self.clicks = 0
        self.page = self._new_page()
        self.page.context.expose_function("smupPressed", self._count)
        self.page.context.add_init_script(_COUNTED)
        self.page.on("filechooser", lambda _chooser: self._count())
        arrive(self.page, f"{server}/" if self._polish else f"{server}/?lang=en")

    def _new_page(self) -> Page:
        context = self._browser.new_context(
            viewport=self._size, has_touch=self._finger, locale="pl-PL" if self._polish else "en-GB",
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def _count(self) -> None:
        self.clicks += 1

    def say(self, polish: str, english: str) -> str:
        """Return what this reader would type."""
        return polish if self._polish else english

    def press(self, what: Locator) -> None:
        """Press a thing on the screen with the mouse or a finger."""
        what.tap() if self._finger else what.click()

    def search(self, words: str) -> None:
        """Ask the first screen for words."""
        self.press(self.page.get_by_role("textbox", name=_("Search for a place, a topic, an indicator, an initiative")))
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".st-key-best")).to_be_visible()
        settle(self.page)

    def choose_area(self, name: str) -> None:
        """Take an area from the list on the first screen, which narrows while one types."""
        self.press(self.page.get_by_role("combobox", name=_("Area")))
        self.page.keyboard.type(name)
        self.press(self.page.get_by_role("option", name=name, exact=True))
        expect(self.page.get_by_role("heading", name=_("{area}: three findings").format(area=name))).to_be_visible()
        settle(self.page)

    def follow(self, link: Locator, heading: str) -> None:
        """Press a link and see the page it leads to."""
        self.press(link)
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        settle(self.page)

    def follow_best(self) -> None:
        """Open the first answer of the search, a comparison."""
        self.follow(self.page.locator(".st-key-best").get_by_role("link"), _("Comparison"))

    def button(self, name: str) -> Locator:
        """Return the last button of the name."""
        return self.page.get_by_role("button", name=name, exact=True).last

    def download(self, name: str) -> Download:
        """Press the last button of the name and return the file it gives."""
        with self.page.expect_download() as download:
            self.press(self.button(name))
        return download.value

    def choose_file(self, path: Path) -> None:
        """Press the button of the upload and choose a file in the dialog of the system."""
        with self.page.expect_file_chooser() as dialog:
            self.press(self.page.get_by_test_id("stFileUploader").locator("button").first)
        chooser: FileChooser = dialog.value
        chooser.set_files(path)

    def colleague(self, address: str) -> Page:
        """Return what another person sees at an address."""
        page = self._new_page()
        arrive(page, address)
        return page


class Done(NamedTuple):
    """What a reader has at the end, and where on the screen it is."""

    found: str
    where: Locator


def cost(reader: Reader, store: Store) -> Done:
    """What does my city pay for education, and what do similar cities pay?"""
    reader.search(reader.say("Kęty wydatki na edukację", "Kęty spending on education"))
    reader.follow_best()
    card = catalogue.indicator(store, "expenditure_education_per_capita")
    said = reader.page.get_by_text(re.compile(f"^{re.escape(card.name)}, 2024: Kęty "))
    values = store.query(
        "select area_id, value from indicator_value where indicator_id = $cost and period = 2024 and value is not null "
        "and (area_id = $area or area_id in (select peer_id from peer where area_id = $area and position <= 7))",
        cost=card.indicator_id,
        area="121304",
    ).set_index("area_id")["value"]
    assert len(values) >= 4
    text = _plain(said.inner_text())
    for value in (values["121304"], values.median()):
        assert _plain(value_text(value, card.decimals, card.short_unit)) in text, (value, text)
    return Done(text, said)


def cheaper(reader: Reader, store: Store) -> Done:
    """My city pays much. Which one pays less and has as much or more for it?"""
    reader.choose_area("Gdańsk")
    link = reader.page.get_by_role("link", name=_("Who is at least as good and cheaper?"))
    reader.follow(link, _("Cost and quality"))
    said = reader.page.get_by_text(re.compile(r"^Gdańsk, \d{4}")).first
    text = _plain(said.inner_text())
    pair = _pair(reader.page, store)
    row = reader.page.get_by_test_id("stTable").locator("tbody tr").first
    other = row.locator("td, th").first.inner_text()
    values = store.query(
        "select label, indicator_id, value from indicator_value join area using (area_id) "
        "where kind = 'city_with_powiat_rights' and period = $period and list_contains($indicators, indicator_id)",
        period=int(re.findall(r"\d{4}", text)[0]), indicators=[pair.cost.indicator_id, pair.output.indicator_id],
    ).pivot(index="label", columns="indicator_id", values="value")  # fmt: skip
    costs, output = values[pair.cost.indicator_id], values[pair.output.indicator_id]
    assert costs["Gdańsk"] > costs.median() and costs[other] < costs["Gdańsk"]
    gain = output[other] - output["Gdańsk"]
    assert (gain if pair.better == "higher" else -gain) >= 0
    assert other in text
    for value in (costs["Gdańsk"], costs[other]):
        assert _plain(value_text(value, pair.cost.decimals, pair.cost.short_unit)) in text
    return Done(text, said)


def excel(reader: Reader, store: Store) -> Done:
    """How do I get the table of my cities into Excel?"""
    reader.search(reader.say("Kraków Gdynia Lublin edukacja", "Kraków Gdynia Lublin education"))
    reader.follow_best()
    download = reader.download(_("CSV for Excel"))
    content = download.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for another encoding"
    table = pd.read_csv(io.BytesIO(content), sep=";", decimal=",").set_index("indicator_id")
    known = store.query(
        "select indicator_id, label, period, value from indicator_value join area using (area_id) "
        "where list_contains(['126101', '226201', '066301'], area_id)"
    ).set_index(["indicator_id", "label", "period"])["value"]
    cells = 0
    for row in table.reset_index().to_dict("records"):
        for area in ("Kraków", "Gdynia", "Lublin"):
            value = known.get((row["indicator_id"], area, row["period"]))
            assert (value is None or pd.isna(value)) == pd.isna(row[area]), row
            if not pd.isna(row[area]):
                assert abs(row[area] - value) <= 1e-12 * abs(value), row
                cells += 1
    assert cells > 40
    button = reader.button(_("CSV for Excel"))
    found = f"{download.suggested_filename}: {len(table)} indicators, {cells} values, all as in the store"
    return Done(found, button)


def report(reader: Reader, store: Store) -> Done:
    """What can I lay before the council?"""
    name, content = _report(reader, "PDF")
    document = pypdfium2.PdfDocument(content)
    text = _plain(" ".join(one.get_textpage().get_text_range() for one in document))
    card = catalogue.indicator(store, "exam8_maths")
    value = value_text(_last_result(store), card.decimals, card.short_unit)
    for part in ("Gdańsk", str(store.edition["edition_id"]), value):
        assert _plain(part) in text, part
    return Done(f"{name}: {len(document)} pages", reader.button(_("Report as {name}").format(name="PDF")))


def workbook(reader: Reader, store: Store) -> Done:
    """How do I get all figures of my city into Excel as numbers?"""
    name, content = _report(reader, "Excel")
    book = openpyxl.load_workbook(io.BytesIO(content))
    numbers = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    numbers = [number for number in numbers if number is not None]
    assert any(abs(number - _last_result(store)) < 1e-9 for number in numbers)
    found = f"{name}: {len(book.sheetnames)} sheets, {len(numbers)} numbers"
    return Done(found, reader.button(_("Report as {name}").format(name="Excel")))


def _report(reader: Reader, form: str) -> tuple[str, bytes]:
    """Take the report on Gdańsk from the first screen; return the name of the file and what it holds."""
    reader.choose_area("Gdańsk")
    reader.follow(reader.page.get_by_role("link", name=f"{_('Report')}: Gdańsk"), _("Report"))
    download = reader.download(_("Report as {name}").format(name=form))
    return download.suggested_filename, download.path().read_bytes()


def _last_result(store: Store) -> float:
    """Return the latest mean score in mathematics of Gdańsk."""
    rows = store.query("select arg_max(value, period) as value from indicator_value where area_id = '226101' "
                       "and indicator_id = 'exam8_maths' and value is not null")  # fmt: skip
    return float(rows["value"].iloc[0])


def share(reader: Reader, store: Store) -> Done:
    """How do I show this to a colleague?"""
    reader.search(reader.say("Lublin matura", "Lublin matura pass"))
    reader.follow_best()
    page = reader.page
    page.evaluate("navigator.clipboard.writeText('')")
    button = reader.button(_("Copy link"))
    reader.press(button)
    expect(page.get_by_text(_("Copied."))).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith("http") and "066301" in address
    colleague = reader.colleague(address)
    for one in (page, colleague):
        expect(one.locator(_WORDS).first).to_be_attached()
    said, figures = sentences(page), page.locator(_WORDS).all_text_contents()
    assert sentences(colleague) == said and colleague.locator(_WORDS).all_text_contents() == figures
    assert any("Lublin" in one and re.search(r"\d", one) for one in said) and figures
    colleague.context.close()
    return Done(f"/{address.split('/', 3)[3]} shows the same {len(said)} sentences and {len(figures)} labels", button)


def origin(reader: Reader, store: Store) -> Done:
    """Where does this number come from, and may I use it?"""
    reader.search(reader.say("Lublin matura", "Lublin matura pass"))
    reader.follow_best()
    heading = reader.page.get_by_role("heading", name=dimension_name("quality").capitalize(), level=2)
    column = reader.page.get_by_test_id("stColumn").filter(has=heading).last
    reader.press(column.get_by_text(_("What is it?")))
    card = catalogue.indicator(store, "matura_pass")
    said = column.get_by_text(card.formula).locator("xpath=..")
    expect(said).to_be_visible()
    text = _plain(said.inner_text())
    source = store.query("select distinct title, title_en, publisher, licence, licence_en from source "
                         "join observation using (source_id) join indicator_term using (variable_id) "
                         "where indicator_id = 'matura_pass'")  # fmt: skip
    assert len(source) == 1
    row = source.iloc[0]
    words = row[
        ["publisher", *(("title", "licence") if reader.say("pl", "en") == "pl" else ("title_en", "licence_en"))]
    ]
    for word in (*words, card.formula, card.unit):
        assert _plain(word) in text, word
    foot = _plain(reader.page.get_by_text(re.compile(r"^smup · (edycja|edition)")).inner_text())
    assert store.edition["edition_id"] in foot and f"{store.edition['built_at']:%Y-%m-%d}" in foot
    return Done(f"{text} | {foot}", said)


def own(reader: Reader, store: Store) -> Done:
    """How do my own figures look beside the official ones?"""
    reader.follow(reader.page.get_by_role("link", name=_("Your data"), exact=True), _("Your data"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "smup-template.xlsx"
        reader.download(_("File to fill in (Excel)")).save_as(path)
        book = openpyxl.load_workbook(path)
        card = catalogue.indicator(store, "exam8_maths")
        book.worksheets[0].append(["Gdynia", card.name, 2024, 75.5])
        book.save(path)
        reader.choose_file(path)
        good = counted("{number} good row", "{number} good rows", 1)
        said = _("In the file: {good}, {faults}.").format(
            good=good, faults=counted("{number} fault", "{number} faults", 0)
        )
        expect(reader.page.get_by_text(said)).to_be_visible()
        chart = reader.page.locator(".js-plotly-plot").last
        expect(chart.locator(".bars").first).to_be_visible()
        settle(reader.page)
    official = store.query("select value from indicator_value where area_id = '226201' and period = 2024 "
                           "and indicator_id = 'exam8_maths'")["value"].iloc[0]  # fmt: skip
    drawn = [one for one in reader.page.evaluate(_DRAWN) if one is not None]
    for value in (75.5, official):
        assert any(abs(one - value) < 1e-9 for one in drawn), (value, drawn)
    sentence = reader.page.get_by_text(re.compile(f"^{re.escape(card.name)}, 2024: ")).last
    return Done(_plain(sentence.inner_text()), chart)


TASKS: dict[str, Callable[[Reader, Store], Done]] = {
    one.__name__: one for one in (cost, cheaper, excel, workbook, report, share, origin, own)
}


class Outcome(NamedTuple):
    """How a journey went: what it took and what the reader had at the end."""

    clicks: int
    seconds: float
    found: str


def run(task: str, browser: Browser, server: str, store: Store, spoken: Language, width: int,
        picture: Path | None = None) -> Outcome:  # fmt: skip
    """Do a task in a language at a width; raises ``AssertionError`` where readers do not get what the store has."""
    token = language.set(spoken)
    reader = Reader(browser, server, spoken, width)
    try:
        began = time.monotonic()
        done = TASKS[task](reader, store)
        seconds = time.monotonic() - began
        if picture:
            _take(reader.page, done.where, picture)
        return Outcome(reader.clicks, seconds, done.found)
    finally:
        reader.page.context.close()
        language.reset(token)


def _take(page: Page, where: Locator, picture: Path) -> None:
    """Write the screen with what was found in its middle, in few colours."""
    where.evaluate("one => one.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(800)  # charts draw as they come into view
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128).save(picture, optimize=True)


def _pair(page: Page, store: Store) -> PairCard:
    found = re.search(r"[?&]pair=([^&]+)", page.url)
    assert found
    return pairs.pair(store, found[1])


def _plain(text: str) -> str:
    """Write every kind of space as one."""
    return " ".join(text.split())


def main() -> None:
    """Run all tasks, print what each took and write docs/tasks.md with its pictures."""
    outcomes: dict[tuple[str, Language, int], Outcome] = {}
    port = free_port()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        process = serve(data_folder(), port, Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        store = open_store(data_folder())
        server = f"http://127.0.0.1:{port}"
        arrive(browser.new_page(), f"{server}/?search=Lublin")  # the first visitor of an edition waits for the index
        print(f"{'task':10}{'':4}{'px':>6}{'clicks':>8}{'s':>7}  found")
        for task in TASKS:
            for spoken in Language:
                for width in WIDTHS:
                    picture = CHECKOUT / "docs" / "img" / f"task-{task}-{width}.png"
                    one = run(
                        task, browser, server, store, spoken, width, picture if (spoken, width) in PICTURES else None
                    )
                    outcomes[task, spoken, width] = one
                    print(
                        f"{task:10}{spoken:4}{width:6}{one.clicks:8}{one.seconds:7.1f}  {one.found[:120]}", flush=True
                    )
        store.close()
        browser.close()
        process.terminate()
        process.wait(timeout=20)
    (CHECKOUT / "docs" / "tasks.md").write_text(_document(outcomes), encoding="utf-8")


_HEAD = """# Tasks of readers

Written by `make tasks`; asserted by `tests/e2e/test_tasks.py`. Each task starts from the first screen of a new reader,
in Polish and English, with a mouse at 1440 pixels and a finger at 390. The browser counts the clicks: every press,
every Enter and every file chosen in the dialog of the system; typing and scrolling are none. At most {most} are
allowed. The seconds are the machine's, without reading and thinking, on a server that has been asked before. What was
found is compared with the store.

Spending on education of single gminas is there for one voivodeship and year (Małopolska, 2024), so the first task is
that of Kęty; for Kraków the page says that one of the eight most similar cities has the figure, too few for a median.
"""


def _document(outcomes: dict[tuple[str, Language, int], Outcome]) -> str:
    parts = [_HEAD.format(most=MOST)]
    for number, (task, journey) in enumerate(TASKS.items(), start=1):
        parts.append(f"## {number}. {journey.__doc__}\n")
        parts.append("| language | px | clicks | seconds | found at the end |\n|---|---:|---:|---:|---|")
        for (name, spoken, width), one in outcomes.items():
            if name == task:
                found = one.found.replace("|", "·")
                parts.append(f"| {spoken} | {width} | {one.clicks} | {one.seconds:.1f} | {found} |")
        links = [f"[{spoken}, {width} px](img/task-{task}-{width}.png)" for spoken, width in PICTURES]
        parts.append(f"\nPictures of the end: {', '.join(links)}.\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
