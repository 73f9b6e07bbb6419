"""Which views a meaning of a query opens: pages with the parameters of their addresses and a title in words."""

from collections.abc import Iterator

from smup.model import Dimension, Level
from smup.search.address import View, area, held, labels, lacking, name, period
from smup.search.index import Index, Subject
from smup.search.meaning import Meaning
from smup.search.page_views import of_page
from smup.text import _, dimension_name

_RECORDS = ("event", "initiative")
_MEASURED = (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST)


def views(index: Index, meaning: Meaning) -> Iterator[View]:
    """Yield the views that a meaning opens, the most telling first."""
    subject = meaning.subject
    if meaning.page:
        yield of_page(index, meaning, meaning.page)
    elif subject is None:
        yield from _of_places(index, meaning)
    elif subject.sort in _RECORDS:
        yield "practices", name(subject), {"record": subject.id}
    elif subject.sort == "kind":
        yield "practices", _("all of the kind: {kind}").format(kind=name(subject)), {"record_kind": subject.id}
    else:
        yield from _figures(index, meaning, subject)


def _of_places(index: Index, meaning: Meaning) -> Iterator[View]:
    named = labels(meaning.places)
    chosen, year = area(meaning.places), period(meaning, index.periods)
    if not meaning.places:
        yield "comparison", dimension_name(meaning.dimension or ""), {"trend": meaning.dimension or ""} | year
        return
    if meaning.dimension or len(meaning.places) > 1:
        trend = {"trend": meaning.dimension} if meaning.dimension else {}
        said = f"{named}: {dimension_name(meaning.dimension)}" if meaning.dimension else named
        yield "comparison", said, chosen | trend | year
        if meaning.dimension == Dimension.COST:
            yield "cost_quality", named, chosen
        return
    if meaning.places[0].level == Level.METRO:
        yield "metropolitan", named, {"metro": meaning.places[0].area_id} | year
    yield "profile", named, chosen | year
    yield "comparison", named, chosen | year


def _figures(index: Index, meaning: Meaning, subject: Subject) -> Iterator[View]:
    themed, chosen = {"theme": subject.theme_id or ""}, area(meaning.places)
    start = f"{labels(meaning.places)}: " if meaning.places else ""
    said, asked = name(subject), meaning.dimension if subject.dimension is None else None
    known = _indicators(index, subject, meaning)
    shown = _shown(subject, known, asked)
    if asked:
        found = shown.get(asked)
        said += f", {dimension_name(asked)}" + ("" if found else " – " + _("no data yet"))
        if found and subject.service_id and found.service_id != subject.service_id:
            said += f" ({name(found)})"
    elif meaning.places and not _first(subject, known, shown) and subject.sort == "service":
        said += " – " + _("no data yet")
    if subject.sort == "indicator":
        said += lacking(index, subject, meaning.places)
    years = [index.years.get(one.id, frozenset()) for one in shown.values()]
    year = period(meaning, frozenset().union(*years) if shown else index.periods)
    comparison: View = (
        "comparison", start + said, chosen | themed | {key: one.id for key, one in shown.items()} | year
    )  # fmt: skip
    one = subject if subject.sort == "indicator" else shown.get(asked or "") or _first(subject, known, shown)
    ranking: list[View] = []
    if one:
        address = {"indicator": one.id, "theme": one.theme_id or ""}
        own = period(meaning, index.years.get(one.id, frozenset()))
        ranking = [("ranking", start + name(one) + lacking(index, one, meaning.places), chosen | address | own)]
    if subject.sort == "indicator":
        yield from [comparison, *ranking] if meaning.places and shown else ranking
        yield "catalogue", name(subject), {"indicator": subject.id}
        return
    yield from [comparison, *ranking] if shown or not ranking else [*ranking, comparison]
    if asked == Dimension.COST and asked not in shown:
        yield "cost_quality", start + name(index.themes[subject.theme_id or ""]), chosen | themed
    if meaning.places:
        of_theme = chosen | themed | period(meaning, index.periods)
        yield "profile", start + name(index.themes[subject.theme_id or ""]), of_theme


def _shown(subject: Subject, known: list[Subject], asked: str | None) -> dict[str, Subject]:
    """Return an indicator of those ``known`` for each dimension that a view should begin with.

    Those of the service; where it has none for the dimension asked for, one of its theme.
    """
    if subject.sort == "indicator":
        return {str(subject.dimension): subject} if subject.dimension in _MEASURED else {}
    result: dict[str, Subject] = {}
    for dimension in _MEASURED:
        of_theme = [one for one in known if one.dimension == dimension]
        of_service = [one for one in of_theme if one.service_id == subject.service_id]
        offered = of_service or (of_theme if dimension == asked else [])
        if offered:
            result[dimension.value] = offered[0]
    return result


def _first(subject: Subject, known: list[Subject], shown: dict[str, Subject]) -> Subject | None:
    """Return the indicator that stands for a service: one that is shown, or else of the context."""
    own = [one for one in known if one.service_id == subject.service_id]
    return next(iter(shown.values()), None) or next(iter(own), None)


def _indicators(index: Index, subject: Subject, meaning: Meaning) -> list[Subject]:
    """Return the indicators of the theme of a subject that all of the areas have a value of, the most telling first."""
    known = [one for one in index.indicators.get(subject.theme_id, []) if held(index, one, meaning.places)]
    return sorted(known, key=lambda one: (meaning.period in index.years[one.id], one.headline), reverse=True)
