"""Maps of one indicator: areas coloured by class, hatched where there is nothing to compare, some outlined."""

from collections.abc import Mapping
from math import log, log2, pi, radians, tan

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from smup.charts.paint import finished
from smup.model import IndicatorCard, Light
from smup.text import light_text, value_text

# Told apart by those who see no red or green, and by how dark they are; seen on a white and on a dark page.
SEQUENTIAL = ("#f1eaae", "#a5d5ad", "#50b0bd", "#2a78ab", "#1d3f7c")
DIVERGING = ("#b35806", "#f1a340", "#d8dade", "#80a9d6", "#2b5c9e")
HATCH = "#7f8b97"
_BORDER = "#8a949e"
MAP_SIDE = 640  # pixels, both ways
_INSET = 24  # pixels left free around the areas
_TILE = 512  # pixels of the world at zoom 0
# No background, so that the page's own shows; no map of others is asked for.
_NOTHING = {"id": "nothing", "type": "background", "paint": {"background-color": "rgba(0,0,0,0)"}}
_EMPTY = {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}
_NO_MAP = {"version": 8, "id": "nothing", "sources": {"none": _EMPTY}, "layers": [_NOTHING]}
_CLEAR = "rgba(0,0,0,0)"
_LINE: dict[str, object] = {"width": 0.4, "color": _BORDER}
_NO_LINE: dict[str, object] = {"width": 0}
_OUTLINE: tuple[dict[str, object], ...] = ({"width": 6, "color": "#ffffff"}, {"width": 3, "color": "#16181b"})


def map_classes(
    frame: pd.DataFrame, card: IndicatorCard, period: int, legend: Mapping[int, tuple[str, str]],
    shapes: Mapping[str, str], outlined: list[str], box: tuple[float, float, float, float],
) -> go.Figure:  # fmt: skip
    """Colour each area by its class and hatch those without one; draw a bold line around the ``outlined``.

    ``frame``: one row per area with area_id, value, class (1 to 5 or null), light and why. ``legend``: colour and name
    of each class. ``shapes``: addresses of GeoJSON as ``area``, ``hatching`` and ``voivodeship``. ``box``: west, south,
    east and north of what is shown, in degrees.
    """
    figure = go.Figure()
    unit = f"\u00a0{card.short_unit}" if card.short_unit else ""
    for one, rows in frame.dropna(subset=["class"]).groupby("class"):
        colour, name = legend[int(one)]
        said = f"%{{customdata:,.{card.decimals}f}}{unit} ({period})<br>{name}<br>%{{text}}"
        _add_areas(figure, shapes["area"], rows["area_id"], colour, _LINE, text=_lights(rows), said=said,
                   data=rows["value"].to_numpy(np.float32))  # fmt: skip
    blank = frame[frame["class"].isna()]
    values = [value_text(value, card.decimals, card.short_unit) for value in blank["value"]]
    _add_areas(figure, shapes["hatching"], blank["area_id"], HATCH, _NO_LINE)
    _add_areas(figure, shapes["area"], blank["area_id"], _CLEAR, _LINE, text=_lights(blank), data=values,
               said=f"%{{customdata}} ({period})<br>%{{text}}")  # fmt: skip
    for line in _OUTLINE:
        _add_areas(figure, shapes["area"], pd.Series(outlined), _CLEAR, line)
    borders = {"sourcetype": "geojson", "source": shapes["voivodeship"], "type": "line", "color": _BORDER,
               "line": {"width": 1.1}}  # fmt: skip
    west, south, east, north = box
    centre = {"lon": (west + east) / 2, "lat": (south + north) / 2}
    figure.update_layout(map={"style": _NO_MAP, "center": centre, "zoom": _zoom(*box), "layers": [borders]},
                         hoverlabel={"font": {"size": 15}, "align": "left"}, uirevision=str(box))  # fmt: skip
    return finished(figure, MAP_SIDE).update_layout(dragmode="pan", margin={"l": 0, "r": 0, "t": 0, "b": 0})


def _add_areas(
    figure: go.Figure, shapes: str, area_ids: pd.Series, colour: str, line: dict[str, object],
    text: list[str] | None = None, data: object = None, said: str | None = None,
) -> None:  # fmt: skip
    """Fill areas with one colour; ``said`` is what stands below the name when one is pointed at."""
    if len(area_ids):
        template = None if said is None else f"<b>%{{properties.label}}</b><br>{said}<extra></extra>"
        figure.add_choroplethmap(
            geojson=shapes, locations=area_ids, z=np.zeros(len(area_ids), np.int8), customdata=data, text=text,
            colorscale=[[0, colour], [1, colour]], showscale=False, marker={"line": line}, hovertemplate=template,
            hoverinfo="skip" if said is None else None,
        )  # fmt: skip


def _lights(rows: pd.DataFrame) -> list[str]:
    """Say which values are compared with a reservation or not at all; of the others there is nothing to say."""
    return ["" if light == Light.GREEN else light_text(light, why)
            for light, why in zip(rows["light"], rows["why"], strict=True)]  # fmt: skip


def _zoom(west: float, south: float, east: float, north: float) -> float:
    """Return the zoom at which a box fills the square that the map is high."""
    across = max(radians(east - west), _mercator(north) - _mercator(south)) / (2 * pi)
    return log2((MAP_SIDE - 2 * _INSET) / _TILE / across)


def _mercator(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2))
