"""Where a finding stands that is about an article as a whole, or about one of its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errata.diagnostics import Span
from errata.model import Position

if TYPE_CHECKING:
    from errata.model import Article, Heading


class MarkedPlace(NamedTuple):
    """A place and where it ends, as far as that is known."""

    span: Span
    end: tuple[int, int] | None


def title_place(article: Article) -> MarkedPlace:
    """Of the front matter's title, which names the article; the file's beginning without one."""
    return value_place(article, "title")


def value_place(article: Article, key: str) -> MarkedPlace:
    """Of the value of a key that is noted in `Metadata.value_places`."""
    place = article.metadata.value_places.get(key, Position())
    return MarkedPlace(Span(article.source, place.line, place.column), place.end)


def heading_place(article: Article, heading: Heading) -> MarkedPlace:
    """Of the heading's text."""
    end = (heading.line, heading.column + heading.length) if heading.length else None
    return MarkedPlace(Span(article.source, heading.line, heading.column), end)
