"""Files that only the user of this process writes: reads, replaces and thins them out.

It also checks their folder: what another user could have written there is not trusted.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from errata.values import Record

# As https://bford.info/cachedir/ asks, so that backups leave the folder out.
_TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# Parsed articles: safe to delete.\n"
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
# All files that are kept are made without these. Git does not record modes, so a file from a
# repository, which a stranger may have made, has some.
OTHERS_USE: Final = stat.S_IRWXG | stat.S_IRWXO
# Without waiting for who writes into a pipe, not behind a link, and as bytes on Windows.
_READING: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


def explain_distrust(folder: Path) -> str:
    """Return why others could have written in a folder; empty if nobody could.

    A folder that does not exist yet is trusted if nobody else could create one in its place. On a
    system that does not record who owns a file, every folder is trusted.
    """
    if not hasattr(os, "geteuid"):
        return ""
    try:
        parent = folder.absolute().parent.resolve()
        own = parent / folder.name
        return _distrust_folder(own) or _distrust_parents(own)
    except OSError:  # what cannot be looked at cannot be read either
        return ""


def _distrust_folder(folder: Path) -> str:
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "it is a link"
    if status.st_uid != os.geteuid():
        return f"it belongs to another user ({_name_user(status.st_uid)})"
    return "other users can write to it" if _is_open(status) else ""


def _distrust_parents(folder: Path) -> str:
    """Return a parent folder in which others could replace the folder below.

    The sticky bit, which `/tmp` has, prevents that.
    """
    for parent in folder.parents:
        try:
            status = parent.stat()
        except FileNotFoundError:  # it is made with the folder
            continue
        if _is_open(status) and not status.st_mode & stat.S_ISVTX:
            return f"other users can write to `{parent}`"
    return ""


def _is_open(status: os.stat_result) -> bool:
    """Whether other users can write; a user's own group, as on many systems, has no others."""
    if status.st_mode & stat.S_IWOTH:
        return True
    return bool(status.st_mode & stat.S_IWGRP) and not _is_private_group(status.st_gid)


def _is_private_group(number: int) -> bool:
    import grp  # noqa: PLC0415 - not on Windows, which is not asked
    import pwd  # noqa: PLC0415 - as above

    try:
        members = set(grp.getgrgid(number).gr_mem)
        own = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a number without a name, as in containers
        members, own = set(), ""
    return number == os.getegid() and members <= {own}


def _name_user(number: int) -> str:
    import pwd  # noqa: PLC0415 - as above

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def make_cache_folder(folder: Path) -> None:
    """Make the folder of all caches for its owner alone, unless there is one.

    Raises:
        OSError: if it cannot be made.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "CACHEDIR.TAG").write_text(_TAG, "ascii")
        (folder / ".gitignore").write_text("*\n", "ascii")


def is_own_file(path: Path) -> bool:
    """Whether a file does not exist, or is for the user of this process alone."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return True
    return _is_for_user(status)


def _is_for_user(status: os.stat_result) -> bool:
    """Whether it is a file for the user of this process alone, where the system records that."""
    is_own = not hasattr(os, "geteuid") or (
        status.st_uid == os.geteuid() and not status.st_mode & OTHERS_USE
    )
    return stat.S_ISREG(status.st_mode) and is_own


def read_own(path: Path, largest: int | None = None) -> bytes:
    """Read the file; nothing if it is not for this user alone, or if it is too large.

    Raises:
        OSError: if it cannot be read.
    """
    with os.fdopen(os.open(path, _READING), "rb") as file:
        status = os.fstat(file.fileno())
        fits = largest is None or status.st_size <= largest
        return file.read() if _is_for_user(status) and fits else b""


class SealedFile(Record, frozen=True):
    """A cached file that is valid for its key alone; one that is damaged counts as missing."""

    caches: Path
    """The folder of all caches."""
    kind: str
    """The folder below it, for files of one kind."""
    key: str
    """Everything that the content depends on."""
    most_files: int = 16
    """So many files of its kind stay: the newest."""
    largest: int = 50_000_000
    """The most bytes that are read or written."""

    def read(self) -> bytes:
        """Return the content; nothing if there is none, or if others could have written it."""
        try:
            data = read_own(self.path, self.largest)
        except OSError:
            return b""
        size = hashlib.sha256().digest_size
        body = data[size:]
        return body if data[:size] == self._seal(body) else b""

    def replace(self, body: bytes) -> None:
        """Write the content in one step; do nothing if that fails, or if it is too large."""
        if len(body) >= self.largest:
            return
        with suppress(OSError):
            make_cache_folder(self.caches)
            replace_own(self.path, (self._seal(body), body), self.most_files)

    @property
    def path(self) -> Path:
        """The place of the file, which need not exist."""
        return self.caches / self.kind / self._digest_key().hex()[:32]

    def _seal(self, body: bytes) -> bytes:
        return hashlib.sha256(self._digest_key() + body).digest()

    def _digest_key(self) -> bytes:
        return hashlib.sha256(self.key.encode("utf-8", "surrogatepass")).digest()


def replace_own(path: Path, parts: Iterable[bytes], most: int) -> None:
    """Replace a file in one step; of the files in its folder the `most` newest stay.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
        file.writelines(parts)
    Path(file.name).replace(path)  # its mode lets nobody else read it
    files = sorted(path.parent.iterdir(), key=lambda file: -file.stat().st_mtime_ns)
    for old in files[most:]:
        old.unlink(missing_ok=True)
