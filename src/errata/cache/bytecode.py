"""Caches compiled templates as Python's own byte code.

Whoever can write such a file can run code as the user who builds. So it is read only where nobody
else can write: file and folder belong to the user, neither is a link, and both are closed to group
and others. Its seal over Python, errata, all installed versions and the templates says what the
file belongs to, and detects damage. On a system that does not record who owns a file, templates are
always compiled.
"""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Final

from errata.own_files import OTHERS_WRITE, SealedFile, make_cache_folder
from errata.values import Record

# Themes whose code is kept: 150 kB each.
_MOST: Final = 8


class BytecodeCache(Record, frozen=True):
    """Code of templates, by a description of them."""

    folder: Path
    program: bytes
    """A digest of Python, errata and everything that is installed."""

    def read(self, described: bytes) -> Mapping[str, CodeType] | None:
        """Return name -> code as written for the same templates; None if there is none."""
        file = self._file(described)
        if body := file.read() if _are_private(self.folder, file.path.parent) else b"":
            # Sealed, so it is what `write` wrote: anything else could crash Python.
            code = marshal.loads(body)  # noqa: S302 - nobody but the user can write the file
            return code if isinstance(code, dict) else None
        return None

    def write(self, described: bytes, code: Mapping[str, CodeType]) -> None:
        """Store the code, if the folder is private."""
        with suppress(OSError, ValueError):
            make_cache_folder(self.folder)
            if _are_private(self.folder):
                self._file(described).replace(marshal.dumps(dict(code)))

    def _file(self, described: bytes) -> SealedFile:
        return SealedFile(self.folder, "templates", f"{self.program!r}{described!r}", _MOST)


def _are_private(*folders: Path) -> bool:
    """Whether only the user of this process can write in these folders; links do not count."""
    try:
        states = [folder.lstat() for folder in folders]
    except OSError:
        return False
    return hasattr(os, "geteuid") and all(
        status.st_uid == os.geteuid()
        and stat.S_ISDIR(status.st_mode)
        and not status.st_mode & OTHERS_WRITE
        for status in states
    )
