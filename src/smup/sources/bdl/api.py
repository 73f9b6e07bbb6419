"""The Local Data Bank (BDL) of Statistics Poland as it answers now: the cards of variables and their series.

A series is a variable at one level in some years, asked for page by page. A page is believed only when it fits the
pages before it; a series only when all of it is there.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from smup.model import BdlVariable, SmupError, Variable
from smup.sources.bdl.answers import CARD, PAGE, Card, Page, UnitValues
from smup.sources.live.client import Client, FailedError
from smup.sources.live.forms import shaped
from smup.sources.live.journal import Journal
from smup.sources.live.passing import PassingError

BASE_URL = "https://bdl.stat.gov.pl/api/v1"
PAGE_SIZE = 100  # the largest that BDL gives
LEVELS = {"gmina": 6, "powiat": 5}
USUAL_PAGES = {6: 40, 5: 4}  # 3,918 units with parts of gminas, 380 powiats


class Series(NamedTuple):
    """A variable at one level in some years; ``again``: as a refresh brings it, beside what it will replace."""

    external_id: str
    level: int
    years: tuple[int, ...]
    again: bool = False

    @property
    def folder(self) -> str:
        """Its place in the journal."""
        return f"{'again/' if self.again else ''}data/{self.external_id}/{self.level}/{'-'.join(map(str, self.years))}"

    def request(self, page: int) -> str:
        """The path and query of one page."""
        years = "&".join(f"year={year}" for year in self.years)
        return (
            f"/data/by-variable/{self.external_id}?format=json&lang=pl&unit-level={self.level}&{years}"
            f"&page={page}&page-size={PAGE_SIZE}"
        )


class DisagreementError(PassingError):
    """A page that does not fit the pages before it; one of them is wrong."""


def card(client: Client, variable: Variable, reviewed: BdlVariable | None) -> Card:
    """Ask for the card of a catalogue variable; raises ``SmupError`` unless it is that which was reviewed.

    A card that was there before is not given up for one that is refused: what was fetched under it stays.
    """
    name = f"variable/{variable.external_id}"
    kept = client.journal.get(name)

    def check(body: Any) -> None:
        if body is not None:
            shaped(CARD, body)
        if kept is not None and kept.body is not None:
            _accepted(body, variable, reviewed)

    body = client.get(name, f"/variables/{variable.external_id}?format=json&lang=pl", check)
    return _accepted(body, variable, reviewed)


def _accepted(body: Any, variable: Variable, reviewed: BdlVariable | None) -> Card:
    if body is None:
        raise SmupError(f"BDL knows no variable {variable.external_id}, the {variable.variable_id} of variable.csv.")
    found = Card.model_validate(body)
    refuse_another(found, variable, reviewed)
    return found


def refuse_another(card: Card, variable: Variable, reviewed: BdlVariable | None) -> None:
    """Raise ``SmupError`` naming both unless BDL's card is that which was reviewed for the catalogue's variable."""
    found = f"BDL calls {variable.external_id} “{card.name}” ({card.subjectId}, {card.measureUnitName})"
    if str(card.id) != variable.external_id:
        raise SmupError(f"BDL answered with the card of {card.id} when asked for {variable.external_id}.")
    if reviewed is None:
        raise SmupError(
            f"{found}, the catalogue {variable.variable_id} “{variable.name_pl}” ({variable.unit}); "
            "if they are the same, add to bdl_variable.csv: "
            f'{variable.variable_id},{card.subjectId},"{card.name}",{card.measureUnitName}.'
        )
    if (card.subjectId, _plain(card.name), card.measureUnitName) != (
        reviewed.subject, _plain(reviewed.name), reviewed.measure,
    ):  # fmt: skip
        raise SmupError(
            f"{found}, but {variable.variable_id} was reviewed as “{reviewed.name}” "
            f"({reviewed.subject}, {reviewed.measure}); its data were left alone."
        )


def ask_series(client: Client, series: Series, progress: Callable[[int, int], None]) -> None:
    """Ask for all pages of a series that are not there yet; ``progress`` hears of pages done and pages in all.

    A refresh leaves the finished series as it is until the new one is whole.
    Raises ``SmupError`` when pages still disagree after the whole series was asked for afresh.
    """
    if finished(client.journal, series, client.is_fresh) is not None:
        return
    again = finished(client.journal, series) is not None
    _ask_until_whole(client, series._replace(again=again), progress)
    if again:
        client.journal.replace(series.folder, series._replace(again=True).folder)


def _ask_until_whole(client: Client, series: Series, progress: Callable[[int, int], None]) -> None:
    try:
        _ask_pages(client, series, progress)
    except FailedError as fault:
        if not isinstance(fault.why, DisagreementError):
            raise
    else:
        return
    client.journal.forget(series.folder)  # it cannot be told which of the pages is wrong
    _ask_pages(client, series, progress)


def _ask_pages(client: Client, series: Series, progress: Callable[[int, int], None]) -> None:
    before: list[Page] = []
    while len(before) < (pages := _pages(before[0]) if before else 1):
        number = len(before)

        def check(body: Any, number: int = number) -> None:
            _refuse_misfit(body, number, before)

        older = f"{series._replace(again=False).folder}/{number:04}"
        body = client.get(f"{series.folder}/{number:04}", series.request(number), check, before=older)
        if body is None:
            return
        try:
            check(body)  # what was kept may be older than the pages before it
        except PassingError as why:
            raise FailedError(f"The pages of {client.base_url}{series.request(number)} {why}.", why) from None
        before.append(Page.model_validate(body))
        progress(number + 1, max(pages, _pages(before[0])))


def _refuse_misfit(body: Any, number: int, before: Sequence[Page]) -> None:
    if body is None:
        if number:
            raise DisagreementError("ended before all pages were there")
        return
    page = shaped(PAGE, body)
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


def finished(
    journal: Journal, series: Series, is_fresh: Callable[[float], bool] = lambda asked: True
) -> list[UnitValues] | None:
    """Return the rows of a series that is finished, each page of it fresh by when it was asked for, or None."""
    before: list[Page] = []
    while len(before) < (_pages(before[0]) if before else 1):
        answer = journal.get(f"{series.folder}/{len(before):04}")
        if answer is None or not is_fresh(answer.asked):
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
