"""A metropolitan area: how well its list is known, the area as one unit, its members among themselves and over time."""

import math

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.methods.aggregate import pulls
from smup.model import Aggregation, Comparability, IndicatorCard, Kind, OverTime
from smup.queries import figures, places
from smup.queries import metros as asking
from smup.store import Store
from smup.text import _, change_text, group_name, kind_name, number_text, tasks_name, value_text
from smup.ui import figure, links, origin, overlay
from smup.ui.part import folded
from smup.ui.tables import table
from smup.ui.url import Named

_FINEST = 6  # decimal places of a pull


def membership(store: Store, metro: Named) -> None:
    """Say what is known of the list of members."""
    metros = asking.metros(store).set_index("area_id", drop=False)
    st.markdown(origin.list_of(metros.loc[metro.id]))


def as_one(store: Store, card: IndicatorCard, period: int, metro: Named) -> pd.DataFrame:
    """Show the area beside the others of its kind, or say why it has no number; return its one row."""
    row = asking.whole(store, metro.id, card.indicator_id, period)
    whole = row.iloc[0]
    group = Named(whole["kind"], group_name(whole["kind"], None))
    names = asking.metros(store).set_index("area_id")["name"]
    frame = places.ranking(store, card.indicator_id, period, group.id, metro.id)
    frame = frame.assign(label=frame["area_id"].map(names))
    if pd.isna(whole["value"]):
        known = asking.members(store, metro.id, card.indicator_id, period)["value"]
        st.markdown(sentences.why_no_whole(whole, int(known.notna().sum()), len(known)))
    if frame["value"].isna().all():
        figure.about(card, [])
        return row
    sentence = sentences.describe_ranking(frame, card, period, group.label, [metro.id])
    st.markdown(sentence)
    if pd.notna(whole["value"]):
        st.caption(_("The value of the whole rests on members with {share} of its weight.").format(
            share=value_text(100 * whole["coverage"], 0, "%")))  # fmt: skip
    own = overlay.marks(store, card, [*frame.dropna(subset=["value"])["area_id"], metro.id], period)
    figure.chart(charts.compare_wholes(frame, card, metro.id, group.label, own), sentence, "wholes", own)
    if frame["value"].notna().sum() > charts.MOST_BARS:
        st.caption(_("The chart shows the {number} areas nearest in the order; the table has all.").format(
            number=number_text(charts.MOST_BARS)))  # fmt: skip
    figure.about(card, _cautions(row, card))
    shown = frame[["rank", "label", "value", "percentile", "light", "why", "note", "area_id", "status"]]
    decimals = {"value": card.decimals, "percentile": 0, "rank": 0}
    name = f"smup-{card.indicator_id}-{period}-{group.id}"
    label = _("Table and CSV: {group}").format(group=group.label)
    folded("wholes", label, "table", lambda: table(shown, decimals, name))
    return row


def members(store: Store, card: IndicatorCard, period: int, metro: Named, row: pd.DataFrame) -> None:
    """Show the members beside each other and who pulls the value of the whole (``row``) which way."""
    whole = row.iloc[0]
    frame = _weighed(asking.members(store, metro.id, card.indicator_id, period), whole)
    decimals = _decimals(frame["pull"], card)
    sentence = sentences.describe_members(frame, card, period, metro.label, decimals)
    st.markdown(sentence)
    links.method("metros")
    cities = frame["kind"] == Kind.CITY_WITH_POWIAT_RIGHTS
    remarks = [line for line in sentences.cautions(frame, card) if line not in _cautions(row, card)]
    if card.comparability == Comparability.SAME_TASKS and cities.any() and not cities.all():
        remarks.append(_("The members have two kinds of tasks: cities with powiat rights also pay for those of a "
                         "powiat. Places are given among members of the same kind only."))  # fmt: skip
    figure.remarks(remarks)
    unit = _("pp") if card.short_unit == "%" else card.short_unit
    if frame["pull"].notna().any() and len(frame) > 1:
        texts = [change_text(pull, decimals, "") for pull in frame["pull"]]
        title = _("pull on the value of the whole ({group}), {unit}").format(group=metro.label, unit=unit or card.unit)
        _part_chart(frame.assign(text=texts), "pull", title, sentence)
        st.caption(_("The pull of a member is its share of the weight of the whole times its distance from the value "
                     "of the whole; the pulls add up to 0."))  # fmt: skip
    elif whole["aggregation"] == Aggregation.SUM and frame["share"].notna().any():
        frame["percentage"] = 100 * frame["share"]
        texts = [value_text(share, 1, "") for share in frame["percentage"]]
        title = _("share of the whole ({group}), %").format(group=metro.label)
        _part_chart(frame.assign(text=texts), "percentage", title, sentence)
    of_whole = {"distance_from_whole": card.decimals, "share": 1, "pull": decimals}
    frame = frame.assign(share=100 * frame["share"], kind=frame["kind"].map(kind_name))
    known = [name for name in of_whole if frame[name].notna().any()]
    shown = frame[["label", "value", *known, "rank", "n", "kind", "light", "why", "note", "area_id", "status"]]
    formats = {"value": card.decimals, "rank": 0, "n": 0} | {name: of_whole[name] for name in known}
    name = f"smup-{card.indicator_id}-{period}-{metro.id}-members"
    label = _("Table and CSV: members of {group}").format(group=metro.label)
    folded("members", label, "table", lambda: table(shown, formats, name))


