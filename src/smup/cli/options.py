"""Options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from smup.edition import data_folder

Data = Annotated[
    Path,
    typer.Option("--data", envvar="SMUP_DATA", help="Folder with the input tables and the store.", show_default=False),
]
DATA = data_folder()
