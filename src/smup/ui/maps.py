"""A map of one indicator with its legend, one area looked at closely, and the same in words and as a table."""

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from smup import charts, sentences
from smup.edition import data_folder
from smup.model import IndicatorCard, Polarity, SmupError
from smup.queries import areas as asking_areas
from smup.queries import maps as asking
from smup.sources.shapes import HATCHING, LEVELS, drawn, write_shapes
from smup.store import Store
from smup.text import _, number_text, value_text
from smup.ui import extent, figure, links, url
from smup.ui.extent import Drawing, Shown
from smup.ui.part import folded
from smup.ui.tables import grouped, table
from smup.ui.url import Named

FOLDER = "shapes"  # of the data, and the address at which the server offers its files
_KEY = "map"
_BUTTONS = {"displayModeBar": True, "displaylogo": False, "scrollZoom": False,
            "modeBarButtons": [["zoomInMap", "zoomOutMap", "resetViewMap"]]}  # fmt: skip
_SWATCH = "display:inline-block;flex:none;width:1.6em;height:1.1em;border:1px solid #8a949e;margin-right:.6em;"
# A narrow screen shows the whole map smaller instead of a part of it.
_STYLE = (
    "<style>@media (max-width:1150px){.st-key-map-frame{max-height:480px;overflow:hidden}"
    ".st-key-map-frame>*{width:640px!important;max-width:none!important}"
    ".st-key-map-frame .js-plotly-plot{transform:scale(.75);transform-origin:0 0}}"
    "@media (max-width:1000px){.st-key-map-frame{max-height:360px}"
    ".st-key-map-frame .js-plotly-plot{transform:scale(.56)}}"
    "@media (max-width:375px){.st-key-map-frame{max-height:320px}"
    ".st-key-map-frame .js-plotly-plot{transform:scale(.5)}}"
    "@media (max-width:343px){.st-key-map-frame .js-plotly-plot{transform:scale(.45)}}"
    "</style>"
)


def show(
    store: Store, card: IndicatorCard, period: int, shown: Shown, drawing: Drawing, area: Named,
    map_column: DeltaGenerator, side_column: DeltaGenerator,
) -> None:  # fmt: skip
    """Draw the map in its column, the legend and the area beside it, and below what they say in words and numbers."""
    frame = asking.classes(store, card.indicator_id, period, shown.group.id, drawing.tasks, drawing.way)
    names = sentences.class_names(frame, card, drawing.way == asking.MEDIAN)
    colours = _colours(card, drawing)
    legend = {one: (colours[one - 1], name) for one, name in names.items()}
    wanted = list(dict.fromkeys([area.id, *(url.asked("area") or area.id).split(url.SEPARATOR)]))
    outlined = extent.on_map(store, shown, wanted)
    sentence = sentences.describe_map(frame, card, period, shown.group.label)
    with side_column:
        _area(frame, card, area, outlined, names)
        _legend(frame, shown, legend, card, drawing)
    with map_column:
        box = extent.around(store, shown, outlined) if drawing.near else shown.box
        places = _draw(store, frame, card, period, shown, legend, outlined, box, sentence, wanted)
    st.markdown(sentence)
    links.method("ranks")
    figure.about(card, [*sentences.cautions(frame, card), *sentences.cautions_on_map(frame, places)])
    said = frame.assign(**{"class": frame["class"].map(names)})
    group = Named(shown.metro.id if shown.metro else shown.level, shown.group.label)
    columns = ["rank", "value", "label", "class", "light", "why"]
    file = grouped(frame[["area_id", *columns, "n", "note", "status"]], group)
    name = f"smup-{card.indicator_id}-{period}-{group.id}"
    decimals = {"value": card.decimals, "rank": 0}
    folded("map", _("Table and CSV"), "table", lambda: table(said[columns], decimals, name, file=file))


def _colours(card: IndicatorCard, drawing: Drawing) -> tuple[str, ...]:
    if drawing.way == asking.QUANTILES:
        return charts.SEQUENTIAL
    return charts.DIVERGING[::-1] if card.polarity == Polarity.LOWER else charts.DIVERGING


