"""Remembers the last results in memory, for a server that builds the same site again and again."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from errata.mapper import Mapper, map_serially
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

In = TypeVar("In")
Out = TypeVar("Out")


def memo_key(item: object) -> Hashable:
    """What an article's parsing depends on besides the function; other items stand for themselves.

    A digest, so that the memory does not hold every article's text twice.
    """
    if isinstance(item, Source):
        return item.path, item.locale, hashlib.sha256(item.data).digest()
    return item


@dataclass(slots=True)
class Memo:
    """Remembers the last call's results, so that only items that changed since are run again.

    For one stage, in one thread. Another function, such as the same stage with another
    configuration, forgets everything.
    """

    inner: Mapper = map_serially
    _function: object = None
    _results: dict[Hashable, object] = field(default_factory=dict)

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""
        identity = _identity(function)
        known = self._results if identity == self._function else {}
        keys = [memo_key(item) for item in items]
        fresh = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
        made = dict(zip(fresh, self.inner(function, list(fresh.values())), strict=True))
        self._results = {key: made[key] if key in made else known[key] for key in keys}
        self._function = identity
        return [cast("Out", self._results[key]) for key in keys]


def _identity(function: object) -> object:
    """Equal for two functions that are made alike, as each build makes its own `Parse(config)`."""
    try:
        return hashlib.sha256(pickle.dumps(function)).digest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return function
