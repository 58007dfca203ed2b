"""Where a site goes: refused folders, the lock for one build at a time, errors of the system.

What was written is on the disk before it takes its name, so that a power cut loses nothing
important.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from errata.data.patterns import compile_late
from errata.errors import OutputError
from errata.files.text import display_path, read_regular
from errata.values import Record


class OutputPaths(Record, frozen=True):
    """The site's folder, resolved, and the names next to it that only errata uses."""

    out: Path
    shown: str
    """The path as messages show it."""
    is_fixed: bool = False
    """Whether the folder cannot be moved: it is a mount point, or only it can be written."""

    @classmethod
    def of(cls, out: Path) -> OutputPaths:
        """Resolve the folder; a symbolic link stays, and its target is replaced."""
        resolved = out.resolve()
        return cls(resolved, display_path(out), resolved.is_dir() and must_stay(resolved))

    def sibling(self, role: str) -> Path:
        """Return a name such as `.site.errata-lock`, or `.errata-lock` in a fixed site."""
        if self.is_fixed:
            return self.out / f".errata-{role}"
        return self.out.with_name(f".{self.out.name}.errata-{role}")

    @property
    def new(self) -> Path:
        """The folder in which this process builds."""
        return self.sibling(f"new-{os.getpid()}")

    @property
    def old(self) -> Path:
        """The folder for the old site, if folders cannot be exchanged."""
        return self.sibling(f"old-{os.getpid()}")

    @property
    def journal(self) -> Path:
        """A file that exists during a swap in several steps."""
        return self.sibling("journal")

    def leftovers(self) -> Iterator[Path]:
        """Yield the folders that killed builds have left behind."""
        prefixes = tuple(self.sibling(role).name for role in ("new-", "old-"))
        for path in sorted(self.sibling("").parent.iterdir()):
            if path.name.startswith(prefixes) and path.is_dir() and not path.is_symlink():
                yield path


def must_stay(folder: Path) -> bool:
    """Whether a folder cannot be renamed: a container's volume, or one in a read-only folder."""
    # A folder that is bound to another of the same disk differs from its parent in nothing.
    return (
        folder.is_mount()
        or str(folder) in _mount_points()
        or not os.access(folder.parent, os.W_OK | os.X_OK)
    )


def _mount_points() -> frozenset[str]:
    """List the mount points on Linux; on other systems none."""
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return frozenset()
    # The fifth field, in which a blank is "\\040".
    fields = (line.split(" ", 5)[4] for line in lines)
    return frozenset(_OCTAL.sub(lambda match: chr(int(match[1], 8)), path) for path in fields)


# "\040" yes; "\n" no.
_OCTAL: Final = compile_late(r"\\([0-7]{3})")


# A control character, a separator of Windows, a segment that is empty or made of dots, and a dot
# in front, as those names are not errata's: "a//b", "../a", "a/", "c:x", ".git" match;
# "a/index.html", "a..b", "_headers" do not.
_UNSAFE: Final = compile_late(r"[\x00-\x1f\x7f\\:]|(?:^|/)\.{0,2}(?:/|$)|^\.")


def is_safe_path(path: str) -> bool:
    """Whether a file of a site may have this path on every system."""
    return not _UNSAFE.search(path)


def refuse_outside(folder: Path, path: Path) -> None:
    """Refuse a path that a link leads out of a folder.

    Raises:
        OutputError: if it would.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        message = f"`{display_path(path)}` is behind a symbolic link"
        raise OutputError(message, help="remove the link, or use another folder")


def refuse_unsafe(place: OutputPaths, kb: Path) -> None:
    """Refuse a folder that cannot hold a site; write nothing.

    Raises:
        OutputError: with the reason.
    """
    out = place.out
    reasons = {
        "it is a file": out.exists() and not out.is_dir(),
        "it is the root of the file system": out == out.parent,
        "it is your home folder": out == _home(),
        "it contains the articles": kb.resolve().is_relative_to(out),
        "the current folder is in it, and a build would replace it": (
            not place.is_fixed and Path.cwd().is_relative_to(out)
        ),
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), ""):
        remedy = "use a separate folder for the site, such as `--out site`"
        raise OutputError(f"will not write the site to `{place.shown}`: {reason}", help=remedy)


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:  # no such user, no HOME
        return None


@contextmanager
def lock_output(place: OutputPaths) -> Iterator[None]:
    """Hold the site's lock, which says whose it is.

    Raises:
        OutputError: at once, naming the holder, if another build has it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 60 ms, and most commands write nothing

    # The system frees the lock of a process that dies: there is none to be removed by hand.
    path = place.sibling("lock")
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        if not path.exists():  # filelock waits for a folder that will never take the file
            remedy = "choose another folder with `--out`"
            raise OutputError(f"cannot write next to `{place.shown}`", help=remedy) from None
        remedy = "wait until it has finished, then build again"
        message = f"another build is writing `{place.shown}`: {_holder(path)}"
        raise OutputError(message, help=remedy) from None
    try:
        _sign(path)
        yield
    finally:
        # Removed while held: who has opened this inode meanwhile sees that it lost its name.
        with suppress(OSError):
            path.unlink()
        lock.release()


def _sign(path: Path) -> None:
    import socket  # noqa: PLC0415 - takes 3 ms, and a check writes no site

    started = datetime.now(UTC).isoformat(" ", "seconds")
    owner = {"pid": os.getpid(), "host": socket.gethostname(), "started": started}
    with suppress(OSError):  # Windows lets nobody write to a locked file; the lock holds anyway
        path.write_text(json.dumps(owner) + "\n", "utf-8")


def _holder(path: Path) -> str:
    try:
        owner = json.loads(read_regular(path))
        return f"process {owner['pid']} on `{owner['host']}` since {owner['started']}"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "the process is unknown"


_ABOVE: Final = "allow errata to write to this folder, and preferably to the parent folder"
_MOUNT: Final = "another program or a mount uses it: write to a folder inside it"
# What to do about each error of the system that writing a site can meet.
_REMEDIES: Final = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _ABOVE),
    **dict.fromkeys((errno.EBUSY, errno.EXDEV), _MOUNT),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some disk space and build again"),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), "give a folder; a part of this path is a file"),
    errno.EFBIG: "raise the limit on the size of files, or make the largest asset smaller",
    errno.ENAMETOOLONG: "give a folder with a shorter name",
    errno.ENOTEMPTY: "another program is using it: close that program, then build again",
}


@contextmanager
def as_output_error(printed: str) -> Iterator[None]:
    """Turn any OSError inside into an OutputError about the site `printed`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        place = f" (`{error.filename}`)" if error.filename else ""
        remedy = _REMEDIES.get(error.errno or 0, "build again, or give another folder")
        raise OutputError(f"cannot write `{printed}`: {reason}{place}", help=remedy) from None


# ── on the disk ─────────────────────────────────────────────────────────────────────────────

CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
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
