"""The application, three routes behind a guard, and the socket on which it listens.

The guard accepts requests for this machine; for events, only those of its own pages.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from importlib.resources import files
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from errata.data.patterns import compile_late
from errata.errors import ErrataError
from errata.server.pages import HEADERS, LiveSite, fault_response, make_response, response_for

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send


# "localhost:8000", "127.0.0.1", "[::1]:8000" yes; "a/b", "user@localhost", "localhost:x", "::1" no
_HOST: Final = compile_late(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@/\\\s]+))(?::\d{1,5})?")


class Guard:
    """Refuses requests for other host names, so that no page elsewhere reads this site.

    In DNS rebinding, such a page lets its own name point to this machine.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._any_address = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
        self._names = {"localhost", "127.0.0.1", "::1", host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 if the host is another one."""
        if scope["type"] == "http" and not self._is_ours(scope["headers"]):
            refusal = PlainTextResponse("this server is not known by that host name\n", 400)
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)

    def _is_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value.decode("latin-1") for key, value in headers if key == b"host"]
        match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        name = (match[1] or match[2]).lower() if match else ""
        return name in self._names or (self._any_address and _is_address(name))


def _is_address(name: str) -> bool:
    # Only a name can be rebound, not an address.
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(headers: Headers) -> bool:
    """Whether a request is from a page of this server."""
    # Browsers send no `Origin` for a page's own simple requests, and always for another site's.
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    return origin in {None, f"http://{headers['host']}"} and site in {"same-origin", "none"}


# For downloads in progress when Ctrl-C is pressed; event streams end at once.
_GRACE_SECONDS: Final = 3


def make_app(
    live: LiveSite,
    host: str = "127.0.0.1",
    follow: Callable[[asyncio.Event], Awaitable[None]] | None = None,
    report: Callable[[ErrataError], None] | None = None,
) -> Starlette:
    """Make the application.

    `follow` runs in the background as long as the application. Requests are answered as soon as it
    has set the event: no edit after that is missed. `report` is called with the reason if a page
    cannot be made.
    """

    async def events(request: Request) -> Response:
        if not is_same_origin(request.headers):
            return PlainTextResponse("only for pages of this server\n", 403)
        kind = "text/event-stream"
        if request.method == "HEAD":
            return Response(media_type=kind, headers=HEADERS)
        return StreamingResponse(live.events(), media_type=kind, headers=HEADERS)

    async def site(request: Request) -> Response:
        try:
            return response_for(live, request.scope["path"].removeprefix("/"))
        except ErrataError as error:
            if report:
                report(error)
            return fault_response(live)

    routes = [
        Route("/_errata/reload.js", _send_reload_script),
        Route("/_errata/events", events),
        Route("/{path:path}", site),
    ]
    app = Starlette(routes=routes, lifespan=_run_with(follow))
    app.add_middleware(Guard, host=host)
    return app


async def _send_reload_script(_request: Request) -> Response:
    script = files("errata").joinpath("scaffold", "reload.js")
    return make_response("_errata/reload.js", script.read_bytes())


def _run_with(
    follow: Callable[[asyncio.Event], Awaitable[None]] | None,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.Event()
        task = asyncio.ensure_future(follow(watching)) if follow else None
        if task:
            task.add_done_callback(
                lambda _: watching.set()
            )  # as it ends where nothing can be watched
            await watching.wait()
        yield
        if task:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return lifespan


def listen(host: str, port: int) -> socket.socket:
    """Open a socket that listens; on any free port if it is 0.

    Raises:
        ErrataError: if the port is taken or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        remedy = "choose another `--port`, 0 for any free one, or another `--host`"
        # Python adds " (while attempting to bind on address …)", which repeats the message.
        reason = (error.strerror or str(error)).partition(" (while")[0].lower()
        raise ErrataError(f"cannot listen on {host}:{port}: {reason}", help=remedy) from None
    # asyncio turns Nagle's algorithm off for sockets that say they are TCP, and Python makes them
    # without a protocol. A body would wait 40 ms for the browser to acknowledge the headers, for
    # each file of a page.
    return socket.socket(listener.family, listener.type, socket.IPPROTO_TCP, listener.detach())


def serve(app: Starlette, live: LiveSite, listener: socket.socket) -> None:
    """Answer requests until interrupted; then end the event streams and return."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    with suppress(KeyboardInterrupt):
        Server(config, live).run(sockets=[listener])


class Server(uvicorn.Server):
    """Uvicorn, which would otherwise wait for event streams that never end."""

    def __init__(self, config: uvicorn.Config, live: LiveSite) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then do what uvicorn does."""
        self._live.close()
        await super().shutdown(sockets)
