"""The application: three routes behind the guard, and the work that runs beside them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from errata.server.guard import Guard, is_same_origin
from errata.server.pages import HEADERS, make_response, response_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request

    from errata.server.live import LiveSite


def make_app(
    live: LiveSite, host: str = "127.0.0.1", follow: Callable[[], Awaitable[None]] | None = None
) -> Starlette:
    """The application; `follow` runs beside it, for as long as it does."""
    script = files("errata").joinpath("scaffold", "reload.js").read_bytes()

    async def reload_script(_request: Request) -> Response:
        return make_response("_errata/reload.js", script)

    async def events(request: Request) -> Response:
        if not is_same_origin(request.headers):
            return PlainTextResponse("only for pages of this server\n", 403)
        kind = "text/event-stream"
        if request.method == "HEAD":
            return Response(media_type=kind, headers=HEADERS)
        return StreamingResponse(live.events(), media_type=kind, headers=HEADERS)

    async def site(request: Request) -> Response:
        return response_for(live, request.scope["path"].removeprefix("/"))

    routes = [
        Route("/_errata/reload.js", reload_script),
        Route("/_errata/events", events),
        Route("/{path:path}", site),
    ]
    app = Starlette(routes=routes, lifespan=_beside(follow))
    app.add_middleware(Guard, host=host)
    return app


def _beside(
    follow: Callable[[], Awaitable[None]] | None,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.ensure_future(follow()) if follow else None
        yield
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return lifespan
