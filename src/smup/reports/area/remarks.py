"""What a reader of a report has to keep in mind."""

import pandas as pd

from smup.model import Light
from smup.queries import groups
from smup.reports.area.content import OWN_MARK, Choice
from smup.store import Store
from smup.text import LIGHT_MARKS, _, counted


def crowded(number: int) -> list[str]:
    """Say how many indicators did not fit."""
    if not number:
        return []
    return [
        counted(
            "{number} more indicator of this service does not fit here; the app shows it.",
            "{number} more indicators of this service do not fit here; the app shows them.",
            number,
        )
    ]


def more_own(number: int) -> list[str]:
    """Say how many submitted values did not fit."""
    if not number:
        return []
    return [
        counted(
            "{number} more submitted value does not fit here; the app shows it.",
            "{number} more submitted values do not fit here; the app shows them.",
            number,
        )
    ]


def missing(wanted: pd.DataFrame, shown: pd.DataFrame, offered: pd.DataFrame) -> list[str]:
    """Name the services without a value, and those of the theme that the author did not choose."""
    empty = wanted[~wanted["service_id"].isin(shown["service_id"])]
    others = offered[~offered["service_id"].isin(wanted["service_id"])]
    said = []
    if len(empty):
        said.append(_("No value of the area for: {services}.").format(services="; ".join(empty["name"])))
    if len(others):
        said.append(_("Services that the author did not choose: {services}.").format(
            services="; ".join(others["name"])))  # fmt: skip
    return said


def unlike(store: Store, choice: Choice) -> list[str]:
    """Say so when the similar areas are unlike this one all the same."""
    if choice.group_id.split(".")[:2] != [groups.SIMILAR, choice.area_id]:
        return []
    number = len(groups.members(store, choice.group_id)) - 1  # without the area itself
    if groups.peers(store, choice.area_id, number)["good"].all():
        return []
    return [_("No good peers: even the similar areas are unlike this one; compare with care.")]


def reading(own: bool) -> list[str]:
    """Say how to read the charts and tables."""
    amber, grey = LIGHT_MARKS[Light.AMBER], LIGHT_MARKS[Light.GREY]
    return [
        _("Place: 1 is best, among the areas of the group with a value; indicators that are not judged have none."),
        _("Charts: the position in the group, right is better; hollow dots are not judged, right is simply more."),
        _("Marks at values: {amber} with a reservation, {grey} not comparable.").format(amber=amber, grey=grey),
        _("Change: in the unit of the indicator, from the value before; money at current prices, inflation not taken "
          "out."),
        *([_("Values with {mark} are submitted, not official: they enter no place, median or chart.").format(
            mark=OWN_MARK)] if own else []),
    ]  # fmt: skip
