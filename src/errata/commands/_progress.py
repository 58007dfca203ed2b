"""Progress for a person who waits: stages with counts, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from errata.commands._console import is_terminal
from errata.mapper import map_serially

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from errata.mapper import Mapper

    Stage = Callable[[str], None]
    """Says what is done now."""

In = TypeVar("In")
Out = TypeVar("Out")
_STEP = 16


@contextmanager
def show_progress() -> Iterator[Stage]:
    """A line that is rewritten while the block runs, and gone when it ends."""
    if not is_terminal(sys.stderr):
        yield lambda _stage: None
        return
    from rich.console import Console  # noqa: PLC0415 - 90 ms that only a terminal needs

    console = Console(stderr=True)
    with console.status("reading …") as line:
        yield line.update


class CountingMapper:
    """Runs a stage over its items and tells how many are done."""

    def __init__(self, stage: Stage, inner: Mapper = map_serially) -> None:
        self._stage = stage
        self._inner = inner

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """As the inner mapper; a function that must stay picklable is not counted."""
        if not items:
            return ()
        if self._inner is not map_serially:
            self._stage(f"parsing {len(items):,} articles …")
            return self._inner(function, items)
        results = [self._counted(function, items, at) for at in range(len(items))]
        self._stage("linking and rendering …")
        return results

    def _counted(self, function: Callable[[In], Out], items: Sequence[In], at: int) -> Out:
        if at % _STEP == 0:
            self._stage(f"parsing article {at + 1:,} of {len(items):,} …")
        return function(items[at])
