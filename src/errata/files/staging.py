"""Fills the new site's folder: what the old site has already is linked, the rest is written.

A file is the same if its bytes are; neither a time nor the manifest is trusted for that, so a
page that somebody edited by hand is put right. A hard link costs no copy and leaves a kept file's
times alone. It is safe because nothing here ever writes into an existing file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from errno import EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV
from pathlib import Path
from typing import TYPE_CHECKING, Final

from errata.errors import OutputError
from errata.files.manifest import MANIFEST, ManifestEntry
from errata.files.text import open_regular_file
from errata.model import Copy
from errata.text.slugs import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.files.existing import OldSite
    from errata.files.walk import OriginalFolders
    from errata.model import Artifact


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """A file of an author as it was when its digest was taken."""

    path: Path
    """Resolved, and checked to lie in its folder."""
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
    artifacts: Mapping[str, Artifact], old: OldSite, out: Path, originals: OriginalFolders
) -> dict[str, StagedItem]:
    """Every file of the new site, by path.

    Raises:
        OutputError: if a file to be copied is no longer in its folder.
    """
    items: dict[str, StagedItem] = {}
    for path, artifact in artifacts.items():
        content = artifact.content
        source = _original(content, originals) if isinstance(content, Copy) else content
        entry = _entry(source)
        kept = path in old.own and _holds(out / path, entry)
        items[path] = StagedItem(source, entry, kept)
    return items


def _entry(content: bytes | OriginalFile) -> ManifestEntry:
    if isinstance(content, bytes):
        return ManifestEntry(hashlib.sha256(content).hexdigest(), len(content))
    with content.path.open("rb", buffering=0) as file:
        return ManifestEntry(hashlib.file_digest(file, "sha256").hexdigest(), content.size)


def _holds(path: Path, entry: ManifestEntry) -> bool:
    if path.stat().st_size != entry.size or not (file := open_regular_file(path)):
        return False
    with file:
        return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256


def _original(copied: Copy, originals: OriginalFolders) -> OriginalFile:
    """Look again, as the folder may have changed since it was read."""
    target = originals.locate(copied)
    if target is None:
        raise _changed_error(copied.path)
    status = target.stat()
    return OriginalFile(target, status.st_size, status.st_mtime_ns)


def _changed_error(path: str) -> OutputError:
    return OutputError(f"the file `{path}` has changed during the build", help="build again")


# Where a hard link is not to be had, a copy does. EPERM: file systems without links, and systems
# that let nobody link to another user's file; EMLINK: a file that has too many already.
_NO_LINKS: Final = frozenset({EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV})
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def stage_files(
    new: Path, out: Path, items: Mapping[str, StagedItem], manifest: bytes, kept: Iterable[str]
) -> None:
    """Write the whole site into the folder `new`, which must not exist yet.

    `kept` are names at the top of the old site that are not errata's.
    """
    new.mkdir()
    for folder in sorted({folder for path in items for folder in folders_above(path)}):
        (new / folder).mkdir()  # parents first, as `a` sorts before `a/b`
    for path, item in items.items():
        if item.kept:
            _link(out / path, new / path)
        elif isinstance(item.content, OriginalFile):
            _copy(item.content, new / path)
        else:
            _write(new / path, item.content)
    for name in kept:
        _carry(out / name, new / name)
    _write(new / MANIFEST, manifest)
    if out.is_dir():
        new.chmod(stat.S_IMODE(out.stat().st_mode))


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
        raise _changed_error(original.path.name)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)


def _carry(source: Path, target: Path) -> None:
    """Links and modes as they are; files linked, since a `.git` may be large."""
    if source.is_symlink():
        shutil.copy2(source, target, follow_symlinks=False)
    elif source.is_dir():
        shutil.copytree(source, target, symlinks=True, copy_function=_link)
    else:
        _link(source, target)
