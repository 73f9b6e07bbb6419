"""Whether a value may be set beside another one, and why not: the table ``reservation``."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.cube.areas import MIXED, Numbers, Rule
from smup.cube.theme import Figures, Rules
from smup.cube.values import Cells
from smup.methods.ranking import FEWEST_RANKED
from smup.model import Light, Status
from smup.store import Store
from smup.text import language

Reasons = npt.NDArray[np.intp]
_SETS = 64  # of reasons, for each status
_MISSING = ord(Status.MISSING)


def reasons(
    rule: Rule | Rules,
    cells: Cells | Figures,
    tasks: Numbers,
    same_period: Any = True,
    same_kind: Any = True,
    same_tasks: Any = True,
    n: Any = None,
) -> Reasons:
    """Return which rules of the table ``comparability`` apply to each value, as ``reasons_of`` of ``schema.sql`` does.

    ``tasks``: whose each area has; ``same_…``: as what it is compared with; ``n``: among how many values it is placed,
    where it is.
    """
    other_scope = rule.is_cost & ((cells.status == ord(Status.DIFFERS)) | (rule.same_tasks & (tasks == MIXED)))
    found = 4 * cells.partial + 8 * other_scope
    found = found + 1 * ~np.asarray(same_period) + 2 * ~np.asarray(same_kind) + 16 * ~np.asarray(same_tasks)
    if n is not None:
        found = found + 32 * (n < FEWEST_RANKED)
    return np.asarray(found, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Reservations:
    """The table ``reservation`` in one language."""

    table: pd.DataFrame  # light, why, explained
    first: Numbers  # row of a status without reasons, by the letter of the status
    serious: Any  # name of a status that a reader must know of, by its letter

    def rows(self, status: npt.NDArray[np.uint8], found: Reasons) -> Numbers:
        """Return the rows that apply; where nothing is known of a value, it is missing."""
        rows: Numbers = self.first[np.where(status == 0, _MISSING, status)] + found
        return rows

    def names(self, status: npt.NDArray[np.uint8]) -> Any:
        """Return the name of each status of which a reader must know."""
        return self.serious.take(status)

    def words(self, status: npt.NDArray[np.uint8], found: Reasons) -> dict[str, Any]:
        """Return light, why and explained of each value."""
        rows = self.rows(status, found)
        return {name: self.table[name].array.take(rows) for name in self.table.columns}

    def both(self, one: Numbers, other: Numbers) -> dict[str, Any]:
        """Return the more serious light and both reasons of two figures that stand side by side, of each their row."""
        place, pairs = pd.factorize(one * len(self.table) + other)
        first, second = (self.table.iloc[rows] for rows in divmod(pairs, len(self.table)))
        lights, whys = (zip(first[name], second[name], strict=True) for name in ("light", "why"))
        light = [max(map(Light, two), key=list(Light).index) for two in lights]
        why = [", ".join(words for words in two if isinstance(words, str)) or None for two in whys]
        return {name: pd.array(texts, dtype="str").take(place) for name, texts in (("light", light), ("why", why))}


def reservations(store: Store) -> Reservations:
    """Return the table in the reader's language."""
    return store.keep(("reservations", language.get()), _reservations)


def _reservations(store: Store) -> Reservations:
    frame = store.query(
        """
        select ascii(status) as letter, light, said(why_pl, why_en, $language) as why,
          said(explained_pl, explained_en, $language) as explained
        from reservation order by status, reasons
        """,
        language=language.get().value,
    )
    first = np.zeros(128, dtype=np.intp)
    first[frame["letter"].to_numpy()[::_SETS]] = np.arange(0, len(frame), _SETS)
    names = store.query(
        """
        select ascii(status) as letter, said(name_pl, name_en, $language) as name from status where severity > 0
        """,
        language=language.get().value,
    )
    serious = pd.Series(names["name"].array, index=names["letter"]).reindex(range(128)).array
    return Reservations(frame.drop(columns="letter"), first, serious)


def letters(status: npt.NDArray[np.uint8], unknown: Status | None = Status.MISSING) -> Any:
    """Return the statuses as texts, ``unknown`` where nothing is known of a value."""
    return _LETTERS.take(status if unknown is None else np.where(status == 0, ord(unknown), status))


_LETTERS = pd.array([None, *map(chr, range(1, 128))], dtype="str")
