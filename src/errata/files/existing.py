"""Looks at the old site: which files errata made, and which are somebody else's and stay.

Checks the paths of a site before anything is written: safe, and each claimed once.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.manifest import MANIFEST, ManifestEntry, decode_manifest
from errata.text.slugs import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.files.output_paths import OutputPaths
    from errata.model import Artifact


@dataclass(frozen=True, slots=True)
class OldSite:
    """What is there now; all paths are POSIX and below the site."""

    manifest: Mapping[str, ManifestEntry]
    manifest_data: bytes
    """Empty where there is no manifest."""
    own: frozenset[str]
    """Files of the manifest that are there; what took the place of one, as a link, is dropped."""
    foreign: Mapping[str, bool]
    """Files and links that errata did not make -> whether it is a regular file."""
    foreign_folders: tuple[str, ...]
    """Folders with nothing of errata's below them, parents first."""


def scan_existing(place: OutputPaths) -> OldSite:
    """Read the old site's manifest and names; an empty one where there is none.

    Raises:
        OutputError: if the manifest is damaged, or another file system is mounted inside.
    """
    if not place.out.is_dir():
        return OldSite({}, b"", frozenset(), {}, ())
    data = _manifest_data(place.out)
    device = place.out.stat().st_dev
    manifest = decode_manifest(data, place.shown) if data else {}
    own: set[str] = set()
    foreign: dict[str, bool] = {}
    folders: set[str] = set()
    for path, entry in scan_entries(place.out):
        if entry.is_dir(follow_symlinks=False):
            if entry.stat(follow_symlinks=False).st_dev != device:
                raise _mounted(path, place)
            folders.add(path)
        elif path not in manifest and path != MANIFEST:
            foreign[path] = entry.is_file(follow_symlinks=False)
        elif entry.is_file(follow_symlinks=False):
            own.add(path)
    shared = {above for path in own for above in folders_above(path)}
    return OldSite(manifest, data, frozenset(own), foreign, tuple(sorted(folders - shared)))


def scan_entries(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """(path below the root, entry) of everything below, each folder before what is in it."""
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        with os.scandir(folder) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                path = f"{prefix}{entry.name}"
                yield path, entry
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{path}/", Path(entry.path)))


def _manifest_data(out: Path) -> bytes:
    try:
        return (out / MANIFEST).read_bytes()
    except FileNotFoundError:
        return b""


def _mounted(path: str, place: OutputPaths) -> OutputError:
    message = f"another file system is mounted at `{path}` in `{place.shown}`"
    return OutputError(message, help="unmount it, or give another folder")


_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]|(?:^|/)\.{0,2}(?:/|$)")
"""A control character, a separator of Windows, or a segment that is empty or made of dots."""
_BUG = "please report it: the plan of the site is to give each file a path of its own"


def validate_paths(artifacts: Sequence[Artifact]) -> dict[str, Artifact]:
    """The artifacts by path, sorted; the same path with the same content counts once.

    Raises:
        OutputError: for a path that leaves the site or is the manifest's, and for two that would
            be one file, or a file and a folder, on a disk that ignores case.
    """
    chosen: dict[str, Artifact] = {}
    taken: dict[str, Artifact] = {}
    for artifact in sorted(artifacts, key=lambda artifact: artifact.path):
        _refuse_unsafe(artifact.path)
        first = taken.setdefault(artifact.path.casefold(), artifact)
        if first.content != artifact.content:
            _clash(first.path, artifact.path)
        chosen.setdefault(first.path, first)
    for path in chosen:
        for folder in folders_above(path):
            if folder.casefold() in taken:
                _clash(taken[folder.casefold()].path, path)
    return chosen


def refuse_foreign(paths: Mapping[str, object], old: OldSite, shown: str) -> None:
    """Refuse to replace what errata did not make; a regular file is compared later.

    Raises:
        OutputError: naming what is in the way.
    """
    folders = {folder for path in paths for folder in folders_above(path)}
    blocked = [path for path in old.foreign_folders if path in paths]
    blocked += [
        path
        for path, regular in old.foreign.items()
        if path in folders or (path in paths and not regular)
    ]
    if blocked:
        raise in_the_way(min(blocked), shown)


def in_the_way(path: str, shown: str) -> OutputError:
    """The error for a file or folder that somebody else put where the site has a file."""
    remedy = "move it away, or give another folder"
    message = f"`{path}` in `{shown}` was not made by errata and is in the way"
    return OutputError(message, help=remedy)


def _refuse_unsafe(path: str) -> None:
    if path == MANIFEST or _UNSAFE.search(path):
        raise OutputError(f"`{path}` cannot be the path of a file of a site", help=_BUG)


def _clash(one: str, other: str) -> None:
    what = f"`{one}`" if one == other else f"`{one}` and `{other}`"
    raise OutputError(f"two files of the site claim {what}", help=_BUG)
