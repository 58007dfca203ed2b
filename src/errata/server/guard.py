"""Which requests are answered: those that name this machine; for events, those of its own pages."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Receive, Scope, Send

# "localhost:8000", "127.0.0.1", "[::1]:8000" yes; "a/b", "user@localhost", "localhost:x", "::1" no
_HOST: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@/\\\s]+))(?::\d{1,5})?")


class Guard:
    """Refuses requests for other host names, so that no page elsewhere reads this site.

    In DNS rebinding such a page has its own name point to this machine.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._any_address = host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
        self._names = {"localhost", "127.0.0.1", "::1", host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 where the host is another one."""
        if scope["type"] == "http" and not self._is_ours(scope["headers"]):
            refusal = PlainTextResponse("this server is not known by that host name\n", 400)
            return await refusal(scope, receive, send)
        return await self._app(scope, receive, send)

    def _is_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value.decode("latin-1") for key, value in headers if key == b"host"]
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        name = (found[1] or found[2]).lower() if found else ""
        return name in self._names or (self._any_address and _is_address(name))


def _is_address(name: str) -> bool:
    # Only a name can be rebound, not an address.
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(headers: Headers) -> bool:
    """Whether a page of this server asks."""
    # Browsers send no `Origin` for a page's own simple requests, and always for another site's.
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "same-origin")
    return origin in {None, f"http://{headers['host']}"} and site in {"same-origin", "none"}
