"""The search engine over an index in memory, as `errata search` runs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from errata.search.query import Searcher, search_script
from errata.site.feeds.search_index import index_of
from tests.site.factories import context_of, shipped_theme

if TYPE_CHECKING:
    from errata.config import Config
    from errata.model import Library
    from errata.search.index import Index


@cache
def shipped_script() -> str:
    """The script that the shipped theme searches with."""
    return search_script(shipped_theme().assets)


def searcher_of(library: Library, locale: str, config: Config) -> Searcher:
    """The engine over one locale of a library."""
    return searcher_over(index_of(context_of(library, config), locale))


def searcher_over(index: Index) -> Searcher:
    """The engine over an index."""
    return Searcher(shipped_script(), dict(index.files()))
