"""What the rules on codes share: which texts of an article they read, and where those stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Span
from errata.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Article, CatalogueEntry, Family, Library, Mention

TELLING: Final = frozenset({SectionKind.ISSUE, SectionKind.DESCRIPTION, SectionKind.CAUSE})
"""The sections in which an author names what went wrong."""


def visible(library: Library) -> Iterator[Article]:
    """The articles that a reader is led to."""
    return (article for article in library.articles if not article.metadata.hidden)


def originals(library: Library) -> Iterator[Article]:
    """Visible articles that translate no other: what is wrong in a source is told once."""
    for article in visible(library):
        if library.translations[article.number][0] == article.locale:
            yield article


def texts(article: Article) -> Iterator[tuple[str, int]]:
    """Title and telling sections, each with its line."""
    yield article.metadata.title, article.metadata.key_lines.get("title", 1)
    lines = {heading.id: heading.line for heading in article.headings}
    for section in article.sections:
        if section.kind in TELLING:
            yield section.text, lines.get(section.id, 1)


def errors(article: Article) -> Iterator[Mention]:
    """The first mention of each error code."""
    seen: set[str] = set()
    for mention in article.mentions:
        if mention.kind == "error" and mention.code not in seen:
            seen.add(mention.code)
            yield mention


def known_surfaces(article: Article) -> frozenset[str]:
    """Everything in the article that was recognised, as a code, a ticket or otherwise."""
    both = ((mention.code, mention.surface) for mention in article.mentions)
    return frozenset(text for pair in both for text in pair if text)


def covered(families: Sequence[Family], catalogue: Sequence[CatalogueEntry]) -> frozenset[str]:
    """The families of which the catalogue lists at least one code."""
    patterns = ((family.id, re.compile(family.pattern)) for family in families)
    codes = [entry.code for entry in catalogue]
    return frozenset(id_ for id_, pattern in patterns if any(map(pattern.fullmatch, codes)))


def at(article: Article, line: int) -> Span:
    """A line of an article."""
    return Span(article.source, line)
