"""Moves single files of a new site into the old one, if the folders are not exchanged.

A separate folder holds the new files. A journal beside it records where each goes and what is then
removed, and is on the disk before the first file moves. Files move one by one: what pages load
before pages, and removals last, before the manifest. So every file is whole at each moment, and no
page names a file that is not there. A later build that finds the journal completes the rest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from errata.files.manifest import MANIFEST
from errata.files.output_paths import OutputPaths, flush, flush_file_system, is_safe_path
from errata.files.text import read_regular
from errata.text.paths import folders_above
from errata.values import Record


class Swap(Record, frozen=True):
    """Changes to a site; all paths are POSIX and below it."""

    moved: tuple[str, ...]
    """Files in the folder of new ones, in the order in which they move."""
    removed: tuple[str, ...]
    """Files of the old site that the new one lacks."""

    @classmethod
    def of(cls, new: Iterable[str], removed: Iterable[str]) -> Swap:
        """Make a swap with its files in order; the manifest is one of the new files."""
        return cls(tuple(sorted(new, key=_rank)), tuple(sorted(removed)))


def _rank(path: str) -> tuple[bool, str]:
    """Return a sort key that puts what pages load before pages."""
    return path.endswith(".html"), path


def swap_files(place: OutputPaths, swap: Swap) -> None:
    """Move the files of `place.new` into the site, and remove what is gone."""
    flush_file_system(place.new)
    place.journal.write_text(_encode(place.new, swap), "utf-8")
    flush(place.journal)
    flush(place.journal.parent)
    _carry_out(place.new, place.out, swap)
    flush_file_system(place.out)
    place.journal.unlink()
    shutil.rmtree(place.new, ignore_errors=True)


def complete_swap(place: OutputPaths) -> None:
    """Finish an interrupted swap; without a journal of one, do nothing.

    The journal stays: the caller removes it.
    """
    if swap := _read_journal(place):
        _carry_out(*swap)
        flush_file_system(place.out)


def _read_journal(place: OutputPaths) -> tuple[Path, Path, Swap] | None:
    """Return the arguments of `_carry_out`.

    A damaged journal was never complete, so that nothing has moved.
    """
    try:
        document = json.loads(read_regular(place.journal))
        swap = Swap(tuple(document["moved"]), tuple(document["removed"]))
        staged = {folder.name: folder for folder in place.leftovers()}[document["staged"]]
        is_ours = all(map(_is_ours, (*swap.moved, *swap.removed)))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (staged, place.out, swap) if is_ours and place.out.is_dir() else None


def _is_ours(path: str) -> bool:
    return path == MANIFEST or is_safe_path(path)


def _encode(staged: Path, swap: Swap) -> str:
    return json.dumps({"staged": staged.name, "moved": swap.moved, "removed": swap.removed}) + "\n"


def _carry_out(staged: Path, out: Path, swap: Swap) -> None:
    """Do each step once; steps that were done before are skipped."""
    removed = {path.casefold(): path for path in swap.removed}
    for path in swap.moved:
        if path != MANIFEST and (staged / path).exists():
            _make_room(out, path, removed)
            (staged / path).replace(out / path)
    # A folder may have taken the place, or where case is ignored, a file that differs in it alone.
    moved = {part.casefold() for path in swap.moved for part in (path, *folders_above(path))}
    for path in swap.removed:
        if path.casefold() not in moved:
            with suppress(NotADirectoryError):  # a file has taken the place of its folder
                (out / path).unlink(missing_ok=True)
    _remove_empty_folders(out, swap.removed)
    if (staged / MANIFEST).exists():
        (staged / MANIFEST).replace(out / MANIFEST)


def _make_room(out: Path, path: str, removed: Mapping[str, str]) -> None:
    """Make room for a file: first remove files that cannot be beside it."""
    for part in (path, *folders_above(path)):
        if other := removed.get(part.casefold()):
            (out / other).unlink(missing_ok=True)
    target = out / path
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)  # all in it is errata's, and goes: another file would be refused
    target.parent.mkdir(parents=True, exist_ok=True)


def _remove_empty_folders(out: Path, removed: Sequence[str]) -> None:
    """Remove empty folders, the deepest first."""
    folders = {above for path in removed for above in folders_above(path)}
    for folder in sorted(folders, key=lambda name: (-name.count("/"), name)):
        with suppress(OSError):  # it holds something, or another file has taken its place
            (out / folder).rmdir()
