"""How a stage is run over its items; implementations are in `errata.cache` and `errata.workers`.

`stage` names the present work for measurements; see `errata.commands._timings`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Final, NamedTuple, Protocol, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Mapper(Protocol):
    """A way to run a stage over its items: serially, from a cache, in many processes."""

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Return the results, in the order of the items."""


class Progress(Protocol):
    """Gets the progress of a stage."""

    def __call__(self, doing: str, done: int, total: int) -> None:
        """Note that so many items are done; `doing` is, for example, "parsing articles"."""


def show_nothing(doing: str, done: int, total: int) -> None:
    """Show no progress."""


def describe_stage(function: object) -> str:
    """Return what a stage does, in words for people: its attribute `doing`."""
    return str(getattr(function, "doing", "working"))


def receive_result(function: Callable[[In], Out], result: Out) -> Out:
    """Return a result as it is kept: what a stage's method `receive`, if any, makes of it.

    It is called in the process that runs the stage, as soon as a result is there.
    """
    receive: Callable[[Out], Out] | None = getattr(function, "receive", None)
    return receive(result) if receive else result


def map_serially(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
    """Run one item after the other: the reference that every other way must equal."""
    return [receive_result(function, function(item)) for item in items]


def collect_rarely() -> None:
    """Make the garbage collector run rarely.

    Modules and results live until the end, so there is little garbage: with Python's own thresholds
    the collector took a sixth of the time of a build of the real articles, and a fifteenth of that
    of a check after one edit.
    """
    gc.set_threshold(100_000, 50, 100)


@contextmanager
def collect_nothing(*, until_exit: bool) -> Iterator[None]:
    """Keep the garbage collector from running; in a process of its own, until it ends.

    In a build of 300 articles it found 840 objects of all that were made. After an edit of one of
    1,179 it took a twentieth of the time of a build or a check.
    """
    gc.disable()
    try:
        yield
    finally:
        if not until_exit:
            gc.unfreeze()
            gc.enable()


# Those of the pages of 1,250 articles. To look at them takes a quarter of a second, a hundredth of
# the build, and smaller builds need not.
_MANY_OBJECTS: Final = 500_000


def keep_objects() -> None:
    """Never look at the present objects, where the collector is off: a fork shares their memory."""
    if not gc.isenabled():
        gc.freeze()


def collect_new_objects(*, few: bool = False) -> None:
    """Free what refers to itself among many new objects, where the collector is off; or among few.

    A rendered page leaves its macros, which call each other, and with them all that it showed:
    17 kB for each article.
    """
    if not gc.isenabled() and (few or gc.get_count()[0] >= _MANY_OBJECTS):
        gc.collect(0)


def collect_all_objects() -> None:
    """Free whatever refers to itself, where the collector is off, even what was kept for forks."""
    if not gc.isenabled():
        gc.unfreeze()
        gc.collect()


class Starter(Protocol):
    """A way to begin work whose result is wanted later: at once in another process, or then."""

    def __call__(self, function: Callable[[In], Out], item: In) -> Callable[[], Out]:
        """Begin the work; return a function that waits for the result."""


def start_late(function: Callable[[In], Out], item: In) -> Callable[[], Out]:
    """Begin when the result is asked for: the reference that every other way must equal."""
    return partial(function, item)


class PageMappers(NamedTuple):
    """The mappers that make a site."""

    making: Mapper = map_serially
    """Runs what makes pages and files of the library, which should not travel."""
    rendering: Mapper | None = None
    """Renders each page's view, unless the process that made the view does."""
    articles: Mapper = map_serially
    """Runs the work on each article and picture."""
    starting: Starter = start_late
    """Begins the checks of all articles together."""
    making_many: Mapper = map_serially
    """Makes them where there are many articles: other processes would have copies of all facts."""


class StageWatch(Protocol):
    """Gets the names of stages; stages may be nested."""

    def enter(self, name: str) -> None:
        """Note that a stage begins."""

    def leave(self) -> None:
        """Note that the stage that began last ends."""


STAGE_WATCH: Final[ContextVar[StageWatch | None]] = ContextVar("stage_watch", default=None)
"""Set during measurements."""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Name the work in the block, or in the function that this decorates, as a stage."""
    watch = STAGE_WATCH.get()
    if watch is None:
        yield
        return
    watch.enter(name)
    try:
        yield
    finally:
        watch.leave()
