"""A cost against what it buys: the towns as points, who is at least as good and cheaper, what that is worth."""

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.methods import cost_quality as method
from smup.model import Light, PairCard, Review
from smup.queries import pairs, records
from smup.store import Store
from smup.text import NO_VALUE, _, light_text, money_text, number_text, share_text, value_text
from smup.ui import figure, links, overlay, url
from smup.ui.pairing import Years
from smup.ui.part import folded
from smup.ui.tables import downloads, grouped, prose_table
from smup.ui.url import Named

_NAMED = 2  # cheaper towns that the chart names
_LISTED = 12  # cheaper towns in the table on the page; all are in the file


def show(store: Store, pair: PairCard, area: Named, group: Named, years: Years | None) -> None:
    """Show one pair for one area among all areas of its kind."""
    if years is None:
        return
    points = pairs.points(store, pair.pair_id, area.id, group.id, years.cost, years.output).set_index("area_id")
    points = method.scored(points, pair.better)
    if area.id in points.index:
        found = method.cheaper(points, area.id, pair.better)
        sentence = sentences.describe_pair(points, found, pair, area.id, str(years))
    else:
        found = points.head(0)
        sentence = _("{area} has no value of one of the two in {when}; the others are shown.").format(
            area=area.label, when=years)  # fmt: skip
    st.markdown(sentence)
    figure.remarks(_reservations(points, pair, years))
    own = overlay.pair_marks(store, pair, years, [*points.index, area.id])
    named = [area.id, *found.index[:_NAMED]]
    drawn = charts.cost_against_output(points, pair, area.id, named, group.label, own)
    figure.chart(drawn, sentence, "frontier", own)
    st.caption(_("Up is better, left is cheaper. The line joins the towns that nobody beats in both."))
    links.method("cost_quality")
    if area.id in points.index:
        st.header(_("At least as good and cheaper"), anchor=False)
        _worth(points, found, pair, area, group)
        _cheaper(store, found, pair, f"smup-{area.id}-{pair.pair_id}-{years.cost}")
        _parts(store, points, found, pair, area, years.cost)
    _all(points, group, f"smup-{pair.pair_id}-{years.cost}-{group.id}")


def _reservations(points: pd.DataFrame, pair: PairCard, years: Years) -> list[str]:
    lit = points[points["light"] != Light.GREEN].groupby(["light", "why"], sort=False)
    only = _("There are figures of this pair for one voivodeship only: {voivodeship}.")
    return [
        *([only.format(voivodeship=years.voivodeship)] if years.voivodeship else []),
        pair.note,
        _("A low cost can also mean a poor town: look at the own revenue beside it."),
        *(f"{light_text(light, why)}: {number_text(len(rows))}" for (light, why), rows in lit),
    ]


def _worth(points: pd.DataFrame, found: pd.DataFrame, pair: PairCard, area: Named, group: Named) -> None:
    said = []
    if len(found):
        said.append(sentences.describe_worth(found["worth"].iloc[0], found["label"].iloc[0]))
    gap = method.median_gap(points, area.id)
    if gap:
        said.append(sentences.describe_median(gap.median, gap.n, gap.worth, pair, group.label))
    if said:
        st.markdown(" ".join(said))
        links.method("gap")


def _cheaper(store: Store, found: pd.DataFrame, pair: PairCard, name: str) -> None:
    if found.empty:
        return
    reviewed = url.asked("review") == Review.REVIEWED
    recorded = records.initiatives_by_area(store, found.index.tolist(), reviewed).set_index("area_id")["initiatives"]
    table = found.join(recorded)
    shown = table.head(_LISTED)
    prose_table(pd.DataFrame({
        "label": shown["label"],
        "cost": _texts(shown["cost"], pair.cost.decimals, pair.cost.short_unit),
        "output": _texts(shown["output"], pair.output.decimals, pair.output.short_unit),
        "saving": [
            f"{saving} ({share})"
            for saving, share in zip(
                _texts(shown["saving"], pair.cost.decimals, pair.cost.short_unit),
                [share_text(share) for share in shown["share"]], strict=True)
        ],
        "worth": [money_text(worth) for worth in shown["worth"]],
        "distance": [number_text(distance, 2) for distance in shown["distance"]],
        **_revenue(shown),
        "comparable": [light_text(light, why) for light, why in zip(shown["light"], shown["why"], strict=True)],
        "initiatives": shown["initiatives"],
    }))  # fmt: skip
    if len(table) > len(shown):
        st.caption(_("The first {shown} of {number}; all are in the file.").format(
            shown=number_text(len(shown)), number=number_text(len(table))))  # fmt: skip
    file = table.drop(columns=["in_group", "score", "n_dominating"]).reset_index()
    downloads(file, name)
    links.initiatives(store, found.index.tolist(), None, pair.output, _("What the cheaper towns have done"))


def _parts(store: Store, points: pd.DataFrame, found: pd.DataFrame, pair: PairCard, area: Named, period: int) -> None:
    if found.empty or not pair.factors:
        return
    other = str(found.index[0])
    rows = pairs.factors(store, list(pair.factors), period, [area.id, other])
    wide = rows.pivot(index="area_id", columns="indicator_id", values="value").reindex(columns=list(pair.factors))
    parts = method.split(wide, points, area.id, other)
    if parts is not None:
        names = rows.drop_duplicates("indicator_id").set_index("indicator_id")["name"]
        st.markdown(sentences.describe_parts(parts.join(names), found["label"].iloc[0]))


def _all(points: pd.DataFrame, group: Named, name: str) -> None:
    file = grouped(points.reset_index().sort_values("score", ascending=False), group)
    folded("areas", _("All areas: CSV"), "table", lambda: downloads(file, name))


def _revenue(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Write the revenue of each town with its year, under its name; nothing where no town has one."""
    known = rows.dropna(subset=["revenue"])
    if known.empty:
        return {}
    texts = _texts(rows["revenue"], 0, _("PLN"))
    years = rows["revenue_period"].astype("Int64").astype(str)
    cells = [text if text == NO_VALUE else f"{text} ({year})" for text, year in zip(texts, years, strict=True)]
    return {known["revenue_name"].iloc[0]: cells}


def _texts(values: pd.Series, decimals: int, unit: str) -> list[str]:
    return [value_text(value, decimals, unit) for value in values]
