"""Writes a site so that there is always a complete one: builds next to the old site, then swaps.

1. Check the place and the paths, take the lock, clean up after killed builds.
2. Compare with the old site; if nothing differs, write nothing. A file is the same if its bytes
   are, so that an edited page is restored. The manifest is not trusted for that; size, time and
   inode of a file are, if the last build has recorded them, see `record`.
3. Fill a new folder next to it: link kept files, write new ones. A hard link needs no copy and does
   not change a kept file's times; it is safe because nothing here writes into an existing file.
4. Flush, swap, remove the old site.

Any failure before the swap leaves the old site as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from errno import EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV
from pathlib import Path
from time import time_ns
from typing import Final, NamedTuple

from errata.cache.images import FileDigests
from errata.errors import OutputError
from errata.files.in_place import Swap, swap_files
from errata.files.manifest import MANIFEST, Manifest, ManifestEntry, encode_manifest
from errata.files.output_paths import OutputPaths, as_output_error, lock_output, refuse_unsafe
from errata.files.publish import (
    OldSite,
    publish,
    recover,
    remove_old_site,
    scan_existing,
    validate_paths,
)
from errata.files.record import SiteLook, WrittenFile, digest_file
from errata.files.text import display_path
from errata.files.walk import OriginalFolders
from errata.mapper import stage
from errata.model import Artifact, Copy, Kept, Spooled
from errata.stamp import FileState
from errata.text.paths import folders_above
from errata.values import Record


@dataclass(frozen=True, slots=True)
class Written:
    """The written files of the site, without the manifest."""

    added: int
    changed: int
    removed: int
    kept: int
    files: Mapping[str, WrittenFile] = field(default_factory=dict, compare=False, repr=False)
    """Files by path, as they are now."""
    moment: int = field(default=0, compare=False)
    """When they were checked, in nanoseconds."""


@stage("comparing and writing")
def write_site(  # noqa: PLR0913 - what is written, where to, and what is known of it
    out: Path,
    artifacts: Sequence[Artifact],
    kb: Path,
    static: Path = Path("static"),
    written: Mapping[str, WrittenFile] | None = None,
    *,
    unlisted: Container[str] = (),
    digests: FileDigests | None = None,
    looked: SiteLook | None = None,
) -> Written:
    """Make `out` hold exactly the artifacts, and top-level names that begin with a dot.

    `written` are files of the old site, as they were a moment ago: while they are, none is read. If
    the manifest is as it was when they were `looked` at, they are not looked at again. It does not
    name `unlisted` paths. `digests` knows those of files that are copied.

    Raises:
        OutputError: if the folder cannot hold a site, cannot be written, is in use by another
            build, or holds a file that errata did not write. The old site is then what it was.
    """
    place = OutputPaths.of(out)
    with as_output_error(place.shown):
        refuse_unsafe(place, kb)  # only looks, as the next line does: nothing is written so far
        paths = validate_paths(artifacts)
        place.out.parent.mkdir(parents=True, exist_ok=True)
        with lock_output(place):
            try:
                recover(place)
                folders, started = OriginalFolders(kb, static), time_ns()
                old = scan_existing(place, display_path(static), written, unlisted)
                current = looked.moment if looked and looked.is_current(place.out) else 0
                files = _OldFiles(place.out, old.own, written or {}, current)
                items = _diff_items(paths, files, folders, digests or FileDigests())
                done = _replace(place, old, items, unlisted)
                moment = time_ns()
                return replace(done, files=_describe(items, files, started), moment=moment)
            finally:
                with suppress(OSError):  # the error that led here says more
                    recover(place)


def holds_exactly(out: Path, files: Mapping[str, WrittenFile], static: Path) -> bool:
    """Whether a site has exactly these files, and a manifest that lists them.

    Raises:
        OutputError: if it holds a file that errata did not write.
    """
    place = OutputPaths.of(out)
    with as_output_error(place.shown):
        old = scan_existing(place, display_path(static), files)
    entries = {path: ManifestEntry(file.sha256, file.state.size) for path, file in files.items()}
    listed = all(old.manifest.lists(path, entry) for path, entry in entries.items())
    is_whole = listed and old.manifest.count == len(files) and old.own.keys() == files.keys()
    return is_whole and not place.journal.exists()


# A site of which less than a twentieth changes gets the new files moved in. For an edit of one
# article among 1,179 that is 15 files instead of links to 6,000 and as many removals: of 0.5 s of a
# processor 0.1 is left, and of 1 to 8 s 0.2.
_FEW: Final = 20


def _replace(
    place: OutputPaths,
    old: OldSite,
    items: Mapping[str, _StagedItem],
    unlisted: Container[str],
) -> Written:
    """Replace the old site by the items; return the written files."""
    entries = {path: item.entry for path, item in items.items()}
    manifest = encode_manifest(Manifest.of(entries, unlisted))
    del entries  # 100 MB of a million files, for as long as they are written
    removed = frozenset(old.own.keys() - items.keys() - {MANIFEST})
    # A build that changes nothing leaves the folder as it is, its times too: no copy of it on a
    # server has to be written anew.
    same = manifest == old.manifest_data and not removed
    if same and all(item.kept for item in items.values()):
        return _count_changes(items, old, removed)
    fresh = {path: item for path, item in items.items() if not item.kept}
    if place.is_fixed or _FEW * (len(fresh) + len(removed)) <= len(items):
        _stage_files(place.new, place.out, fresh, manifest, ())
        swap_files(place, Swap.of((*fresh, MANIFEST), removed))
        return _count_changes(items, old, removed)
    _stage_files(place.new, place.out, items, manifest, old.kept)
    retired = publish(place)
    if retired:
        remove_old_site(retired, place.out, {MANIFEST, *old.manifest.files, *old.own})
    return _count_changes(items, old, removed)


def _count_changes(
    items: Mapping[str, _StagedItem], old: OldSite, removed: frozenset[str]
) -> Written:
    kept_count = sum(item.kept for item in items.values())
    changed = sum(path in old.own and not item.kept for path, item in items.items())
    added = len(items) - kept_count - changed
    return Written(added, changed, len(removed), kept_count)


class _OriginalFile(Record, frozen=True):
    """An author's file, resolved, as it was when its digest was taken."""

    path: Path
    size: int
    changed: int
    """The file's `mtime_ns`."""


