"""Holds the contents of a site too large for memory, in a file without a name once it is open."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EPERM, EROFS
from io import FileIO
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import Final

from msgspec.structs import replace

from errata.files.output_paths import as_output_error
from errata.files.text import display_path
from errata.model import Folder, Spool, Spooled

# Bytes that stay in memory: those of 200 articles, or of an edit. To write out those of 1,179
# articles, 26 MB, and to read them again takes 0.2 s of 45 in a first build.
_HELD: Final = 4 << 20

# The most bytes of articles that stay in memory: those of 10,000 real ones.
_LARGEST_TEXTS: Final = 64 << 20
# What says that the folder may not be written.
_READ_ONLY: Final = frozenset({EACCES, EPERM, EROFS})


class FileSpool:
    """A `Spool`: the first contents stay in memory, the others are on the site's disk.

    The system removes the file when the process ends, in any way.
    """

    def __init__(self, site: Path, limit: int = _HELD) -> None:
        self._folder, self._room = _existing_folder(site), limit
        self._shown = display_path(site)
        self._file: FileIO | None = None
        self._end = 0

    def __call__(self, content: bytes) -> bytes | Spooled:
        """See `Spool.__call__`.

        Raises:
            OutputError: if the disk is full.
        """
        if len(content) <= self._room:
            self._room -= len(content)
            return content
        self._room = 0
        with as_output_error(self._shown):
            file = self._open()
            file.seek(self._end)
            remaining = memoryview(content)
            while remaining:  # a write to a nearly full disk may be a part
                remaining = remaining[file.write(remaining) :]
        start, self._end = self._end, self._end + len(content)
        return Spooled(hashlib.sha256(content).digest(), len(content), start, self)

    def read(self, start: int, size: int) -> bytes:
        """See `SpoolReader`; forks of this process may read, too.

        Raises:
            OutputError: if the disk fails.
        """
        with as_output_error(self._shown):
            file = self._open()
            if not hasattr(os, "pread"):  # Windows, which has no forks
                file.seek(start)
                return file.read(size)
            # A fork shares the place in the file with this process.
            parts = []
            while size and (part := os.pread(file.fileno(), size, start)):
                parts.append(part)
                start, size = start + len(part), size - len(part)
            return b"".join(parts)

    def close(self) -> None:
        """Free the disk space."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self) -> FileIO:
        if self._file is None:
            try:
                self._file = _make_file(self._folder)
            except OSError as error:
                if error.errno not in _READ_ONLY:
                    raise
                # Only the site itself may be written.
                self._file = _make_file(gettempdir())
        return self._file


def shelve_sources(folder: Folder, spool: Spool) -> Folder:
    """Return the same folder; texts of a large one are moved out of memory."""
    contents = [source.held for source in folder.sources]
    if sum(len(text) for text in contents if isinstance(text, bytes)) <= _LARGEST_TEXTS:
        return folder
    sources = tuple(
        replace(source, held=spool(source.held)) if isinstance(source.held, bytes) else source
        for source in folder.sources
    )
    return replace(folder, sources=sources)


def _make_file(folder: str) -> FileIO:
    return TemporaryFile(buffering=0, prefix=".errata-spool-", dir=folder)


@contextmanager
def open_spool(site: Path) -> Iterator[FileSpool]:
    """Yield the spool of a build, until its site is written."""
    spool = FileSpool(site)
    try:
        yield spool
    finally:
        spool.close()


def _existing_folder(site: Path) -> str:
    """Return a folder on the site's disk; the temporary folder is often in memory."""
    above = (str(folder) for folder in site.absolute().parents if folder.is_dir())
    return next(above, gettempdir())
