"""Who stands where: all areas of a group on one indicator, one area on all indicators of a theme."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.model import Dimension, IndicatorCard
from smup.queries import places
from smup.store import Store
from smup.text import _, dimension_name
from smup.ui import figure, intervals, kept, links, overlay
from smup.ui.tables import downloads, grouped, mixed_table, rows
from smup.ui.url import Named

_REST = ["label", "value", "percentile", "quartile", "light", "why", "note", "area_id", "status"]


class _Ranked(NamedTuple):
    """What a ranking says: one row per area, best first; its words; what its file holds; the areas with a value."""

    frame: pd.DataFrame
    sentence: str
    best: list[str]
    basis: list[str]
    cautions: list[str]
    file: pd.DataFrame
    valued: list[str]


def ranking(store: Store, card: IndicatorCard, period: int, group: Named, chosen: list[str]) -> None:
    """Show all areas of a group in order, the chosen ones in colour."""
    ranked = _ranked(store, card, period, group, tuple(chosen))
    st.markdown(" ".join([ranked.sentence, *ranked.best]))
    figure.remarks(ranked.basis)
    links.cheaper(store, chosen[0], card.indicator_id)
    links.method("ranks", "intervals")
    figure.about(card, ranked.cautions)
    own = overlay.marks(store, card, ranked.valued, period)
    if own.empty:
        _drawn_before(store, card, period, group, tuple(chosen))
    else:
        _draw(store, card, period, group, tuple(chosen), own)
    downloads(ranked.file, f"smup-{card.indicator_id}-{period}-{group.id}")


@kept.value
def _ranked(store: Store, card: IndicatorCard, period: int, group: Named, chosen: tuple[str, ...]) -> _Ranked:
    frame = places.ranking(store, card.indicator_id, period, group.id, chosen[0]).assign(
        indicator_id=card.indicator_id, period=period
    )
    tried = intervals.alternatives(store, frame, group.id)
    frame = intervals.with_intervals(frame, tried)
    return _Ranked(
        frame=frame,
        sentence=sentences.describe_ranking(frame, card, period, group.label, list(chosen)),
        best=intervals.best(frame),
        basis=intervals.basis(frame, tried),
        cautions=sentences.cautions(frame, card),
        file=grouped(frame[[*intervals.RANKS, *_REST]], group),
        valued=frame.dropna(subset=["value"])["area_id"].tolist(),
    )


def _draw(
    store: Store,
    card: IndicatorCard,
    period: int,
    group: Named,
    chosen: tuple[str, ...],
    own: pd.DataFrame = charts.NO_OWN,
) -> None:
    """Draw the chart, with the ``own`` marks in it, and the table."""
    ranked = _ranked(store, card, period, group, chosen)
    if ranked.valued:
        drawn = charts.rank_areas(ranked.frame, card, list(chosen), group.label, own)
        figure.chart(drawn, ranked.sentence, "ranking", own)
    figure.group(group)
    first = ["rank", "value", "label", "places"]
    shown = ranked.frame[[*first, *(one for one in _REST if one not in first)]]
    rows(shown, {"value": card.decimals, "percentile": 0, "rank": 0, "quartile": 0})


_drawn_before = kept.drawing(_draw)


def profile(store: Store, area: Named, theme: Named, group: Named) -> None:
    """Show every indicator of the theme for one area, between the worst and the best of the group."""
    frame = places.profile(store, area.id, theme.id, group.id)
    if frame.empty:
        st.info(_("There are no data on this theme for {area} yet.").format(area=area.label))
        return
    frame = frame.assign(area_id=area.id, label=area.label)
    tried = intervals.alternatives(store, frame, group.id, area.id)
    frame = intervals.with_intervals(frame, tried)
    st.markdown(sentences.describe_profile(frame, area.label, theme.label, group.label))
    links.weak(store, frame, area.id)
    st.caption(" ".join([
        _("Filled: right is better. Hollow: not judged, right is simply more."),
        *([_("Bar: from the worst place to the best.")] if frame["rank_best"].notna().any() else []),
        *intervals.basis(frame, tried),
    ]))  # fmt: skip
    links.method("ranks", "intervals")
    for dimension in Dimension:
        part = frame[(frame["dimension"] == dimension) & frame["percentile"].notna()]
        if len(part):
            st.subheader(dimension_name(dimension).capitalize(), anchor=False)
            alt = sentences.describe_profile(part, area.label, dimension_name(dimension), group.label)
            figure.chart(charts.positions(part, group.label), alt, f"profile-{dimension}")
    what = ["dimension", "indicator", "unit", "period", "value"]
    rest = ["n", "lowest", "median", "highest", "light", "why", "note"]
    first = ["indicator", "value", "rank", "median", "unit", "period", "places", "n", "lowest", "highest", "dimension"]
    shown = frame[[*first, "light", "why", "note"]].assign(dimension=frame["dimension"].map(dimension_name))
    st.subheader(_("All indicators"), anchor=False)
    mixed_table(shown, frame["decimals"], ["value", "lowest", "median", "highest"])
    figure.group(group)
    file = grouped(frame[["indicator_id", *what, *intervals.RANKS, *rest]], group)
    downloads(file, f"smup-{area.id}-{theme.id}-{group.id}")
