"""Replaces the old site by the new one, and cleans up after builds that were killed.

1. The folder belongs to errata, except for names at its top that begin with a dot, such as `.git`
   or `.nojekyll`: those are kept. Any other file that errata did not write stops the build.
2. If the system can, both folders exchange names in one step: there is no moment without a site.
   Otherwise a journal is written, the old site moves aside, and the new one moves in. Of a large
   site in which few files change, only those are moved in, see `in_place`. The same is done with
   all files if the folder must stay: a mount point, or one in a folder that is read-only. The new
   files and the journal are then inside, under names that begin with a dot.
3. A journal found later means that a build was killed in between: the next one completes it.
4. The old site is removed last. A file that appeared in it meanwhile is not ours to remove: it
   moves to the new site.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from operator import attrgetter
from os import walk
from pathlib import Path
from typing import Final

from errata.errors import OutputError
from errata.files.in_place import complete_swap
from errata.files.manifest import MANIFEST, Manifest, decode_manifest, mark_unlisted
from errata.files.output_paths import (
    CANNOT,
    OutputPaths,
    flush,
    flush_file_system,
    is_safe_path,
    libc,
    make_last_error,
)
from errata.files.record import WrittenFile, digest_file
from errata.files.text import read_regular
from errata.files.walk import FILE_MANAGER_FILES
from errata.model import Artifact
from errata.stamp import FileState
from errata.values import Record


class OldSite(Record, frozen=True):
    """The present site; all paths are POSIX and below it."""

    manifest: Manifest
    manifest_data: bytes
    """The manifest; empty if there is none."""
    own: Mapping[str, os.DirEntry[str]]
    """Files of the manifest that exist, by path; a link or the like in the place of one is dropped.
    """
    kept: tuple[str, ...]
    """Names at the top that are not errata's and stay; sorted."""


def scan_existing(
    place: OutputPaths,
    static: str,
    written: Mapping[str, WrittenFile] | None = None,
    unlisted: Container[str] = (),
) -> OldSite:
    """Read the old site's manifest and names; an empty one if there is none.

    The content of `written` files is known. What is at a path of `unlisted`, files of the new site
    in no list, is replaced by them whatever it holds, if the old site had such files.

    Raises:
        OutputError: if the folder holds a file that errata did not write, which belongs into the
            folder `static`; if the manifest is damaged, or another file system is mounted inside.
    """
    if not place.out.is_dir():
        return OldSite(Manifest(), b"", {}, ())
    listed = place.out / MANIFEST
    data = read_regular(listed) if listed.exists() else b""
    device = place.out.stat().st_dev
    manifest = decode_manifest(data, place.shown) if data else Manifest()
    is_unlisted = partial(_is_unlisted, manifest, written or {}, unlisted)
    own: dict[str, os.DirEntry[str]] = {}
    foreign: list[str] = []
    for path, entry in scan_entries(place.out):
        if entry.is_dir(follow_symlinks=False):
            _refuse_mounted(entry, device, f"`{path}` in `{place.shown}`")
        elif path in manifest.files:
            if entry.is_file(follow_symlinks=False):
                own[path] = entry
        elif manifest.unlisted and is_unlisted(path, entry):
            own[path] = entry
        # A name at the top that begins with a dot is kept, with all below it, since it is not ours.
        elif not path.startswith(".") and entry.name not in FILE_MANAGER_FILES:
            foreign.append(path)
    if foreign:
        raise _not_ours(foreign, place, static)
    hidden = {path.name for path in place.out.glob(".*")} - {MANIFEST}
    return OldSite(manifest, data, own, tuple(sorted(hidden)))


def _refuse_mounted(folder: os.DirEntry[str], device: int, printed: str) -> None:
    """Refuse a file system mounted in the old site: removing the site would empty it."""
    if folder.stat(follow_symlinks=False).st_dev != device:
        message = f"another file system is mounted at {printed}"
        raise OutputError(message, help="unmount it, or give another folder")


def _is_unlisted(
    manifest: Manifest,
    written: Mapping[str, WrittenFile],
    unlisted: Container[str],
    path: str,
    entry: os.DirEntry[str],
) -> bool:
    """Whether a file that the manifest does not name still belongs to the site."""
    if path.startswith(".") or not entry.is_file(follow_symlinks=False):
        return False
    if path in unlisted:
        return True
    file = written.get(path)
    is_seen = file is not None and FileState.of(entry.stat(follow_symlinks=False)) == file.state
    sha256 = file.sha256 if file and is_seen else digest_file(Path(entry.path))
    return sha256 is not None and mark_unlisted(path, sha256) in manifest.unlisted


