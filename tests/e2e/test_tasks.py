"""People get what they come for in at most four clicks, in both languages, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Browser, expect

from e2e.tasks import MOST, TASKS, WIDTHS, Reader, run
from smup.model import Language
from smup.store import Store

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("spoken", Language)
@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_in_few_clicks(
    server: str, browser: Browser, store: Store, task: str, spoken: Language, width: int
) -> None:
    outcome = run(task, browser, server, store, spoken, width)
    assert 0 < outcome.clicks <= MOST, outcome
    assert outcome.found


@pytest.mark.parametrize("width", WIDTHS)
def test_the_browser_counts_every_press_and_enter_and_no_typing(server: str, browser: Browser, width: int) -> None:
    reader = Reader(browser, server, Language.POLISH, width)
    assert reader.clicks == 0
    reader.search("Kielce woda")
    assert reader.clicks == 2, "into the box, and Enter"
    reader.press(reader.page.locator(".st-key-head").get_by_text("EN", exact=True))
    expect(reader.page).to_have_url(re.compile("lang=en"))
    assert reader.clicks == 3
    reader.page.context.close()
