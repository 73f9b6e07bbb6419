"""Charts as pure functions, named for the question they answer: a DataFrame in, a Plotly figure out.

One area carries the colour, the others are grey; the reader's theme (light or dark) supplies text and
background. The only plotly import.
"""

from smup.charts.areas import compare_areas, positions, rank_areas
from smup.charts.frontier import cost_against_output
from smup.charts.maps import DIVERGING, HATCH, MAP_SIDE, SEQUENTIAL, map_classes
from smup.charts.metros import MOST_BARS, compare_wholes, part_in_the_whole, spread_over_time
from smup.charts.own import NO_OWN, own_beside_official
from smup.charts.paint import FOCUS, OTHER
from smup.charts.panels import MOST_LINES, change_side_by_side
from smup.charts.timeline import timeline
from smup.charts.years import change_over_time

__all__ = [
    "DIVERGING",
    "FOCUS",
    "HATCH",
    "MAP_SIDE",
    "MOST_BARS",
    "MOST_LINES",
    "NO_OWN",
    "OTHER",
    "SEQUENTIAL",
    "change_over_time",
    "change_side_by_side",
    "compare_areas",
    "compare_wholes",
    "cost_against_output",
    "map_classes",
    "own_beside_official",
    "part_in_the_whole",
    "positions",
    "rank_areas",
    "spread_over_time",
    "timeline",
]
