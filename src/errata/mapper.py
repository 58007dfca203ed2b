"""How a stage is run over its items; the ways to do so are in `errata.cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

In = TypeVar("In")
Out = TypeVar("Out")


class Mapper(Protocol):
    """How a stage is run over its items: in turn, from a cache, in many processes."""

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""


def map_serially(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
    """One after the other: the reference that every other way must equal."""
    return [function(item) for item in items]
