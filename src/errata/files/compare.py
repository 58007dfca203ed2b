"""Weighs each file to be against the old site: what is the same is kept, not written again.

A file is the same if its bytes are; neither a time nor the manifest is trusted for that, so a
page that somebody edited by hand is put right.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.manifest import ManifestEntry
from errata.files.outline import in_the_way
from errata.files.walk import may_publish
from errata.model import Copy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from errata.files.place import OutputPaths
    from errata.files.survey import OldSite
    from errata.model import Artifact


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """A file of the knowledge base as it was when its digest was taken."""

    path: Path
    """Resolved, and checked to lie in the knowledge base."""
    size: int
    changed: int
    """Its `mtime_ns`."""


@dataclass(frozen=True, slots=True)
class StagedItem:
    """One file of the new site."""

    content: bytes | OriginalFile
    entry: ManifestEntry
    kept: bool
    """Whether the old site has these very bytes."""


def diff_items(
    artifacts: Mapping[str, Artifact], old: OldSite, place: OutputPaths, kb: Path
) -> dict[str, StagedItem]:
    """Every file of the new site, by path.

    Raises:
        OutputError: if a foreign file with other content is in the way, or an asset is not in
            the knowledge base.
    """
    root = kb.resolve()
    items: dict[str, StagedItem] = {}
    for path, artifact in artifacts.items():
        content = artifact.content
        source = _original(root, content.path) if isinstance(content, Copy) else content
        entry = _entry(source)
        there = path in old.own or path in old.foreign
        kept = there and _holds(place.out / path, entry)
        if path in old.foreign and not kept:
            raise in_the_way(path, place.shown)
        items[path] = StagedItem(source, entry, kept)
    return items


def _entry(content: bytes | OriginalFile) -> ManifestEntry:
    if isinstance(content, bytes):
        return ManifestEntry(hashlib.sha256(content).hexdigest(), len(content))
    return ManifestEntry(_digest(content.path), content.size)


def _digest(path: Path) -> str:
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(path: Path, entry: ManifestEntry) -> bool:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if os.fstat(descriptor).st_size != entry.size:
            return False
        return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256


def _original(root: Path, path: str) -> OriginalFile:
    """Look again, as the folder may have changed since it was read."""
    try:
        target = (root / path).resolve(strict=True)
        status = target.stat()
    except (OSError, RuntimeError):
        raise asset_changed_error(path) from None
    if not may_publish(root, target) or not target.is_file():
        raise asset_changed_error(path)
    return OriginalFile(target, status.st_size, status.st_mtime_ns)


def asset_changed_error(path: str | Path) -> OutputError:
    """The error for an asset that is not what it was a moment ago."""
    return OutputError(f"the asset `{path}` has changed during the build", help="build again")
