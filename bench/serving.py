"""Serves a folder over http on 127.0.0.1 with gzip, as a static host does, and records answers.

Sizes are those of the bodies, compressed once each; the browser keeps nothing between contexts, and
nothing is read twice from the disk.
"""

from __future__ import annotations

import gzip
import mimetypes
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEVEL: Final = 9
_PACKED: Final = frozenset({".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".md"})
"""Types that static hosts compress; Pagefind's own files are gzip already."""


class Host:
    """The folder, and every answer since the last `reset`."""

    def __init__(self, folder: Path, *, strict: bool) -> None:
        self.folder = folder.resolve()
        self._strict = strict
        self.address = ""
        self.sent: list[tuple[str, int]] = []
        self._bodies: dict[str, tuple[bytes, bool] | None] = {}

    def reset(self) -> None:
        """Forget what was sent."""
        self.sent = []

    def body(self, path: str) -> tuple[bytes, bool] | None:
        """Return the bytes on the wire and whether they are gzip; None if there is no such file."""
        if path not in self._bodies:
            self._bodies[path] = self._read(path)
        return self._bodies[path]

    def headers(self) -> list[tuple[str, str]]:
        """Return the site's own headers in `_headers` for every path, if they are to be sent."""
        file = self.folder / "_headers"
        lines = file.read_text("utf-8").splitlines() if self._strict and file.is_file() else []
        own = takewhile(lambda line: line.startswith("  "), lines[1:])
        return [(name.strip(), value.strip()) for name, _, value in (s.partition(":") for s in own)]

    def _read(self, path: str) -> tuple[bytes, bool] | None:
        file = (self.folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(self.folder) or not file.is_file():
            return None
        if file.suffix not in _PACKED:
            return file.read_bytes(), False
        return gzip.compress(file.read_bytes(), LEVEL, mtime=0), True


@contextmanager
def serving(folder: Path, *, strict: bool = True) -> Iterator[Host]:
    """Serve the folder until the block ends; `strict` sends the site's policy with every file."""
    host = Host(folder, strict=strict)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, host))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, host: Host, *arguments: Any) -> None:  # noqa: ANN401 - as the base class's
        self._host = host
        super().__init__(*arguments)

    def handle(self) -> None:
        """Handle a request; a page that is left closes its connections."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        path += "index.html" if path.endswith("/") else ""
        body = self._host.body(path)
        content, packed = body or (b"", False)
        self._host.sent.append((path, len(content)))
        self.send_response(200 if body else 404)
        self.send_header(
            "Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream"
        )
        self.send_header("Content-Length", str(len(content)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in self._host.headers():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing: `sent` has the record."""
