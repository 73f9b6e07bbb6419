"""Values of areas in one year: one sentence for each figure, and the reservations that belong beside it."""

import pandas as pd

from smup.model import IndicatorCard, Light, Polarity
from smup.sentences.wording import ended, whom
from smup.text import _, counted, light_text, number_text, value_text

_WHOLE = 0.99  # from this coverage on a value counts as that of the whole


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
    if len(spread):
        row = spread.iloc[0]
        few = _("too few figures for a median of the group ({group}; {n} of {members} with data)")
        median = _("median of the group ({group}; {n} of {members} with data): {median}")
        sentence += "; " + (few if pd.isna(row["median"]) else median).format(
            group=group,
            n=number_text(row["n"]),
            members=number_text(row["members"]),
            median=value_text(row["median"], card.decimals, card.short_unit),
        )
    return ended(sentence)


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
    return ended(sentence + "".join(f"; {place}" for place in places))


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
    known = frame[frame["value"].notna()]
    found = [
        f"{light_text(light, why)}: {whom(rows, frame)}"
        for (light, why), rows in frame[frame["light"] != Light.GREEN].groupby(["light", "why"], sort=False)
    ]
    found += list(known["explained"].dropna().unique())
    for note, rows in known.groupby("note", sort=False):
        found.append(str(note) if len(rows) == len(known) else f"{whom(rows, known)}: {note}")
    if "coverage" in known:  # of a few chosen areas; a ranking of hundreds does not carry it
        for row in known[known["coverage"] < _WHOLE].itertuples():
            share = number_text(100 * row.coverage, 0)
            found.append(_("{area}: the value rests on {share} % of the whole").format(area=row.label, share=share))
    if card.polarity == Polarity.NONE:
        found.append(_("More is not better here, nor less: the indicator is shown without judgement."))
    return found
