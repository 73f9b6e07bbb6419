"""Look for violations of WCAG 2.1 A and AA with axe-core, and write down what was found (``make accessibility``).

``src/smup/ui/accessibility.json`` is what the accessibility statement of the app is made of.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from e2e.conftest import CHECKOUT, CHROMIUM_FLAGS, chromium_path, free_port, serve
from e2e.test_journeys import arrive
from smup.edition import data_folder

REPORT = CHECKOUT / "src" / "smup" / "ui" / "accessibility.json"
ADDRESSES = (
    "", "?search=Gdynia%20przedszkola%20koszt", "comparison", "ranking", "map", "profile", "report?theme=education",
    "cost_quality", "metropolitan", "changes?area=226201", "practices", "practices?record=stawiamy_na_zawodowcow",
    "catalogue", "method?section=cost_quality", "own_data", "about", "accessibility",
)  # fmt: skip
LANGUAGES = ("pl", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_OURS = ["heading-order", "page-has-heading-one", "landmark-one-main", "region", "skip-link"]  # good practice besides


class Violation(NamedTuple):
    """One element that breaks one rule."""

    rule: str
    target: str
    what: str


def violations(page: Page, scheme: Literal["light", "dark"]) -> list[Violation]:
    """What axe-core finds on the page in a colour scheme; what is gone a moment later was a passing shade."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme",
                           arg=scheme)  # fmt: skip
    page.wait_for_timeout(500)  # charts and tables redraw
    found = scan(page)
    for _again in range(2):
        if found:
            page.wait_for_timeout(2000)
            still = {(one.rule, one.target) for one in scan(page)}
            found = [one for one in found if (one.rule, one.target) in still]
    return found


def scan(page: Page) -> list[Violation]:
    """What axe-core finds on the page as it now is."""
    options: dict[str, Any] = {"runOnly": _TAGS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    found += Axe().run(page, options=options | {"runOnly": {"type": "rule", "values": _OURS}}).response["violations"]
    return [
        Violation(one["id"], " ".join(map(str, node["target"])), f"{node['html'][:300]} – {node['failureSummary']}")
        for one in found
        for node in one["nodes"]
    ]


def everywhere(page: Page, server: str, addresses: Sequence[str] = ADDRESSES) -> Iterator[tuple[str, Violation]]:
    """Each violation with where it is: pages in both languages and colour schemes."""
    for address in addresses:
        for language in LANGUAGES:
            arrive(page, f"{server}/{address}{'&' if '?' in address else '?'}lang={language}")
            page.wait_for_function("language => document.documentElement.lang === language", arg=language)
            for scheme in SCHEMES:
                for one in violations(page, scheme):
                    yield f"{address} {language} {scheme}", one


def main() -> None:
    """Write the date, what was looked at and what was found."""
    port = free_port()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(data_folder(), port, Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="pl-PL").new_page()
        page.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)  # the first page builds what later ones keep
        found = [(where, one) for where, one in everywhere(page, f"http://127.0.0.1:{port}")]
        engine = page.evaluate("axe.version")
        browser.close()
        server.terminate()
        server.wait(timeout=20)
    for where, one in found:
        print(where, *one, sep="\n  ")
    counts: dict[str, int] = {}
    for _where, one in found:
        counts[one.rule] = counts.get(one.rule, 0) + 1
    report = {
        "date": date.today().isoformat(), "engine": f"axe-core {engine}", "pages": [one or "/" for one in ADDRESSES],
        "languages": LANGUAGES, "schemes": SCHEMES, "violations": counts,
    }  # fmt: skip
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
