"""Waits until what was written is on the disk, so that a power cut loses nothing important."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager
from errno import EINVAL, ENOSYS, ENOTSUP
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from errata.files.output_paths import OutputPaths

CANNOT: Final = frozenset({ENOSYS, EINVAL, ENOTSUP})
"""Errors of a file system that lacks the operation; any other is a real error."""


@cache
def libc() -> ctypes.CDLL | None:
    """Load the C library on Linux, for renameat2 and syncfs, which Python does not have."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def make_last_error(path: Path) -> OSError:
    """Make an exception of the C library's last error, about a path."""
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(path))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def flush_file_system(folder: Path) -> None:
    """Wait until all that was written to the folder's file system is on disk."""
    # One syncfs for a whole site: fsync of each of thousands of files would take seconds.
    syncfs = getattr(libc(), "syncfs", None)
    if syncfs is None:
        getattr(os, "sync", lambda: None)()  # Windows has none
        return
    with _opened(folder) as descriptor:
        if syncfs(descriptor) != 0:
            raise make_last_error(folder)


def flush(path: Path) -> None:
    """Write one file, or a folder's list of names, to disk; not every system can flush folders."""
    try:
        with _opened(path) as descriptor:
            os.fsync(descriptor)
    except PermissionError:  # Windows opens no folder
        return
    except OSError as error:
        if error.errno not in CANNOT:
            raise


@contextmanager
def replace_file(place: OutputPaths) -> Iterator[Path]:
    """Yield a new file that takes the name `place.out` when complete; else the old one stays."""
    try:
        yield place.new
        flush(place.new)
        place.new.replace(place.out)
        flush(place.out.parent)
    finally:
        place.new.unlink(missing_ok=True)
