"""Watches the files of a site and requests a new build when one changes.

A folder is watched with everything below it. A file is watched through its folder, even before it
exists: editors replace a file instead of writing into it, which a watch on the old file does not
see.
"""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Sequence,
)
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from watchfiles import Change, DefaultFilter, awatch

# Changes so close together are one: an editor's "save all". A `git switch` that takes longer makes
# two builds, of which the second is right.
_DEBOUNCE_MS: Final = 200
# So long nothing more may come, then they are over: a file is written in less. From a write to its
# event are 10 ms (median), with steps of 20 ms 34, with watchfiles' own 50 a third of the time from
# an edit to its page. Looking so often takes .4 % of a processor. With steps of 2 ms, 8: but on a
# busy machine more than that passes between emptying a file and writing it.
_STEP_MS: Final = 5
# Between two events of one save, where an editor moves the old file away or empties it first: less
# than 10 ms of the editors that were tried. A file that is deleted is gone for longer.
_LOOK_SECONDS: Final = 0.005
_LOOKS: Final = 10
# Between two plans: a folder that comes and goes must not keep the processor busy.
_PAUSE_SECONDS: Final = 0.1


async def follow(
    paths: Callable[[], Iterable[Path]],
    rebuild: Callable[[frozenset[str]], Awaitable[None]],
    watching: asyncio.Event | None = None,
) -> None:
    """Rebuild after each change, until cancelled.

    Args:
        paths: what to watch; called again after each build, which may have read other settings.
        rebuild: gets the absolute paths that changed; must not raise, as that ends the watching.
        watching: is set as soon as no change is missed.

    Raises:
        OSError: if the system cannot watch so many files.
    """
    while True:
        plan = _Plan.of(paths())
        with suppress(FileNotFoundError):  # a folder went away before the watch on it began
            async with aclosing(_changes(plan, watching)) as changes:
                async for changed in changes:
                    await rebuild(changed)
                    if _Plan.of(paths()) != plan:
                        break
        await asyncio.sleep(_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class _Plan:
    folders: tuple[Path, ...]  # with all below
    files: tuple[Path, ...]  # or what does not exist yet

    @classmethod
    def of(cls, paths: Iterable[Path]) -> _Plan:
        absolute = sorted({path.absolute() for path in paths})
        folders = tuple(path for path in absolute if path.is_dir())
        return cls(folders, tuple(path for path in absolute if path not in folders))

    @property
    def parents(self) -> tuple[Path, ...]:
        return tuple(sorted({path.parent for path in self.files if path.parent.is_dir()}))


class _NameFilter(DefaultFilter):
    """Passes changes of a few names; the other files of their folders do not matter."""

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self._names = {path.name for path in files}

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002 - its signature
        # By name alone: the system may report the real path of a folder, not that of a link to it.
        return path.replace("\\", "/").rpartition("/")[2] in self._names


@dataclass(slots=True)
class _Changed:
    """Changes since they were last taken."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    paths: set[str] = field(default_factory=set)

    def add(self, changes: Iterable[tuple[object, str]] = ()) -> None:
        """Add paths and wake the waiting task."""
        self.paths.update(path for _, path in changes)
        self.event.set()

    def take(self) -> frozenset[str]:
        """Return the paths, and collect the next ones anew."""
        self.event.clear()
        paths, self.paths = frozenset(self.paths), set()
        return paths


async def _changes(
    plan: _Plan, watching: asyncio.Event | None
) -> AsyncGenerator[frozenset[str], None]:
    """Yield the paths of each burst of changes; raise what a watch raises."""
    changed = _Changed()
    tasks = [asyncio.create_task(watch) for watch in _watches(plan, changed)]
    for task in tasks:
        task.add_done_callback(lambda _: changed.add())
    try:
        await asyncio.sleep(0)  # each task registers its watch before it first waits
        if watching:
            watching.set()
        while True:
            await changed.event.wait()
            for task in tasks:
                if task.done():
                    task.result()
            yield changed.take()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _watches(plan: _Plan, changed: _Changed) -> list[Coroutine[None, None, None]]:
    watches = []
    if plan.folders:
        watches.append(
            _set_on_change(awatch(*plan.folders, debounce=_DEBOUNCE_MS, step=_STEP_MS), changed)
        )
    if plan.parents:
        only = _NameFilter(plan.files)
        stream = awatch(
            *plan.parents, watch_filter=only, debounce=_DEBOUNCE_MS, step=_STEP_MS, recursive=False
        )
        watches.append(_set_on_change(stream, changed))
    return watches


async def _set_on_change(
    stream: AsyncIterator[Iterable[tuple[object, str]]], changed: _Changed
) -> None:
    async for changes in stream:
        changed.add(changes)


async def wait_for_writer(paths: Iterable[str]) -> None:
    """Wait until a file that an editor has removed or emptied is complete, or will not be."""
    for _ in range(_LOOKS):
        if all(map(_is_written, paths)):
            return
        await asyncio.sleep(_LOOK_SECONDS)


def _is_written(path: str) -> bool:
    try:
        return Path(path).stat().st_size > 0
    except OSError:
        return False