def _draw(
    store: Store, frame: pd.DataFrame, card: IndicatorCard, period: int, shown: Shown,
    legend: dict[int, tuple[str, str]], outlined: list[str], box: extent.Box, sentence: str, wanted: list[str],
) -> frozenset[str]:  # fmt: skip
    """Draw the map, or say in one sentence why there is none; return which areas have a shape."""
    try:
        files, places = _shapes(store)
    except SmupError as fault:
        st.warning(_("There is no map, the table below has its values: {fault}").format(fault=fault))
        return frozenset(frame["area_id"])
    shapes = {"area": shown.level, "hatching": f"{shown.level}-{HATCHING}", "voivodeship": LEVELS[-1]}
    addresses = {what: f"{FOLDER}/{files[kind]}" for what, kind in shapes.items()}
    there = frame[frame["area_id"].isin(places)]
    chart = charts.map_classes(there, card, period, legend, addresses, [one for one in outlined if one in places], box)
    st.html(_STYLE)
    st.container(key="map-frame").plotly_chart(
        chart, width=charts.MAP_SIDE, alt=sentence, config=_BUTTONS, **url.choose_place("area", _KEY, wanted)
    )
    return places


def _shapes(store: Store) -> tuple[dict[str, str], frozenset[str]]:
    files, places = _written(store.path, store)
    if not all((data_folder() / FOLDER / name).exists() for name in files.values()):  # somebody has cleared the folder
        _written.clear()
        files, places = _written(store.path, store)
    return files, places


@st.cache_resource(max_entries=2, show_spinner=False)
def _written(edition: Path, _store: Store) -> tuple[dict[str, str], frozenset[str]]:
    """Write the shapes once in the life of the program, with the names that areas have in this edition."""
    labels = asking_areas.areas(_store).set_index("area_id")["label"].to_dict()
    return write_shapes(data_folder(), data_folder() / FOLDER, labels), drawn(data_folder())


def _area(frame: pd.DataFrame, card: IndicatorCard, area: Named, outlined: list[str], names: dict[int, str]) -> None:
    """Say the value, class and place of the chosen area, or of the one that it lies in, and link to its profile."""
    rows = frame[frame["area_id"].isin(outlined[:1])]
    if rows.empty:
        st.markdown(_("{area} is not on this map.").format(area=area.label))
    for row in rows.itertuples():
        said = [value_text(row.value, card.decimals, card.short_unit)]
        klass = frame.loc[row.Index, "class"]
        said += [names[int(klass)]] if pd.notna(klass) else []
        if pd.notna(row.rank):
            said.append(_("place {rank} of {n}").format(rank=number_text(row.rank), n=number_text(row.n)))
        said += [row.why] if isinstance(row.why, str) else []
        st.markdown(f"**{row.label}** – " + " · ".join(said))
        links.to("profile", _("Profile: {area}").format(area=row.label), "location_city", area=row.area_id)


def _legend(
    frame: pd.DataFrame, shown: Shown, legend: dict[int, tuple[str, str]], card: IndicatorCard, drawing: Drawing
) -> None:
    """Explain colours and hatching, with the number of areas of each."""
    sizes = frame["class"].value_counts()
    looks = [(f"background:{colour}", name, int(sizes[one])) for one, (colour, name) in sorted(legend.items())]
    hatching = f"background:repeating-linear-gradient(135deg,{charts.HATCH} 0 2px,transparent 2px 7px)"
    blank = frame[frame["class"].isna()]
    without, other = int(blank["value"].isna().sum()), int(blank["value"].notna().sum())
    looks += [(hatching, _("hatched: no value"), without)] if without else []
    looks += [(hatching, _("hatched: not compared"), other)] if other else []
    lines = [(look, f"{name} · {sentences.number_of_areas(number, shown.level)}") for look, name, number in looks]
    lines.append(("border:3px solid #16181b;outline:1px solid #fff", _("bold outline: the chosen areas")))
    entries = "".join(
        f"<li style='display:flex;align-items:baseline;margin:.25em 0;padding:0'><span style='{_SWATCH}{look}'></span>"
        f"<span>{escape(words)}</span></li>"
        for look, words in lines
    )
    st.markdown(_("**Legend**: {unit}").format(unit=card.unit))
    st.html(f"<ul style='list-style:none;padding:0;margin:0'>{entries}</ul>")
    if drawing.way == asking.MEDIAN:
        st.caption(sentences.side_of_colours(card))
    if drawing.others:
        st.caption(_("Money is compared only where it pays for the same tasks; hatched: {others}.").format(
            others=", ".join(extent.whose(one, shown.level) for one in drawing.others)))  # fmt: skip
