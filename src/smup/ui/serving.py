"""What the server does besides running the script: it makes ready before the first reader, and serves shapes."""

import gc
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from smup import ui
from smup.edition import data_folder
from smup.model import SmupError
from smup.ui import maps, shell

SCRIPT = Path(__file__).with_name("script.py")


class _Kept(StaticFiles):
    """Files whose names change with their content: a browser asks for each once."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        response = super().file_response(*args, **named)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def routes() -> list[Mount]:
    """Return what is served besides the pages: the shapes of maps."""
    return [Mount(f"/{maps.FOLDER}", _Kept(directory=data_folder() / maps.FOLDER, check_dir=False))]


@asynccontextmanager
async def ready(app: object) -> AsyncIterator[None]:
    """Before the first reader comes, import what the pages need and open the edition."""
    await to_thread.run_sync(_prepare)
    yield


def _prepare() -> None:
    for module in pkgutil.iter_modules(ui.__path__, f"{ui.__name__}."):
        if module.name != f"{ui.__name__}.{SCRIPT.stem}":
            import_module(module.name)
    with suppress(SmupError):  # none is built yet, or it is damaged: the page builds one, or says why not
        shell.served()
    # What is there now stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
