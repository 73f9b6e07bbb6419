"""Which view each meaning of a query opens, as a short ranked list of links."""

from dataclasses import dataclass, field

from smup.search.index import Index
from smup.search.page_views import DATED
from smup.search.pages import meanings
from smup.search.views import views
from smup.text import _

MOST = 8
_LEAST = 0.42  # part of the words of a query that an answer must explain
_BESIDE = 0.6  # part of the best score that every other answer must have


@dataclass(frozen=True)
class Answer:
    """A view: ``page`` with ``parameters`` of its address, ``title`` says in words what it shows.

    A page that is asked for alone has no title beside its own.
    """

    page: str
    title: str
    score: float
    parameters: dict[str, str] = field(default_factory=dict)


def answers(index: Index, text: str) -> list[Answer]:
    """Return the views that a query may ask for, best first, at most eight; none when nothing known is named."""
    found: dict[tuple[str, str], Answer] = {}
    for meaning in meanings(index, text):
        for rank, (page, said, parameters) in enumerate(views(index, meaning)):
            title = said + _year(meaning.period, page, parameters)
            score = meaning.score - 0.04 * rank
            key = (page, str(sorted(parameters.items())))
            if key not in found or found[key].score < score:
                found[key] = Answer(page, title[:1].upper() + title[1:], score, parameters)
    ranked = sorted(found.values(), key=lambda one: -one.score)
    least = max(_LEAST, _BESIDE * ranked[0].score) if ranked else 0
    return [one for one in ranked if one.score >= least][:MOST]


def _year(asked: str | None, page: str, parameters: dict[str, str]) -> str:
    """Say of which year a view is, or that there are no figures of the year asked for."""
    if asked is None or page not in DATED:
        return ""
    return f", {asked}" if "period" in parameters else " – " + _("no data for {year}").format(year=asked)
