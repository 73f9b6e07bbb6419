"""The command ``smup report``: a report on one area as a file."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from smup import build as builder
from smup import reports
from smup.cli.options import DATA, Data
from smup.edition import find_edition, open_edition
from smup.model import Language, UnknownIdError
from smup.queries import areas, groups
from smup.reports import area as reporting
from smup.text import language


def report(
    area: Annotated[str, typer.Option(help="Identifier or name of the area.")],
    format_: Annotated[Literal["docx", "pdf", "xlsx", "html"], typer.Option("--format", help="Form of the file.")],
    theme: Annotated[str | None, typer.Option(help="Theme; otherwise all.")] = None,
    service: Annotated[str, typer.Option(help="Services, separated by commas; otherwise all of the theme.")] = "",
    group: Annotated[str | None, typer.Option(help="Group, as neighbours.226201; otherwise similar areas.")] = None,
    period: Annotated[int | None, typer.Option(help="Year; otherwise the latest that can be compared.")] = None,
    without: Annotated[str, typer.Option(help="Indicators to leave out; the report names them.")] = "",
    spoken: Annotated[Language, typer.Option("--language", help="Language of the report.")] = Language.POLISH,
    address: Annotated[str, typer.Option(help="Address of the app's page, for the permanent link.")] = "",
    edition: Annotated[
        str | None, typer.Option(help="Edition kept: its identifier, or previous; otherwise the one being served.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write; otherwise standard output.")] = None,
    data: Data = DATA,
) -> None:
    """Write a report on the services of an area: sentences, charts, tables, reservations, sources.

    Example: smup report --area Kraków --theme education --format docx --output raport.docx
    """
    store = open_edition(find_edition(data, edition)) if edition else builder.open_store(data)
    found = areas.find_areas(store, [area])
    if not found:
        raise UnknownIdError("Name an area after --area.")
    language.set(spoken)
    choice = reporting.Choice(found[0], group or groups.first(store, found[0]), theme, _several(service), period,
                              _several(without))  # fmt: skip
    link = reporting.address(choice, store.edition["edition_id"], spoken, address)
    content = reporting.write(reporting.report(store, choice, link), format_)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    reports.save(output, [content])
    typer.echo(f"Report written to {output}.", err=True)


def _several(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())
