"""Ask the store for what a report on an area holds."""

import pandas as pd

from smup import sentences
from smup.model import Light, UnknownIdError
from smup.queries import areas, catalogue, editions, groups, monitoring, places
from smup.reports.area.content import CHANGE, Choice, Report, Section
from smup.reports.area.drawing import draw
from smup.store import Store
from smup.text import LIGHT_MARKS, _, counted, day_text, language, listed

_MOST = 16  # indicators of a service on paper, so that it fits on two pages
_NAMED = 20  # members of a group that are named


def report(store: Store, choice: Choice, link: str = "") -> Report:
    """Make the report of ``choice``; ``link`` leads to the same view in the app.

    Raises ``UnknownIdError`` naming the first area, group, theme, service or indicator that the store does not know.
    """
    areas.require_areas(store, [choice.area_id])
    (label,) = areas.labels(store, [choice.area_id])
    group = groups.label(store, choice.group_id)
    offered = catalogue.services(store, _known(choice.theme_id, catalogue.themes(store)["theme_id"], "theme"))
    for service_id in choice.service_ids:
        _known(service_id, catalogue.services(store)["service_id"], "service")
    for indicator_id in choice.without:
        catalogue.indicator(store, indicator_id)
    frame = _rows(store, choice)
    wanted = offered[offered["service_id"].isin(choice.service_ids)] if choice.service_ids else offered
    if wanted.empty:
        raise UnknownIdError(f"None of the services chosen belongs to the theme “{choice.theme_id}”.")
    shown = wanted[wanted["service_id"].isin(frame["service_id"])]
    frame = frame[frame["service_id"].isin(shown["service_id"])]
    origins = editions.origins(store, frame["indicator_id"].tolist(), [int(year) for year in frame["period"]])
    sections = [
        _section(service, frame[frame["service_id"] == service["service_id"]], choice, label, group, origins)
        for _i, service in shown.iterrows()
    ]
    left = frame[frame["indicator_id"].isin(choice.without)]
    return Report(
        title=_("Report on public services: {area}").format(area=label),
        name="-".join(["smup", choice.area_id, choice.theme_id or "all", store.edition["edition_id"]]),
        language=language.get(),
        facts=_facts(store, choice, label, group),
        remarks=[
            *_missing(wanted, shown, offered),
            sentences.count_left_out(left),
            *_unlike(store, choice),
            *_reading(),
        ],
        sections=sections,
        sources=origins.drop_duplicates("source_id").sort_values("source_id"),
        built_at=store.edition["built_at"].to_pydatetime(),
        link=link,
    )


def _known(wanted: str | None, known: pd.Series, what: str) -> str | None:
    if wanted is not None and wanted not in set(known):
        raise UnknownIdError(f"There is no {what} “{wanted}”; there are: {', '.join(known)}.")
    return wanted


def _rows(store: Store, choice: Choice) -> pd.DataFrame:
    """One row per indicator with a value: its place, and what changed since the value before."""
    frame = places.profile(store, choice.area_id, choice.theme_id, choice.group_id, choice.period)
    shown = {row.indicator_id: int(row.period) for row in frame.itertuples()}
    changes = monitoring.movers(store, choice.area_id, shown)
    return frame.merge(changes[["indicator_id", *CHANGE]], on="indicator_id", how="left")


def _section(
    service: pd.Series, rows: pd.DataFrame, choice: Choice, label: str, group: str, origins: pd.DataFrame
) -> Section:
    left = rows[rows["indicator_id"].isin(choice.without)]
    kept = rows[~rows["indicator_id"].isin(choice.without)]
    shown = _fitting(kept)
    placed = shown[shown["percentile"].notna()]
    alt = sentences.describe_profile(placed, label, service["name"], group)
    said = [sentences.describe_profile(shown, label, service["name"], group), sentences.describe_ends(shown)]
    from_here = origins[origins["indicator_id"].isin(shown["indicator_id"])].drop_duplicates("source_id")
    return Section(
        name=service["name"], theme=service["theme"], rows=shown,
        sentences=[one for one in said if one] if len(shown) else [],
        picture=draw(placed) if len(placed) else None, alt=alt,
        remarks=[*sentences.reservations(shown), *_crowded(len(kept) - len(shown))],
        left_out=sentences.describe_left_out(left, group),
        sources=[f"{row.publisher}, {row.title}".rstrip(".") + f". {row.licence}" for row in from_here.itertuples()],
    )  # fmt: skip


def _fitting(rows: pd.DataFrame) -> pd.DataFrame:
    """Return as many rows as fit, in their order: first those in the worst quarter, then the judged, then others."""
    if len(rows) <= _MOST:
        return rows
    worst = sentences.in_worst_quarter(rows)
    first = rows.assign(urgency=2 * worst + (rows["rank"].notna() & ~worst))
    return rows.loc[first.sort_values("urgency", ascending=False, kind="stable").index[:_MOST].sort_values()]


def _crowded(number: int) -> list[str]:
    if not number:
        return []
    return [
        counted(
            "{number} more indicator of this service does not fit here; the app shows it.",
            "{number} more indicators of this service do not fit here; the app shows them.",
            number,
        )
    ]


def _facts(store: Store, choice: Choice, label: str, group: str) -> list[tuple[str, str]]:
    members = [one for one in groups.members(store, choice.group_id) if one != choice.area_id]
    names = areas.labels(store, members)
    who = listed(names) if len(names) <= _NAMED else counted("{number} area", "{number} areas", len(names))
    edition = store.edition
    return [
        (_("Area"), f"{label} ({choice.area_id})"),
        (_("Compared with"), f"{group} ({who})" if names else group),
        (_("Year"), str(choice.period) if choice.period else _("of each indicator the latest that can be compared")),
        (_("Edition"), f"{edition['edition_id']}, {day_text(edition['built_at'].date())}"),
    ]


def _missing(wanted: pd.DataFrame, shown: pd.DataFrame, offered: pd.DataFrame) -> list[str]:
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


def _unlike(store: Store, choice: Choice) -> list[str]:
    """Say so when the similar areas are unlike this one all the same."""
    if choice.group_id.split(".")[:2] != [groups.SIMILAR, choice.area_id]:
        return []
    number = len(groups.members(store, choice.group_id)) - 1  # without the area itself
    if groups.peers(store, choice.area_id, number)["good"].all():
        return []
    return [_("No good peers: even the similar areas are unlike this one; compare with care.")]


def _reading() -> list[str]:
    """Say how to read the charts and tables."""
    amber, grey = LIGHT_MARKS[Light.AMBER], LIGHT_MARKS[Light.GREY]
    return [
        _("Place: 1 is best, among the areas of the group with a value; indicators that are not judged have none."),
        _("Charts: the position in the group, right is better; hollow dots are not judged, right is simply more."),
        _("Marks at values: {amber} with a reservation, {grey} not comparable.").format(amber=amber, grey=grey),
        _("Change: in the unit of the indicator, from the value before; money at current prices, inflation not taken "
          "out."),
    ]  # fmt: skip
