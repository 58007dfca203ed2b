"""Who may ask: only those who name this machine, and for events only its own pages."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@/\\\s]+))(?::\d{1,5})?")


class Guard:
    """Lets only requests through that name this machine: a page elsewhere cannot rebind to it."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._any_address = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
        self._names = {"localhost", "127.0.0.1", "::1", host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 to whoever asks for another host."""
        if scope["type"] == "http" and not self._is_ours(scope["headers"]):
            refusal = PlainTextResponse("this server does not go by that name\n", 400)
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)

    def _is_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value.decode("latin-1") for key, value in headers if key == b"host"]
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        name = (found[1] or found[2]).lower() if found else ""
        return name in self._names or (self._any_address and _is_address(name))


def _is_address(name: str) -> bool:
    """An address cannot be rebound, only a name can."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(headers: Headers) -> bool:
    """Browsers leave `Origin` out of a page's own simple requests, and never out of another's."""
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    return origin in {None, f"http://{headers['host']}"} and site in {"same-origin", "none"}