# The folder that the system creates at the top of a disk, and that only root may read.
_OF_THE_DISK: Final = "lost+found"


def scan_entries(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield path and entry of everything below the root, each folder before its contents."""
    pending = [("", str(root))]
    while pending:
        prefix, folder = pending.pop()
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                path = f"{prefix}{entry.name}"
                yield path, entry
                if path == _OF_THE_DISK:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((f"{path}/", entry.path))


def _not_ours(foreign: Sequence[str], place: OutputPaths, static: str) -> OutputError:
    remainder = f" (and {len(foreign) - 1:,} more)" if len(foreign) > 1 else ""
    file = f"`{min(foreign)}` in `{place.shown}`{remainder}"
    message = f"{file}: errata did not write this file and would remove it"
    remedy = f"move it to `{static}/`, where it is published as it is, or give another folder"
    return OutputError(message, help=remedy)


_BUG: Final = "please report this as a bug in errata"


def validate_paths(artifacts: Sequence[Artifact]) -> dict[str, Artifact]:
    """Return the artifacts by path, sorted; the same one twice counts once.

    Raises:
        OutputError: for a path that leaves the site or is not errata's, and for two that would
            be one file, or a file and a folder, on a disk that ignores case.
    """
    from errata.site.plan import claim_paths  # noqa: PLC0415 - 0.1 s, and only a build writes

    for artifact in artifacts:
        if not is_safe_path(artifact.path):
            message = f"`{artifact.path}` cannot be the path of a file of a site"
            raise OutputError(message, help=_BUG)
    accepted, lost = claim_paths(sorted(artifacts, key=lambda artifact: artifact.path))
    for item, winner in lost:
        raise OutputError(f"two files of the site claim `{winner}` and `{item.path}`", help=_BUG)
    return {item.path: item for item in accepted}


# Arguments of renameat2(2): paths are seen from the current folder; both names exchange places.
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


def exchange(first: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; return False if the system cannot.

    Raises:
        OSError: if it can but may not, as with a mount point.
    """
    renameat2 = getattr(libc(), "renameat2", None)
    if renameat2 is None:
        return False
    arguments = (_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if renameat2(*arguments) == 0:
        return True
    error = make_last_error(other)
    if error.errno in CANNOT:
        return False
    raise error


def publish(place: OutputPaths) -> Path | None:
    """Publish `place.new`; return the folder that now holds the old site, if any."""
    # A first site replaces nothing, and need not wait for the disk: the next build repairs what a
    # power cut has torn.
    if not place.out.exists():
        place.new.rename(place.out)
        return None
    # All data is on disk before a name changes, so that a power cut leaves one whole site.
    flush_file_system(place.new)
    old = place.new
    if not exchange(place.new, place.out):
        _swap_in_steps(place)
        old = place.old
    flush(place.out.parent)
    return old


def _swap_in_steps(place: OutputPaths) -> None:
    names = {"new": place.new.name, "old": place.old.name}
    place.journal.write_text(json.dumps(names) + "\n", "utf-8")
    flush(place.journal)
    flush(place.journal.parent)
    place.out.rename(place.old)
    place.new.rename(place.out)
    place.journal.unlink()


def recover(place: OutputPaths) -> None:
    """Complete or undo an interrupted swap, and remove what killed builds have left."""
    if place.journal.exists():
        complete_swap(place)
        if not place.out.exists():
            _restore(place)
        place.journal.unlink()
    for leftover in place.leftovers():
        remove_tree(leftover)


def _restore(place: OutputPaths) -> None:
    """Restore the new site if it exists, else the old one."""
    # A journal that was cut short means that nothing had moved: it is flushed before.
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        names = json.loads(read_regular(place.journal))
        leftovers = {leftover.name: leftover for leftover in place.leftovers()}
        for role in ("new", "old"):
            if leftover := leftovers.get(names[role]):
                leftover.rename(place.out)
                return


def remove_old_site(old: Path, out: Path, own: Container[str]) -> None:
    """Remove the old site; unknown files move into the new one, unless it has them."""
    for path, entry in list(scan_entries(old)):
        if not (
            entry.is_dir(follow_symlinks=False) or path in own or entry.name in FILE_MANAGER_FILES
        ):
            target = out / path
            with suppress(OSError):
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    (old / path).rename(target)
    remove_tree(old)


def remove_tree(folder: Path) -> None:
    """Remove what can be removed; the next build tries the rest again."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():  # what is kept, such as `.git`, may hold read-only folders
        for path, _, _ in walk(folder):
            with suppress(OSError):
                folder.joinpath(path).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
