"""One sentence for each figure, and the reservations that belong beside it."""

import pandas as pd

from smup.model import Comparability, IndicatorCard, Kind, Polarity, Status
from smup.text import _, counted, listed, number_text, value_text

_NAMED = 9  # from this many areas on, a reservation counts them instead of naming them


def describe_comparison(frame: pd.DataFrame, card: IndicatorCard, period: int, spread: pd.DataFrame, group: str) -> str:
    """Say who is highest and lowest and where the median of the group lies."""
    known = frame.dropna(subset=["value"]).sort_values("value", ascending=False)
    if known.empty:
        return _("{indicator}, {period}: none of the chosen areas has a value.").format(
            indicator=card.name, period=period
        )

    def said(row: pd.Series) -> str:
        return f"{row['label']} ({value_text(row['value'], card.decimals, card.short_unit)})"

    parts = [
        _("{indicator}, {period}: highest {area}").format(indicator=card.name, period=period, area=said(known.iloc[0]))
    ]
    if len(known) > 1:
        parts.append(_("lowest {area}").format(area=said(known.iloc[-1])))
    sentence = ", ".join(parts)
    if len(spread) and not pd.isna(spread["median"].iloc[0]):
        row = spread.iloc[0]
        sentence += "; " + _("median of the group ({group}; {n} of {members} with data): {median}").format(
            group=group,
            n=number_text(row["n"]),
            members=number_text(row["members"]),
            median=value_text(row["median"], card.decimals, card.short_unit),
        )
    return sentence + "."


def describe_ranking(frame: pd.DataFrame, card: IndicatorCard, period: int, group: str, chosen: list[str]) -> str:
    """Say how many of the group have a value and where the chosen areas stand."""
    known = frame.dropna(subset=["value"])
    sentence = _("{indicator}, {period}; {group}: {n} of {members} areas have a value").format(
        indicator=card.name,
        period=period,
        group=group,
        n=number_text(len(known)),
        members=number_text(len(frame)),
    )
    places = []
    for row in known[known["area_id"].isin(chosen)].itertuples():
        value = value_text(row.value, card.decimals, card.short_unit)
        if pd.isna(row.rank):
            places.append(f"{row.label}: {value}")
        else:
            place = _("place {rank} of {n}").format(rank=number_text(row.rank), n=number_text(row.n))
            places.append(f"{row.label}: {value}, {place}")
    return sentence + "".join(f"; {place}" for place in places) + "."


def describe_change(frame: pd.DataFrame, card: IndicatorCard) -> str:
    """Say for each area what changed between its first and last year, or since the last break in its series."""
    if card.over_time == "positions":
        column, decimals, unit = "percentile", 0, ""
        start = _(
            "Levels differ from year to year, so positions among areas of the same kind are compared (100 = best)"
        )
    else:
        column, decimals, unit = "value", card.decimals, card.short_unit
        start = card.name
    changes = []
    for label, line in frame.dropna(subset=[column]).groupby("label", sort=False):
        broken = line.loc[line["status"] == Status.BREAK, "period"]
        if len(broken):
            line = line[line["period"] >= broken.iloc[-1]]
        first, last = line.iloc[0], line.iloc[-1]
        values = value_text(last[column], decimals, unit)
        if first["period"] == last["period"]:
            said = f"{label} {values} ({last['period']})"
        else:
            since = value_text(first[column], decimals, unit)
            said = f"{label} {since} ({first['period']}) → {values} ({last['period']})"
        if len(broken):
            said += ", " + _("break in the series in {year}").format(year=broken.iloc[-1])
        changes.append(said)
    said = "; ".join(changes) or _("no values")
    return f"{start}: {said}."


def describe_profile(frame: pd.DataFrame, area: str, theme: str, group: str) -> str:
    """Say how many indicators place the area in the better and in the worse half of its group."""
    judged = frame[(frame["polarity"] != Polarity.NONE) & frame["percentile"].notna()]
    known = counted("{number} indicator with a value", "{number} indicators with a value", len(frame))
    if judged.empty:
        return _("{area}, {theme}: {known}, none of which is judged.").format(area=area, theme=theme, known=known)
    better, worse = int((judged["percentile"] >= 50).sum()), int((judged["percentile"] < 50).sum())
    sentence = _(
        "{area}, {theme}: {known}; of those judged {better} in the better and {worse} in the worse half ({group})."
    )
    return sentence.format(area=area, theme=theme, known=known, better=better, worse=worse, group=group)


def cautions(frame: pd.DataFrame, card: IndicatorCard) -> list[str]:
    """List what keeps the values of ``frame`` (one row per area) from being compared without thought."""
    found = []
    absent = frame[frame["value"].isna()]
    for status_name, rows in absent.groupby("status_name", sort=False):
        whom = listed(rows["label"].tolist()) if len(rows) < _NAMED else number_text(len(rows))
        found.append(f"{status_name}: {whom}")
    known = frame[frame["value"].notna()]
    unusual = known[known["status"] != Status.NORMAL]
    for status_name, rows in unusual.groupby("status_name", sort=False):
        if len(rows) == len(known):
            whom = _("all")
        else:
            whom = listed(rows["label"].tolist()) if len(rows) < _NAMED else number_text(len(rows))
        found.append(f"{status_name}: {whom}")
    found += [str(note) for note in known["note"].dropna().unique()]
    cities = known["kind"] == Kind.CITY_WITH_POWIAT_RIGHTS
    if card.comparability == Comparability.SAME_TASKS and cities.any() and not cities.all():
        found.append(
            _("Cities with powiat rights also pay for powiat tasks: compare their money only with each other.")
        )
    if card.polarity == Polarity.NONE:
        found.append(_("More is not better here, nor less: the indicator is shown without judgement."))
    return found
