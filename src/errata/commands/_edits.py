"""Edits of articles while a command runs: `errata check --watch` checks again after each of them.

Only what has changed is read again.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import click
from msgspec import structs

from errata.commands._console import is_terminal, print_error, print_status
from errata.commands._environment import current_moment
from errata.commands._project import Project, make_image_probe
from errata.errors import ErrataError
from errata.relink import Edited, list_names, read_edit, relink_text
from errata.review import ReviewContext, with_digests
from errata.server.watch import follow

# To link one of 2,358 articles takes 90 ms, to read all again 700.
_MOST: Final = 8
# ECMA-48: the cursor to the upper left corner, and erase the screen, also what was scrolled away.
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"


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
    probe = structs.replace(make_image_probe(project), only_faults=True)
    before, edited = context.linked.library.facts_digest, context
    for edit in edits:
        relinked = relink_text(edited, edit.source, edit.item, probe, now)
        if relinked is None:
            return None
        edited = relinked
    same = edited.linked.library.facts_digest == before
    return edited if same else with_digests(edited)


def check_forever(
    check: Callable[[frozenset[str]], object], paths: Callable[[], Iterable[Path]]
) -> int:
    """Check now and after each change of the paths, until interrupted.

    The check gets the absolute paths that have changed since the last one; none at first.

    A terminal shows only the last check. An error that ends a check, such as a fault in the
    configuration, is shown, and the next change starts another one.
    """

    async def watch() -> None:
        watching, checking = asyncio.Event(), asyncio.Lock()

        async def again(changed: frozenset[str] = frozenset()) -> None:
            async with checking:
                await asyncio.to_thread(_check, partial(check, changed))

        async def begin() -> None:
            await watching.wait()  # what changes during the first check is checked after it
            await again()

        await asyncio.gather(follow(paths, again, watching), begin())

    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(watch())
        except OSError as error:
            remedy = "set WATCHFILES_FORCE_POLLING=1, or raise the system's limit on file watches"
            return print_error(f"cannot watch for changes: {error}", help=remedy)
    print_status("stopped")
    return 0


def _check(check: Callable[[], object]) -> None:
    if is_terminal(sys.stdout):
        click.echo(_CLEAR, nl=False, color=True)
    try:
        check()
    except ErrataError as error:
        print_error(error.message, error.span, help=error.help)
    except OSError as error:  # a file went away while it was read
        print_error(f"the system refused: {error.strerror or error}")
    moment = datetime.now().astimezone().strftime("%H:%M:%S")
    print_status(f"[{moment}] watching for changes (Ctrl-C stops)")
