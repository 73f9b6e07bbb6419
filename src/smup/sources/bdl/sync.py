"""A run of ``smup sync bdl``: what is wanted, what of it is still to be asked for, and the table made of it all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from smup.model import BdlVariable, SmupError, UnknownIdError, Variable
from smup.sources.bdl.answers import Card
from smup.sources.bdl.api import (
    LEVELS,
    USUAL_PAGES,
    Series,
    ask_series,
    card,
    refuse_another,
)
from smup.sources.bdl.table import SOURCE_ID, attributes, finished_series, numbers, reviewed_variables
from smup.sources.live.client import Client, FailedError
from smup.sources.live.journal import Journal
from smup.sources.live.observing import Observation, Report, first_years, observed, write_observations

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for: variables, years, and a level (None: the lowest at which BDL publishes each)."""

    variables: tuple[Variable, ...]
    years: tuple[int, ...]
    level: str | None = None

    def levels(self, of: Card) -> list[int]:
        """Return the level to ask for, or nothing when BDL publishes the variable for larger areas only."""
        level = LEVELS[self.level] if self.level else of.level
        return [level] if level in LEVELS.values() and level <= of.level else []


def catalogue(tables: Mapping[str, pd.DataFrame]) -> dict[str, Variable]:
    """Return the variables that carry the number of a series, by ``variable_id``."""
    frame = tables["variable"][
        tables["variable"]["external_id"].notna() & ~tables["variable"]["variable_id"].str.startswith("smup_")
    ]
    return {str(row["variable_id"]): Variable(**row) for row in frame.to_dict("records")}


def choose(tables: Mapping[str, pd.DataFrame], names: Sequence[str]) -> tuple[Variable, ...]:
    """Return the named variables, or all; raises ``UnknownIdError`` for one without a series in BDL."""
    known = catalogue(tables)
    for name in names:
        if name not in known:
            raise UnknownIdError(f"“{name}” is no variable of variable.csv with an external_id.")
    return tuple(known[name] for name in names or known)


def still_to_ask(journal: Journal, of: Series, refresh: bool) -> list[Series]:
    """Return the series that cover the years of ``of``: those finished before only when ``refresh`` is asked for."""
    there = [series for series, _rows in finished_series(journal, of.external_id) if series.level == of.level]
    covered = {year for series in there for year in series.years}
    again = [series for series in there if refresh and set(series.years) & set(of.years)]
    missing = tuple(year for year in of.years if year not in covered)
    return [*again, *([of._replace(years=missing)] if missing else [])]


def requests_at_most(journal: Journal, wanted: Wanted, refresh: bool) -> int:
    """Return how many requests a run would send if nothing fails, from the journal and BDL's usual number of pages."""
    count = 0
    for variable in wanted.variables:
        external_id = str(variable.external_id)
        answer = journal.get(f"variable/{external_id}")
        known = Card.model_validate(answer.body) if answer and answer.body else None
        count += known is None or refresh
        levels = wanted.levels(known) if known else [LEVELS[wanted.level or "gmina"]]
        years = tuple(year for year in wanted.years if known is None or year in known.years)
        for level in levels:
            for series in still_to_ask(journal, Series(external_id, level, years), refresh):
                done = 0 if refresh else len(journal.names(series.folder))
                count += max(USUAL_PAGES[level] - done, 0 if done else 1)
    return count


def sync(client: Client, wanted: Wanted, reviewed: Mapping[str, BdlVariable], progress: Progress) -> list[str]:
    """Ask for all that is wanted and not finished; return a sentence for each variable that was refused.

    ``progress`` hears the variable, its pages done and its pages in all. Raises ``SmupError`` when the service fails.
    """
    refused = []
    for variable in wanted.variables:
        try:
            found = card(client, variable, reviewed.get(variable.variable_id))
        except FailedError:
            raise
        except SmupError as fault:
            refused.append(str(fault))
            continue
        years = tuple(year for year in wanted.years if year in found.years)
        for level in wanted.levels(found):
            whole = Series(str(variable.external_id), level, years)
            for series in still_to_ask(client.journal, whole, refresh=client.refresh_since > 0):
                ask_series(client, series, partial(progress, variable.variable_id))
    return refused


def write_table(data: Path, tables: Mapping[str, pd.DataFrame], journal: Journal) -> tuple[int, list[str], list[str]]:
    """Make the Parquet file below ``data`` of all that is finished in the journal.

    Return its number of rows, what was kept with a reservation, and a sentence for each variable that was refused.
    """
    known, reviewed = attributes(data), reviewed_variables(data)
    births, report, refused = first_years(tables["area"]), Report("bdl_attribute.csv"), list[str]()
    rows: list[Observation] = []
    for variable in catalogue(tables).values():
        answer = journal.get(f"variable/{variable.external_id}")
        if answer is None or answer.body is None:
            continue
        found = Card.model_validate(answer.body)
        series = finished_series(journal, str(variable.external_id))
        try:
            refuse_another(found, variable, reviewed.get(variable.variable_id))
            rows += observed(variable.variable_id, numbers(series, found.level, known), births, report)
        except SmupError as fault:
            refused.append(str(fault))
    if rows:
        write_observations(data / "observation" / f"{SOURCE_ID}.parquet", rows)
    return len(rows), report.lines, refused
