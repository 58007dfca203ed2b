"""Digests of folders and of this program: of what results depend on.

A stamp of a folder is made of names, sizes, times and inodes: no file is read. Only Python's own
light modules are imported here: commands need stamps before they import what they may not need.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

SITE_SIGN: Final = ".errata-manifest.json"
"""The manifest, by which a site is recognised, see `errata.files.manifest`."""
# Where tools keep the pictures of articles: GitBook, and wikis of Azure DevOps.
PICTURE_FOLDERS: Final = frozenset({".gitbook", ".attachments"})
# How names begin that only errata uses in a site.
_OURS: Final = ".errata-"
# The file that every cache folder contains, see https://bford.info/cachedir/.
_CACHE_TAG: Final = "CACHEDIR.TAG"
# Ticks of the clocks that file systems use: Linux' has 4 ms, those of FAT and HFS+ whole seconds.
_TICK: Final = 100_000_000
_COARSE_TICK: Final = 2_000_000_000
# The times of such a coarse clock are multiples of this.
_SECOND: Final = 1_000_000_000


# Thousands of these are made of a folder: a tuple takes half of a dataclass' time.
class FileState(NamedTuple):
    """What changes when a file is written, as in git's index."""

    size: int
    changed: int
    """The file's `mtime_ns`."""
    inode: int
    status_changed: int | None = None
    """The file's `ctime_ns`, which no program can set; None for a file of a site, as a link changes
    it."""

    @classmethod
    def of(cls, status: os.stat_result) -> FileState:
        """Return the state of a file of a site from its status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)

    @classmethod
    def of_input(cls, status: os.stat_result) -> FileState:
        """Return the state of a file that is only read from its status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)

    def is_of(self, status: os.stat_result) -> bool:
        """Whether a file of a site still has this state; a build asks for thousands, twice."""
        return (
            self.size == status.st_size
            and self.changed == status.st_mtime_ns
            and self.inode == status.st_ino
        )

    def is_older_than(self, moment: int) -> bool:
        """Whether a change after a moment, in nanoseconds, would show."""
        if not is_older_than(self.changed, moment):
            return False
        if self.status_changed is None:
            return True
        return self.is_dated_by_system and is_older_than(self.status_changed, moment)

    @property
    def is_dated_by_system(self) -> bool:
        """Whether `status_changed` is the time of a change, with fractions of a second.

        In an image (squashfs, ISO 9660), a file has the time that the maker of the image gave it,
        in whole seconds, and often the same one in every version. FAT and SFTP have only whole
        seconds, too.
        """
        return bool(self.status_changed and self.status_changed % _SECOND)


def is_hidden(name: str) -> bool:
    """Whether a name is skipped: names with a leading dot, but not `.gitbook`."""
    return name.startswith(".") and name not in PICTURE_FOLDERS


def is_older_than(changed: int, moment: int) -> bool:
    """Whether a change of a file after a moment would show in its time; both in nanoseconds."""
    tick = _COARSE_TICK if changed % _SECOND == 0 else _TICK
    return changed + tick < moment


def stamp_files(paths: Iterable[Path], folders: Iterable[Path], moment: int) -> str:
    """Return a stamp that is equal only if nothing below the paths, nor a folder's names, changed.

    Sites below a path are skipped, and names that begin with a dot count by themselves. It is empty
    if a file is so young that a change after a moment, in nanoseconds, might not show.
    """
    names = ((str(folder), sorted(_names(folder))) for folder in folders)
    states = (state for path in sorted(paths) for state in list_states(str(path)))
    return _digest(names, states, moment)


