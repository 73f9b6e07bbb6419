"""From finished series of the Local Data Bank to observations: units become areas, attributes become statuses.

The table is made of all that the journal holds, so it is the same whenever and in whatever order it was asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from smup.model import BdlAttribute, BdlVariable
from smup.sources.bdl.answers import UnitValues
from smup.sources.bdl.api import Series, finished
from smup.sources.live.journal import Journal
from smup.sources.live.observing import Number
from smup.sources.tables import Table, read_table

SOURCE_ID = "bdl_api"
CITIES_FROM = 61  # powiat numbers of cities with powiat rights
WHOLE_GMINAS = "123"  # urban, rural, urban-rural; 4 and 5 are parts of gminas, 8 and 9 of cities
REVIEWED = Table("bdl_variable", BdlVariable, ("variable_id",), (("variable_id", "variable"),))
ATTRIBUTES = Table("bdl_attribute", BdlAttribute, ("attribute",))


def reviewed_variables(data: Path) -> dict[str, BdlVariable]:
    """Return what BDL calls each variable, by ``variable_id``, as it was reviewed."""
    frame = read_table(REVIEWED, data / "bdl_variable.csv")
    return {row["variable_id"]: BdlVariable(**row) for row in frame.to_dict("records")}


def attributes(data: Path) -> dict[int, BdlAttribute]:
    """Return how the numbers of each attribute are read."""
    frame = read_table(ATTRIBUTES, data / "bdl_attribute.csv")
    return {row["attribute"]: BdlAttribute(**row) for row in frame.to_dict("records")}


def area_of(unit: str, level: int, lowest: int) -> str | None:
    """Return the ``area_id`` of a BDL unit, or None for a part of a gmina or what comes at another level.

    ``lowest`` is the lowest level of the variable: a city with powiat rights is a gmina when gminas have values.
    """
    if level == 6:
        return unit[2:4] + unit[7:11] if unit[-1] in WHOLE_GMINAS else None
    powiat = unit[2:4] + unit[7:9]
    if int(powiat[2:]) < CITIES_FROM:
        return powiat
    return powiat + "01" if lowest == 5 else None


def numbers(
    series: Iterable[tuple[Series, list[UnitValues]]], lowest: int, known: Mapping[int, BdlAttribute]
) -> Iterator[Number]:
    """Give the numbers of finished series, in the order of their units; parts of gminas are left out."""
    for of, rows in series:
        for row in sorted(rows, key=lambda row: row.id):
            area_id = area_of(row.id, of.level, lowest)
            if area_id is None:
                continue
            for value in row.values:
                mark = known.get(value.attrId)
                yield Number(row.id, area_id, int(value.year), value.val, mark, f"Attribute {value.attrId}")


def finished_series(journal: Journal, external_id: str) -> Iterator[tuple[Series, list[UnitValues]]]:
    """Give each finished series of a variable in the journal with its rows."""
    folders = {name.rsplit("/", 1)[0] for name in journal.names(f"data/{external_id}")}
    for folder in sorted(folders):
        match = re.fullmatch(r"data/[^/]+/(\d)/(\d{4}(?:-\d{4})*)", folder)
        if match:
            series = Series(external_id, int(match[1]), tuple(map(int, match[2].split("-"))))
            rows = finished(journal, series)
            if rows is not None:
                yield series, rows
