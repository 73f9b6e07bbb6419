"""The chart of a service as SVG: where one area stands in its group, a row an indicator; needs no browser."""

from textwrap import wrap
from typing import Any

import pandas as pd
from lxml import etree
from lxml.builder import ElementMaker

from smup.model import Polarity
from smup.text import _, marked, value_text

_SVG = ElementMaker(namespace="http://www.w3.org/2000/svg", nsmap={None: "http://www.w3.org/2000/svg"})
WIDTH = 680
_LEFT, _RIGHT = 425, 665  # the track, from the worst to the best position
_NAME = 60  # characters of a line of a name
_LINE = 15
_TOP = 26
_GAP = 9
_FONTS = "Libertinus Serif, system-ui, sans-serif"  # that of the PDF, else that of the screen
_FOCUS, _TRACK, _MEDIAN, _INK = "#0a6c9e", "#d3dae1", "#c05621", "#1f2933"


def draw(frame: pd.DataFrame) -> str:
    """Draw a dot for each indicator between the worst (left) and the best (right) position, hollow if not judged.

    ``frame``: rows of ``places.profile`` with a percentile. The dashed line is the middle of the group.
    """
    rows: list[Any] = []
    top = float(_TOP)
    for row in frame.itertuples():
        value = marked(value_text(row.value, row.decimals, row.short_unit), row.light)
        lines = wrap(f"{row.indicator} ({row.period}): {value}", _NAME, break_on_hyphens=False)
        height = _LINE * len(lines) + _GAP
        rows += [_text(line, 0, top + 12 + _LINE * number) for number, line in enumerate(lines)]
        rows += _mark(row, top + (height - _GAP) / 2 + 1)
        top += height
    judged = (frame["polarity"] != Polarity.NONE).any()
    ends = (_("worst"), _("middle"), _("best")) if judged else (_("least"), _("middle"), _("most"))
    places = zip(ends, (_LEFT, (_LEFT + _RIGHT) / 2, _RIGHT), ("start", "middle", "end"), strict=True)
    middle = _at(50)
    drawn = _SVG.svg(
        {"viewBox": f"0 0 {WIDTH} {top:g}", "font-family": _FONTS, "font-size": "12.5"},
        *(_text(end, x, 14, anchor) for end, x, anchor in places),
        _SVG.line({"x1": middle, "x2": middle, "y1": "20", "y2": f"{top - 4:g}", "stroke": _MEDIAN,
                   "stroke-width": "1.5", "stroke-dasharray": "5 4"}),
        *rows,
    )  # fmt: skip
    return str(etree.tostring(drawn, encoding="unicode"))


def _at(percentile: float) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * percentile / 100:.1f}"


def _mark(row: Any, y: float) -> list[Any]:
    track = {"x1": f"{_LEFT}", "x2": f"{_RIGHT}", "y1": f"{y:g}", "y2": f"{y:g}", "stroke": _TRACK, "stroke-width": "3"}
    filling = "white" if row.polarity == Polarity.NONE else _FOCUS
    dot = {"cx": _at(row.percentile), "cy": f"{y:g}", "r": "6", "fill": filling, "stroke": _FOCUS, "stroke-width": "2"}
    return [_SVG.line(track), _SVG.circle(dot)]


def _text(text: str, x: float, y: float, anchor: str = "start") -> Any:
    return _SVG.text(text, {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor, "fill": _INK})
