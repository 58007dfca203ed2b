"""Follows the files a site is made of and asks for a new build when one changes.

A folder is watched with all below it. A file, and whatever does not exist yet, is watched through
its folder: editors replace a file rather than write into it, and a watch on the old one is blind.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfiles import DefaultFilter, awatch

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Awaitable,
        Callable,
        Coroutine,
        Iterable,
        Sequence,
    )
    from pathlib import Path

    from watchfiles import Change

_DEBOUNCE_MS = 200
"""A burst of saves is one change; `git switch` writes for longer, and is then two."""
_PAUSE_SECONDS = 0.1
"""Between two plans, so that a folder that comes and goes does not keep the processor busy."""


async def follow(
    paths: Callable[[], Iterable[Path]], rebuild: Callable[[], Awaitable[None]]
) -> None:
    """Rebuild after each change, until cancelled.

    Args:
        paths: what to watch; asked again after each build, for the configuration may have changed.
        rebuild: must not raise, or nothing is followed any more.

    Raises:
        OSError: if the system cannot watch so many files.
    """
    while True:
        plan = _Plan.of(paths())
        with suppress(FileNotFoundError):  # a folder went away before the watch on it began
            async with aclosing(_changes(plan)) as changes:
                async for _ in changes:
                    await rebuild()
                    if _Plan.of(paths()) != plan:
                        break
        await asyncio.sleep(_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class _Plan:
    folders: tuple[Path, ...]
    """With everything below."""
    files: tuple[Path, ...]
    """Or what is not there yet."""

    @classmethod
    def of(cls, paths: Iterable[Path]) -> _Plan:
        found = sorted({path.absolute() for path in paths})
        folders = tuple(path for path in found if path.is_dir())
        return cls(folders, tuple(path for path in found if path not in folders))

    @property
    def parents(self) -> tuple[Path, ...]:
        return tuple(sorted({path.parent for path in self.files if path.parent.is_dir()}))


class _Only(DefaultFilter):
    """Lets a few names through, in folders whose other files are of no interest."""

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self._names = {path.name for path in files}

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002 - its signature
        # By name alone: the system may report a folder under its real name instead of a link's.
        return path.replace("\\", "/").rpartition("/")[2] in self._names


async def _changes(plan: _Plan) -> AsyncGenerator[None, None]:
    """One item per burst of changes; raises what a watch raises."""
    changed = asyncio.Event()
    tasks = [asyncio.create_task(watch) for watch in _watches(plan, changed)]
    for task in tasks:
        task.add_done_callback(lambda _: changed.set())
    try:
        while True:
            await changed.wait()
            changed.clear()
            for task in tasks:
                if task.done():
                    task.result()
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _watches(plan: _Plan, changed: asyncio.Event) -> list[Coroutine[None, None, None]]:
    watches = []
    if plan.folders:
        watches.append(_note(awatch(*plan.folders, debounce=_DEBOUNCE_MS), changed))
    if plan.parents:
        only = _Only(plan.files)
        stream = awatch(*plan.parents, watch_filter=only, debounce=_DEBOUNCE_MS, recursive=False)
        watches.append(_note(stream, changed))
    return watches


async def _note(stream: AsyncIterator[object], changed: asyncio.Event) -> None:
    async for _ in stream:
        changed.set()
