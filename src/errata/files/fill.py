"""Builds the new site's folder: links what is kept, writes the rest, carries over foreign files.

A hard link costs no copy and leaves a kept file's times alone. It is safe because nothing here
ever writes into an existing file.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from errno import EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV
from typing import TYPE_CHECKING

from errata.files.compare import OriginalFile, asset_changed_error
from errata.files.manifest import MANIFEST
from errata.urls import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from errata.files.compare import StagedItem
    from errata.files.survey import OldSite

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
