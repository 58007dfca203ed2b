"""The current site, its files with their headers, and the events that pages listen to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from secrets import token_hex
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from errata.data import read_data
from errata.model import Copy, Kept, Spooled

if TYPE_CHECKING:
    from errata.files.walk import OriginalFolders


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding shown over a page that is older than its source."""

    place: str
    """Path, line and column, as a person finds the file."""
    code: str
    """Code of the check; empty if no check found it."""
    message: str
    help: str
    source: str
    """The line, as far as it fits; empty if unknown."""
    caret: str
    """The text under the line that points at the place."""
    edit: str
    """Address that opens the place in an editor; empty without a file."""
    pages: tuple[str, ...] = ()
    """Paths of the outdated pages; none if there never was one."""
    everywhere: bool = False
    """Whether the whole site is outdated."""


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """What open pages show; they reload when `build` changes."""

    build: str
    errors: int = 0
    warnings: int = 0
    message: str = ""  # the first error
    findings: tuple[ShownFinding, ...] = ()


class SiteFiles(Protocol):
    """The files of a site, which may be made on request."""

    def get(self, path: str, /) -> bytes | Copy | Kept | Spooled | None:
        """Return the content of a file; None if there is none."""

    def __contains__(self, path: object, /) -> bool:
        """Whether there is a file."""


class LiveSite:
    """The current site. Change it on the event loop's thread, or before the loop runs."""

    def __init__(self) -> None:
        self.originals: OriginalFolders | None = None
        self.artifacts: SiteFiles = {}
        # Path below which the site will be published, `kb/`: it is served there, too.
        self.prefix = ""
        self.status = BuildStatus("")
        # Pages of an earlier run of the server must reload, too.
        self._run = token_hex(4)
        self._builds = 0
        self._open = True
        self._asked = monotonic()
        self._listeners: set[asyncio.Queue[str]] = set()

    async def wait_until_quiet(self, seconds: float) -> None:
        """Wait until no file has been requested for so many seconds."""
        remaining = seconds
        while remaining > 0:
            remaining = self._asked + seconds - monotonic()
            await asyncio.sleep(max(remaining, 0))

    def note_request(self) -> None:
        """Note that somebody requests a file."""
        self._asked = monotonic()

    def show(
        self,
        files: SiteFiles,
        originals: OriginalFolders,
        status: BuildStatus,
        event: str = "reload",
    ) -> None:
        """Replace the site and make open pages reload; the build's name is made here.

        The event is `renew` if only articles have changed: scripts and styles may stay.
        """
        self._builds += 1
        self.artifacts = files
        self.originals = originals
        self._set_status(replace(status, build=f"{self._run}-{self._builds}"), event)

    async def announce(self, pages: Sequence[str]) -> None:
        """Have open pages ask for the newer build that is made next, of an edit of these pages.

        The event and their requests travel meanwhile. A page that is answered too early waits for
        the event of the build.
        """
        self._send(_event("edit", {**asdict(self.status), "edited": pages}))
        await asyncio.sleep(0)  # each stream writes the event

    def show_again(self) -> None:
        """Make open pages reload after an edit of articles' texts."""
        self._builds += 1
        status = replace(self.status, build=f"{self._run}-{self._builds}")
        self._set_status(status, "renew")

    def inform(self, status: BuildStatus) -> None:
        """Report findings about the present site; each page gets those that it shows."""
        previous = self.status
        status = replace(status, build=previous.build)
        if replace(status, warnings=previous.warnings) == previous:
            self.status = status
        else:
            self._set_status(status, "status")

    def fail(self, message: str, findings: Iterable[ShownFinding] = ()) -> None:
        """Keep the last good site, and show the reason in open pages."""
        self._set_status(BuildStatus(self.status.build, 1, 0, message, tuple(findings)), "status")

    def close(self) -> None:
        """End the event streams, for which a stopping server would wait."""
        self._open = False
        self._send("")

    async def events(self) -> AsyncIterator[str]:
        """Yield server-sent events: the present status, then each change."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            event = _event("status", asdict(self.status))
            while event and self._open:
                yield event
                event = await queue.get()
        finally:
            self._listeners.discard(queue)

    def _set_status(self, status: BuildStatus, kind: str) -> None:
        self.status = status
        self._send(_event(kind, asdict(status)))

    def _send(self, event: str) -> None:
        for queue in self._listeners:
            queue.put_nowait(event)


def _event(kind: str, data: Mapping[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"


# Nothing is cached, because the next build changes it; other sites may not embed or sniff the
# pages, nor show them in a frame, where a click would open a file in an editor.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# An SVG file opened by itself is a document, and may hold script.
_SVG_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def response_for(live: LiveSite, path: str) -> Response:
    """Return an artifact, the page of a folder, or the site's own page for a missing path."""
    live.note_request()
    path = path.removeprefix(live.prefix)
    if path.endswith("/") or not path:
        path += "index.html"
    content = live.artifacts.get(path)
    content = content.read() if isinstance(content, Spooled) else content
    if content is None and f"{path}/index.html" in live.artifacts:
        return RedirectResponse(f"/{path}/", headers=HEADERS)
    if isinstance(content, bytes):
        return make_response(path, _add_script(path, content, live))
    if isinstance(content, Copy):
        return _file(live, path, content) or _missing(live, path)
    return _missing(live, path)


_FAULT: Final = b"<!doctype html><title>errata</title><body><p>This page cannot be made.</p></body>"


def fault_response(live: LiveSite) -> Response:
    """Return a page in place of one that cannot be made: it shows why, and reloads."""
    return make_response("fault.html", _add_script("fault.html", _FAULT, live), 500)


def _missing(live: LiveSite, path: str) -> Response:
    """Return the 404 page of the path's locale, else the one at the root."""
    for own in (f"{path.partition('/')[0]}/404.html", "404.html"):
        content = live.artifacts.get(own)
        if isinstance(content, bytes):
            return make_response(own, _add_script(own, content, live, b" data-missing"), 404)
    return PlainTextResponse("not found\n", 404, headers=HEADERS)


def _add_script(path: str, content: bytes, live: LiveSite, mark: bytes = b"") -> bytes:
    """Add to a page the script that reloads it, which may have a mark."""
    head, end, tail = content.rpartition(b"</body>")
    if not path.endswith(".html") or not end:
        return content
    build = live.status.build.encode()
    script = b'<script src="/_errata/reload.js" data-build="%b"%b defer></script>' % (
        build,
        mark,
    )
    return head + script + end + tail


def _file(live: LiveSite, path: str, content: Copy) -> Response | None:
    """Return an author's file; None if it is gone, or now a link to another folder."""
    located = live.originals and live.originals.locate(content)
    if not located:
        return None
    return FileResponse(located, headers=_headers(path), media_type=_type(path))


def make_response(path: str, content: bytes, status: int = 200) -> Response:
    """Return content with the type of its file extension."""
    return Response(content, status, _headers(path), _type(path))


def _type(path: str) -> str:
    ending = path.rpartition(".")[2].lower()
    return str(read_data("media_types").get(ending, "application/octet-stream"))


def _headers(path: str) -> dict[str, str]:
    svg = path.lower().endswith(".svg")
    return {**HEADERS, "Content-Security-Policy": _SVG_POLICY} if svg else {**HEADERS}
