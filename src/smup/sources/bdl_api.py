"""The Local Data Bank (BDL) of Statistics Poland as it answers now: the cards of variables and their series.

A series is a variable at one level in some years, asked for page by page. A page is believed only when it fits the
pages before it; a series only when all of it is there.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from smup.model import BdlVariable, SmupError, Variable
from smup.sources.bdl_answers import Card, Page, UnitValues, shaped
from smup.sources.live.client import Client, FailedError, PassingError
from smup.sources.live.journal import Journal

BASE_URL = "https://bdl.stat.gov.pl/api/v1"
PAGE_SIZE = 100  # the largest that BDL gives
LEVELS = {"gmina": 6, "powiat": 5}
USUAL_PAGES = {6: 40, 5: 4}  # 3,918 units with parts of gminas, 380 powiats


class Series(NamedTuple):
    """A variable at one level in some years."""

    external_id: str
    level: int
    years: tuple[int, ...]

    @property
    def folder(self) -> str:
        """Its place in the journal."""
        return f"data/{self.external_id}/{self.level}/{'-'.join(map(str, self.years))}"

    def request(self, page: int) -> str:
        """The path and query of one page."""
        years = "&".join(f"year={year}" for year in self.years)
        return (
            f"/data/by-variable/{self.external_id}?format=json&lang=pl&unit-level={self.level}&{years}"
            f"&page={page}&page-size={PAGE_SIZE}"
        )


class DisagreementError(PassingError):
    """A page that does not fit the pages before it; one of them is wrong."""


def card(client: Client, variable: Variable) -> Card:
    """Ask for the card of a catalogue variable; raises ``SmupError`` when BDL has none."""
    request = f"/variables/{variable.external_id}?format=json&lang=pl"
    body = client.get(f"variable/{variable.external_id}", request, _refuse_other_form)
    if body is None:
        raise SmupError(f"BDL knows no variable {variable.external_id}, the {variable.variable_id} of variable.csv.")
    return Card.model_validate(body)


def _refuse_other_form(body: Any) -> None:
    if body is not None:
        shaped(Card, body)


def refuse_another(card: Card, variable: Variable, reviewed: BdlVariable | None) -> None:
    """Raise ``SmupError`` naming both unless BDL's card is that which was reviewed for the catalogue's variable."""
    found = f"BDL calls {variable.external_id} “{card.name}” ({card.subjectId}, {card.measureUnitName})"
    if str(card.id) != variable.external_id:
        raise SmupError(f"BDL answered with the card of {card.id} when asked for {variable.external_id}.")
    if reviewed is None:
        raise SmupError(
            f"{found}, the catalogue {variable.variable_id} “{variable.name_pl}” ({variable.unit}); "
            "if they are the same, write BDL's name into bdl_variable.csv."
        )
    if (card.subjectId, _plain(card.name), card.measureUnitName) != (
        reviewed.subject, _plain(reviewed.name), reviewed.measure,
    ):  # fmt: skip
        raise SmupError(
            f"{found}, but {variable.variable_id} was reviewed as “{reviewed.name}” "
            f"({reviewed.subject}, {reviewed.measure}); its data were left alone."
        )


def ask_series(client: Client, series: Series, progress: Callable[[int, int], None]) -> list[UnitValues]:
    """Ask for all pages of a series that are not there yet; ``progress`` hears of pages done and pages in all.

    Raises ``SmupError`` when pages still disagree after the whole series was asked for afresh.
    """
    try:
        return _ask_pages(client, series, progress)
    except FailedError as fault:
        if not isinstance(fault.why, DisagreementError):
            raise
    client.journal.forget(series.folder)  # it cannot be told which of the pages is wrong
    return _ask_pages(client, series, progress)


def _ask_pages(client: Client, series: Series, progress: Callable[[int, int], None]) -> list[UnitValues]:
    before: list[Page] = []
    while len(before) < (pages := _pages(before[0]) if before else 1):
        number = len(before)

        def check(body: Any, number: int = number) -> None:
            _refuse_misfit(body, number, before)

        body = client.get(f"{series.folder}/{number:04}", series.request(number), check)
        if body is None:
            return []
        try:
            check(body)  # what was kept may be older than the pages before it
        except PassingError as why:
            raise FailedError(f"The pages of {client.base_url}{series.request(number)} {why}.", why) from None
        before.append(Page.model_validate(body))
        progress(number + 1, max(pages, _pages(before[0])))
    return [row for page in before for row in page.results]


def _refuse_misfit(body: Any, number: int, before: Sequence[Page]) -> None:
    if body is None:
        if number:
            raise DisagreementError("ended before all pages were there")
        return
    page = shaped(Page, body)
    first = before[0] if before else page
    expected = max(0, min(PAGE_SIZE, page.totalRecords - number * PAGE_SIZE))
    ids = [row.id for row in page.results]
    seen = {row.id for earlier in before for row in earlier.results}
    if page.page != number:
        raise PassingError(f"answered with page {page.page} instead of {number}")
    if len(set(ids)) < len(ids) or seen & set(ids):
        raise DisagreementError("answered with a unit twice")
    if (page.totalRecords, page.lastUpdate) != (first.totalRecords, first.lastUpdate):
        raise DisagreementError("answered with another total or date than the page before")
    if len(ids) != expected:
        raise DisagreementError(f"answered with {len(ids)} rows where the total leaves {expected}")


def finished(journal: Journal, series: Series) -> list[UnitValues] | None:
    """Return the rows of a series that is finished, or None."""
    before: list[Page] = []
    while len(before) < (_pages(before[0]) if before else 1):
        answer = journal.get(f"{series.folder}/{len(before):04}")
        if answer is None:
            return None
        try:
            _refuse_misfit(answer.body, len(before), before)
        except PassingError:
            return None
        if answer.body is None:
            return []
        before.append(Page.model_validate(answer.body))
    return [row for page in before for row in page.results]


def _pages(page: Page) -> int:
    return max(1, -(-page.totalRecords // PAGE_SIZE))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
