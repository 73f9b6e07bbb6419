"""The command that makes an edition on Apache Spark, for data that outgrow one machine."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from smup.cli.options import DATA, Data
from smup.spark.editions import write_edition
from smup.spark.session import MEMORY, session


def spark(
    out: Annotated[Path, typer.Option(help="Folder for the edition, which all workers reach.", file_okay=False)],
    data: Data = DATA,
    master: Annotated[str, typer.Option(help="Where Spark runs: local[2], spark://host:7077 …")] = "local[*]",
    memory: Annotated[str, typer.Option(help="Memory of the driver.")] = MEMORY,
    conf: Annotated[list[str] | None, typer.Option(help="A setting of Spark, NAME=VALUE; may be repeated.")] = None,
) -> None:
    """Work out an edition on Apache Spark: Parquet, and a small DuckDB file that serves it as it is.

    Needs Java 17 and “pip install 'smup[spark]'”; docs/spark.md says when it pays.

    Example: smup spark --out /srv/smup --master local[2]
    """
    typer.echo(f"Wrote {write_edition(data, out, partial(session, master, conf or [], memory))}.")
