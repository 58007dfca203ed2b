"""Contents of a site that is too large for memory, in a file that has no name once it is open."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from tempfile import TemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING, Final

from errata.files.output_paths import as_output_error
from errata.files.text import display_path
from errata.model import Spooled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Bytes that stay in memory: those of 1,000 articles. Written out and read again, they would take
# 0.2 s more.
_HELD: Final = 64 << 20
# Bytes that are written at once.
_BUFFER: Final = 1 << 20


class FileSpool:
    """A `Spool`: the first contents stay in memory, the others are on the disk of the site.

    The system removes the file with the process, however it ends.
    """

    def __init__(self, site: Path, held: int = _HELD) -> None:
        self._folder, self._room = _existing_folder(site), held
        self._shown = display_path(site)
        self._file: IO[bytes] | None = None
        self._end, self._is_at_end = 0, True

    def __call__(self, content: bytes) -> bytes | Spooled:
        """As in `Spool`.

        Raises:
            OutputError: if the disk is full.
        """
        if len(content) <= self._room:
            self._room -= len(content)
            return content
        self._room = 0
        with as_output_error(self._shown):
            file = self._open()
            if not self._is_at_end:  # to seek empties the buffer
                file.seek(self._end)
                self._is_at_end = True
            file.write(content)
        start, self._end = self._end, self._end + len(content)
        return Spooled(hashlib.sha256(content).digest(), len(content), start, self)

    def read(self, start: int, size: int) -> bytes:
        """As in `SpoolReader`.

        Raises:
            OutputError: if the disk fails.
        """
        with as_output_error(self._shown):
            file = self._open()
            self._is_at_end = False
            file.seek(start)
            return file.read(size)

    def close(self) -> None:
        """Give the room back."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self) -> IO[bytes]:
        if self._file is None:
            try:
                self._file = _make_file(self._folder)
            except PermissionError:  # only the site itself may be written
                self._file = _make_file(gettempdir())
        return self._file


def _make_file(folder: str) -> IO[bytes]:
    return TemporaryFile(buffering=_BUFFER, prefix=".errata-spool-", dir=folder)


@contextmanager
def open_spool(site: Path) -> Iterator[FileSpool]:
    """The spool of a build, until its site is written."""
    spool = FileSpool(site)
    try:
        yield spool
    finally:
        spool.close()


def _existing_folder(site: Path) -> str:
    """Next to the site, whose disk has room for it; the temporary folder is often in memory."""
    above = (str(folder) for folder in site.absolute().parents if folder.is_dir())
    return next(above, gettempdir())
