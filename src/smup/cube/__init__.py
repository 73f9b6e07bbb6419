"""One indicator at a time as a cube in memory: its values by area and year, and what says how they may be compared.

To read the values of an indicator takes the database a millisecond, to plan a question about them ten
(docs/performance.md), so ``queries`` works on arrays: a line for each area of the edition, in the order of its areas.
What holds for all indicators is read once for each open edition.
"""

from smup.cube.areas import NO_RULE, TASKS, Areas, Memberships, Numbers, Rule, areas, members, memberships, rule
from smup.cube.lights import letters, reasons, reservations
from smup.cube.notes import notes, notes_of
from smup.cube.places import Placed, one_after_another, one_line_after_another, placed
from smup.cube.standing import last_year, standing
from smup.cube.structure import distances, revenue
from smup.cube.theme import Catalogue, Figures, Rules, catalogue, read
from smup.cube.values import Cells, Values, values, whole

__all__ = [
    "NO_RULE",
    "TASKS",
    "Areas",
    "Catalogue",
    "Cells",
    "Figures",
    "Memberships",
    "Numbers",
    "Placed",
    "Rule",
    "Rules",
    "Values",
    "areas",
    "catalogue",
    "distances",
    "last_year",
    "letters",
    "members",
    "memberships",
    "notes",
    "notes_of",
    "one_after_another",
    "one_line_after_another",
    "placed",
    "read",
    "reasons",
    "reservations",
    "revenue",
    "rule",
    "standing",
    "values",
    "whole",
]
