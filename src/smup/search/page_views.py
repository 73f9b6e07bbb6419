"""Which view a page that is named opens, of the areas, subject and year that the other words mean."""

from smup.model import Dimension, Level
from smup.search.address import View, area, held, labels, lacking, name, period, theme
from smup.search.index import Index, Page, Pair, Place, Subject
from smup.search.meaning import Meaning
from smup.text import _, dimension_name

DATED = ("profile", "comparison", "ranking", "metropolitan", "map", "report")  # pages whose year the address says
_OF_ONE = ("ranking", "map")  # pages that show one indicator
_MEASURED = (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST)


def of_page(index: Index, meaning: Meaning, page: Page) -> View:
    """Return the page that is named, with what it shows."""
    subject, more = meaning.subject, theme(meaning.subject)
    said, years = [name(subject)] if subject else [], index.periods
    if page.name in _OF_ONE and (subject or meaning.dimension):
        one = _one(index, meaning)
        if one:
            said = [name(one) + lacking(index, one, meaning.places)]
        else:
            said = [", ".join([*said, *([dimension_name(meaning.dimension)] if meaning.dimension else [])])]
            said[0] += " – " + _("no data yet")
        more |= {"indicator": one.id} | theme(one) | _level(index, one, page) if one else {}
        years = index.years.get(one.id, frozenset()) if one else frozenset()
    elif page.name == "cost_quality" and subject:
        pair = _pair(index, subject, meaning.places)
        more |= {"pair": pair.id} if pair else {}
        said[0] += "" if pair else " – " + _("no data yet")
    elif subject and subject.sort == "service" and page.name == "report":
        more["service"] = subject.id
    elif subject and subject.sort == "indicator" and page.name == "catalogue":
        more["indicator"] = subject.id
    elif subject and subject.dimension in _MEASURED and page.name == "comparison":
        more[str(subject.dimension)] = subject.id
        said[0] += lacking(index, subject, meaning.places)
    elif meaning.dimension and page.name == "comparison":
        more["trend"] = meaning.dimension
    title = ": ".join([*filter(None, [labels(meaning.places)]), *said])
    year = period(meaning, years) if page.name in DATED else {}
    return page.name, title, page.parameters | area(meaning.places) | more | year


def _one(index: Index, meaning: Meaning) -> Subject | None:
    """Return the indicator that stands for a subject or dimension; rather one that the areas have, then the newest."""
    subject, asked = meaning.subject, meaning.dimension
    if subject and subject.sort == "indicator":
        return subject
    known = [one for theme_id, of_theme in index.indicators.items() for one in of_theme
             if subject is None or theme_id == subject.theme_id]  # fmt: skip
    of_service = [one for one in known if subject is None or subject.service_id in (None, one.service_id)]
    offered = [one for one in of_service if asked in (None, one.dimension)]

    def telling(one: Subject) -> tuple[bool, bool, bool, str, int]:
        areas, years = index.holders.get(one.id, frozenset()), index.years.get(one.id, frozenset())
        return (
            held(index, one, meaning.places),
            meaning.period in years,
            one.headline,
            max(years, default=""),
            len(areas),
        )

    return max(offered or [one for one in known if one.dimension == asked], key=telling, default=None)


def _pair(index: Index, subject: Subject, places: tuple[Place, ...]) -> Pair | None:
    """Return the first pair about a subject whose two figures the areas have."""
    return next((pair for pair in index.pairs
                 if subject.id in {pair.theme_id, pair.service_id} | pair.indicator_ids
                 and all(place.area_id in index.holders.get(one, ()) for one in pair.indicator_ids
                         for place in places)), None)  # fmt: skip


def _level(index: Index, one: Subject, page: Page) -> dict[str, str]:
    """Return the level of a map of what only powiats and cities with powiat rights have."""
    gminas = index.rural & index.holders.get(one.id, frozenset())
    return {"level": Level.POWIAT.value} if page.name == "map" and not gminas else {}
