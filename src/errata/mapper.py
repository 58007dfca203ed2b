"""How a stage is run over its items; the ways are in `errata.cache` and `errata.workers`.

`stage` says what is being done, to whoever measures it; see `errata.commands._timings`.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

In = TypeVar("In")
Out = TypeVar("Out")


class Mapper(Protocol):
    """How a stage is run over its items: in turn, from a cache, in many processes."""

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""


class Progress(Protocol):
    """Told how far a stage is."""

    def __call__(self, doing: str, done: int, total: int) -> None:
        """So many items are done; `doing` is such as "parsing articles"."""


def show_nothing(doing: str, done: int, total: int) -> None:
    """For whom nobody watches."""


def describe_stage(function: object) -> str:
    """What a stage does, in words for people: its attribute `doing`."""
    return str(getattr(function, "doing", "working"))


def map_serially(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
    """One after the other: the reference that every other way must equal."""
    return [function(item) for item in items]


def collect_rarely() -> None:
    """Let the garbage collector look seldom.

    Results live until the end, so there is little garbage: with Python's own thresholds the
    collector took a sixth of the time of a build of the real articles.
    """
    gc.set_threshold(100_000, 50, 100)


class PageMappers(NamedTuple):
    """How a site is made."""

    making: Mapper = map_serially
    """Runs what makes pages and files of the library, which is not to travel."""
    rendering: Mapper | None = None
    """Runs what is done to each page's view, where that is not done by whoever made it."""
    articles: Mapper = map_serially
    """Runs what is done to each article and picture."""


class StageWatch(Protocol):
    """Who wants to know what is being done; stages may be within others."""

    def enter(self, name: str) -> None:
        """A stage begins."""

    def leave(self) -> None:
        """The stage that began last ends."""


STAGE_WATCH: Final[ContextVar[StageWatch | None]] = ContextVar("stage_watch", default=None)
"""Set while somebody measures."""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """What is done in the block, or in the function that this decorates, is the stage."""
    watch = STAGE_WATCH.get()
    if watch is None:
        yield
        return
    watch.enter(name)
    try:
        yield
    finally:
        watch.leave()
