"""The chart of a service as SVG: where one area stands in its group, a row an indicator; needs no browser."""

from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
from lxml import etree
from lxml.builder import ElementMaker

from smup.model import Polarity
from smup.text import _, marked, value_text

_SVG = ElementMaker(namespace="http://www.w3.org/2000/svg", nsmap={None: "http://www.w3.org/2000/svg"})


class Shape(NamedTuple):
    """Width, the track from the worst to the best position, characters of a line of a name; whether it stands above."""

    width: int
    left: int
    right: int
    letters: int
    above: bool


BESIDE = Shape(680, 425, 665, 60, above=False)
PHONE = Shape(330, 10, 320, 46, above=True)
_LINE = 15
_TOP = 26
_GAP = 9
_FONTS = "Libertinus Serif, system-ui, sans-serif"  # that of the PDF, else that of the screen
_FOCUS, _TRACK, _MEDIAN, _INK = "#0a6c9e", "#d3dae1", "#c05621", "#1f2933"


def draw(frame: pd.DataFrame, shape: Shape = BESIDE) -> str:
    """Draw a dot for each indicator between the worst (left) and the best (right) position, hollow if not judged.

    ``frame``: rows of ``places.profile`` with a percentile. The dashed line is the middle of the group.
    In a shape for phones names stand above their tracks, which the line would cross: each has a piece of it.
    """
    rows: list[Any] = []
    top = float(_TOP)
    for row in frame.itertuples():
        value = marked(value_text(row.value, row.decimals, row.short_unit), row.light)
        lines = wrap(f"{row.indicator} ({row.period}): {value}", shape.letters, break_on_hyphens=False)
        height = _LINE * (len(lines) + shape.above) + _GAP
        rows += [_text(line, 0, top + 12 + _LINE * number) for number, line in enumerate(lines)]
        rows += _mark(row, shape, top + (_LINE * len(lines) + 9 if shape.above else (height - _GAP) / 2 + 1))
        top += height
    judged = (frame["polarity"] != Polarity.NONE).any()
    ends = (_("worst"), _("middle"), _("best")) if judged else (_("least"), _("middle"), _("most"))
    places = zip(
        ends, (shape.left, (shape.left + shape.right) / 2, shape.right), ("start", "middle", "end"), strict=True
    )
    drawn = _SVG.svg(
        {"viewBox": f"0 0 {shape.width} {top:g}", "font-family": _FONTS, "font-size": "12.5"},
        *(_text(end, x, 14, anchor) for end, x, anchor in places),
        *([] if shape.above else [_middle(shape, 20, top - 4)]),
        *rows,
    )  # fmt: skip
    return str(etree.tostring(drawn, encoding="unicode"))


def _at(percentile: float, shape: Shape) -> str:
    return f"{shape.left + (shape.right - shape.left) * percentile / 100:.1f}"


def _middle(shape: Shape, top: float, bottom: float) -> Any:
    middle = _at(50, shape)
    return _SVG.line({"x1": middle, "x2": middle, "y1": f"{top:g}", "y2": f"{bottom:g}", "stroke": _MEDIAN,
                      "stroke-width": "1.5", "stroke-dasharray": "5 4"})  # fmt: skip


def _mark(row: Any, shape: Shape, y: float) -> list[Any]:
    ends = {"x1": f"{shape.left}", "x2": f"{shape.right}", "y1": f"{y:g}", "y2": f"{y:g}"}
    track = ends | {"stroke": _TRACK, "stroke-width": "3"}
    filling = "white" if row.polarity == Polarity.NONE else _FOCUS
    dot = {
        "cx": _at(row.percentile, shape),
        "cy": f"{y:g}",
        "r": "6",
        "fill": filling,
        "stroke": _FOCUS,
        "stroke-width": "2",
    }
    middle = [_middle(shape, y - 8, y + 8)] if shape.above else []
    return [_SVG.line(track), *middle, _SVG.circle(dot)]


def _text(text: str, x: float, y: float, anchor: str = "start") -> Any:
    return _SVG.text(text, {"x": f"{x:g}", "y": f"{y:g}", "text-anchor": anchor, "fill": _INK})
