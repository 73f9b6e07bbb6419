"""One sentence for each figure, and the reservations that belong beside it."""

import pandas as pd

from smup.model import Comparability, IndicatorCard, Kind, Polarity, Review, Status
from smup.text import _, counted, listed, number_text, value_text

_WHOLE = 0.99  # from this coverage on a value counts as that of the whole
_WHOLES = (Kind.VOIVODESHIP, Kind.METROPOLITAN_AREA, Kind.FUNCTIONAL_URBAN_AREA, Kind.COUNTRY)
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

    if len(known) == 1:
        parts = [
            _("{indicator}, {period}: {area}").format(indicator=card.name, period=period, area=said(known.iloc[0]))
        ]
    else:
        parts = [
            _("{indicator}, {period}: highest {area}").format(
                indicator=card.name, period=period, area=said(known.iloc[0])
            ),
            _("lowest {area}").format(area=said(known.iloc[-1])),
        ]
    sentence = ", ".join(parts)
    if len(spread) and not pd.isna(spread["median"].iloc[0]):
        row = spread.iloc[0]
        sentence += "; " + _("median of the group ({group}; {n} of {members} with data): {median}").format(
            group=group,
            n=number_text(row["n"]),
            members=number_text(row["members"]),
            median=value_text(row["median"], card.decimals, card.short_unit),
        )
    return _ended(sentence)


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
    medians = known["median"].dropna().unique()
    places = (
        [_("median {value}").format(value=value_text(medians[0], card.decimals, card.short_unit))]
        if len(medians) == 1
        else []
    )
    for row in known[known["area_id"].isin(chosen)].itertuples():
        value = value_text(row.value, card.decimals, card.short_unit)
        if pd.isna(row.rank):
            places.append(f"{row.label}: {value}")
        else:
            place = _("place {rank} of {n}").format(rank=number_text(row.rank), n=number_text(row.n))
            moves = getattr(row, "moves", None)
            places.append(f"{row.label}: {value}, {place}" + (f" ({moves})" if isinstance(moves, str) else ""))
    return _ended(sentence + "".join(f"; {place}" for place in places))


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
    return _ended(f"{start}: {said}")


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


def describe_records(frame: pd.DataFrame, documents: int) -> str:
    """Say how many events and initiatives of how many documents are shown, and how many nobody has reviewed."""
    events = int((frame["sort"] == "event").sum())
    sentence = _("Shown: {events} and {initiatives} from {documents}").format(
        events=counted("{number} event", "{number} events", events),
        initiatives=counted("{number} initiative", "{number} initiatives", len(frame) - events),
        documents=counted("{number} document", "{number} documents", documents),
    )
    candidates = int((frame["review"] == Review.CANDIDATE).sum())
    if candidates:
        sentence += "; " + counted(
            "{number} is proposed by the program and not reviewed",
            "{number} are proposed by the program and not reviewed",
            candidates,
        )
    return _ended(sentence)


def describe_timeline(dated: int, undated: int) -> str:
    """Say how many events have a date in their document and how many have none."""
    numbers = {"dated": number_text(dated), "all": number_text(dated + undated)}
    if undated:
        return _("The documents date {dated} of {all} events; the others are listed, not placed.").format(**numbers)
    return _("The documents date {dated} of {all} events.").format(**numbers)


def cautions(frame: pd.DataFrame, card: IndicatorCard) -> list[str]:
    """List what keeps the values of ``frame`` (one row per area) from being compared without thought."""
    known = frame[frame["value"].notna()]
    found = [
        f"{name}: {_whom(rows, frame)}"
        for name, rows in frame[frame["value"].isna()].groupby("status_name", sort=False)
    ]
    unusual = known[known["status"] != Status.NORMAL]
    found += [f"{name}: {_whom(rows, known)}" for name, rows in unusual.groupby("status_name", sort=False)]
    for note, rows in known.groupby("note", sort=False):
        found.append(str(note) if len(rows) == len(known) else f"{_whom(rows, known)}: {note}")
    if "coverage" in known:  # of a few chosen areas; a ranking of hundreds does not carry it
        for row in known[known["coverage"] < _WHOLE].itertuples():
            share = number_text(100 * row.coverage, 0)
            found.append(_("{area}: the value rests on {share} % of the whole").format(area=row.label, share=share))
    if card.comparability == Comparability.SAME_TASKS:
        cities = known["kind"] == Kind.CITY_WITH_POWIAT_RIGHTS
        if (cities.any() and not cities.all()) or known["kind"].isin(_WHOLES).any():
            found.append(
                _("Cities with powiat rights also pay for powiat tasks: compare their money only with each other.")
            )
    if card.polarity == Polarity.NONE:
        found.append(_("More is not better here, nor less: the indicator is shown without judgement."))
    return found


def cautions_over_time(frame: pd.DataFrame, card: IndicatorCard) -> list[str]:
    """List the unusual values of ``frame`` (one row per area and year) and what else to know of a series."""
    found = []
    known = frame[frame["value"].notna()]
    said = known["note"].fillna(known["status_name"]).rename("said")
    for remark, rows in known.groupby(said, sort=False):
        if len(rows) < len(known):
            which = [
                f"{label} {', '.join(str(year) for year in line['period'])}"
                for label, line in rows.groupby("label", sort=False)
            ]
            found.append(f"{'; '.join(which)}: {remark}" if len(which) < _NAMED else str(remark))
        else:
            found.append(str(remark))
    if card.is_money:
        found.append(_("Amounts at current prices, inflation not taken out."))
    return found


def _whom(rows: pd.DataFrame, everyone: pd.DataFrame) -> str:
    if len(rows) == len(everyone):
        return _("all")
    return listed(rows["label"].tolist()) if len(rows) < _NAMED else number_text(len(rows))


def _ended(sentence: str) -> str:
    """End a sentence with one full stop, also after an abbreviated unit."""
    return sentence.rstrip(".") + "."
