"""How a page shows an answer: a figure with its sentence, the same numbers as a table, and as CSV."""

from typing import Any

import pandas as pd
import streamlit as st

from smup import charts, reports, sentences
from smup.model import Status
from smup.queries import catalogue, figures
from smup.queries.catalogue import IndicatorCard
from smup.store import Store
from smup.ui.choose import Named
from smup.text import NO_VALUE, _, counted, dimension_name, number_text, polarity_name

_CHART = {"displayModeBar": False, "scrollZoom": False}


def comparison(store: Store, card: IndicatorCard, period: int | None, group: Named, area_ids: list[str]) -> None:
    """Show one indicator of the chosen areas as bars against the median of the group."""
    year = period or catalogue.shared_period(store, card.indicator_id, area_ids)
    if year is None:
        st.info(_("None of the chosen areas has a value of this indicator."))
        return
    frame = figures.comparison(store, card.indicator_id, year, group.id, area_ids)
    spread = figures.spread(store, card.indicator_id, year, group.id, area_ids[0])
    sentence = sentences.describe_comparison(frame, card, year, spread, group.label)
    if frame["value"].notna().any():
        median = spread["median"].iloc[0] if len(spread) else None
        _chart(charts.compare_areas(frame, card, median), sentence, card.dimension)
    st.markdown(sentence)
    about(card, sentences.cautions(frame, card))


def change(store: Store, card: IndicatorCard, area_ids: list[str]) -> None:
    """Show how the chosen areas changed over the years."""
    frame = figures.trend(store, card.indicator_id, area_ids)
    sentence = sentences.describe_change(frame, card)
    st.markdown(f"**{card.name}**")
    _chart(charts.change_over_time(frame, card), sentence, "change")
    st.markdown(sentence)
    wide = frame.pivot(index="period", columns="label", values="value").reindex(columns=frame["label"].unique())
    with st.expander(_("Table and CSV"), icon=":material/table:"):
        table(wide.reset_index(), {label: card.decimals for label in wide.columns}, f"smup-{card.indicator_id}-trend")


def comparison_table(store: Store, theme: Named | None, group: Named, area_ids: list[str], period: int | None) -> None:
    """Show all indicators of the theme for the chosen areas, by dimension, with the group's median."""
    indicator_ids = catalogue.indicators(store, theme.id if theme else None)["indicator_id"].tolist()
    tidy = figures.comparison_table(store, indicator_ids, group.id, area_ids, period)
    if tidy.empty:
        st.info(_("None of the chosen areas has a value in this theme and year."))
        return
    labels = list(dict.fromkeys(tidy["area"]))
    values = tidy.pivot(index="indicator_id", columns="area", values="value")[labels]
    keys = ["indicator_id", "dimension", "indicator", "unit", "period"]
    each = tidy.drop_duplicates("indicator_id").set_index("indicator_id", drop=False)
    wide = each[keys].join(values).join(each[["median", "n"]]).reset_index(drop=True)
    decimals = each["decimals"].reset_index(drop=True)
    shown = wide.drop(columns="indicator_id").assign(dimension=wide["dimension"].map(dimension_name))
    st.dataframe(_formatted(shown, decimals, [*labels, "median"]), hide_index=True, column_config=_headings())
    unusual = tidy[(tidy["status"] != Status.NORMAL) & tidy["value"].notna()]
    if len(unusual):
        st.caption(_("Values with a reservation (status in the tidy CSV): {number}. Empty cell: no value.").format(
            number=number_text(len(unusual))))  # fmt: skip
    _downloads(wide, f"smup-{theme.id if theme else 'all'}", tidy)


def ranking(store: Store, card: IndicatorCard, period: int, group: Named, chosen: list[str]) -> None:
    """Show all areas of a group in order, the chosen ones in colour."""
    frame = figures.ranking(store, card.indicator_id, period, group.id)
    sentence = sentences.describe_ranking(frame, card, period, group.label, chosen)
    st.markdown(sentence)
    if frame["value"].notna().any():
        _chart(charts.rank_areas(frame, card, chosen), sentence, "ranking")
    about(card, sentences.cautions(frame, card))
    columns = ["rank", "area_id", "label", "value", "percentile", "quartile", "status", "status_name", "note"]
    table(frame[columns], {"value": card.decimals, "percentile": 0}, f"smup-{card.indicator_id}-{period}-{group.id}")


