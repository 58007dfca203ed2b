"""`errata check --watch`: check again whenever a file changes, in one process."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from errata.commands._console import is_terminal, print_error, print_status
from errata.errors import ErrataError
from errata.server.watch import follow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

# ECMA-48: the cursor to the upper left corner, and erase the screen, also what was scrolled away.
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"


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
