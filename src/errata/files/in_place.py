"""Puts single files of a new site into the old one, where the folders are not exchanged.

A folder of its own holds the new files. A journal beside it says where each goes and what is then
removed, and is on the disk before the first of them moves. Files move one by one: what pages load
before pages, and what is gone goes last, before the manifest. So every file is whole at each
moment, and no page names a file that is not there. Whoever finds the journal completes the rest.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.files.flushing import flush, flush_file_system
from errata.files.manifest import MANIFEST
from errata.files.output_paths import is_safe_path
from errata.files.text import read_regular
from errata.text.paths import folders_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from errata.files.output_paths import OutputPaths


@dataclass(frozen=True, slots=True)
class Swap:
    """What of a site is replaced; all paths are POSIX and below it."""

    moved: tuple[str, ...]
    """Files in the folder of new ones, in the order in which they move."""
    removed: tuple[str, ...]
    """Files of the old site that the new one lacks."""

    @classmethod
    def of(cls, new: Iterable[str], removed: Iterable[str]) -> Swap:
        """Files and removals in their order; the manifest is one of the new files."""
        return cls(tuple(sorted(new, key=_rank)), tuple(sorted(removed)))


def _rank(path: str) -> tuple[bool, str]:
    """What pages load before pages."""
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
    """Carry out what is left of a swap that was cut short; without a journal of one, nothing.

    The journal stays: whoever recovers removes it.
    """
    if found := _read_journal(place):
        _carry_out(*found)
        flush_file_system(place.out)


def _read_journal(place: OutputPaths) -> tuple[Path, Path, Swap] | None:
    """The arguments of `_carry_out`.

    A journal that is damaged was never complete, so that nothing has moved.
    """
    try:
        document = json.loads(read_regular(place.journal))
        swap = Swap(tuple(document["moved"]), tuple(document["removed"]))
        staged = {folder.name: folder for folder in place.leftovers()}[document["staged"]]
        is_ours = all(map(_is_ours, (*swap.moved, *swap.removed)))
    except (ValueError, KeyError, TypeError):
        return None
    return (staged, place.out, swap) if is_ours and place.out.is_dir() else None


def _is_ours(path: str) -> bool:
    return path == MANIFEST or is_safe_path(path)


def _encode(staged: Path, swap: Swap) -> str:
    return json.dumps({"staged": staged.name, "moved": swap.moved, "removed": swap.removed}) + "\n"


def _carry_out(staged: Path, out: Path, swap: Swap) -> None:
    """Each step once: what has been done is passed over."""
    gone = {path.casefold(): path for path in swap.removed}
    for path in swap.moved:
        if path != MANIFEST and (staged / path).exists():
            _make_room(out, path, gone)
            (staged / path).replace(out / path)
    # A folder may have taken the place, or where case is ignored, a file that differs in it alone.
    taken = {one.casefold() for path in swap.moved for one in (path, *folders_above(path))}
    for path in swap.removed:
        if path.casefold() not in taken:
            with suppress(NotADirectoryError):  # a file has taken the place of its folder
                (out / path).unlink(missing_ok=True)
    _remove_empty_folders(out, swap.removed)
    if (staged / MANIFEST).exists():
        (staged / MANIFEST).replace(out / MANIFEST)


def _make_room(out: Path, path: str, gone: Mapping[str, str]) -> None:
    """For a file: those that it cannot be beside go before it."""
    for taken in (path, *folders_above(path)):
        if other := gone.get(taken.casefold()):
            (out / other).unlink(missing_ok=True)
    target = out / path
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)  # all in it is errata's, and goes: another file would be refused
    target.parent.mkdir(parents=True, exist_ok=True)


def _remove_empty_folders(out: Path, removed: Sequence[str]) -> None:
    """Remove the folders in which nothing is left, the deepest first."""
    folders = {above for path in removed for above in folders_above(path)}
    for folder in sorted(folders, key=lambda name: (-name.count("/"), name)):
        with suppress(OSError):  # it holds something, or another file has taken its place
            (out / folder).rmdir()
