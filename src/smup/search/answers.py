"""Which view each meaning of a query opens, as a short ranked list of links."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from smup.model import Dimension, Language, Level
from smup.search.index import Index, Place, Subject
from smup.search.meaning import Meaning, Query
from smup.text import _, dimension_name, language

MOST = 8
_LEAST = 0.42  # part of the words of a query that an answer must explain
_BESIDE = 0.6  # part of the best score that every other answer must have
_DATED = ("profile", "comparison", "ranking", "metropolitan")  # pages whose year the address says
_RECORDS = ("event", "initiative")
_MEASURED = (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST)


@dataclass(frozen=True)
class Answer:
    """A view: ``page`` with ``parameters`` of its address, ``title`` says in words what it shows."""

    page: str
    title: str
    score: float
    parameters: dict[str, str] = field(default_factory=dict)


def answers(index: Index, text: str) -> list[Answer]:
    """Return the views that a query may ask for, best first, at most eight; none when nothing known is named."""
    found: dict[tuple[str, str], Answer] = {}
    for meaning in Query(index, text).meanings():
        for rank, (page, said, parameters) in enumerate(_views(index, meaning)):
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
    if asked is None or page not in _DATED:
        return ""
    return f", {asked}" if "period" in parameters else " – " + _("no data for {year}").format(year=asked)


View = tuple[str, str, dict[str, str]]


def _views(index: Index, meaning: Meaning) -> Iterator[View]:
    subject = meaning.subject
    if subject is None:
        yield from _of_places(index, meaning)
    elif subject.sort in _RECORDS:
        yield "practices", _name(subject), {"record": subject.id}
    elif subject.sort == "kind":
        yield "practices", _("all of the kind: {kind}").format(kind=_name(subject)), {"record_kind": subject.id}
    else:
        yield from _figures(index, meaning, subject)


def _of_places(index: Index, meaning: Meaning) -> Iterator[View]:
    named = _labels(meaning.places)
    chosen, year = _area(meaning.places), _period(meaning, index.periods)
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
    theme, chosen = {"theme": subject.theme_id or ""}, _area(meaning.places)
    start = f"{_labels(meaning.places)}: " if meaning.places else ""
    said, asked = _name(subject), meaning.dimension if subject.dimension is None else None
    known = _indicators(index, subject, meaning)
    shown = _shown(subject, known, asked)
    if asked:
        found = shown.get(asked)
        said += f", {dimension_name(asked)}" + ("" if found else " – " + _("no data yet"))
        if found and subject.service_id and found.service_id != subject.service_id:
            said += f" ({_name(found)})"
    elif meaning.places and not _first(subject, known, shown) and subject.sort == "service":
        said += " – " + _("no data yet")
    years = [index.years.get(one.id, frozenset()) for one in shown.values()]
    year = _period(meaning, frozenset().union(*years) if shown else index.periods)
    comparison: View = (
        "comparison", start + said, chosen | theme | {key: one.id for key, one in shown.items()} | year
    )  # fmt: skip
    one = subject if subject.sort == "indicator" else shown.get(asked or "") or _first(subject, known, shown)
    ranking: list[View] = []
    if one:
        address = {"indicator": one.id, "theme": one.theme_id or ""}
        own = _period(meaning, index.years.get(one.id, frozenset()))
        ranking = [("ranking", start + _name(one), chosen | address | own)]
    if subject.sort == "indicator":
        yield from [comparison, *ranking] if meaning.places and shown else ranking
        yield "catalogue", said, {"indicator": subject.id}
        return
    yield from [comparison, *ranking] if shown or not ranking else [*ranking, comparison]
    if asked == Dimension.COST and asked not in shown:
        yield "cost_quality", start + _name(index.themes[subject.theme_id or ""]), chosen | theme
    if meaning.places:
        of_theme = chosen | theme | _period(meaning, index.periods)
        yield "profile", start + _name(index.themes[subject.theme_id or ""]), of_theme


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
    held = [one for one in index.indicators.get(subject.theme_id, [])
            if all(place.area_id in index.holders.get(one.id, ()) for place in meaning.places)]  # fmt: skip
    return sorted(held, key=lambda one: (meaning.period in index.years[one.id], one.headline), reverse=True)


def _period(meaning: Meaning, years: frozenset[str]) -> dict[str, str]:
    return {"period": meaning.period} if meaning.period and meaning.period in years else {}


def _labels(places: tuple[Place, ...]) -> str:
    return ", ".join(place.label for place in places)


def _area(places: tuple[Place, ...]) -> dict[str, str]:
    return {"area": ",".join(place.area_id for place in places)} if places else {}


def _name(subject: Subject) -> str:
    return subject.name_pl if language.get() is Language.POLISH else subject.name_en
