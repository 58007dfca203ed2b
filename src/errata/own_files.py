"""Files that only the user of this process writes: how they are read, replaced and thinned out."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def read_own(path: Path, largest: int | None = None) -> bytes:
    """The file; nothing where somebody else could have written it, or where it is too large.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        is_own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
        is_open = bool(status.st_mode & OTHERS_WRITE) and os.name == "posix"
        fits = largest is None or status.st_size <= largest
        return file.read() if is_own and not is_open and fits else b""


def replace_own(path: Path, data: bytes, most: int, pattern: str = "*") -> None:
    """Replace a file in one step; of the folder's files like it the `most` newest stay.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)  # its mode lets nobody else read it
    found = sorted(path.parent.glob(pattern), key=lambda one: -one.stat().st_mtime_ns)
    for old in found[most:]:
        old.unlink(missing_ok=True)
