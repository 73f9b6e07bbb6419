"""Three telling findings on an area, each with its proof: a gap in złoty, the best and weakest places, what moved."""

import pandas as pd
import streamlit as st

from smup import sentences
from smup.model import Dimension, Light, Polarity
from smup.queries import monitoring, places
from smup.store import Store
from smup.text import _, dimension_name, money_text
from smup.ui import figure, gaps, links
from smup.ui.url import Named

_YEARS = 7  # a finding is no older than so many years before the latest figure of the area
_FRESH = 3  # a cost older by more years than that is said to be the newest there is
_OTHERS = ("group", "peers", "period", "theme", "indicator", "pair", "search")  # choices of other views


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


def onward(area: Named) -> None:
    """Link to what a reader may do next: a report on the area, figures of their own, where all of it comes from."""
    with st.container(horizontal=True, gap="small"):
        links.to("report", f"{_('Report')}: {area.label}", "docs", _OTHERS, area=area.id)
        links.to("own_data", _("Your data"), "upload_file", _OTHERS)
        links.to("about", _("About the data"), "info", _OTHERS)


def _recent(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["period"] >= frame["period"].max() - _YEARS]


def _money(store: Store, area: Named, group: Named, latest: int) -> None:
    gap = gaps.largest(store, area, group)
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
