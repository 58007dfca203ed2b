"""Caches compiled templates as Python's own byte code.

Whoever can write this file can run code as the user who builds. So it is read only where nobody
else can write: file and folder belong to the user, neither is a link, and both are closed to group
and others. A seal over Python, errata, all installed versions and the templates says what the file
belongs to, and detects damage. On a system that does not record who owns a file, templates are
always compiled.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from errata.own_files import OTHERS_USE, OTHERS_WRITE, replace_own
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import CodeType

_PREFIX: Final = "templates-"
# Themes whose code is kept: 150 kB each.
_MOST: Final = 8
_SEAL: Final = hashlib.sha256().digest_size


class BytecodeCache(Record, frozen=True):
    """Code of templates, by a description of them."""

    folder: Path
    program: bytes
    """A digest of Python, errata and everything that is installed."""

    def read(self, described: bytes) -> Mapping[str, CodeType] | None:
        """Return name -> code as written for the same templates; None if there is none."""
        with suppress(OSError):
            data = _read_private(self._path(described))
            body = data[_SEAL:]
            if data[:_SEAL] == self._seal(described, body):
                # Sealed, so it is what `write` wrote: anything else could crash Python.
                code = marshal.loads(body)  # noqa: S302 - nobody but the user can write the file
                return code if isinstance(code, dict) else None
        return None

    def write(self, described: bytes, code: Mapping[str, CodeType]) -> None:
        """Store the code, if the folder is private."""
        with suppress(OSError, ValueError):
            body = marshal.dumps(dict(code))
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(self.folder.lstat()):
                return
            sealed = self._seal(described, body) + body
            replace_own(self._path(described), sealed, _MOST, f"{_PREFIX}*")

    def _path(self, described: bytes) -> Path:
        name = hashlib.sha256(self.program + described).hexdigest()[:32]
        return self.folder / f"{_PREFIX}{name}.code"

    def _seal(self, described: bytes, body: bytes) -> bytes:
        key = hashlib.sha256(self.program + described).digest()
        return hashlib.sha256(key + body).digest()


def _read_private(path: Path) -> bytes:
    """Read the file; return nothing if somebody else could have written or replaced it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    if not _is_private(path.parent.lstat()):
        return b""
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        is_file = stat.S_ISREG(status.st_mode) and not status.st_mode & OTHERS_USE
        return file.read() if is_file and _is_private(status) else b""


def _is_private(status: os.stat_result) -> bool:
    """Whether only the user of this process can write a file; links do not count."""
    is_own = hasattr(os, "geteuid") and status.st_uid == os.geteuid()
    return is_own and not stat.S_ISLNK(status.st_mode) and not status.st_mode & OTHERS_WRITE
