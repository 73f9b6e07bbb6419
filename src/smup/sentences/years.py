"""Values over the years: what changed, and what to know of a series."""

import pandas as pd

from smup.model import IndicatorCard, Status
from smup.sentences.wording import NAMED, ended
from smup.text import _, value_text


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
    return ended(f"{start}: {said}")


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
            found.append(f"{'; '.join(which)}: {remark}" if len(which) < NAMED else str(remark))
        else:
            found.append(str(remark))
    if card.is_money:
        found.append(_("Amounts at current prices, inflation not taken out."))
    return found
