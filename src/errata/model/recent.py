"""Values that were used last, as many as a weight allows: what is asked for again is at hand."""

from __future__ import annotations

from contextlib import suppress
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class RecentlyUsed(Generic[Key, Value]):
    """Forgets what was unused longest. It is never part of a pickle: a copy starts empty."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def __reduce__(self) -> tuple[type[RecentlyUsed[Key, Value]], tuple[int]]:
        return type(self), (self.most,)

    def get(self, key: Key) -> Value | None:
        """The value, if it is still known."""
        # A dictionary keeps the order in which keys were set. Two threads may do this at once:
        # what one of them has taken out is made again by the other.
        known = self._kept.pop(key, None)
        if known is None:
            return None
        self._kept[key] = known
        return known[0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep a value, unless it alone weighs more than all may."""
        self.take(key)
        if weight > self.most:
            return
        self._kept[key] = (value, weight)
        self._weight += weight
        with suppress(KeyError, RuntimeError, StopIteration):  # another thread is faster
            while self._weight > self.most:
                self.take(next(iter(self._kept)))

    def take(self, key: Key) -> Value | None:
        """The value, which is forgotten then."""
        known = self._kept.pop(key, None)
        if known is None:
            return None
        self._weight -= known[1]
        return known[0]


class LastMade(dict[Key, Value]):
    """A dictionary that forgets what was put in first, beyond a number of values."""

    def __init__(self, most: int, *values: dict[Key, Value]) -> None:
        super().__init__(*values)
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        with suppress(KeyError, RuntimeError, StopIteration):  # as above
            while len(self) > self._most:
                del self[next(iter(self))]
