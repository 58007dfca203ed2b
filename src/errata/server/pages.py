"""Answers a path with an artifact of the site, with the type and the headers that fit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from errata.model import Copy

if TYPE_CHECKING:
    from errata.server.live import LiveSite

# A table of our own: the system's differs from machine to machine.
_TYPES: Final = {
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
# Nothing is cached, as the next build changes it; no other site may embed or sniff what is served.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# An SVG file opened by itself is a document, and may hold script.
_SVG_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def response_for(live: LiveSite, path: str) -> Response:
    """An artifact, the page of a folder, or the site's own page for a missing path."""
    path = path.removeprefix(live.prefix)
    if path.endswith("/") or not path:
        path += "index.html"
    content = live.artifacts.get(path)
    if content is None and f"{path}/index.html" in live.artifacts:
        return RedirectResponse(f"/{path}/", headers=HEADERS)
    if isinstance(content, Copy):
        return _file(live, path, content) or _missing(live, path)
    if content is None:
        return _missing(live, path)
    return make_response(path, _add_script(path, content, live))


def _missing(live: LiveSite, path: str) -> Response:
    """The 404 page of the path's locale, else the one at the root."""
    for own in (f"{path.partition('/')[0]}/404.html", "404.html"):
        content = live.artifacts.get(own)
        if isinstance(content, bytes):
            return make_response(own, _add_script(own, content, live), 404)
    return PlainTextResponse("not found\n", 404, headers=HEADERS)


def _add_script(path: str, content: bytes, live: LiveSite) -> bytes:
    """The content; a page with the script that reloads it."""
    head, end, tail = content.rpartition(b"</body>")
    if not path.endswith(".html") or not end:
        return content
    build = live.status.build.encode()
    script = b'<script src="/_errata/reload.js" data-build="%b" defer></script>' % build
    return head + script + end + tail


def _file(live: LiveSite, path: str, content: Copy) -> Response | None:
    """An author's file; None if it is gone, or now a link to another folder."""
    found = live.originals and live.originals.locate(content)
    if not found:
        return None
    return FileResponse(found, headers=_headers(path), media_type=_type(path))


def make_response(path: str, content: bytes, status: int = 200) -> Response:
    """Content with the type of its file extension."""
    return Response(content, status, _headers(path), _type(path))


def _type(path: str) -> str:
    return _TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")


def _headers(path: str) -> dict[str, str]:
    svg = path.lower().endswith(".svg")
    return {**HEADERS, "Content-Security-Policy": _SVG_POLICY} if svg else {**HEADERS}
