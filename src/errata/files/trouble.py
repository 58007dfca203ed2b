"""Turns what the operating system refuses into an `OutputError` that says what to do."""

from __future__ import annotations

from contextlib import contextmanager
from errno import (
    EACCES,
    EBUSY,
    EDQUOT,
    EEXIST,
    EFBIG,
    ENAMETOOLONG,
    ENOSPC,
    ENOTDIR,
    ENOTEMPTY,
    EPERM,
    EROFS,
    EXDEV,
)
from typing import TYPE_CHECKING

from errata.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOVE = "errata builds beside the old site: let it write to the folder above, or give another one"
_MOUNT = "a mounted folder cannot be exchanged: write to a folder inside it"
_ROOM = "make room and build again"
_REMEDIES = {
    EACCES: _ABOVE,
    EPERM: _ABOVE,
    EROFS: _ABOVE,
    EBUSY: _MOUNT,
    EXDEV: _MOUNT,
    ENOSPC: _ROOM,
    EDQUOT: _ROOM,
    EFBIG: "raise the limit on the size of files, or make the largest asset smaller",
    ENAMETOOLONG: "give a folder with a shorter name",
    ENOTDIR: "give a folder; a part of this path is a file",
    EEXIST: "give a folder; a part of this path is a file",
    ENOTEMPTY: "another program writes to it: end that, then build again",
}


@contextmanager
def as_output_error(shown: str) -> Iterator[None]:
    """Any OSError inside becomes an OutputError about the site `shown`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        where = f" (`{error.filename}`)" if error.filename else ""
        remedy = _REMEDIES.get(error.errno or 0, "build again, or give another folder")
        raise OutputError(f"cannot write `{shown}`: {reason}{where}", help=remedy) from None
