"""What the addresses and titles of views are made of."""

from smup.model import Language
from smup.search.index import Index, Place, Subject
from smup.search.meaning import Meaning
from smup.text import _, language

View = tuple[str, str, dict[str, str]]  # page, title, parameters


def held(index: Index, one: Subject, places: tuple[Place, ...]) -> bool:
    """Whether all of the areas have a value of an indicator."""
    return all(place.area_id in index.holders.get(one.id, ()) for place in places)


def lacking(index: Index, one: Subject, places: tuple[Place, ...]) -> str:
    """Say which of the areas have no value of an indicator."""
    without = tuple(place for place in places if not held(index, one, (place,)))
    if not without:
        return ""
    if without == places:
        return " – " + _("no data yet")
    return " – " + _("no data yet: {areas}").format(areas=labels(without))


def period(meaning: Meaning, years: frozenset[str]) -> dict[str, str]:
    """Return the year asked for, if it is one of those with figures."""
    return {"period": meaning.period} if meaning.period and meaning.period in years else {}


def labels(places: tuple[Place, ...]) -> str:
    """Return the names of areas."""
    return ", ".join(place.label for place in places)


def area(places: tuple[Place, ...]) -> dict[str, str]:
    """Return the key of the chosen areas."""
    return {"area": ",".join(place.area_id for place in places)} if places else {}


def theme(subject: Subject | None) -> dict[str, str]:
    """Return the key of the theme of a subject."""
    return {"theme": subject.theme_id} if subject and subject.theme_id else {}


def name(subject: Subject) -> str:
    """Return the name of a subject in the reader's language."""
    return subject.name_pl if language.get() is Language.POLISH else subject.name_en
