"""What the checks say of the things that were noted while a text was rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics.registry import all_checks, run_checks
from errata.model import Article, Metadata, ReadArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.articles.markdown.context import ParseContext
    from errata.diagnostics import Diagnostic, Finding

# Checks of what was noted that look into the text for its exact place.
LOOK_INTO_TEXT = ("KB308", "KB804", "KB809", "KB811")


def observed(context: ParseContext, text: str) -> list[tuple[str, Finding | Diagnostic]]:
    """Code of the check and what it finds, by place."""
    article = Article(context.path, context.locale, Metadata("A", "", "KA-00001"), ())
    read = ReadArticle(article, text, (), 1, tuple(context.observations), context.includes)
    return sorted(_find(read), key=lambda item: (item[1].span, item[0]))


def _find(read: ReadArticle) -> Iterator[tuple[str, Finding | Diagnostic]]:
    for one in run_checks(*read.observations):
        yield one.code, one
    for code in LOOK_INTO_TEXT:
        for finding in all_checks()[code].find(read):
            yield code, finding
