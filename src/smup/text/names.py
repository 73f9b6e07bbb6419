"""Names of the code lists, of comparison groups and of areas."""

import pandas as pd

from smup.model import Confidence, DateBasis, Dimension, InitiativeStatus, Kind, Mode, Polarity, Review
from smup.text.messages import _


def dimension_name(dimension: str) -> str:
    """Name a dimension of a service."""
    return {
        Dimension.QUANTITY: _("quantity"),
        Dimension.QUALITY: _("quality"),
        Dimension.COST: _("cost"),
        Dimension.CONTEXT: _("context"),
    }[Dimension(dimension)]


def confidence_name(confidence: str) -> str:
    """Say how far a member list can be trusted."""
    return {Confidence.HIGH: _("high"), Confidence.MEDIUM: _("medium"), Confidence.LOW: _("low")}[
        Confidence(confidence)
    ]


def date_basis_name(basis: str) -> str:
    """Say how the date of an event is known."""
    return {
        DateBasis.STATED: _("the document states the date"),
        DateBasis.INFERRED: _("the date is inferred, not stated whole"),
        DateBasis.UNKNOWN: _("no date in the document"),
    }[DateBasis(basis)]


def review_name(review: str) -> str:
    """Say whether a person has checked a record."""
    return {
        Review.REVIEWED: _("reviewed by a person"),
        Review.CANDIDATE: _("proposed by the program, not reviewed"),
    }[Review(review)]


def mode_name(mode: str) -> str:
    """Say how people take part in an event."""
    return {Mode.ON_SITE: _("on site"), Mode.ONLINE: _("online"), Mode.HYBRID: _("on site and online")}[Mode(mode)]


def initiative_status_name(status: str) -> str:
    """Say how far an initiative had come when its document was written."""
    return {
        InitiativeStatus.PLANNED: _("planned"),
        InitiativeStatus.IN_PREPARATION: _("in preparation"),
        InitiativeStatus.RUNNING: _("running"),
        InitiativeStatus.COMPLETED: _("completed"),
    }[InitiativeStatus(status)]


def polarity_name(polarity: str) -> str:
    """Say which way is better."""
    return {
        Polarity.HIGHER: _("higher is better"),
        Polarity.LOWER: _("lower is better"),
        Polarity.TARGET: _("nearest to the target is best"),
        Polarity.NONE: _("not judged"),
    }[Polarity(polarity)]


def kind_name(kind: str) -> str:
    """Name a kind of area in the plural."""
    return {
        Kind.CITY_WITH_POWIAT_RIGHTS: _("cities with powiat rights"),
        Kind.URBAN: _("urban gminas"),
        Kind.URBAN_RURAL: _("urban-rural gminas"),
        Kind.RURAL: _("rural gminas"),
        Kind.LAND_POWIAT: _("land powiats"),
        Kind.METROPOLITAN_AREA: _("metropolitan areas"),
        Kind.FUNCTIONAL_URBAN_AREA: _("functional urban areas"),
        Kind.VOIVODESHIP: _("voivodeships"),
        Kind.COUNTRY: _("country"),
    }[Kind(kind)]


def tasks_name(tasks: str) -> str:
    """Name the members of a larger area whose money pays for the same tasks."""
    names = {
        "gmina_powiat": kind_name(Kind.CITY_WITH_POWIAT_RIGHTS),
        "gmina": _("other gminas"),
        "any": _("all members"),
    }
    return names[tasks]


def group_name(kind: str | None, within: str | None) -> str:
    """Name a comparison group: a kind in Poland, a kind in a voivodeship, or the gminas of a larger area."""
    if kind is None:
        return _("gminas of: {area}").format(area=within)
    place = within or _("Poland")
    return f"{kind_name(kind)}, {place}"


def around_name(kind: str, label: str) -> str:
    """Name a group that is made around an area."""
    return {
        "similar": _("most similar to: {area}").format(area=label),
        "neighbours": _("neighbours of: {area}").format(area=label),
        "picked": _("the chosen areas"),
    }[kind]


def area_labels(areas: pd.DataFrame) -> pd.Series:
    """Name each row of ``area.csv`` so that no other has the same, adding powiat and kind where needed."""
    names = areas.set_index("area_id")["name"]
    prefix = areas["level"].map({"powiat": "powiat ", "voivodeship": "województwo "}).fillna("")
    label = prefix + areas["name"]
    label = label.mask(areas["kind"] == "functional_urban_area", areas["name"] + " (obszar funkcjonalny)")
    kind = areas["kind"].map({"urban": "gm. miejska", "urban_rural": "gm. miejsko-wiejska", "rural": "gm. wiejska"})
    district = ("pow. " + areas["powiat_id"].map(names)).fillna("woj. " + areas["voivodeship_id"].map(names))
    detail = (kind + ", ").fillna("") + district
    # The city with powiat rights keeps its plain name; whoever shares it is told apart.
    shared = label.duplicated(keep=False) & (areas["kind"] != "city_with_powiat_rights")
    return label.mask(shared, label + " (" + detail + ")")
