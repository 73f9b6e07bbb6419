"""Widgets that ask which cost to set against what it buys, and in which year."""

from typing import NamedTuple

import streamlit as st

from smup import sentences
from smup.methods.frontier import fewest
from smup.model import PairCard
from smup.queries import catalogue, pairs
from smup.store import Store
from smup.text import _
from smup.ui import url
from smup.ui.url import EVERYTHING, Named

NEEDED = fewest(outputs=1)


def pair(store: Store, theme: Named | None, area: Named) -> PairCard | None:
    """Ask for a pair of a theme; at first one for which the area and enough others of its kind have figures."""
    frame = pairs.pairs(store, area.id, theme.id if theme else None)
    if frame.empty:
        st.info(_("This theme has no cost that is set against what it buys; choose another theme."))
        return None
    enough = frame["areas"] >= NEEDED
    best = frame[enough & frame["known"]]
    mark = frame["areas"].map(lambda areas: "" if areas >= NEEDED else " – " + _("too few figures"))
    names = dict(zip(frame["pair_id"], frame["name"] + mark, strict=True))
    default = (best if len(best) else frame)["pair_id"].iloc[0]
    chosen = url.choose_one("pair", _("Cost and what it buys"), list(names), default, names.__getitem__,
                            clears=("period",))  # fmt: skip
    return pairs.pair(store, chosen)


class Years(NamedTuple):
    """A year of the cost with the year of the output, and the only voivodeship with figures, if there is one."""

    cost: int
    output: int
    voivodeship: str | None

    def __str__(self) -> str:
        return str(self.cost) if self.cost == self.output else f"{self.cost}/{self.output}"


def years(store: Store, pair: PairCard, area: Named) -> Years | None:
    """Ask for a year of the cost; without enough areas of the kind of ``area`` say which kinds have enough."""
    known = pairs.periods(store, pair.pair_id, area.id)
    own = known[known["own"] & (known["n"] >= NEEDED)]
    if own.empty:
        st.info(sentences.describe_extent(known, NEEDED))
        return None
    rows = own.astype(object).where(own.notna(), None)
    offered = {str(row.period): Years(row.period, row.output_period, row.voivodeship) for row in rows.itertuples()}

    def naming(year: str) -> str:
        found = offered[year]
        return year if found.cost == found.output else _("{year}, what it buys: {output_year}").format(
            year=year, output_year=found.output)  # fmt: skip

    elsewhere = {EVERYTHING, *(str(year) for year in catalogue.periods(store))}
    chosen = url.choose_one("period", _("Year"), list(offered), next(iter(offered)), naming, elsewhere=elsewhere)
    return offered[chosen]
