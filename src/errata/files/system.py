"""What Python's library has no name for: exchanging two folders, flushing one file system.

Through ctypes, on Linux; elsewhere, and on file systems that cannot, the caller is told so.
"""

from __future__ import annotations

import ctypes
import os
import sys
from errno import EINVAL, ENOSYS, ENOTSUP
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = frozenset({ENOSYS, EINVAL, ENOTSUP})


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def exchange(one: Path, other: Path) -> bool:
    """Let two folders swap names in one step; False where the system cannot do that.

    Raises:
        OSError: if it can but may not, as with a mount point.
    """
    renameat2 = getattr(_libc(), "renameat2", None)
    if renameat2 is None:
        return False
    arguments = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if renameat2(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def flush_file_system(folder: Path) -> None:
    """Wait until all that was written to the folder's file system is on disk.

    One `syncfs` for a whole site: fsync of each of thousands of files would take seconds.
    """
    syncfs = getattr(_libc(), "syncfs", None)
    if syncfs is None:
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


def flush(path: Path) -> None:
    """Put one file, or a folder's list of names, on disk; folders cannot be flushed everywhere."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(descriptor)
