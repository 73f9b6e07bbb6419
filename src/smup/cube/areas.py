"""Who is compared, and by which rule: the areas of an edition, its groups, and what its indicators say of comparing."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.model import Comparability, Dimension, Kind, Polarity
from smup.store import Store

Numbers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
TASKS = ("gmina", "gmina_powiat", "mixed")
MIXED = TASKS.index("mixed")
_COMPARED = pd.array([*TASKS, "any"], dtype="str")


@dataclass(frozen=True, eq=False)
class Areas:
    """All areas of an edition in the order of their identifiers, which is that of the numbers of an array."""

    words: pd.DataFrame  # area_id, label, kind, level, voivodeship_id
    number: dict[str, int]  # by area_id
    kind: Numbers  # equal where the kind is
    tasks: Numbers  # places in TASKS
    alphabetical: Numbers  # place of the label in the order of the Polish alphabet

    def numbers(self, area_ids: list[str]) -> Numbers:
        """Return the numbers of those that are known, each once, in the order given."""
        known = [self.number[area_id] for area_id in dict.fromkeys(area_ids) if area_id in self.number]
        return np.array(known, dtype=np.intp)

    def parts(self, rule: "Rule", members: Numbers) -> Numbers:
        """Return a number for each area, equal for members that are compared with each other, -1 for all others."""
        parts = np.full(len(self.tasks), -1)
        parts[members] = rule.parts(self.tasks[members])
        return parts

    def alike(self, rule: "Rule", lines: Numbers) -> Numbers:
        """Return the same for the areas of the kinds of those on ``lines``; the country has nobody beside it."""
        parts = self.kind * len(TASKS) + rule.parts(self.tasks)
        there = lines[self.words["kind"].iloc[lines].to_numpy() != Kind.COUNTRY]
        return np.where(np.isin(parts, parts[there]), parts, -1)

    def like(self, area_id: str) -> Numbers:
        """Return the areas of the kind and with the tasks of one of them, itself included; of an unknown one none."""
        area = self.number.get(area_id)
        if area is None:
            return np.array([], dtype=np.intp)
        return np.flatnonzero((self.kind == self.kind[area]) & (self.tasks == self.tasks[area]))

    def compared(self, rule: "Rule", lines: Numbers) -> Any:
        """Return whose tasks each value is compared with, as ``compared_tasks`` of ``schema.sql`` does."""
        return _COMPARED.take(self.tasks[lines] if rule.same_tasks else np.full(len(lines), len(TASKS)))

    def named(self, lines: Numbers, *columns: str) -> dict[str, Any]:
        """Return those words of the areas on ``lines``."""
        return {column: self.words[column].array.take(lines) for column in columns}


def areas(store: Store) -> Areas:
    """Return the areas of the edition."""
    return store.keep("areas", _areas)


def _areas(store: Store) -> Areas:
    frame = store.query(
        """
        select a.area_id, a.label, a.kind, a.level, a.voivodeship_id, t.tasks,
          row_number() over (order by a.label collate pl, a.area_id) as alphabetical
        from area a join area_tasks t using (area_id)
        order by a.area_id
        """
    )
    return Areas(
        words=frame,
        number={area_id: line for line, area_id in enumerate(frame["area_id"])},
        kind=pd.factorize(frame["kind"])[0],
        tasks=frame["tasks"].map(TASKS.index).to_numpy(dtype=np.intp),
        alphabetical=frame["alphabetical"].to_numpy(dtype=np.intp),
    )


@dataclass(frozen=True, eq=False)
class Memberships:
    """Which areas belong to which of the comparison groups that are built: those of a group stand together."""

    names: Any  # group_id of each group, ascending
    group: Numbers  # of each membership
    line: Numbers  # of each membership its area, ascending within a group


def memberships(store: Store) -> Memberships:
    """Return who belongs to the groups that are built."""
    return store.keep("memberships", _memberships)


def _memberships(store: Store) -> Memberships:
    frame = store.query("select group_id, enum_code(area_id)::bigint as area from group_member order by all")
    group, names = pd.factorize(frame["group_id"])
    return Memberships(names.array, group, frame["area"].to_numpy())


def members(store: Store, group_id: str) -> Numbers:
    """Return the lines of the areas of a comparison group, in their order; of an unknown group none."""
    built = store.keep("groups", _groups)
    if group_id in built:
        return built[group_id]
    sql = "select enum_code(area_id)::bigint as area from members_of($group_id) order by area"
    return store.remember(f"members {group_id}", lambda: store.arrays(sql, group_id=group_id)["area"])


def _groups(store: Store) -> dict[str, Numbers]:
    every = memberships(store)
    ends = np.cumsum(np.bincount(every.group))[:-1]
    return dict(zip(every.names, np.split(every.line, ends), strict=True))


class Rule(NamedTuple):
    """What an indicator says of comparing its values."""

    polarity: Polarity
    target: float | None
    is_cost: bool
    same_tasks: bool

    def parts(self, tasks: Numbers) -> Numbers:
        """Return a number for each area, equal for those that are compared with each other."""
        return tasks if self.same_tasks else np.zeros_like(tasks)


# Of an indicator that there is not; nothing is compared by it.
NO_RULE = Rule(Polarity.NONE, None, is_cost=False, same_tasks=False)


def rule(store: Store, indicator_id: str) -> Rule | None:
    """Return the rule of an indicator; ``None`` when there is none of that name."""
    return store.keep("rules", _rules).get(indicator_id)


def _rules(store: Store) -> dict[str, Rule]:
    frame = store.query("select indicator_id, polarity, target, dimension, comparability from indicator")
    return {
        row.indicator_id: Rule(
            Polarity(row.polarity),
            None if pd.isna(row.target) else float(row.target),
            row.dimension == Dimension.COST,
            row.comparability == Comparability.SAME_TASKS,
        )
        for row in frame.itertuples()
    }
