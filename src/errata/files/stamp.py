"""A digest of what lies in folders, made of names, sizes, times and inodes: no file is read."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING, Final

from errata.files.manifest import MANIFEST
from errata.files.states import FileState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# What every cache folder holds, see https://bford.info/cachedir/.
_CACHE_TAG: Final = "CACHEDIR.TAG"


def stamp_files(paths: Iterable[Path], folders: Iterable[Path], moment: int) -> str:
    """Equal only if nothing changed below the paths, nor a name directly in the folders.

    Empty if a file is so young that a change after a moment, in nanoseconds, might not show.
    """
    digest = hashlib.sha256()
    for folder in folders:
        digest.update(repr((str(folder), sorted(_names(folder)))).encode("utf-8", "surrogatepass"))
    for path in sorted(paths):
        for name, state in _states(path):
            if state and not state.is_older_than(moment):
                return ""
            digest.update(repr((name, state)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _names(folder: Path) -> list[str]:
    """Without sites and caches: the first build makes them beside the articles."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if not _is_made_by_errata(entry)]
    except OSError:
        return []


def _is_made_by_errata(entry: os.DirEntry[str]) -> bool:
    signs = (f"{entry.path}/{name}" for name in (MANIFEST, _CACHE_TAG))
    return entry.is_dir() and any(map(os.path.exists, signs))


def _states(path: Path) -> Iterator[tuple[str, FileState | None]]:
    """Each file below a path with its state; None for what cannot be looked at, and for folders."""
    pending = [str(path)]
    while pending:
        current = pending.pop()
        try:
            status = os.stat(current)  # noqa: PTH116 - of 100,000 files
        except OSError:
            yield current, None
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield current, FileState.of(status)
            continue
        yield current, None
        names = sorted(_names_below(current))
        yield from ((f"{current}/{name}", None) for name in names if name.startswith("."))
        # A folder that is a link leads to others of the tree, or is refused.
        shown = [f"{current}/{name}" for name in names if not name.startswith(".")]
        pending += [name for name in shown if not _is_linked_folder(name)]


def _names_below(folder: str) -> list[str]:
    """Nothing of a site that errata wrote, which nobody reads."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - as above
    except OSError:
        return []
    return [MANIFEST] if MANIFEST in names else names


def _is_linked_folder(path: str) -> bool:
    return os.path.islink(path) and os.path.isdir(path)  # noqa: PTH112, PTH114 - as above
