"""Where a finding stands that is about an article as a whole, or about one of its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from errata.diagnostics import Span
from errata.model import Position

if TYPE_CHECKING:
    from errata.checks.written import WrittenText
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


def line_place(written: WrittenText, line: int) -> MarkedPlace:
    """Of all that is on a line of an article's file, without the white space around it."""
    begin = written.offset(line)
    end = written.text.find("\n", begin)
    text = written.text[begin : end if end >= 0 else len(written.text)]
    return text_place(written, begin + len(text) - len(text.lstrip()), begin + len(text.rstrip()))


def text_place(written: WrittenText, start: int, end: int) -> MarkedPlace:
    """Of some characters of an article's file; empty text has no end."""
    return MarkedPlace(written.span(start), written.end(end) if end > start else None)
