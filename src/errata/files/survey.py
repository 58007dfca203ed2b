"""Looks at the old site: which files errata made, and which are somebody else's and stay."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.manifest import MANIFEST, ManifestEntry, decode_manifest
from errata.urls import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.files.place import OutputPaths


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