def profile(store: Store, area: Named, theme: Named, group: Named) -> None:
    """Show every indicator of the theme for one area, between the worst and the best of the group."""
    frame = figures.profile(store, area.id, theme.id, group.id)
    if frame.empty:
        st.info(_("There are no data on this theme for {area} yet.").format(area=area.label))
        return
    sentence = sentences.describe_profile(frame, area.label, theme.label, group.label)
    st.markdown(sentence)
    if frame["percentile"].notna().any():
        _chart(charts.positions(frame), sentence, "profile")
        st.caption(_("Filled: right is better. Hollow: not judged, right is simply more."))
    frame = frame.assign(dimension=frame["dimension"].map(dimension_name))
    columns = ["dimension", "indicator", "unit", "period", "value", "rank", "n", "lowest", "median", "highest", "status_name", "note"]
    shown = frame[columns]
    st.dataframe(_formatted(shown, frame["decimals"], ["value", "lowest", "median", "highest"]), hide_index=True,
                 column_config=_headings())  # fmt: skip
    _downloads(frame[["indicator_id", *columns]], f"smup-{area.id}-{theme.id}")


def dictionary(frame: pd.DataFrame) -> None:
    """Show the indicator dictionary and how many indicators it holds."""
    st.markdown(counted("{number} indicator", "{number} indicators", len(frame)))
    if len(frame):
        named = frame.assign(
            dimension=frame["dimension"].map(dimension_name), polarity=frame["polarity"].map(polarity_name)
        )
        table(named, {"areas": 0, "years": 0}, "smup-indicators")


def edition(store: Store) -> None:
    """Show which edition this is and what it was made of."""
    st.markdown(_("Edition `{edition_id}`, built {built_at:%Y-%m-%d %H:%M} UTC by smup {code_version} from inputs with the "
                  "SHA-256 `{input_sha256}`. The same inputs always give the same edition.").format(**store.edition))  # fmt: skip


def about(card: IndicatorCard, reservations: list[str]) -> None:
    """Show what the indicator measures, where it comes from and what to beware of."""
    if reservations:
        st.caption("\n".join(f"- {line}" for line in reservations))
    with st.expander(_("What is it?"), icon=":material/info:"):
        st.markdown(card.description)
        if card.note:
            st.markdown(card.note)
        st.markdown(_("Formula: `{formula}` · unit: {unit} · source: {sources}").format(
            formula=card.formula, unit=card.unit, sources=card.sources))  # fmt: skip


def table(frame: pd.DataFrame, decimals: dict[str, int], name: str) -> None:
    """Show ``frame`` with its numbers in the reader's format, and offer it as CSV."""
    formats = {column: (lambda value, places=places: number_text(value, places)) for column, places in decimals.items()}
    st.dataframe(frame.style.format(formats, na_rep=NO_VALUE), hide_index=True, column_config=_headings())
    _downloads(frame, name)


def _chart(chart: Any, sentence: str, name: str) -> None:
    st.plotly_chart(chart, alt=sentence, config=_CHART, key=f"chart-{name}")


def _formatted(frame: pd.DataFrame, decimals: pd.Series, columns: list[str]) -> Any:
    """Format each row's numbers with that row's decimal places; sorting stays numeric."""
    style = frame.style.format(number_text, subset=["n"], na_rep=NO_VALUE)
    for places, rows in decimals.groupby(decimals).groups.items():
        style = style.format(lambda value, places=places: number_text(value, int(places)), subset=(rows, columns))
    return style.format(str, subset=["period"])


def _downloads(frame: pd.DataFrame, name: str, tidy: pd.DataFrame | None = None) -> None:
    """Offer the table as CSV for Excel (semicolon, decimal comma) and for programs (comma, decimal point)."""
    row = st.container(horizontal=True)
    excel = reports.to_csv(frame, separator=";", decimal=",", bom=True)
    row.download_button(_("CSV for Excel"), excel, f"{name}.csv", "text/csv", key=f"{name}-excel", on_click="ignore",
                        icon=":material/download:", help=_("Semicolons and decimal commas, as Polish Excel expects"))  # fmt: skip
    plain = reports.to_csv(frame if tidy is None else tidy, bom=True)
    row.download_button(_("CSV for pandas and R"), plain, f"{name}-tidy.csv", "text/csv", key=f"{name}-plain", on_click="ignore",
                        icon=":material/download:", help=_("Commas and decimal points; one value a row where there are several"))  # fmt: skip


def _headings() -> dict[str, str]:
    """Name the columns that tables share."""
    return {
        "area_id": _("identifier"), "label": _("area"), "dimension": _("dimension"), "indicator": _("indicator"),
        "unit": _("unit"), "period": _("year"), "value": _("value"), "median": _("median of the group"),
        "n": _("areas compared"), "rank": _("place"), "percentile": _("percentile"), "quartile": _("quarter"),
        "status": _("status"), "status_name": _("remark"), "note": _("note"), "lowest": _("lowest"),
        "highest": _("highest"),
    }  # fmt: skip
