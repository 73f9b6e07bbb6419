"""How a page shows an answer: a figure with its sentence, reservations and source, and the same numbers as a table."""

from typing import Any

import pandas as pd
import streamlit as st

from smup import charts, sentences
from smup.model import Dimension, IndicatorCard, OverTime, Status
from smup.queries import areas as asking_areas
from smup.queries import catalogue, editions, figures, places
from smup.store import Store
from smup.text import _, confidence_name, counted, dimension_name, number_text, polarity_name
from smup.ui.tables import downloads, mixed_table, table
from smup.ui.url import Named

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
    _about(card, sentences.cautions(frame, card))
    with st.expander(_("Table and CSV"), icon=":material/table:"):
        columns = ["label", "value", "rank", "n", "status", "area_id"]
        table(frame[columns], {"value": card.decimals, "rank": 0, "n": 0}, f"smup-{card.indicator_id}-{year}")


def change(store: Store, card: IndicatorCard, area_ids: list[str]) -> None:
    """Show how the chosen areas changed over the years."""
    frame = figures.trend(store, card.indicator_id, area_ids)
    st.markdown(f"**{card.name}**")
    if frame.empty:
        st.info(_("None of the chosen areas has a value of this indicator."))
        return
    sentence = sentences.describe_change(frame, card)
    if frame["percentile" if card.over_time == OverTime.POSITIONS else "value"].notna().any():
        _chart(charts.change_over_time(frame, card), sentence, "change")
    st.markdown(sentence)
    _remarks(sentences.cautions_over_time(frame, card))
    wide = frame.pivot(index="period", columns="label", values="value")[list(dict.fromkeys(frame["label"]))]
    with st.expander(_("Table and CSV"), icon=":material/table:"):
        decimals = dict.fromkeys(wide.columns, card.decimals)
        table(wide.reset_index(), decimals, f"smup-{card.indicator_id}-years", frame)


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
    shown = wide.drop(columns="indicator_id").assign(dimension=wide["dimension"].map(dimension_name))
    mixed_table(shown, each["decimals"].reset_index(drop=True), [*labels, "median"])
    unusual = tidy[(tidy["status"] != Status.NORMAL) & tidy["value"].notna()]
    if len(unusual):
        st.caption(_("Values with a reservation (status in the tidy CSV): {number}. A dash means no value.").format(
            number=number_text(len(unusual))))  # fmt: skip
    downloads(wide, f"smup-{theme.id if theme else 'all'}", tidy)


def ranking(store: Store, card: IndicatorCard, period: int, group: Named, chosen: list[str]) -> None:
    """Show all areas of a group in order, the chosen ones in colour."""
    frame = places.ranking(store, card.indicator_id, period, group.id)
    sentence = sentences.describe_ranking(frame, card, period, group.label, chosen)
    st.markdown(sentence)
    _about(card, sentences.cautions(frame, card))
    if frame["value"].notna().any():
        _chart(charts.rank_areas(frame, card, chosen), sentence, "ranking")
    columns = ["rank", "label", "value", "percentile", "quartile", "status_name", "note", "area_id", "status"]
    decimals = {"value": card.decimals, "percentile": 0, "rank": 0, "quartile": 0}
    table(frame[columns], decimals, f"smup-{card.indicator_id}-{period}-{group.id}")


def profile(store: Store, area: Named, theme: Named, group: Named) -> None:
    """Show every indicator of the theme for one area, between the worst and the best of the group."""
    frame = places.profile(store, area.id, theme.id, group.id)
    if frame.empty:
        st.info(_("There are no data on this theme for {area} yet.").format(area=area.label))
        return
    st.markdown(sentences.describe_profile(frame, area.label, theme.label, group.label))
    st.caption(_("Filled: right is better. Hollow: not judged, right is simply more."))
    for dimension in Dimension:
        part = frame[(frame["dimension"] == dimension) & frame["percentile"].notna()]
        if len(part):
            st.subheader(dimension_name(dimension).capitalize(), anchor=False)
            alt = sentences.describe_profile(part, area.label, dimension_name(dimension), group.label)
            _chart(charts.positions(part), alt, f"profile-{dimension}")
    columns = ["dimension", "indicator", "unit", "period", "value", "rank", "n", "lowest", "median", "highest",
               "status_name", "note"]  # fmt: skip
    shown = frame[columns].assign(dimension=frame["dimension"].map(dimension_name))
    st.subheader(_("All indicators"), anchor=False)
    mixed_table(shown, frame["decimals"], ["value", "lowest", "median", "highest"])
    downloads(frame[["indicator_id", *columns]], f"smup-{area.id}-{theme.id}")


