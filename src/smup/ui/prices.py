"""Money at the prices of each year or of one: what the reader chooses, and the values that follow."""

import pandas as pd
import streamlit as st

from smup.methods.real_terms import deflate
from smup.text import _
from smup.ui import links, url

_NOMINAL, _REAL = "nominal", "real"


def base_year(frame: pd.DataFrame, index: pd.DataFrame) -> int | None:
    """Ask for the prices to show ``frame`` in: of its last year with a price ``index``, or (``None``) of each year."""
    years = index.loc[index["period"].between(frame["period"].min(), frame["period"].max()), "period"]
    names = {_NOMINAL: _("Current prices"), _REAL: _("Constant prices")}
    options = [_NOMINAL] if years.empty else [_NOMINAL, _REAL]
    chosen = url.choose_one("prices", _("Prices"), options, _NOMINAL, names.__getitem__, st.segmented_control,
                            elsewhere=(_REAL,), required=True, disabled=years.empty)  # fmt: skip
    links.method("real_terms")
    if years.empty:
        st.caption(_("There are no constant prices: the data hold no consumer price index for these years."))
    return int(years.max()) if chosen == _REAL else None


def deflated(frame: pd.DataFrame, index: pd.DataFrame, base: int) -> pd.DataFrame:
    """Add to ``frame`` (one value a row) its values in the prices of ``base`` and how they came about."""
    found = deflate(frame.set_index("period", append=True)["value"], index.set_index("period")["value"], base)
    return frame.assign(
        value_real=found["real"].array,
        deflator=found["deflator"].array,
        base_period=base,
        missing_period=found["missing_year"].array,
        deflator_source="; ".join(index["source"].unique()),
    )
