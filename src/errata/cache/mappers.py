"""Mappers that run a stage only over items without a cached result.

They give the same results in the same order as `errata.mapper.map_serially`. Contents of articles
are in the store apart from the facts, and each is read when needed. What is missing or damaged is
made again from the article's source, so nothing depends on the store.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Final, Protocol, TypeVar, cast, runtime_checkable

from msgspec import field

from errata.cache.store import CacheStore, close_readers, decode_result, encode_result
from errata.errors import ErrataError
from errata.mapper import Mapper, describe_stage, map_serially, stage
from errata.model import ArticleContent, Parsed, Source, has_many_articles
from errata.model.content import NOWHERE
from errata.values import MutableRecord, Record, share_texts

In = TypeVar("In")
Out = TypeVar("Out")


def digest_source(source: Source) -> bytes:
    """Digest an article's place and content: what parsing reads of it."""
    texts = (source.path, source.locale, source.page, source.name, source.listed_title)
    included = repr(source.includes) if source.includes else ""
    place = repr((*texts, included)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(source.digest + place).digest()


class Memo(MutableRecord):
    """Remembers the last call's results in memory, so that only changed items are run again.

    It is for one stage of a server that builds the same site again and again, in one thread.
    Another function, such as the same stage with another configuration, discards everything.
    """

    inner: Mapper = map_serially
    _function: object = None
    _results: dict[Hashable, object] = field(default_factory=dict)

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Return the results, in the order of the items."""
        identity = _identity(function)
        earlier = self._results if identity == self._function else {}
        # Digests, so that the memory does not hold every article's text twice.
        keys = [digest_source(item) if isinstance(item, Source) else item for item in items]
        results = _complete(self.inner, function, dict(zip(keys, items, strict=True)), earlier)
        self._results, self._function = results, identity
        return [cast("Out", results[key]) for key in keys]


def _identity(function: object) -> object:
    """Return a value that is equal for equal functions: each build makes its own `Parsing`."""
    try:
        return hashlib.sha256(pickle.dumps(function)).digest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return function


def _complete(
    inner: Mapper,
    function: Callable[[Any], object],
    items: Mapping[Any, object],
    results: Mapping[Any, object],
) -> dict[Hashable, object]:
    """Return the result of each item by its key; the inner mapper makes unknown ones."""
    fresh = {key: item for key, item in items.items() if key not in results}
    new_results = dict(zip(fresh, inner(function, list(fresh.values())), strict=True))
    return {key: new_results[key] if key in new_results else results[key] for key in items}


@runtime_checkable
class CacheableStage(Protocol):
    """A function of one article whose results can be cached on disk."""

    @property
    def key(self) -> str:
        """A key that is equal for two stages with the same results, on every machine."""

    def __call__(self, source: Source) -> Parsed:
        """Return the result."""

    def is_cacheable(self, result: Parsed) -> bool:
        """Whether a result may be cached; not if memory ran out."""


# How many articles are read or parsed at once: until they are stored, both forms are in memory.
# Each batch is divided among processes anew: 1,179 articles in two batches took .2 s longer than in
# one. The stored form of 2,500 has 35 MB.
_BATCH: Final = 2_500


class CachedMapper(Record, frozen=True):
    """Runs the inner mapper over items without a cached result; other functions over everything.

    1. The key of a result is a digest of everything that it depends on: this program (the salt),
       the stage with its options, and the article. Nothing is ever out of date.
    2. Results are JSON, validated when read; reading one runs no code. The content of an article is
       an entry of its own, which is read when needed.
    3. What is missing, damaged or unreadable is made by the inner mapper, and then cached.
    """

    path: Path
    salt: bytes
    inner: Mapper = map_serially

    @stage("reading the cache")
    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Return the results, in the order of the items."""
        if not isinstance(function, CacheableStage):
            return self.inner(function, items)
        return cast("Sequence[Out]", self._parse(function, cast("Sequence[Source]", items)))

    def _parse(self, stage: CacheableStage, sources: Sequence[Source]) -> Sequence[Parsed]:
        prefix = hashlib.sha256(self.salt + hashlib.sha256(stage.key.encode()).digest()).digest()
        keys = [hashlib.sha256(prefix + digest_source(source)).digest() for source in sources]
        store = CacheStore(self.path).with_room(len(keys))
        shelf = ContentShelf(store, stage, sources, tuple(map(content_key, keys)))
        # Equal texts in the facts of a batch are then one object. That takes 0.1 ms for each
        # article, and saves 3.5 of 9.4 kB.
        are_many = has_many_articles(keys)
        parsed_by_index: dict[int, Parsed | None] = {}
        for start in range(0, len(keys), _BATCH):
            read, known = store.read(keys[start : start + _BATCH]), dict[object, object]()
            for index, key in enumerate(keys[start : start + _BATCH], start):
                parsed = _decode(read.get(key), shelf, index)
                parsed_by_index[index] = share_texts(parsed, known) if are_many else parsed
        missing = [index for index in range(len(keys)) if parsed_by_index[index] is None]
        size = _even_size(len(missing))
        for start in range(0, len(missing), size):
            batch = missing[start : start + size]
            results = self.inner(_Encoding(stage), [sources[index] for index in batch])
            stored = _store(shelf, keys, dict(zip(batch, results, strict=True)))
            parsed_by_index |= share_texts(stored, {}) if are_many else stored
        return [parsed for index in range(len(keys)) if (parsed := parsed_by_index[index])]


def _even_size(count: int) -> int:
    """Return the size of equal batches: a small one at the end is not worth its processes."""
    batches = -(-count // _BATCH)
    return -(-count // batches) if batches else 1


class _Encoding(Record, frozen=True):
    """The stage, with results in the form in which they are stored.

    That is half the work of pickling them, and the receiver needs no contents.
    """

    stage: CacheableStage

    @property
    def doing(self) -> str:
        """The name of the stage."""
        return describe_stage(self.stage)

    def __call__(self, source: Source) -> _Result:
        parsed = self.stage(source)
        if not self.stage.is_cacheable(parsed):
            return _Result(parsed, None)
        facts, content = encode_parts(parsed)
        if facts is None or content is None:
            return _Result(parsed, None)
        return _Result(parsed.holding(NOWHERE), (facts, content))


class _Result(Record, frozen=True):
    """A parsing result, or its facts with the forms in which they and its content are stored.

    Encoded contents take a third of the memory of objects, which would all wait to be stored.
    """

    parsed: Parsed | None
    parts: tuple[bytes, bytes] | None
    """Facts and content; None if they are not stored."""

    def __reduce__(self) -> tuple[type[_Result], tuple[object, ...]]:
        return _Result, (None if self.parts else self.parsed, self.parts)


class SpillingMapper:
    """Runs the inner mapper; the contents of many articles go to a private file.

    It is for builds without a cache: 100,000 articles take 3 GB. The file is deleted with the
    mapper.
    """

    def __init__(self, inner: Mapper = map_serially, most: int = 5_000) -> None:
        """Keep at most `most` articles in memory."""
        self._inner, self._most = inner, most

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Return the results, in the order of the items."""
        is_cacheable = isinstance(function, CacheableStage)
        if len(items) <= self._most or not is_cacheable:
            return self._inner(function, items)
        folder = Path(mkdtemp(prefix="errata-"))
        weakref.finalize(self, _remove_own, folder, os.getpid())
        return CachedMapper(folder / "articles.sqlite3", b"", self._inner)(function, items)


def _remove_own(folder: Path, maker: int) -> None:
    """Remove the folder of this process: a fork of it has the same mapper."""
    if os.getpid() == maker:
        close_readers()  # Windows keeps a file that is open
        rmtree(folder, ignore_errors=True)


def _decode(data: bytes | None, shelf: ContentShelf, index: int) -> Parsed | None:
    parsed = decode_result(Parsed, data) if data else None
    return parsed.holding(StoredContent(shelf, index)) if isinstance(parsed, Parsed) else None


def _store(
    shelf: ContentShelf, keys: Sequence[bytes], written: Mapping[int, _Result]
) -> dict[int, Parsed]:
    """Store a result if it may be cached; the content is then on the shelf."""
    entries: dict[bytes, bytes] = {}
    results: dict[int, Parsed] = {}
    for index, result in written.items():
        parsed = result.parsed or _read_facts(result.parts) or shelf.parse(shelf.sources[index])
        if result.parts:
            entries[keys[index]], content = result.parts
            if parsed.article:
                entries[shelf.keys[index]] = content
                parsed = parsed.holding(StoredContent(shelf, index))
        results[index] = parsed
    shelf.store.write(entries)
    return results


def _read_facts(parts: tuple[bytes, bytes] | None) -> Parsed | None:
    facts = decode_result(Parsed, parts[0]) if parts else None
    return facts if isinstance(facts, Parsed) else None


def content_key(key: bytes) -> bytes:
    """Return the key of an article's content, from the key of its facts."""
    return hashlib.sha256(b"content" + key).digest()


@dataclass(slots=True, eq=False)
class ContentShelf:
    """The contents of articles in one store, in the order of their sources."""

    store: CacheStore
    parse: Callable[[Source], Parsed]
    sources: Sequence[Source]
    keys: tuple[bytes, ...]
    """The key of each content in the store."""

    def load(self, index: int) -> ArticleContent:
        """Return the content of the article at a place.

        Raises:
            ErrataError: if it has to be read again and cannot be, as where memory runs out.
        """
        return self._read(index) or self._make(index)

    def _read(self, index: int) -> ArticleContent | None:
        key = self.keys[index]
        data = self.store.read([key]).get(key)
        content = decode_result(ArticleContent, data) if data else None
        return content if isinstance(content, ArticleContent) else None

    def _make(self, index: int) -> ArticleContent:
        article = self.parse(self.sources[index]).article
        if article is None:
            raise ErrataError(
                f"`{self.sources[index].path}` was read once and cannot be read again",
                help="build again, with `--no-cache` if this is repeated",
            )
        content = article.held.load()
        if data := encode_result(content):
            self.store.write({self.keys[index]: data})
        return content


class StoredContent(Record, frozen=True, eq=False):
    """The content of one article, on a shelf."""

    shelf: ContentShelf
    index: int

    def load(self) -> ArticleContent:
        """See `ContentSource.load`."""
        return self.shelf.load(self.index)

    # Where a content is makes no difference.
    def __eq__(self, other: object) -> bool:
        match other:
            case StoredContent():
                return self.load() == other.load()
            case ArticleContent():
                return self.load() == other
        return NotImplemented

    __hash__ = None  # type: ignore[assignment] # as an article, which nothing looks up


def encode_parts(parsed: Parsed) -> tuple[bytes | None, bytes | None]:
    """Encode a parsing result without the content of its article, and that content."""
    facts = encode_result(parsed.holding(NOWHERE))
    return facts, encode_result(parsed.article.held) if parsed.article else b""
