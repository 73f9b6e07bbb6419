"""Every page meets WCAG 2.1 A and AA as far as axe-core can tell; what Streamlit breaks is listed one by one."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from e2e.accessibility import ADDRESSES, LANGUAGES, REPORT, SCHEMES, everywhere, violations
from e2e.test_journeys import arrive

pytestmark = pytest.mark.e2e
EXCEPTIONS = Path(__file__).with_name("accessibility_exceptions.csv")  # reviewed by a person


def allowed() -> set[tuple[str, str]]:
    """The rules and targets of violations that are Streamlit's own."""
    with EXCEPTIONS.open(encoding="utf-8") as lines:
        return {(row["rule"], row["target"]) for row in csv.DictReader(lines)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_breaks_a_rule_in_any_language_or_colour_scheme(server: str, page: Page, address: str) -> None:
    excused = allowed()
    found = [
        (where, *one) for where, one in everywhere(page, server, [address]) if (one.rule, one.target) not in excused
    ]
    assert not found, "\n".join("\n  ".join(one) for one in found)


def test_a_page_that_breaks_rules_is_found_out(server: str, page: Page) -> None:
    arrive(page, f"{server}/about")
    page.evaluate("""() => document.querySelector('h1').insertAdjacentHTML('afterend',
        '<h5>skipped</h5><img src="x.png"><p style="color:#999;background:#fff">pale</p>')""")
    assert {"heading-order", "image-alt", "color-contrast"} <= {one.rule for one in violations(page, "light")}


def test_the_statement_rests_on_a_test_of_all_pages_that_there_are_now() -> None:
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    assert report["pages"] == [address or "/" for address in ADDRESSES]
    assert (report["languages"], report["schemes"]) == ([*LANGUAGES], [*SCHEMES])
    assert set(report["violations"]) == {rule for rule, _target in allowed()}
    scripts = {path.stem for path in (REPORT.parents[1] / "pages").glob("[a-z]*.py")}
    assert scripts == {address.split("?")[0] or "start" for address in ADDRESSES}