def _digest(
    names: Iterable[object], states: Iterable[tuple[str, FileState | None]], moment: int
) -> str:
    digest = hashlib.sha256()
    for each in names:
        digest.update(repr(each).encode("utf-8", "surrogatepass"))
    for name, state in states:
        if state and not state.is_older_than(moment):
            return ""
        digest.update(repr((name, *(state or ()))).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _names(folder: Path) -> list[str]:
    """List names without sites and caches: the first build makes them beside the articles."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if not _is_made_by_errata(entry)]
    except OSError:
        return []


def _is_made_by_errata(entry: os.DirEntry[str]) -> bool:
    signs = (f"{entry.path}/{name}" for name in (SITE_SIGN, _CACHE_TAG))
    return _is_folder(entry) and any(map(os.path.exists, signs))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def list_states(path: str) -> Iterator[tuple[str, FileState | None]]:
    """Yield each file below a path with its state; None for folders and unreadable files."""
    pending = [path]
    while pending:
        current = pending.pop()
        try:
            status = os.stat(current)  # noqa: PTH116 - of 100,000 files
        except OSError:
            yield current, None
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield current, FileState.of_input(status)
            continue
        yield current, None
        entries = _entries_below(current)
        yield from ((entry.path, None) for entry in entries if is_hidden(entry.name))
        visible = (entry for entry in entries if not is_hidden(entry.name))
        # A folder that is a link leads to others of the tree, or is refused.
        pending += [
            entry.path for entry in visible if not (entry.is_symlink() and _is_folder(entry))
        ]


def list_site_states(folder: str) -> Iterator[tuple[str, FileState | None]]:
    """Yield each file of a site with its state, by path below the folder.

    Other names with a leading dot at its top are somebody's. The state is None for what cannot be
    read, and for what a build that was cut short has left.
    """
    pending = [("", folder)]
    while pending:
        prefix, current = pending.pop()
        try:
            with os.scandir(current) as entries:
                listed = list(entries)
        except OSError:
            yield prefix, None
            continue
        for entry in listed:
            if not prefix and entry.name[0] == "." and entry.name != SITE_SIGN:
                if entry.name.startswith(_OURS):
                    yield entry.name, None
            elif entry.is_dir(follow_symlinks=False):
                pending.append((f"{prefix}{entry.name}/", entry.path))
            else:
                state = FileState.of(entry.stat(follow_symlinks=False))
                # In the list of a folder, Windows has no inodes.
                yield (
                    prefix + entry.name,
                    state if state.inode else FileState.of(os.lstat(entry.path)),
                )


def _entries_below(folder: str) -> list[os.DirEntry[str]]:
    """List what is in a folder, sorted; of a site that errata wrote, only its manifest."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
    manifest = [entry for entry in ordered if entry.name == SITE_SIGN]
    return manifest or ordered


_PACKAGE: Final = Path(__file__).parent
# Folders of installed packages; their names hold the version: "click-8.1.7.dist-info".
_INSTALLED: Final = (".dist-info", ".egg-info")


def digest_code(package: Path = _PACKAGE) -> bytes:
    """Digest the package's modules and data, whatever folder they are in.

    Raises:
        OSError: if they cannot be read, as in an archive.
    """
    digest = hashlib.sha256()
    # Of 900 files in half the time that `rglob` takes.
    paths = (path for path, state in list_states(str(package)) if state)
    for path in sorted(path for path in paths if "/__pycache__/" not in path):
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            content = hashlib.sha256(file.read())
        name = path.removeprefix(str(package)).encode()
        digest.update(hashlib.sha256(name).digest() + content.digest())
    return digest.digest()


def digest_program(package: Path = _PACKAGE, search: Iterable[str] | None = None) -> bytes:
    """Digest the package's files, the other installed packages, and Python.

    Raises:
        OSError: if the package's files cannot be read, as in an archive.
    """
    parts = (sys.version, digest_code(package), list_installed(search))
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()


@cache
def stamp_program() -> str:
    """Digest the same by sizes, times and inodes, once; files are read only if these may deceive.

    Raises:
        OSError: as `digest_code`, which takes 30 ms.
    """
    package_states = [
        state for state in list_states(str(_PACKAGE)) if "/__pycache__" not in state[0]
    ]
    may_deceive = any(state and not state.is_dated_by_system for _, state in package_states)
    parts = (sys.version, digest_code() if may_deceive else package_states, list_installed())
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def list_installed(search: Iterable[str] | None = None) -> list[str]:
    """List the installed packages' metadata folders, which name their versions.

    Listing all of them, not only the dependencies, takes 1 ms instead of 30 and can only discard
    too much. Packages that are linked to their source folder have no other version.
    """
    folders = filter(None, sys.path if search is None else search)
    names = {name for folder in folders for name in _list_names(folder)}
    return sorted(name for name in names if name.endswith(_INSTALLED))


def _list_names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - names alone
    except OSError:
        return []
