"""The command ``smup diff``: what changed from one edition to another."""

import sys
from typing import Annotated, Literal

import pandas as pd
import typer

from smup import reports
from smup.cli.options import DATA, Data
from smup.edition import LATEST, PREVIOUS, find_edition
from smup.queries import changes
from smup.store import Pair

_SHOWN = 20  # revised values in the report, unless --limit says otherwise
_EDITION = "latest (the one served), previous, an identifier or its beginning, or a file."


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help=f"The older edition: {_EDITION}")] = PREVIOUS,
    new: Annotated[str, typer.Argument(metavar="B", help=f"The newer edition: {_EDITION}")] = LATEST,
    format_: Annotated[
        Literal["csv", "json", "md"], typer.Option("--format", help="md: a report; csv, json: the revised values.")
    ] = "md",
    indicator: Annotated[str | None, typer.Option(help="Indicators, separated by commas.")] = None,
    area: Annotated[
        str | None, typer.Option(help="Identifiers or names of areas, separated by commas or by semicolons.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help=f"Revised values to show, the largest first; a report has {_SHOWN}.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Print what changed from edition A to edition B: values, years, areas, indicators and sources.

    Example: smup diff previous latest --area Gdynia
    """
    pair = Pair(find_edition(data, old), find_edition(data, new))
    area_ids = changes.find(pair, "area", area.split(";" if ";" in area else ",")) if area else None
    indicator_ids = changes.find(pair, "indicator", indicator.split(",")) if indicator else None
    if format_ == "md":
        sys.stdout.write(_report(pair, area_ids, indicator_ids, limit or _SHOWN))
    else:
        table = changes.revised(pair, area_ids, indicator_ids, limit)
        sys.stdout.buffer.write(reports.WRITERS[format_](table))
    pair.close()


def _report(pair: Pair, area_ids: list[str] | None, indicator_ids: list[str] | None, limit: int) -> str:
    """Write the summary and the tables as Markdown."""
    counts = changes.summary(pair, area_ids, indicator_ids).iloc[0]
    revised = changes.revised(pair, area_ids, indicator_ids, limit)
    lines = [
        f"Edition {_named(pair.before)} → edition {_named(pair.edition)}.",
        f"Values: {counts['new']} new, {counts['gone']} gone, {counts['revised']} revised, "
        f"{counts['unchanged']} unchanged.",
    ]
    if pair.before["code_version"] != pair.edition["code_version"]:
        lines.append("The editions were made by different code, so a value may differ because a rule changed.")
    shown = f"Revised values ({len(revised)} of {counts['revised']})"
    tables = {
        shown: revised.drop(columns=["unit", "decimals", "indicator"]),
        "New years": changes.new_periods(pair, area_ids, indicator_ids),
        "Indicators, areas and sources in one edition alone": changes.items(pair),
    }
    parts = ["\n".join(lines)]
    parts += [f"## {title}\n\n{_table(frame)}" for title, frame in tables.items() if len(frame)]
    return "\n\n".join(parts) + "\n"


def _named(edition: dict[str, object]) -> str:
    return f"{edition['edition_id']} ({edition['built_at']:%Y-%m-%d %H:%M} UTC)"


def _table(frame: pd.DataFrame) -> str:
    return reports.to_markdown(frame).decode().rstrip()
