"""Commands about the editions that are kept: which there are, and which one readers see."""

from typing import Annotated

import typer

from smup import build as builder
from smup.cli.options import DATA, Data
from smup.edition import damaged, kept
from smup.store import FILE

app = typer.Typer(help="Editions kept: list them, serve another one.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(data: Data = DATA) -> None:
    """List the editions kept, the one being served first, then the latest; an asterisk marks what is served.

    Those that are damaged come last: while the one being served is, readers see the one before it.

    Example: smup edition list
    """
    served = (data / FILE).resolve()
    for one in kept(data):
        mark = "*" if one.path.resolve() == served else " "
        typer.echo(f"{mark} {one.edition_id}  {one.built_at:%Y-%m-%d %H:%M} UTC")
    for path in damaged(data):
        mark = "*" if path.resolve() == served else " "
        typer.echo(f"{mark} {path.stem}  damaged{'; “smup build” repairs it' if mark == '*' else ''}")


@app.command()
def use(
    edition: Annotated[str, typer.Argument(metavar="ID", help="An identifier, its beginning, or previous.")],
    data: Data = DATA,
) -> None:
    """Serve another edition that is kept; readers see it at their next click, nothing is restarted.

    Example: smup edition use previous
    """
    typer.echo(f"Readers now see edition {builder.use(data, edition)}.")