def card(card: IndicatorCard) -> None:
    """Show all that the catalogue says of one indicator."""
    st.subheader(card.name, anchor=False)
    st.markdown(f"{card.theme} · {card.service} · {dimension_name(card.dimension)}")
    _definition(card)


def dictionary(frame: pd.DataFrame) -> None:
    """Show the indicator dictionary and how many indicators it holds."""
    st.markdown(counted("{number} indicator", "{number} indicators", len(frame)))
    if len(frame):
        named = frame.assign(
            dimension=frame["dimension"].map(dimension_name), polarity=frame["polarity"].map(polarity_name)
        )
        first = [
            "name",
            "theme",
            "service",
            "dimension",
            "unit",
            "first_period",
            "last_period",
            "years",
            "areas",
        ]
        rest = [column for column in frame.columns if column not in first]
        table(named[[*first, *rest]], {"areas": 0, "years": 0}, "smup-indicators")
    else:
        st.info(_("Nothing was found; try fewer or shorter words."))


def edition(store: Store) -> None:
    """Show which edition this is and what it was made of."""
    sentence = _(
        "Edition `{edition_id}`, built {built_at:%Y-%m-%d %H:%M} UTC by smup {code_version} from inputs with the "
        "SHA-256 `{input_sha256}`. The same inputs always give the same edition."
    )
    st.markdown(sentence.format(**store.edition))


def sources(store: Store) -> None:
    """Show each source with its publisher, terms, extent and how it was verified."""
    for row in editions.sources(store).itertuples():
        title = f"[{row.title}]({row.url})" if isinstance(row.url, str) else row.title
        extent = ""
        if row.observations:
            numbers = counted("{number} value", "{number} values", row.observations)
            years = dict.fromkeys([str(row.first_period), str(row.last_period)])
            extent = f"{numbers}, {'–'.join(years)}. "
        st.markdown(f"**{title}** · {row.publisher}  \n{extent}{row.note}  \n:gray[{row.licence} · `{row.source_id}`]")


def metros(store: Store) -> None:
    """Show each metropolitan area with the date and confidence of its member list."""
    for row in asking_areas.metros(store).itertuples():
        facts = _("{form}; {members}; state of {as_of}; confidence: {confidence}").format(
            form=row.form,
            members=counted("{number} gmina", "{number} gminas", row.members),
            as_of=row.as_of,
            confidence=confidence_name(row.confidence),
        )
        note = f" {row.note}" if isinstance(row.note, str) else ""
        st.markdown(f"**{row.label}** · {facts}.{note}  \n:gray[{row.compiled_from}]")


def _about(card: IndicatorCard, reservations: list[str]) -> None:
    _remarks(reservations)
    with st.expander(_("What is it?"), icon=":material/info:"):
        _definition(card)


def _remarks(lines: list[str]) -> None:
    if lines:
        st.caption("\n".join(f"- {line}" for line in lines))


def _definition(card: IndicatorCard) -> None:
    st.markdown(f"{card.description} ({polarity_name(card.polarity)})")
    if card.note:
        st.markdown(card.note)
    st.markdown(_("Formula: `{formula}` · unit: {unit} · source: {sources}").format(
        formula=card.formula, unit=card.unit, sources=card.sources))  # fmt: skip


def _chart(chart: Any, sentence: str, name: str) -> None:
    st.plotly_chart(chart, alt=sentence, config=_CHART, key=f"chart-{name}")