class _StagedItem(NamedTuple):
    """One file of the new site."""

    content: bytes | Spooled | _OriginalFile
    entry: ManifestEntry
    kept: bool
    """Whether the old site has exactly these bytes."""


class _OldFiles(Record, frozen=True):
    """The files of the old site, and their known states."""

    out: Path
    own: Mapping[str, os.DirEntry[str]]
    known: Mapping[str, WrittenFile]
    looked: int
    """When they had these states, in nanoseconds; 0 if a build may have written since."""

    def hold(self, path: str, entry: ManifestEntry) -> bool:
        """Whether a file has exactly these bytes."""
        file, written = self.own.get(path), self.known.get(path)
        if file is None:
            return False
        if written and written.state.is_older_than(self.looked):
            return written.sha256 == entry.sha256
        status = file.stat(follow_symlinks=False)
        if written and written.state.is_of(status):
            return written.sha256 == entry.sha256
        return status.st_size == entry.size and digest_file(self.out / path) == entry.sha256

    def state_of(self, path: str) -> FileState:
        """Return the state of a file that is there."""
        written = self.known.get(path)
        if written and written.state.is_older_than(self.looked):
            return written.state
        return FileState.of(self.own[path].stat(follow_symlinks=False))


def _diff_items(
    artifacts: Mapping[str, Artifact],
    old: _OldFiles,
    originals: OriginalFolders,
    digests: FileDigests,
) -> dict[str, _StagedItem]:
    """Return every file of the new site, by path.

    Raises:
        OutputError: if a file to be copied is no longer in its folder, or one to be kept is not as
            it was.
    """
    items: dict[str, _StagedItem] = {}
    for path, artifact in artifacts.items():
        content = artifact.content
        if isinstance(content, Kept):
            entry = ManifestEntry(content.sha256, content.size)
            if not old.hold(path, entry):
                raise _changed_error(f"{display_path(old.out)}/{path}")
            items[path] = _StagedItem(b"", entry, kept=True)
            continue
        source = _original(content, originals) if isinstance(content, Copy) else content
        entry = _entry(source, digests)
        items[path] = _StagedItem(source, entry, old.hold(path, entry))
    return items


