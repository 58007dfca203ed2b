"""What is kept of what was made: by content for the next run, and in memory what was used last."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable


Value = TypeVar("Value")
Key = TypeVar("Key")


class Keeper(Protocol):
    """Where such values are kept."""

    def expect(self, keys: Iterable[str]) -> None:
        """Say in which order values are asked for: those that follow are read at once."""

    def keep(
        self, kind: str, form: Hashable, key: str, make: Callable[[], Value], basis: str = ""
    ) -> Value:
        """The value of a kind for a key: what `make` gives, now or earlier.

        `form` is its class, such as `int`, `tuple[str, ...]` or a dataclass of the model; what was
        kept counts only where it is of that class. `basis` is a digest of what else it depends on,
        such as `Library.facts_digest`: with another one the value is made again, and replaced.
        """

    def renew(
        self, kind: str, form: Hashable, key: str, renew: Callable[[Value | None], Value]
    ) -> Value:
        """What `renew` makes of the value that was kept before, if any; it replaces that.

        It is for what depends on many articles: `renew` finds out which of them have changed.
        """

    def flush(self) -> None:
        """Write what was made, where the next run can read it."""


class KeepNothing:
    """Makes each value when it is asked for."""

    def expect(self, keys: Iterable[str]) -> None:
        """Nothing is read."""

    def keep(
        self,
        kind: str,  # noqa: ARG002 - as all below: it is a `Keeper`
        form: Hashable,  # noqa: ARG002 - the protocol names it, and nothing is kept
        key: str,  # noqa: ARG002 - the protocol names it, and nothing is kept
        make: Callable[[], Value],
        basis: str = "",  # noqa: ARG002 - the protocol names it, and nothing is kept
    ) -> Value:
        """What `make` gives."""
        return make()

    def renew(
        self,
        kind: str,  # noqa: ARG002 - as above
        form: Hashable,  # noqa: ARG002 - as above
        key: str,  # noqa: ARG002 - as above
        renew: Callable[[Value | None], Value],
    ) -> Value:
        """What `renew` makes of nothing."""
        return renew(None)

    def flush(self) -> None:
        """Nothing is written."""


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
