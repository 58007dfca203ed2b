"""Edits of articles while a command runs: only what has changed is read again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import structs

from errata.commands._environment import current_moment
from errata.commands._project import make_image_probe
from errata.relink import list_names, read_edit, relink_text
from errata.review import with_digests

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.commands._project import Project
    from errata.relink import Edited
    from errata.review import ReviewContext

# To link one of 2,358 articles takes 90 ms, to read all again 700.
_MOST: Final = 8


def read_edits(
    project: Project,
    context: ReviewContext,
    paths: frozenset[str],
    read: Callable[[str, bytes], Edited | None],
) -> list[Edited] | None:
    """Read the articles in these files; None if everything has to be read again."""
    kb, edits = project.kb.resolve(), []
    for full in (Path(path).resolve() for path in sorted(paths)):
        if not full.is_relative_to(kb):
            return None
        name = full.relative_to(kb).as_posix()
        if not (full.exists() or _is_known(context, name)):
            continue  # vim makes such a file, `4913`, to find out whether it may write
        if not full.is_file() or full.stat().st_size > project.config.limits.file_bytes:
            return None
        if not (edit := read(name, full.read_bytes())):
            return None
        edits.append(edit)
    return edits


def _is_known(context: ReviewContext, name: str) -> bool:
    """Whether a file, or one in a folder, of this name was read."""
    return any(f"{listed}/".startswith(f"{name}/") for listed in list_names(context))


def review_edits(
    project: Project, context: ReviewContext, paths: frozenset[str]
) -> ReviewContext | None:
    """Prepare the review after edits in these files; None if everything has to be read again."""
    now, change = current_moment(), context.next_change
    if change and now >= change:
        return None
    edits = read_edits(project, context, paths, partial(read_edit, context))
    if edits is None or len(edits) > _MOST:
        return None
    album = structs.replace(make_image_probe(project), only_faults=True)
    before, edited = context.linked.library.facts_digest, context
    for edit in edits:
        relinked = relink_text(edited, edit.source, edit.item, album, now)
        if relinked is None:
            return None
        edited = relinked
    same = edited.linked.library.facts_digest == before
    return edited if same else with_digests(edited)
