"""Compares a site, in a folder or on a server, with its manifest: what is missing or changed.

Only the server of the address is contacted, even if it redirects. No answer is read beyond the
file's size, and each wait has a limit.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from errata import __version__
from errata.errors import OutputError
from errata.files.manifest import MANIFEST, Manifest, ManifestEntry, decode_manifest, mark_unlisted
from errata.files.output_paths import is_safe_path
from errata.files.publish import scan_entries
from errata.files.record import digest_file
from errata.files.text import display_path, read_bytes
from errata.files.walk import FILE_MANAGER_FILES

# The most bytes of a manifest: those of 100,000 articles are 100 MB.
LARGEST_MANIFEST: Final = 128 << 20
# The fewest bytes for each comma, and bytes beside them: a file's digest alone has 64, and its line
# two commas. JSON of short values takes twenty times its size in memory.
_LEAST_EACH: Final = 32
_SLACK: Final = 1024
# As many connections as a browser opens to one server.
_CONNECTIONS: Final = 6
# How many seconds may pass without a byte.
_WAIT: Final = 30
# How many bytes a second must arrive after that: a telephone line sends as many.
_SLOWEST: Final = 4_000
_MOST_REDIRECTS: Final = 5
# The most files in a row that could not be fetched: then the server is gone.
_MOST_FAILURES: Final = 12
_CHUNK: Final = 1 << 16
_OK: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({404, 410})
# What hosts read and many of them do not serve.
_FOR_HOSTS: Final = frozenset({"_headers", "_redirects", "nginx.conf"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs from what errata wrote."""

    path: str
    kind: str
    """`missing`, `changed`, `extra` or `unreadable`."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedSite:
    """The result of a comparison."""

    checked: int
    """Number of files that were compared."""
    differences: tuple[Difference, ...]
    """Differences by path."""
    lost: int = 0
    """Unlisted files that are missing or changed; their names are unknown."""
    unchecked: int = 0
    """Unlisted files that could not be searched for."""
    unserved: tuple[str, ...] = ()
    """Files for the host, which it does not serve."""

    @property
    def is_whole(self) -> bool:
        """Whether all files are as errata wrote them."""
        return not self.differences and not self.lost


@dataclass(frozen=True, slots=True)
class KnownManifest:
    """A manifest, and a digest by which it can be attested."""

    manifest: Manifest
    sha256: str

    @classmethod
    def read(cls, place: Path) -> KnownManifest:
        """Read the manifest of a site's folder, or a manifest itself.

        Raises:
            OutputError: if there is none, or if it is damaged.
        """
        path = place / MANIFEST if place.is_dir() else place
        printed = display_path(path)
        try:
            if path.stat().st_size > LARGEST_MANIFEST:
                raise OutputError(f"`{printed}` is larger than any manifest")
            return cls.decode(read_bytes(path, OutputError), display_path(path.parent))
        except FileNotFoundError:
            remedy = "give the folder that `errata build` wrote, or its manifest with `--manifest`"
            raise OutputError(f"there is no manifest `{printed}`", help=remedy) from None

    @classmethod
    def decode(cls, data: bytes, printed: str) -> KnownManifest:
        """Decode bytes from an untrusted source.

        Raises:
            OutputError: if they are not a manifest.
        """
        if data.count(b",") * _LEAST_EACH > len(data) + _SLACK:
            raise OutputError(f"`{printed}/{MANIFEST}` is not a manifest: it has no digests")
        manifest = decode_manifest(data, printed)
        if not manifest.files:
            raise OutputError(f"`{printed}/{MANIFEST}` names no files: nothing can be compared")
        if wrong := next((path for path in manifest.files if not is_safe_path(path)), ""):
            raise OutputError(f"the manifest names `{wrong}`, which cannot be a file of a site")
        return cls(manifest, hashlib.sha256(data).hexdigest())


def verify_folder(folder: Path, manifest: Manifest) -> VerifiedSite:
    """Compare the files below a folder.

    Names at its top that begin with a dot are not errata's, as when a site is written.
    """
    existing = dict(_list_files(folder))
    wrong = [
        difference
        for path, entry in manifest.files.items()
        if (difference := _compare(folder, path, entry, existing))
    ]
    others = existing.keys() - manifest.files.keys()
    marks = {path: mark_unlisted(path, digest_file(folder / path) or "") for path in others}
    unlisted = {path for path, mark in marks.items() if mark in manifest.unlisted}
    wrong += [Difference(path, "extra") for path in others - unlisted]
    differences = tuple(sorted(wrong, key=lambda difference: difference.path))
    return VerifiedSite(manifest.count, differences, len(manifest.unlisted) - len(unlisted))


def _list_files(folder: Path) -> Iterable[tuple[str, bool]]:
    """Yield the path of everything except folders, and whether it is a file and not a link."""
    for path, entry in scan_entries(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not path.startswith(".") and entry.name not in FILE_MANAGER_FILES:
            yield path, entry.is_file(follow_symlinks=False)


def _compare(
    folder: Path, path: str, entry: ManifestEntry, existing: Mapping[str, bool]
) -> Difference | None:
    if path not in existing:
        return Difference(path, "missing")
    if not existing[path]:
        return Difference(path, "changed", "it is not a file")
    digest = digest_file(folder / path)
    if digest is None:
        return Difference(path, "unreadable")
    return None if digest == entry.sha256 else Difference(path, "changed")


class _UnfetchedError(Exception):
    """A file that could not be read, with the reason."""


# ValueError: an address that the server names, or its host, cannot be one.
_FAULTS: Final = (_UnfetchedError, OSError, HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class RemoteSite:
    """A site at an address."""

    address: str
    """The address of its top folder; ends in a slash."""
    _thread: threading.local = field(default_factory=threading.local, repr=False)
    _opened: list[HTTPConnection] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, address: str) -> RemoteSite:
        """Make the site of an address that somebody typed.

        Raises:
            OutputError: if it is not a web address.
        """
        try:
            parts = urlsplit(address)
            is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            parts, is_web = urlsplit(""), False
        if not is_web or parts.query or parts.fragment:
            remedy = "write it as `https://help.example.com/`"
            raise OutputError(f"`{address}` is not the web address of a site", help=remedy)
        path = parts.path.removesuffix("index.html").rstrip("/")
        return cls(f"{parts.scheme}://{parts.netloc}{path}/")

    def read_manifest(self) -> KnownManifest:
        """Read the manifest on the server.

        Raises:
            OutputError: if there is none, or if it is damaged.
        """
        try:
            with self._closing():
                data = b"".join(self._chunks(MANIFEST, LARGEST_MANIFEST))
        except _FAULTS as error:
            remedy = "many hosts do not serve it: give that of your build with `--manifest site`"
            message = f"cannot fetch `{self.address}{MANIFEST}`: {_describe(error)}"
            raise OutputError(message, help=remedy) from None
        return KnownManifest.decode(data, self.address.rstrip("/"))

    def verify(self, manifest: Manifest) -> VerifiedSite:
        """Compare each file that the manifest names.

        Raises:
            OutputError: if the server no longer answers.
        """
        failures = 0
        differences: list[Difference] = []
        with self._closing(), ThreadPoolExecutor(_CONNECTIONS) as pool:
            paths = sorted(manifest.files)
            for difference in pool.map(self._compare, paths, map(manifest.files.get, paths)):
                if difference:
                    differences.append(difference)
                failures = failures + 1 if difference and difference.kind == "unreadable" else 0
                if failures >= _MOST_FAILURES:
                    pool.shutdown(cancel_futures=True)
                    message = (
                        f"{failures} files in a row could not be read: {differences[-1].reason}"
                    )
                    raise OutputError(message, help="try again later")
        unserved = [
            each for each in differences if each.path in _FOR_HOSTS and each.kind == "missing"
        ]
        return VerifiedSite(
            len(manifest.files) - len(unserved),
            tuple(difference for difference in differences if difference not in unserved),
            unchecked=len(manifest.unlisted),
            unserved=tuple(difference.path for difference in unserved),
        )

    def _compare(self, path: str, entry: ManifestEntry) -> Difference | None:
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in self._chunks(path, entry.size + 1):
                digest.update(chunk)
                size += len(chunk)
        except FileNotFoundError:
            return Difference(path, "missing")
        except _FAULTS as error:
            return Difference(path, "unreadable", _describe(error))
        same = size == entry.size and digest.hexdigest() == entry.sha256
        return None if same else Difference(path, "changed")

    def _chunks(self, path: str, most: int) -> Iterator[bytes]:
        """Yield the bytes of a file, up to a number of them."""
        with self._answer(urljoin(self.address, quote(path))) as answer:
            start, size = monotonic(), 0
            while most > size and (chunk := answer.read1(min(_CHUNK, most - size))):
                size += len(chunk)
                if size < (monotonic() - start - _WAIT) * _SLOWEST:
                    self._close()
                    raise _UnfetchedError(f"the server sends less than {_SLOWEST:,} bytes a second")
                yield chunk
            if most > size:
                return
        self._close()  # the rest of a longer answer is not waited for

    def _answer(self, address: str) -> HTTPResponse:
        """Return the server's answer, after its redirects to itself."""
        for _ in range(_MOST_REDIRECTS):
            answer = self._ask(address)
            if answer.status == _OK:
                if answer.headers.get("Content-Encoding", "identity") != "identity":
                    self._close()
                    raise _UnfetchedError(
                        "the server sends it compressed, though it was not asked to"
                    )
                return answer
            self._close()
            if answer.status in _GONE:
                raise FileNotFoundError
            if answer.status not in _REDIRECTS:
                raise _UnfetchedError(f"the server answers {answer.status}")
            address = urljoin(address, answer.headers.get("Location", ""))
            if _origin(address) != _origin(self.address):
                raise _UnfetchedError(f"the server redirects to another one, {_origin(address)}")
        raise _UnfetchedError(f"the server redirects more than {_MOST_REDIRECTS} times")

    def _ask(self, address: str) -> HTTPResponse:
        """Send a request over the thread's connection, which the server may have closed."""
        parts = urlsplit(address)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept-Encoding": "identity", "User-Agent": f"errata/{__version__}"}
        for is_last in (False, True):
            try:
                connection = self._connection()
                connection.request("GET", target or "/", headers=headers)
                with _hanging_up(connection):
                    return connection.getresponse()
            except (OSError, HTTPException):
                self._close()
                if is_last:
                    raise
        raise AssertionError  # one of the two returned or raised

    def _connection(self) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._thread, "connection", None)
        if connection is None:
            parts = urlsplit(self.address)
            host, port = parts.hostname or "", parts.port
            if parts.scheme == "https":
                secure = ssl.create_default_context()
                connection = HTTPSConnection(host, port, timeout=_WAIT, context=secure)
            else:
                connection = HTTPConnection(host, port, timeout=_WAIT)
            self._thread.connection = connection
            self._opened.append(connection)
        return connection

    @contextmanager
    def _closing(self) -> Iterator[None]:
        """Close the connections of all threads at the end."""
        try:
            yield
        finally:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
            self._thread.__dict__.clear()

    def _close(self) -> None:
        connection: HTTPConnection | None = getattr(self._thread, "connection", None)
        self._thread.connection = None
        if connection:
            with suppress(OSError):
                connection.close()


@contextmanager
def _hanging_up(connection: HTTPConnection) -> Iterator[None]:
    """Close a connection on which no answer begins in time, whatever the server sends."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):  # it is closed
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(_WAIT, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _describe(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "the server does not have it"
    if isinstance(error, TimeoutError):
        return f"no answer in {_WAIT} seconds"
    return str(getattr(error, "strerror", "") or error) or type(error).__name__
