"""Contents of articles in a cache store, separate from the facts; each is read when needed.

What is missing or damaged is made again from the article's source, so nothing depends on the store.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.cache.store import CacheStore, decode_result, encode_result
from errata.errors import ErrataError
from errata.model import ArticleContent, Parsed
from errata.model.content import NOWHERE
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from errata.model import Source


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
