"""A link to an article that is hidden: the reader lands on a page that is out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Diagnostic, Severity, Span
from errata.model import ArticleRef
from errata.site.links import article_for_locale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

SEVERITY = Severity.WARNING
_REMEDY = "link the article that replaces it"


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Look at every reference from a visible article to another."""
    del config
    for article in library.visible:
        for ref in article.body.refs:
            target = (
                article_for_locale(article.locale, ref.number, library)
                if isinstance(ref, ArticleRef)
                else None
            )
            if isinstance(ref, ArticleRef) and target and target.metadata.hidden:
                span = Span(article.source, ref.place.line, ref.place.column)
                message = f"`{ref.number}` is hidden"
                successor = target.metadata.replaced_by
                remedy = f"link `{successor}`, which replaces it" if successor else _REMEDY
                yield Diagnostic("KB303", SEVERITY, message, span, remedy)
