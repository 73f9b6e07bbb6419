"""What the server does besides running the script: it makes ready before the first reader, serves shapes, tells how it
does, and names what draws charts with the first answer, so that a browser fetches it while it still starts the page."""

import gc
import os
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smup import ui
from smup.edition import data_folder, served_id
from smup.model import SmupError
from smup.ui import look, maps, runs, shell

SCRIPT = Path(__file__).with_name("script.py")
_CHUNKS = Path(streamlit.__file__).parent / "static" / "static" / "js"


class _Kept(StaticFiles):
    """Files whose names change with their content: a browser asks for each once."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        response = super().file_response(*args, **named)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def routes() -> list[BaseRoute]:
    """Return what is served besides the pages: shapes, scripts, whether all is well, and, if asked for, counts."""
    shapes = Mount(f"/{maps.FOLDER}", _Kept(directory=data_folder() / maps.FOLDER, check_dir=False))
    watched = [Route("/metrics", _metrics)] if os.environ.get("SMUP_METRICS") == "1" else []
    scripts = [Route(f"/{script.name}", partial(_script, script)) for script in look.SCRIPTS]
    return [shapes, *scripts, Route("/health", _health), *watched]


def _script(script: Path, request: Request) -> Response:
    """Send one of our scripts; a browser asks whether it is still the same."""
    return FileResponse(script, headers={"Cache-Control": "no-cache"})


def _health(request: Request) -> Response:
    """Tell which edition readers see, and which is damaged instead of which it is; 503 when none can be read."""
    try:
        edition, wanted = shell.served().edition["edition_id"], served_id(data_folder())
        return JSONResponse({"edition": edition} | ({"damaged": wanted} if wanted not in (None, edition) else {}))
    except SmupError:
        return JSONResponse({"edition": None}, 503)


def _metrics(request: Request) -> Response:
    return PlainTextResponse(runs.metrics(), media_type="text/plain; version=0.0.4")


def middleware() -> list[Middleware]:
    """Return what every answer passes through."""
    return [Middleware(_Early, files=sorted(_CHUNKS.glob("PlotlyChart.*.js")))]


class _Early:
    """Names in the header of each page the files that its charts will need."""

    def __init__(self, app: ASGIApp, files: list[Path]) -> None:
        self._app = app
        self._links = ", ".join(f"<./static/js/{file.name}>; rel=modulepreload" for file in files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if self._links and headers.get("content-type", "").startswith("text/html"):
                    headers.append("Link", self._links)
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)


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
    # By default it would look at all that readers have open every few clicks, and stop everybody for half a second.
    gc.set_threshold(50_000, 20, 20)