def over_time(store: Store, card: IndicatorCard, metro: Named) -> None:
    """Show the whole and the spread of its members from year to year."""
    if card.over_time == OverTime.POSITIONS:
        st.markdown(_("Levels of this indicator may not be compared between years, so only the chosen year is shown."))
        return
    spread = asking.spread(store, metro.id, card.indicator_id)
    whole = figures.trend(store, card.indicator_id, [metro.id])
    if spread["period"].nunique() == 1:
        st.markdown(_("There are values of one year only ({year}), so no change can be shown.").format(
            year=spread["period"].iloc[0]))  # fmt: skip
        return
    said = [sentences.describe_change(whole, card)] if len(whole) else []
    sentence = " ".join([*said, sentences.describe_spread(spread, card, metro.label)])
    st.markdown(sentence)
    own = overlay.marks(store, card, [metro.id])
    for tasks, rows in spread.groupby("tasks"):
        several = rows[rows["n"] > 1]
        if len(several) > 1:
            if spread["tasks"].nunique() > 1:
                st.markdown(f"**{tasks_name(str(tasks))}**")
            drawn = charts.spread_over_time(whole, several, card, metro.label, own)
            figure.chart(drawn, sentence, f"spread-{tasks}", own)
    remarks = [_("The members of today's list are taken for all years, also before they belonged to it.")]
    if spread.groupby("tasks")["n"].nunique().max() > 1:
        remarks.append(_("The number of members with a value differs from year to year (see the table): the spread "
                         "of a few is no spread of all."))  # fmt: skip
    figure.remarks([*remarks, *sentences.cautions_over_time(whole, card)])
    columns = ["period", "whole_value", "status_name", "tasks", "n", "lowest", "median", "highest"]
    frame = spread.assign(tasks=spread["tasks"].map(tasks_name))
    frame = frame.drop(columns="status").merge(
        whole[["period", "value", "status_name"]].rename(columns={"value": "whole_value"}), on="period", how="outer"
    )
    decimals = dict.fromkeys(["whole_value", "lowest", "median", "highest"], card.decimals) | {"n": 0}
    name = f"smup-{card.indicator_id}-{metro.id}-years"
    label = _("Table and CSV: {group} over the years").format(group=metro.label)
    folded("years", label, "table", lambda: table(frame[columns], decimals, name))


def _cautions(row: pd.DataFrame, card: IndicatorCard) -> list[str]:
    return sentences.cautions(row, card) if row["value"].notna().all() else []


def _weighed(frame: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """Add each member's share of the whole and its pull, where there is a whole."""
    if pd.isna(whole["value"]):
        return frame.assign(distance_from_whole=math.nan, share=math.nan, pull=math.nan)
    if whole["aggregation"] == Aggregation.SUM:
        return frame.assign(
            distance_from_whole=math.nan, share=frame["value"] / (whole["value"] or math.nan), pull=math.nan
        )
    parts = pulls(frame)
    return frame.assign(distance_from_whole=parts["distance"], share=parts["share"], pull=parts["pull"])


def _part_chart(frame: pd.DataFrame, column: str, title: str, sentence: str) -> None:
    figure.chart(charts.part_in_the_whole(frame, column, title), sentence, "members")
    if frame[column].notna().sum() > charts.MOST_BARS:
        st.caption(_("The chart shows the {number} longest bars; the table has all members.").format(
            number=number_text(charts.MOST_BARS)))  # fmt: skip


def _decimals(pull: pd.Series, card: IndicatorCard) -> int:
    """Return how many decimal places show two digits of the greatest pull."""
    most = pull.abs().max()
    return max(card.decimals, min(_FINEST, 1 - math.floor(math.log10(most)))) if most > 0 else card.decimals
