"""Ways of running a stage only over the items whose results are not remembered.

They give the same results in the same order as `errata.mapper.map_serially`.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.mapper import Mapper, map_serially
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path

In = TypeVar("In")
Out = TypeVar("Out")


def source_digest(source: Source) -> bytes:
    """Of an article's place and content: what parsing reads of it."""
    texts = (source.path, source.locale, source.page, source.name)
    included = repr(source.includes) if source.includes else ""
    parts = (*(text.encode("utf-8", "surrogatepass") for text in (*texts, included)), source.data)
    digests = [hashlib.sha256(part).digest() for part in parts]
    return hashlib.sha256(b"".join(digests)).digest()


@dataclass(slots=True)
class Memo:
    """Remembers the last call's results in memory, so that only items that changed are run again.

    For one stage of a server that builds the same site again and again, in one thread. Another
    function, such as the same stage with another configuration, forgets everything.
    """

    inner: Mapper = map_serially
    _function: object = None
    _results: dict[Hashable, object] = field(default_factory=dict)

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""
        identity = _identity(function)
        known = self._results if identity == self._function else {}
        # Digests, so that the memory does not hold every article's text twice.
        keys = [source_digest(item) if isinstance(item, Source) else item for item in items]
        results = _complete(self.inner, function, dict(zip(keys, items, strict=True)), known)
        self._results, self._function = results, identity
        return [cast("Out", results[key]) for key in keys]


def _identity(function: object) -> object:
    """Equal for two functions that are made alike, as each build makes its own `Parsing`."""
    try:
        return hashlib.sha256(pickle.dumps(function)).digest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return function


def _complete(
    inner: Mapper,
    function: Callable[[Any], object],
    items: Mapping[Any, object],
    known: Mapping[Any, object],
) -> dict[Hashable, object]:
    """The result of each item by its key: what is not known is made by the inner mapper."""
    fresh = {key: item for key, item in items.items() if key not in known}
    made = dict(zip(fresh, inner(function, list(fresh.values())), strict=True))
    return {key: made[key] if key in made else known[key] for key in items}


@runtime_checkable
class CacheableStage(Protocol):
    """A function of one article whose results can be remembered on disk."""

    @property
    def key(self) -> str:
        """Equal for two that make the same of every article, on every machine."""

    @property
    def result_type(self) -> type:
        """The class of a result."""

    def is_cacheable(self, result: Any) -> bool:  # noqa: ANN401 - of the class above
        """Whether it may be kept; not so where memory ran out."""


@dataclass(frozen=True, slots=True)
class CachedMapper:
    """Runs the inner mapper over what the file does not have; other functions over everything.

    1. The key of a result is a digest of all that it depends on: this program (the salt), the
       stage with its options, and the article. Nothing is ever out of date.
    2. Results are JSON, checked as they are read; no code is run in reading one.
    3. What is missing, damaged or unreadable is made by the inner mapper, and then kept.
    """

    path: Path
    salt: bytes
    inner: Mapper = map_serially

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""
        if not isinstance(function, CacheableStage):
            return self.inner(function, items)
        begun = hashlib.sha256(self.salt + hashlib.sha256(function.key.encode()).digest()).digest()
        keys = [hashlib.sha256(begun + source_digest(cast("Source", it))).digest() for it in items]
        known = self._known(function, keys)
        results = _complete(self.inner, function, dict(zip(keys, items, strict=True)), known)
        self._keep(function, {key: results[key] for key in keys if key not in known})
        return [cast("Out", results[key]) for key in keys]

    def _known(self, stage: CacheableStage, keys: Sequence[bytes]) -> dict[bytes, object]:
        read = CacheStore(self.path).read(keys)
        values = {key: decode_result(stage.result_type, data) for key, data in read.items()}
        return {key: value for key, value in values.items() if value is not None}

    def _keep(self, stage: CacheableStage, made: Mapping[bytes, object]) -> None:
        encoded = {
            key: encode_result(stage.result_type, result)
            for key, result in made.items()
            if stage.is_cacheable(result)
        }
        CacheStore(self.path).write({key: data for key, data in encoded.items() if data})
