"""Own values for a chart of official ones: those of the visitor's file, and those submitted to the edition."""

from contextlib import suppress

import pandas as pd

from smup.charts import NO_OWN
from smup.model import IndicatorCard, PairCard, SmupError
from smup.queries import submissions
from smup.store import Store
from smup.text import _, value_text
from smup.ui import brought, kept
from smup.ui.pairing import Years

_SAME = ["area_id", "label", "source", "submitted"]
_COLUMNS = [*_SAME, "period", "value", "status_name", "note"]


def marks(store: Store, card: IndicatorCard, area_ids: list[str], period: int | None = None) -> pd.DataFrame:
    """One row per own value of one of the areas, in ``period`` or any year: whose it is and how it is written.

    area_id, label, period, value, ``text``, status_name, note, ``source`` in words, ``submitted`` (else brought).
    """
    each = [one for one in (_brought(store, card.indicator_id), _submitted(store, card.indicator_id)) if len(one)]
    if not each:
        return NO_OWN
    own = pd.concat(each, ignore_index=True).astype({"submitted": bool})
    return written(own[own["area_id"].isin(area_ids) & (own["period"] == (period or own["period"]))], card)


def written(own: pd.DataFrame, card: IndicatorCard, column: str = "value") -> pd.DataFrame:
    """Keep the marks with a value in ``column`` (none has a percentile), written in the unit of the indicator."""
    if column not in own:
        return own.head(0)
    own = own.dropna(subset=[column])
    return own.assign(text=[value_text(value, card.decimals, card.short_unit) for value in own[column]])


def pair_marks(store: Store, pair: PairCard, years: Years, area_ids: list[str]) -> pd.DataFrame:
    """One row per area and source with both figures of a pair: as ``marks``, with cost and output."""
    cost, output = (marks(store, *one) for one in ((pair.cost, area_ids, years.cost),
                                                   (pair.output, area_ids, years.output)))  # fmt: skip
    both = cost.merge(output, on=_SAME, suffixes=("", "_output"))
    for column, between in (("text", ", "), ("status_name", ", "), ("note", " ")):
        pairs = zip(both[column], both[f"{column}_output"], strict=True)
        both[column] = [between.join(dict.fromkeys(filter(None, one))) for one in pairs]
    return both.rename(columns={"value": "cost", "value_output": "output"})


def _brought(store: Store, indicator_id: str) -> pd.DataFrame:
    found = None
    with suppress(SmupError):  # the page with the file says why it cannot be read
        found = brought.found(store)
    if found is None:
        return NO_OWN
    rows = found.rows[(found.rows["indicator_id"] == indicator_id) & found.rows["value"].notna()]
    return rows.assign(
        label=rows["area_id"].map(submissions.areas(store).set_index("area_id")["label"]),
        status_name=rows["status"].map(submissions.statuses(store).set_index("status")["name"]),
        source=_("Your data ({file})").format(file=brought.name()),
        submitted=False,
    )[_COLUMNS]


@kept.value
def _submitted(store: Store, indicator_id: str) -> pd.DataFrame:
    rows = submissions.submitted(store, indicator_id)
    words = _("submitted data: {who}, {day}")
    sources = [words.format(who=row.who, day=f"{row.added:%Y-%m-%d}") for row in rows.itertuples()]
    return rows.assign(source=sources, submitted=True)[_COLUMNS]
