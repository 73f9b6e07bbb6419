"""Own values beside official ones, in words."""

import pandas as pd

from smup.sentences.wording import ended
from smup.text import _, counted, listed, literal

_LISTED = 8  # values of a source


def describe_own(own: pd.DataFrame) -> str:
    """Say what the own marks of a chart show, source by source, and that they are not official; empty without any.

    ``own``: one row per mark with source, label, period and text.
    """
    said = []
    for source, rows in own.sort_values(["label", "period"]).groupby("source", sort=False):
        values = [f"{literal(row.label)} {row.period} – {row.text}" for row in rows.head(_LISTED).itertuples()]
        more = len(rows) - _LISTED
        if more > 0:
            values.append(counted("{number} more value", "{number} more values", more))
        said.append(ended(f"{literal(str(source))}: {listed(values)}"))
    if said:
        said.append(_("These figures are not official: they enter no place, median or table."))
    return " ".join(said)
