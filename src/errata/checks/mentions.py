"""What the checks of codes share: which mentions of an article they read, and where those are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Span
from errata.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.checks.subjects import KnowledgeBase
    from errata.model import Article, CatalogueEntry, Family, Mention

# Where an author names what went wrong. What looks like a code in a resolution may be a setting, a
# version or a ticket just as well.
_PROBLEM_SECTIONS: Final = frozenset(
    {SectionKind.ISSUE, SectionKind.DESCRIPTION, SectionKind.CAUSE}
)
_PROBLEM_KEYS: Final = frozenset({"title", "description", "keywords"})


def original_articles(kb: KnowledgeBase) -> Iterator[Article]:
    """Those to judge that translate no other: what is wrong in a source is reported once."""
    for article in kb.visible:
        if kb.is_original(article):
            yield article


def suspect_mentions(article: Article, kind: str) -> Iterator[Mention]:
    """The first mention of each text of that kind where the article says what went wrong."""
    seen: set[str] = set()
    for mention in article.mentions:
        names_problem = mention.where in _PROBLEM_KEYS or mention.section in _PROBLEM_SECTIONS
        if mention.kind == kind and names_problem and mention.surface not in seen:
            seen.add(mention.surface)
            yield mention


def error_mentions(article: Article) -> Iterator[Mention]:
    """The first mention of each error code."""
    seen: set[str] = set()
    for mention in article.mentions:
        if mention.kind == "error" and mention.code not in seen:
            seen.add(mention.code)
            yield mention


def is_covered(families: Sequence[Family], catalogue: Sequence[CatalogueEntry]) -> frozenset[str]:
    """The families of which the catalogue lists at least one code."""
    patterns = ((family.id, re.compile(family.pattern)) for family in families)
    codes = [entry.code for entry in catalogue]
    return frozenset(id_ for id_, pattern in patterns if any(map(pattern.fullmatch, codes)))


def mention_place(article: Article, mention: Mention) -> Span:
    """Where exactly the article has it."""
    return Span(article.source, mention.line, mention.column)


def mention_end(mention: Mention) -> tuple[int, int] | None:
    """Behind it; None where the file has it otherwise."""
    return (mention.line, mention.column + len(mention.surface)) if mention.is_exact else None
