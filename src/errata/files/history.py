"""What git knows of the articles: which originals changed after their translations."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.files.git import run_git
from errata.model import SourceChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# A comparison takes some milliseconds; a report names the most important translations anyway.
_MOST_COMPARED: Final = 500
# "@@ -12,0 +13,4 @@ ## Resolution": what a file lost and has now.
_HUNK: Final = compile_late(r"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_TIMEOUT: Final = 60


def read_changes(kb: Path, pairs: Iterable[tuple[str, str]]) -> dict[str, SourceChange]:
    """Source of a translation -> what changed in its original after it was last committed.

    Args:
        kb: the folder of articles; nothing is known of one that git does not track.
        pairs: the sources of an original and of its translation.
    """
    latest = _latest_commits(kb)
    found: dict[str, SourceChange] = {}
    for original, translation in pairs:
        then, now = latest.get(translation), latest.get(original)
        if then and now and now[0] > then[0] and len(found) < _MOST_COMPARED:
            change = _compare(kb, then[1], original)
            if change:
                found[translation] = change
    return found


def _latest_commits(kb: Path) -> Mapping[str, tuple[int, str]]:
    """Path below the folder -> time and hash of the last commit that changed it."""
    log = _run(kb, "log", "--format=%x00%ct %H", "--name-only", "--no-renames", "--relative", ".")
    found: dict[str, tuple[int, str]] = {}
    for entry in log.split("\0")[1:]:
        head, *paths = entry.splitlines()
        time, _, commit = head.partition(" ")
        for path in filter(None, paths):
            found.setdefault(path, (int(time), commit))
    return found


def _compare(kb: Path, commit: str, path: str) -> SourceChange | None:
    difference = _run(
        kb,
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        commit,
        "--",
        path,
    )
    hunks = [
        (int(lost or 1), int(start), int(gained or 1))
        for lost, start, gained in _HUNK.findall(difference)
    ]
    if not hunks:
        return None
    lines = tuple(start + at for _lost, start, gained in hunks for at in range(max(gained, 1)))
    return SourceChange(sum(h[2] for h in hunks), sum(h[0] for h in hunks), lines)


def _run(folder: Path, *arguments: str) -> str:
    """What git prints; nothing where there is no git, no repository, or too much history."""
    try:
        return run_git(folder, *arguments, timeout=_TIMEOUT).decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        return ""
