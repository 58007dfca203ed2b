"""Contents of articles in a cache store, separate from the facts; each is read when needed.

What is missing or damaged is made again from the article's source, so nothing depends on the store.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.errors import ErrataError
from errata.model import ArticleContent, Parsed, RecentlyUsed
from errata.model.content import NOWHERE
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errata.model import Source

# Contents that are read at once: pages are made in the order of articles.
_AHEAD: Final = 16
# How many bytes are kept of what was read ahead: a few places, since translations are asked for
# with their source.
_READ: Final = 8 << 20


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
    _ahead: RecentlyUsed[bytes, bytes] = field(
        default_factory=lambda: RecentlyUsed(_READ), repr=False
    )
    _ends: set[int] = field(default_factory=set, repr=False)
    """The place after each batch that was read."""

    def load(self, index: int) -> ArticleContent:
        """Return the content of the article at a place.

        Raises:
            ErrataError: if it has to be read again and cannot be, as where memory runs out.
        """
        return self._read(index) or self._make(index)

    def _read(self, index: int) -> ArticleContent | None:
        key = self.keys[index]
        data = self._ahead.get(key) or self._read_ahead(index).get(key)
        content = decode_result(ArticleContent, data) if data else None
        return content if isinstance(content, ArticleContent) else None

    def _read_ahead(self, index: int) -> dict[bytes, bytes]:
        """Read a content, with those after it if one shortly before it was the last of a batch.

        Of contents far from each other, such as those with pictures in them, each is read alone.
        """
        ahead = 1 if self._ends.isdisjoint(range(index - _AHEAD, index + 1)) else _AHEAD
        self._ends.add(index + ahead)
        read = self.store.read(self.keys[index : index + ahead])
        for key in reversed(self.keys[index + 1 : index + ahead]):
            if key in read:
                self._ahead.put(key, read[key], len(read[key]))
        return read

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
