"""Replaces articles by corrected ones, each in one step.

All of them are checked before the first is written, so that a fault leaves the folder as it was. A
file keeps its mode, and a link inside the folder stays a link.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from errata.errors import KnowledgeBaseError
from errata.files.output_paths import flush
from errata.files.text import display_path


class Change(NamedTuple):
    """A file's bytes as they were read, and the new ones."""

    old: bytes
    new: bytes


def write_articles(
    kb: Path, changes: Mapping[str, Change], created: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Write the files, new ones first; paths are below the knowledge base.

    Raises:
        KnowledgeBaseError: if one lies outside it, is read-only, or is no longer as it was read;
            if a new one is there already.
    """
    targets = {path: _writable(kb, path, change.old) for path, change in sorted(changes.items())}
    written: list[Path] = []
    try:
        for path, data in sorted(created.items()):
            _create(kb, path, data)
            written.append(kb / path)
    except KnowledgeBaseError:
        for file in written:
            file.unlink(missing_ok=True)
        raise
    for path, change in sorted(changes.items()):
        try:
            _replace(targets[path], change.new)
        except OSError as error:
            raise _refuse(kb / path, f"cannot be written: {error.strerror}") from None


def _writable(kb: Path, path: str, old: bytes) -> Path:
    """Return the file itself, even if the path is a link."""
    printed = kb / path
    try:
        target = printed.resolve(strict=True)
        if not target.is_relative_to(kb.resolve()):
            remedy = "fix that file where it is, or copy it into the knowledge base"
            raise _refuse(printed, "is outside the knowledge base", remedy)
        if not target.stat().st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
            raise _refuse(printed, "is read-only", "make it writable, and run the command again")
        if target.read_bytes() != old:
            raise _refuse(printed, "was changed while errata was running", "run the command again")
    except OSError as error:
        raise _refuse(printed, f"cannot be written: {error.strerror}") from None
    return target


def _create(kb: Path, path: str, data: bytes) -> None:
    printed = kb / path
    try:
        printed.parent.mkdir(parents=True, exist_ok=True)
        if not printed.parent.resolve(strict=True).is_relative_to(kb.resolve()):
            raise _refuse(printed, "is outside the knowledge base", "save the picture by hand")
        # "x": a file that is there, in whatever case of letters, is not replaced.
        with printed.open("xb") as file:
            file.write(data)
        flush(printed)
    except FileExistsError:
        raise _refuse(printed, "is there already", "rename or remove it") from None
    except OSError as error:
        raise _refuse(printed, f"cannot be written: {error.strerror}") from None


def _refuse(path: Path, why: str, remedy: str = "") -> KnowledgeBaseError:
    return KnowledgeBaseError(f"`{display_path(path)}` {why}; nothing was fixed", help=remedy)


def _replace(target: Path, data: bytes) -> None:
    new = target.with_name(f".{target.name}.errata-new-{os.getpid()}")
    try:
        new.write_bytes(data)
        shutil.copymode(target, new)
        # Only the super-user may give a file away; else it is the user's, as their editor does it.
        with suppress(OSError, AttributeError):
            owner = target.stat()
            os.chown(new, owner.st_uid, owner.st_gid)
        flush(new)
        new.replace(target)
        flush(target.parent)
    finally:
        new.unlink(missing_ok=True)
