"""Compares a site with its manifest: what is missing, changed, or not of errata."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.errors import OutputError
from errata.files.manifest import MANIFEST, ManifestEntry, decode_manifest, mark_unlisted
from errata.files.output_paths import is_safe_path
from errata.files.publish import scan_entries
from errata.files.record import digest_file
from errata.files.text import display_path
from errata.files.walk import FILE_MANAGER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from errata.files.manifest import Manifest

# Bytes of a manifest: those of 100,000 articles are 100 MB.
LARGEST_MANIFEST: Final = 512 << 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not as errata wrote it."""

    path: str
    kind: str
    """`missing`, `changed`, `extra` or `unreadable`."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedSite:
    """What a comparison found."""

    checked: int
    """Files that were compared."""
    differences: tuple[Difference, ...]
    """By path."""
    lost: int = 0
    """Files in no list that are missing or changed: nobody can say which they are."""
    unchecked: int = 0
    """Files in no list that could not be looked for."""
    unserved: tuple[str, ...] = ()
    """Files for the host that it does not serve."""

    @property
    def is_whole(self) -> bool:
        """Whether all is as errata wrote it."""
        return not self.differences and not self.lost


@dataclass(frozen=True, slots=True)
class KnownManifest:
    """A manifest, and a digest by which it can be attested."""

    manifest: Manifest
    sha256: str

    @classmethod
    def read(cls, place: Path) -> KnownManifest:
        """That of a site's folder, or a manifest itself.

        Raises:
            OutputError: if there is none, or if it is damaged.
        """
        path = place / MANIFEST if place.is_dir() else place
        shown = display_path(path)
        try:
            if path.stat().st_size > LARGEST_MANIFEST:
                raise OutputError(f"`{shown}` is larger than any manifest")
            return cls.decode(path.read_bytes(), display_path(path.parent))
        except FileNotFoundError:
            remedy = "give the folder that `errata build` wrote, or its manifest with `--manifest`"
            raise OutputError(f"there is no manifest `{shown}`", help=remedy) from None

    @classmethod
    def decode(cls, data: bytes, shown: str) -> KnownManifest:
        """Of bytes that anybody may have written.

        Raises:
            OutputError: if they are not a manifest.
        """
        manifest = decode_manifest(data, shown)
        if wrong := next((path for path in manifest.files if not is_safe_path(path)), ""):
            raise OutputError(f"the manifest names `{wrong}`, which cannot be a file of a site")
        return cls(manifest, hashlib.sha256(data).hexdigest())


def verify_folder(folder: Path, manifest: Manifest) -> VerifiedSite:
    """Compare the files below a folder.

    Names at its top that begin with a dot are not errata's, as when a site is written.
    """
    there = dict(_list_files(folder))
    wrong = [
        difference
        for path, entry in manifest.files.items()
        if (difference := _compare(folder, path, entry, there))
    ]
    others = there.keys() - manifest.files.keys()
    marks = {path: mark_unlisted(path, digest_file(folder / path) or "") for path in others}
    known = {path for path, mark in marks.items() if mark in manifest.unlisted}
    wrong += [Difference(path, "extra") for path in others - known]
    differences = tuple(sorted(wrong, key=lambda one: one.path))
    return VerifiedSite(manifest.count, differences, len(manifest.unlisted) - len(known))


def _list_files(folder: Path) -> Iterable[tuple[str, bool]]:
    """Path of everything that is not a folder -> whether it is a file, and no link."""
    for path, entry in scan_entries(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not path.startswith(".") and entry.name not in FILE_MANAGER_FILES:
            yield path, entry.is_file(follow_symlinks=False)


def _compare(
    folder: Path, path: str, entry: ManifestEntry, there: Mapping[str, bool]
) -> Difference | None:
    if path not in there:
        return Difference(path, "missing")
    if not there[path]:
        return Difference(path, "changed", "it is not a file")
    digest = digest_file(folder / path)
    if digest is None:
        return Difference(path, "unreadable")
    return None if digest == entry.sha256 else Difference(path, "changed")
