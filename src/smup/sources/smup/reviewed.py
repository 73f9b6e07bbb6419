"""What people have reviewed of SMUP: the tables ``smup_*.csv``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smup.model import Dimension, SmupDimension, SmupFlag, SmupIndicator, SmupTwin, SmupUnit
from smup.sources.smup.names import plain
from smup.sources.tables import Table, read_table

_FLAG = Table("smup_flag", SmupFlag, ("begins",))
_DIMENSION = Table("smup_dimension", SmupDimension, ("word",), (("dimension", "dimension"),))
_UNIT = Table("smup_unit", SmupUnit, ("word",), (("unit", "unit"),))
_TWIN = Table("smup_twin", SmupTwin, ("gmina", "city"))
_INDICATOR = Table("smup_indicator", SmupIndicator, ("indicator",), (("unit", "unit"),))


@dataclass(frozen=True)
class Reviewed:
    """The reviewed tables, by what SMUP calls each thing."""

    flags: tuple[SmupFlag, ...]
    dimensions: dict[str, Dimension]
    units: dict[str, str]
    twins: tuple[SmupTwin, ...]
    indicators: dict[int, SmupIndicator]

    def flag(self, words: str) -> SmupFlag | None:
        """Return how a number is read whose flag is described so, or None when nobody has reviewed that."""
        return next((flag for flag in self.flags if plain(words).startswith(plain(flag.begins))), None)


def reviewed(data: Path) -> Reviewed:
    """Read the tables below ``data``; raises ``SmupError`` naming the file, row and column of a fault."""

    def read(table: Table) -> list[Any]:
        rows = read_table(table, data / f"{table.name}.csv").astype(object)
        return [table.row(**row) for row in rows.where(rows.notna(), None).to_dict("records")]

    return Reviewed(
        tuple(read(_FLAG)),
        {plain(row.word): row.dimension for row in read(_DIMENSION)},
        {plain(row.word): row.unit for row in read(_UNIT)},
        tuple(read(_TWIN)),
        {row.indicator: row for row in read(_INDICATOR)},
    )
