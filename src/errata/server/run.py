"""Listens on a socket and answers until interrupted."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from errata.errors import ErrataError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from errata.server.live import LiveSite


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, on any free port for 0.

    Raises:
        ErrataError: if the port is taken or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        remedy = "choose another `--port`, 0 for any free one, or another `--host`"
        reason = (error.strerror or str(error)).partition(" (while")[0].lower()
        raise ErrataError(f"cannot listen on {host}:{port}: {reason}", help=remedy) from None


def serve(app: Starlette, live: LiveSite, listener: socket.socket) -> None:
    """Answer requests until interrupted; then open pages are let go and the call returns."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    with suppress(KeyboardInterrupt):
        Server(config, live).run(sockets=[listener])


class Server(uvicorn.Server):
    """Uvicorn, but without waiting for event streams that would never end."""

    def __init__(self, config: uvicorn.Config, live: LiveSite) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then what uvicorn does."""
        self._live.close()
        await super().shutdown(sockets)
