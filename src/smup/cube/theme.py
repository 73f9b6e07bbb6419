"""The values of many indicators for the few areas of a comparison, and what their catalogue says of them."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from smup.cube.areas import Floats, Numbers, areas
from smup.methods.ranking import rounded
from smup.model import Comparability, Dimension, Polarity
from smup.store import Store
from smup.text import language


@dataclass(frozen=True, eq=False)
class Rules:
    """What indicators say of comparing their values: of each an entry."""

    lower: npt.NDArray[np.bool_]  # the lowest is the best
    target: Floats  # the nearest to it is the best; NaN: there is none
    judged: npt.NDArray[np.bool_]
    is_cost: npt.NDArray[np.bool_]
    same_tasks: npt.NDArray[np.bool_]

    def take(self, lines: Numbers) -> "Rules":
        """Return those of the indicators on ``lines``."""
        return Rules(**{name: array[lines] for name, array in vars(self).items()})

    def goodness(self, value: Floats) -> Floats:
        """Return a number for each value, each of its own indicator, that is larger where the value is better."""
        far = -np.abs(value - self.target)
        return rounded(np.where(np.isnan(self.target), np.where(self.lower, -value, value), far))


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The indicators of an edition by dimension and position, in one language."""

    words: (
        pd.DataFrame
    )  # indicator_id, service_id, dimension, indicator, unit, short_unit, decimals, polarity, theme_id
    rules: Rules
    line: Numbers  # by the number that the database knows an indicator by

    def theme(self, theme_id: str | None) -> Numbers:
        """Return the lines of the indicators of a theme, or of all."""
        return np.flatnonzero((self.words["theme_id"] == theme_id).to_numpy() | (theme_id is None))

    def named(self, lines: Numbers, *columns: str) -> dict[str, Any]:
        """Return those words of the indicators on ``lines``."""
        return {column: self.words[column].array.take(lines) for column in columns}


def catalogue(store: Store) -> Catalogue:
    """Return the indicators of the edition in the reader's language."""
    return store.keep(("catalogue", language.get()), _catalogue)


def _catalogue(store: Store) -> Catalogue:
    frame = store.query(
        """
        select i.indicator_id, i.service_id, s.theme_id, i.dimension, i.decimals, i.polarity, i.target, i.comparability,
          said(i.name_pl, i.name_en, $language) as indicator, said(u.name_pl, u.name_en, $language) as unit,
          coalesce(said(u.short_pl, u.short_en, $language), '') as short_unit,
          enum_code(i.indicator_id::indicator_key)::bigint as number
        from indicator i join service s using (service_id) join unit u using (unit)
        order by list_position(['quantity', 'quality', 'cost', 'context'], i.dimension), i.position
        """,
        language=language.get().value,
    )
    line = np.full(int(frame["number"].max()) + 1, -1)
    line[frame["number"]] = np.arange(len(frame))
    rules = Rules(
        lower=(frame["polarity"] == Polarity.LOWER).to_numpy(),
        target=frame["target"].to_numpy(dtype=float, na_value=np.nan),
        judged=(frame["polarity"] != Polarity.NONE).to_numpy(),
        is_cost=(frame["dimension"] == Dimension.COST).to_numpy(),
        same_tasks=(frame["comparability"] == Comparability.SAME_TASKS).to_numpy(),
    )
    return Catalogue(frame.drop(columns=["target", "comparability", "number"]), rules, line)


@dataclass(frozen=True, eq=False)
class Figures:
    """Values one after another: every array has an entry for each."""

    indicator: Numbers  # line of the catalogue
    area: Numbers
    period: npt.NDArray[np.int16]
    value: Floats
    status: npt.NDArray[np.uint8]
    partial: npt.NDArray[np.bool_]

    def take(self, which: npt.NDArray[Any]) -> Self:
        """Return some of them."""
        return type(self)(**{name: array[which] for name, array in vars(self).items()})


def read(store: Store, indicators: Numbers, lines: Numbers, first: int, last: int) -> Figures:
    """Return the values of those indicators and areas in the years from ``first`` to ``last``."""
    known, words = catalogue(store), areas(store).words
    found = store.arrays(
        """
        select enum_code(indicator_id::indicator_key)::bigint as indicator, period, value, partial,
          enum_code(area_id::area_key)::bigint as area, ascii(status)::utinyint as status
        from indicator_value
        where indicator_id in (select unnest($indicators::indicator_key[]))
          and area_kind in (select unnest($kinds::varchar[])) and period between $first and $last
        """,
        indicators=known.words["indicator_id"].iloc[indicators].tolist(),
        kinds=words["kind"].iloc[lines].unique().tolist(),
        first=first,
        last=last,
    )
    asked = np.isin(np.arange(len(words)), lines)
    figures = Figures(**found | {"indicator": known.line[found["indicator"]]})
    return figures.take(asked[figures.area] & ~np.isnan(figures.value))
