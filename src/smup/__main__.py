"""The command line: build and check the store, compare areas, export tables, check own data, read documents."""

import os
import sys
from typing import Annotated

import typer

from smup import __version__
from smup.cli.bench import bench
from smup.cli.diff import diff
from smup.cli.documents import scan
from smup.cli.editions import app as edition
from smup.cli.report import report
from smup.cli.spark import spark
from smup.cli.store import build, check
from smup.cli.submissions import add, template, validate
from smup.cli.sync import app as sync
from smup.cli.tables import compare, export
from smup.model import SmupError, UnknownIdError

app = typer.Typer(
    name="smup",
    help="Benchmark Poland's local public services: quantity, quality and cost.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
documents = typer.Typer(help="Read documents about what cities do.", no_args_is_help=True, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


for command in (build, check, compare, diff, export, report, template, validate, add, bench, spark):
    app.command()(command)
documents.command()(scan)
app.add_typer(edition, name="edition")
app.add_typer(documents, name="documents")
app.add_typer(sync, name="sync")


def main() -> None:
    """Run the command line; a fault is one sentence on standard error and exit code 1, or 2 for an unknown name."""
    try:
        " ".join(sys.argv).encode()  # fails for bytes that the terminal's encoding does not know
        app()
        sys.stdout.flush()
    except SmupError as fault:
        typer.echo(str(fault), err=True)
        sys.exit(2 if isinstance(fault, UnknownIdError) else 1)
    except UnicodeError:
        typer.echo("The arguments are not valid text in this terminal's encoding; type them in UTF-8.", err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as fault:
        typer.echo(f"The output cannot be written: {fault.strerror}.", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
