"""One sentence for each figure, and the reservations that belong beside it."""

from smup.sentences.areas import cautions, describe_comparison, describe_profile, describe_ranking
from smup.sentences.changes import (
    cautions_on_movers,
    describe_ages,
    describe_movers,
    describe_new,
    describe_revised,
)
from smup.sentences.findings import describe_gap, describe_move, describe_place
from smup.sentences.maps import cautions_on_map, class_names, describe_map, number_of_areas, side_of_colours
from smup.sentences.metros import describe_members, describe_spread, why_no_whole
from smup.sentences.own import describe_own
from smup.sentences.pairs import describe_extent, describe_median, describe_pair, describe_parts, describe_worth
from smup.sentences.records import describe_records, describe_timeline
from smup.sentences.reports import (
    count_left_out,
    describe_ends,
    describe_halves,
    describe_left_out,
    in_worst_quarter,
    name_worst,
    reservations,
)
from smup.sentences.trends import describe_trend, p_text, trend_decimals, trend_unit, trend_words
from smup.sentences.wording import begun
from smup.sentences.years import cautions_over_time, describe_change

__all__ = [
    "begun",
    "cautions",
    "cautions_on_map",
    "cautions_on_movers",
    "cautions_over_time",
    "class_names",
    "count_left_out",
    "describe_ages",
    "describe_change",
    "describe_comparison",
    "describe_ends",
    "describe_extent",
    "describe_gap",
    "describe_halves",
    "describe_left_out",
    "describe_map",
    "describe_median",
    "describe_members",
    "describe_move",
    "describe_movers",
    "describe_new",
    "describe_own",
    "describe_pair",
    "describe_parts",
    "describe_place",
    "describe_profile",
    "describe_ranking",
    "describe_records",
    "describe_revised",
    "describe_spread",
    "describe_timeline",
    "describe_trend",
    "describe_worth",
    "in_worst_quarter",
    "name_worst",
    "number_of_areas",
    "p_text",
    "reservations",
    "side_of_colours",
    "trend_decimals",
    "trend_unit",
    "trend_words",
    "why_no_whole",
]
