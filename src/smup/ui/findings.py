"""Three telling findings on an area, each with its proof: a gap in złoty, the best and weakest places, what moved."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from smup import sentences
from smup.methods import cost_quality as method
from smup.model import Dimension, Light, PairCard, Polarity
from smup.queries import catalogue, monitoring, pairs, places
from smup.store import Store
from smup.text import _, dimension_name, light_text, money_text
from smup.ui import figure, links, pairing
from smup.ui.url import Named

_YEARS = 7  # a finding is no older than so many years before the latest figure of the area
_FRESH = 3  # a cost older by more years than that is said to be the newest there is
_OTHERS = ("group", "peers", "period", "theme", "indicator", "pair", "search")  # choices of other views


@dataclass(frozen=True)
class _Gap:
    """A gap in cost, ``worth`` so many złoty a year: below 0 less to pay, or less paid; None where nobody shows one."""

    pair: PairCard
    worth: float | None
    against: str
    sentence: str
    years: pairing.Years
    light: str = Light.GREEN
    reservations: tuple[str, ...] = ()


def title(area: Named) -> str:
    """Name the three findings on an area."""
    return sentences.begun(_("{area}: three findings").format(area=area.label))


def show(store: Store, area: Named, group: Named) -> None:
    """Show the three findings side by side, under each other on a phone."""
    frame = places.profile(store, area.id, None, group.id)
    money, standing, change = st.columns(3, border=True)
    with money:
        st.subheader(_("What a gap in cost is worth"), anchor=False)
        _money(store, area, group, int(frame["period"].max()) if len(frame) else 0)
    with standing:
        st.subheader(_("Highest and lowest places"), anchor=False)
        _places(_recent(frame), area, group)
    with change:
        st.subheader(_("What changed"), anchor=False)
        _moves(store, frame, area)


def _recent(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["period"] >= frame["period"].max() - _YEARS]


def _money(store: Store, area: Named, group: Named, latest: int) -> None:
    gap = _largest(store, area, group)
    if gap is None:
        none = _("For {area} no gap can be given in złoty: too few areas like it have a cost and what it buys in one "
                 "year.")  # fmt: skip
        st.markdown(none.format(area=area.label))
        return
    if gap.worth is not None:
        st.metric(gap.against, ("+" if gap.worth > 0 else "") + money_text(gap.worth))
    st.markdown(gap.sentence)
    links.to("cost_quality", _("Who is at least as good and cheaper?"), "balance", _OTHERS, area=area.id,
             pair=gap.pair.pair_id, theme=gap.pair.theme_id, **_basis(group))  # fmt: skip
    only = _("There are figures of this pair for one voivodeship only: {voivodeship}.")
    newest = _("There are no newer figures of this cost and what it buys than those of {year}.")
    figure.remarks([
        *([newest.format(year=gap.years.cost)] if gap.years.cost < latest - _FRESH else []),
        *([only.format(voivodeship=gap.years.voivodeship)] if gap.years.voivodeship else []),
        *gap.reservations,
        gap.pair.note,
    ])  # fmt: skip


def _largest(store: Store, area: Named, group: Named) -> _Gap | None:
    """Return the largest gap: to an area as good and cheaper, where a cost pays for what it buys and little else.

    The whole budget and investment pay for everything, so that less of them is no saving: what they differ by from the
    median of the group is said as a difference, and only where no cost is closer to its service.
    """
    known = pairs.pairs(store, area.id)
    known = known[known["known"] & (known["areas"] >= pairing.NEEDED)]
    themes = catalogue.indicators(store).set_index("indicator_id")["theme_id"]
    own = known["cost_indicator_id"].map(themes) == known["theme_id"]
    savings = [gap for one in known.loc[own, "pair_id"] if (gap := _saving(store, one, area, group))]
    if savings:
        return max(savings, key=lambda one: -(one.worth or 0))
    others = [gap for one in known.loc[~own, "pair_id"] if (gap := _difference(store, one, area, group))]
    # Of one cost the latest year; a larger gap of years ago has passed.
    newest = {gap.pair.cost.indicator_id: max(other.years.cost for other in others
                                              if other.pair.cost.indicator_id == gap.pair.cost.indicator_id)
              for gap in others}  # fmt: skip
    fresh = [gap for gap in others if gap.years.cost == newest[gap.pair.cost.indicator_id]]
    # One cost stands in several pairs: the one whose figures are the surest is its proof.
    return max(fresh, key=lambda one: (abs(one.worth or 0), one.light == Light.GREEN), default=None)


def _points(store: Store, pair_id: str, area: Named, group: Named) -> tuple[pairing.Years, pd.DataFrame] | None:
    """Return the latest year in which the area and enough others have both figures, with their points."""
    years = pairs.periods(store, pair_id, area.id)
    years = years[years["own"] & (years["n"] >= pairing.NEEDED)]
    for year in years.astype(object).where(years.notna(), None).itertuples():
        points = pairs.points(store, pair_id, area.id, group.id, year.period, year.output_period).set_index("area_id")
        if area.id in points.index:
            known = points.loc[area.id, "light"] != Light.GREY
            return (pairing.Years(year.period, year.output_period, year.voivodeship), points) if known else None
    return None


def _saving(store: Store, pair_id: str, area: Named, group: Named) -> _Gap | None:
    """Hold the cost of the area against the most similar one that is at least as good and cheaper, if there is one."""
    found, pair = _points(store, pair_id, area, group), pairs.pair(store, pair_id)
    if found is None or pair.output.polarity == Polarity.NONE:
        return None
    years, points = found
    cheaper = method.cheaper(points, area.id, pair.better)
    sentence = sentences.describe_pair(points, cheaper, pair, area.id, str(years))
    if cheaper.empty:
        # Nobody shows that as much may be had for less, so no sum is named.
        return _Gap(pair, None, "", sentence, years)
    town, worth = cheaper["label"].iloc[0], cheaper["worth"].iloc[0]
    said = f"{sentence} {sentences.describe_worth(worth, town)}"
    # A long label of a sum is cut off; the sentence names the area in full.
    against = _("A year, paying as little as {town}").format(town=town.split(" (")[0])
    lit = points.loc[[area.id, cheaper.index[0]], ["light", "why"]].drop_duplicates()
    doubts = tuple(light_text(one.light, one.why) for one in lit.itertuples() if one.light != Light.GREEN)
    return _Gap(pair, None if pd.isna(worth) else -float(worth), against, said, years, reservations=doubts)


def _difference(store: Store, pair_id: str, area: Named, group: Named) -> _Gap | None:
    """Hold the cost of the area against the median of its group, whatever either buys."""
    found = _points(store, pair_id, area, group)
    gap = method.median_gap(found[1], area.id) if found else None
    if found is None or gap is None or gap.worth is None:
        return None
    years, points = found
    pair = pairs.pair(store, pair_id)
    own = points.loc[area.id]
    said = sentences.describe_gap(own, gap.median, gap.n, gap.worth, pair, str(years), group.label)
    return _Gap(pair, gap.worth, _("A year, beside the median of the group"), said, years, own["light"])


def _places(frame: pd.DataFrame, area: Named, group: Named) -> None:
    judged = frame[(frame["polarity"] != Polarity.NONE) & frame["percentile"].notna() & (frame["light"] != Light.GREY)]
    if judged.empty:
        st.markdown(_("{area} has no place among others on any indicator that is judged.").format(area=area.label))
        return
    figure.group(group)
    for dimension in (Dimension.QUANTITY, Dimension.QUALITY, Dimension.COST):
        st.markdown(f"**{dimension_name(dimension).capitalize()}**")
        rows = judged[judged["dimension"] == dimension]
        rows = rows.sort_values(["percentile", "period"], ascending=False, kind="stable")
        if rows.empty:
            cost = _("No place: a cost is not judged, for a low one is not always good.")
            st.caption(cost if dimension == Dimension.COST else _("No place: no judged indicator has a value."))
            continue
        weakest = rows[rows["percentile"] == rows["percentile"].min()].iloc[0]
        _place(rows.iloc[0], True, area, group)
        if weakest["percentile"] < rows["percentile"].iloc[0]:
            _place(weakest, False, area, group)


def _place(row: pd.Series, best: bool, area: Named, group: Named) -> None:
    icon = "arrow_upward" if best else "arrow_downward"
    links.to("ranking", sentences.describe_place(row, best), icon, _OTHERS, area=area.id,
             indicator=row["indicator_id"], period=str(row["period"]), **_basis(group))  # fmt: skip


def _moves(store: Store, known: pd.DataFrame, area: Named) -> None:
    judged = known.loc[known["polarity"] != Polarity.NONE, "indicator_id"]
    frame = monitoring.movers(store, area.id)
    moved = frame[frame["indicator_id"].isin(judged) & (frame["light"] != Light.GREY)]
    moved = _recent(moved.dropna(subset=["percentile_change"])).sort_values("percentile_change", kind="stable")
    # "89.8 → 89.8" is no change that can be read.
    seen = [round(row.value, row.decimals) != round(row.value_before, row.decimals) for row in moved.itertuples()]
    moved = moved[pd.Series(seen, moved.index, bool) & (moved["percentile_change"].round() != 0)]
    if moved.empty:
        st.markdown(
            _("No indicator of {area} that is judged has places of two years that differ and may be compared.")
            .format(area=area.label)
        )  # fmt: skip
    else:
        st.caption(_("Its position among areas of the same kind, from 0 to 100 (best)."))
    rises, falls = moved[moved["percentile_change"] > 0].tail(1), moved[moved["percentile_change"] < 0].head(1)
    for row, icon in [*((row, "trending_up") for _i, row in rises.iterrows()),
                      *((row, "trending_down") for _i, row in falls.iterrows())]:  # fmt: skip
        st.markdown(f":material/{icon}: " + sentences.describe_move(row))
    links.to("changes", _("All that moved"), "update", _OTHERS, area=area.id)


def _basis(group: Named) -> dict[str, str]:
    """Return what makes another page compare with the same group."""
    return {"group": group.id.split(".")[0] if group.id.startswith("similar.") else group.id}
