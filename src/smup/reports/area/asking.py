"""Ask the store for what a report on an area holds."""

import pandas as pd

from smup import sentences
from smup.model import UnknownIdError
from smup.queries import areas, catalogue, editions, groups, monitoring, places, submissions
from smup.reports.area import remarks
from smup.reports.area.content import CHANGE, Choice, Report, Section
from smup.reports.area.drawing import PHONE, draw
from smup.store import Store
from smup.text import _, counted, day_text, language, listed

MOST = 16  # indicators of a service on paper, so that it fits on two pages
MOST_OWN = 3  # submitted values of a service on paper
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
    own = _submitted(store, choice)
    shown = wanted[wanted["service_id"].isin([*frame["service_id"], *own["service_id"]])]
    frame = frame[frame["service_id"].isin(shown["service_id"])]
    origins = editions.origins(store, frame["indicator_id"].tolist(), [int(year) for year in frame["period"]])
    sections = [_section(service, frame, own, choice, label, group, origins) for _i, service in shown.iterrows()]
    if choice.theme_id is None and not choice.service_ids and own["service_id"].isna().any():
        sections.append(_section(_outside(), frame, own, choice, label, group, origins))
    reported = pd.concat([origins, *(section.own for section in sections)])
    left = frame[frame["indicator_id"].isin(choice.without)]
    return Report(
        title=_("Report on public services: {area}").format(area=label),
        summary=[
            sentences.describe_halves(frame),
            *sentences.name_worst(frame),
            sentences.count_left_out(left),
        ]
        if sections
        else [],
        name="-".join(["smup", choice.area_id, choice.theme_id or "all", store.edition["edition_id"]]),
        language=language.get(),
        facts=_facts(store, choice, label, group),
        remarks=[
            *remarks.missing(wanted, shown, offered),
            *remarks.unlike(store, choice),
            *remarks.reading(any(len(section.own) for section in sections)),
        ],
        sections=sections,
        sources=reported.drop_duplicates("source_id").sort_values("source_id"),
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


def _submitted(store: Store, choice: Choice) -> pd.DataFrame:
    """One row per submitted value that is reported; what its submitter wrote has no character that XML cannot hold."""
    own = submissions.submitted_of(store, choice.area_id, choice.period)
    written = ["note", "who", "publisher", "title"]
    own[written] = own[written].map(lambda text: "".join(one if one.isprintable() else " " for one in text))
    return own[~own["indicator_id"].isin(choice.without)]


def _outside() -> pd.Series:
    """Name the section of what submitters call indicators of their own; no service has them."""
    return pd.Series({"service_id": "", "name": _("Indicators of submitters' own"), "theme": _("Submitted data")})


def _section(
    service: pd.Series, frame: pd.DataFrame, submitted: pd.DataFrame, choice: Choice, label: str, group: str,
    origins: pd.DataFrame,
) -> Section:  # fmt: skip
    rows = frame[frame["service_id"] == service["service_id"]]
    own = submitted[submitted["service_id"].fillna("") == service["service_id"]]
    left = rows[rows["indicator_id"].isin(choice.without)]
    kept = rows[~rows["indicator_id"].isin(choice.without)]
    shown = _fitting(kept)
    placed = shown[shown["percentile"].notna()]
    alt = sentences.describe_profile(placed, label, service["name"], group)
    said = [sentences.describe_halves(rows), sentences.describe_ends(kept)] if len(kept) else []
    if rows.empty:
        said = [_("There is no official value, only what was submitted.")]
    fitting = own.head(MOST_OWN)
    here = pd.concat([origins[origins["indicator_id"].isin(shown["indicator_id"])], fitting])
    return Section(
        name=service["name"], theme=service["theme"], rows=shown,
        sentences=[one for one in said if one],
        picture=draw(placed) if len(placed) else None, small=draw(placed, PHONE) if len(placed) else None, alt=alt,
        remarks=[
            *sentences.reservations(shown),
            *remarks.crowded(len(kept) - len(shown)),
            *remarks.more_own(len(own) - len(fitting)),
        ],
        left_out=sentences.describe_left_out(left, group),
        own=fitting,
        sources=[
            f"{row.publisher}, {row.title}" for row in here.drop_duplicates("source_id").itertuples()
        ],
    )  # fmt: skip


def _fitting(rows: pd.DataFrame) -> pd.DataFrame:
    """Return as many rows as fit, in their order: first those in the worst quarter, then the judged, then others."""
    if len(rows) <= MOST:
        return rows
    worst = sentences.in_worst_quarter(rows)
    first = rows.assign(urgency=2 * worst + (rows["rank"].notna() & ~worst))
    return rows.loc[first.sort_values("urgency", ascending=False, kind="stable").index[:MOST].sort_values()]


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
