"""Keeps results: by content for the next run, and recently used ones in memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from typing import Generic, TypeVar

Value = TypeVar("Value")
Key = TypeVar("Key")


class Keeper:
    """A store of such results. This one keeps nothing: it makes each value on request."""

    def expect(self, keys: Iterable[str]) -> None:
        """Announce the order in which values will be read: later ones are read at once."""

    def keep(
        self, kind: str, form: Hashable, key: str, make: Callable[[], Value], basis: str = ""
    ) -> Value:
        """Return the value of a kind for a key: the result of `make`, from now or earlier.

        `form` is its class, such as `int`, `tuple[str, ...]` or a dataclass of the model; what was
        kept counts only where it is of that class. `basis` is a digest of what else it depends on,
        such as `Library.facts_digest`: with another one the value is made again, and replaced.
        Nobody changes it: articles may share a value.
        """
        del kind, form, key, basis
        return make()

    def renew(
        self, kind: str, form: Hashable, key: str, renew: Callable[[Value | None], Value]
    ) -> Value:
        """Return what `renew` makes of the value kept before, if any, and keep that instead.

        It is for values that depend on many articles: `renew` finds which of them have changed.
        """
        del kind, form, key
        return renew(None)

    def flush(self, at_least: int = 1) -> None:
        """Write new values for the next run, if there are so many."""


class RecentlyUsed(Generic[Key, Value]):
    """A cache that forgets what was unused longest; a pickled copy starts empty."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def __reduce__(self) -> tuple[type[RecentlyUsed[Key, Value]], tuple[int]]:
        return type(self), (self.most,)

    def get(self, key: Key) -> Value | None:
        """Return the value, if it is still known."""
        # A dictionary keeps the order in which keys were set. If two threads do this at once, the
        # second finds nothing, and makes the value again.
        value = self._kept.pop(key, None)
        if value is None:
            return None
        self._kept[key] = value
        return value[0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep a value, unless it alone weighs more than the limit."""
        self.take(key)
        if weight > self.most:
            return
        self._kept[key] = (value, weight)
        self._weight += weight
        with suppress(KeyError, RuntimeError, StopIteration):  # another thread is faster
            while self._weight > self.most:
                self.take(next(iter(self._kept)))

    def take(self, key: Key) -> Value | None:
        """Return the value, and forget it."""
        value = self._kept.pop(key, None)
        if value is None:
            return None
        self._weight -= value[1]
        return value[0]


class LastMade(dict[tuple["Hashable", ...], Value]):
    """A dictionary with a limited number of values of each kind, which forgets the first ones.

    The first part of a key is its kind. What is read for one value, such as the answer of a code of
    a thousand articles, does not displace those of other kinds.
    """

    def __init__(
        self, most: int, values: Mapping[tuple[Hashable, ...], Value] | None = None
    ) -> None:
        super().__init__()
        self._most = most
        self._by_kind: dict[Hashable, dict[tuple[Hashable, ...], None]] = {}
        for key, value in (values or {}).items():
            self[key] = value

    def __setitem__(self, key: tuple[Hashable, ...], value: Value) -> None:
        super().__setitem__(key, value)
        keys = self._by_kind.setdefault(key[0], {})
        keys[key] = None
        with suppress(KeyError, RuntimeError, StopIteration):  # as above
            while len(keys) > self._most:
                oldest = next(iter(keys))
                del keys[oldest], self[oldest]