def _describe(
    items: Mapping[str, _StagedItem], old: _OldFiles, started: int
) -> dict[str, WrittenFile]:
    """Return the files of the new site with their states.

    A kept file was looked at after the moment `started`: if a later change would show, it is not
    looked at again. Where the system has no links, it is now a copy, which the next build reads.
    """
    # As text: a `Path` for each of 6,600 files took 0.2 s of a build.
    top, entries = f"{old.out}{os.sep}", {}
    for path, item in items.items():
        state = old.state_of(path) if item.kept else None
        # In the list of a folder, Windows has no inodes.
        if state is None or not state.inode or not state.is_older_than(started):
            state = FileState.of(os.stat(top + path))  # noqa: PTH116 - as said
        entries[path] = WrittenFile(item.entry.sha256, state)
    return entries


def _entry(content: bytes | Spooled | _OriginalFile, digests: FileDigests) -> ManifestEntry:
    if isinstance(content, Spooled):
        return ManifestEntry(content.sha256, content.size)
    if isinstance(content, bytes):
        return ManifestEntry(hashlib.sha256(content).hexdigest(), len(content))
    return ManifestEntry(digests.digest(content.path), content.size)


def _original(copied: Copy, originals: OriginalFolders) -> _OriginalFile:
    # The folder may have changed since it was read.
    target = originals.locate(copied)
    if target is None:
        raise _changed_error(copied.path)
    status = target.stat()
    return _OriginalFile(target, status.st_size, status.st_mtime_ns)


def _changed_error(path: str) -> OutputError:
    return OutputError(f"the file `{path}` changed during the build", help="build again")


# Where a hard link is not to be had, a copy does. EPERM: file systems without links, and systems
# that let nobody link to another user's file; EMLINK: a file that has too many already.
_NO_LINKS: Final = frozenset({EMLINK, ENOSYS, ENOTSUP, EPERM, EXDEV})
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _stage_files(
    new: Path,
    out: Path,
    items: Mapping[str, _StagedItem],
    manifest: bytes,
    kept_paths: Iterable[str],
) -> None:
    """Write the whole site into the folder `new`, which must not exist yet.

    `kept_paths` are names at the top of the old site that are not errata's.
    """
    new.mkdir()
    folders = {path.rpartition("/")[0] for path in items} - {""}
    above = {folder for path in folders for folder in folders_above(path)}
    old_top, new_top = f"{out}{os.sep}", f"{new}{os.sep}"
    for folder in sorted(folders | above):  # parents first, as `a` sorts before `a/b`
        os.mkdir(new_top + folder)  # noqa: PTH102 - a `Path` takes as long as the folder
    for path, item in items.items():
        if item.kept:
            _link(old_top + path, new_top + path)
        elif isinstance(item.content, _OriginalFile):
            _copy(item.content, new / path)
        else:
            content = item.content
            _write(new_top + path, content.read() if isinstance(content, Spooled) else content)
    for name in kept_paths:
        _copy_kept(out / name, new / name)
    _write(new / MANIFEST, manifest)
    if out.is_dir():
        new.chmod(stat.S_IMODE(out.stat().st_mode))


def _write(path: str | Path, content: bytes) -> None:
    descriptor = os.open(path, _CREATE, 0o666)
    try:
        remaining = memoryview(content)
        while remaining:  # a write to a nearly full disk may be a part
            remaining = remaining[os.write(descriptor, remaining) :]
    finally:
        os.close(descriptor)


def _copy(original: _OriginalFile, target: Path) -> None:
    """Copy a file; refuse one that is no longer what was measured."""
    # Unlike a loop of reads and writes, this copies inside the kernel where it can.
    shutil.copyfile(original.path, target, follow_symlinks=False)
    status = original.path.stat(follow_symlinks=False)
    if (status.st_size, status.st_mtime_ns) != (original.size, original.changed):
        raise _changed_error(original.path.name)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target)


def _copy_kept(source: Path, target: Path) -> None:
    # Keep links and modes; files are linked, not copied, because a `.git` may be large.
    if source.is_symlink():
        shutil.copy2(source, target, follow_symlinks=False)
    elif source.is_dir():
        shutil.copytree(source, target, symlinks=True, copy_function=_link)
    else:
        _link(source, target)
