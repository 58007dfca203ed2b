"""Remembers on disk what a stage made of each article, so that only what changed is made again.

1. The key of a result is a digest of all that it depends on: this program (the salt), the stage
   with its configuration, and the article's place and content. Nothing is ever out of date.
2. Results are JSON, checked as they are read; no code is run in reading one.
3. What is missing, damaged or unreadable is made by the inner mapper, and then kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.mapper import Mapper, map_serially
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

In = TypeVar("In")
Out = TypeVar("Out")


@runtime_checkable
class CacheableStage(Protocol):
    """A function of one article whose results can be remembered."""

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
    """Runs the inner mapper over what the file does not have; other functions over everything."""

    path: Path
    salt: bytes
    inner: Mapper = map_serially

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """The results, in the order of the items."""
        if not isinstance(function, CacheableStage):
            return self.inner(function, items)
        keys = self._keys(function, items)
        known = self._known(function, keys)
        fresh = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
        made = dict(zip(fresh, self.inner(function, list(fresh.values())), strict=True))
        self._keep(function, made)
        return [cast("Out", made[key] if key in made else known[key]) for key in keys]

    def _keys(self, stage: CacheableStage, items: Sequence[object]) -> list[bytes]:
        begun = hashlib.sha256(self.salt + hashlib.sha256(stage.key.encode()).digest())
        keys = []
        for item in items:
            assert isinstance(item, Source)  # noqa: S101 - what stages are run over
            digest = begun.copy()
            for part in (
                item.path.encode("utf-8", "surrogatepass"),
                item.locale.encode(),
                item.data,
            ):
                digest.update(hashlib.sha256(part).digest())
            keys.append(digest.digest())
        return keys

    def _known(self, stage: CacheableStage, keys: Sequence[bytes]) -> dict[bytes, object]:
        read = CacheStore(self.path).read(keys)
        values = {key: decode_result(stage.result_type, data) for key, data in read.items()}
        return {key: value for key, value in values.items() if value is not None}

    def _keep(self, stage: CacheableStage, made: Mapping[bytes, object]) -> None:
        lasting = {key: result for key, result in made.items() if stage.is_cacheable(result)}
        written = {key: encode_result(stage.result_type, result) for key, result in lasting.items()}
        CacheStore(self.path).write(
            {key: data for key, data in written.items() if data is not None}
        )
