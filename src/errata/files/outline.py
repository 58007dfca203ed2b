"""Checks the paths of a site before anything is written: safe, and each claimed once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.errors import OutputError
from errata.files.manifest import MANIFEST
from errata.urls import folders_above

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.files.survey import OldSite
    from errata.model import Artifact

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]|(?:^|/)\.{0,2}(?:/|$)")
"""A control character, a separator of Windows, or a segment that is empty or made of dots."""
_BUG = "please report it: the plan of the site is to give each file a path of its own"


def validate_paths(artifacts: Sequence[Artifact]) -> dict[str, Artifact]:
    """The artifacts by path, sorted; the same path with the same content counts once.

    Raises:
        OutputError: for a path that leaves the site or is the manifest's, and for two that would
            be one file, or a file and a folder, on a disk that ignores case.
    """
    chosen: dict[str, Artifact] = {}
    taken: dict[str, Artifact] = {}
    for artifact in sorted(artifacts, key=lambda artifact: artifact.path):
        _refuse_unsafe(artifact.path)
        first = taken.setdefault(artifact.path.casefold(), artifact)
        if first.content != artifact.content:
            _clash(first.path, artifact.path)
        chosen.setdefault(first.path, first)
    for path in chosen:
        for folder in folders_above(path):
            if folder.casefold() in taken:
                _clash(taken[folder.casefold()].path, path)
    return chosen


def refuse_foreign(paths: Mapping[str, object], old: OldSite, shown: str) -> None:
    """Refuse to replace what errata did not make; a regular file is compared later.

    Raises:
        OutputError: naming what is in the way.
    """
    folders = {folder for path in paths for folder in folders_above(path)}
    blocked = [path for path in old.foreign_folders if path in paths]
    blocked += [
        path
        for path, regular in old.foreign.items()
        if path in folders or (path in paths and not regular)
    ]
    if blocked:
        raise in_the_way(min(blocked), shown)


def in_the_way(path: str, shown: str) -> OutputError:
    """The error for a file or folder that somebody else put where the site has a file."""
    remedy = "move it away, or give another folder"
    message = f"`{path}` in `{shown}` was not made by errata and is in the way"
    return OutputError(message, help=remedy)


def _refuse_unsafe(path: str) -> None:
    if path == MANIFEST or _UNSAFE.search(path):
        raise OutputError(f"`{path}` cannot be the path of a file of a site", help=_BUG)


def _clash(one: str, other: str) -> None:
    what = f"`{one}`" if one == other else f"`{one}` and `{other}`"
    raise OutputError(f"two files of the site claim {what}", help=_BUG)
