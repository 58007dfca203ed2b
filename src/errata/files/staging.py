"""Weighs each file to be against the old site: what is the same is kept, not written again.

A file is the same if its bytes are; neither a time nor the manifest is trusted for that, so a
page that somebody edited by hand is put right.

Builds the new site's folder: links what is kept, writes the rest, carries over foreign files.

A hard link costs no copy and leaves a kept file's times alone. It is safe because nothing here
ever writes into an existing file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from errno import EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.existing import in_the_way
from errata.files.manifest import MANIFEST, ManifestEntry
from errata.files.walk import may_publish
from errata.model import Copy
from errata.text.slugs import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from errata.files.existing import OldSite
    from errata.files.output_paths import OutputPaths
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


_NO_LINKS = frozenset({EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV})
"""EPERM: file systems without links, and systems that let nobody link to another user's file."""
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def stage_files(
    new: Path, out: Path, items: Mapping[str, StagedItem], manifest: bytes, old: OldSite
) -> None:
    """Write the whole site into the folder `new`, which must not exist yet."""
    new.mkdir()
    _make_folders(new, [*items, *old.foreign])
    for path, item in items.items():
        if item.kept:
            _link(out / path, new / path)
        elif isinstance(item.content, OriginalFile):
            _copy(item.content, new / path)
        else:
            _write(new / path, item.content)
    for path, regular in old.foreign.items():
        if path not in items:
            _carry(out / path, new / path, regular=regular)
    _make_foreign_folders(new, out, old)
    _write(new / MANIFEST, manifest)
    if out.is_dir():
        new.chmod(stat.S_IMODE(out.stat().st_mode))


def _make_folders(new: Path, paths: Iterable[str]) -> None:
    """Each once, parents first, as `a` sorts before `a/b`."""
    for folder in sorted({folder for path in paths for folder in folders_above(path)}):
        (new / folder).mkdir()


def _make_foreign_folders(new: Path, out: Path, old: OldSite) -> None:
    """Empty ones too, and with their modes: last, as one may be read-only."""
    for folder in old.foreign_folders:
        with suppress(FileExistsError):
            (new / folder).mkdir()
    for folder in reversed(old.foreign_folders):
        with suppress(FileNotFoundError):
            shutil.copymode(out / folder, new / folder)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        rest = memoryview(content)
        while rest:  # a write to a nearly full disk may be a part
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _copy(original: OriginalFile, target: Path) -> None:
    """Copy inside the kernel where it can; refuse what is no longer what was measured."""
    shutil.copyfile(original.path, target, follow_symlinks=False)
    status = original.path.stat(follow_symlinks=False)
    if (status.st_size, status.st_mtime_ns) != (original.size, original.changed):
        raise asset_changed_error(original.path.name)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)


def _carry(source: Path, target: Path, *, regular: bool) -> None:
    if source.is_symlink():
        target.symlink_to(os.readlink(source))  # noqa: PTH115 - Path would tidy the link's text
    elif regular:
        _link(source, target)
    else:
        target.hardlink_to(source)  # a pipe or socket; a copy would wait for ever
