"""A link or picture that leads nowhere: no such article, heading or file.

The text of the link and the alternative text of the picture stay on the page; only the target
goes, so that no reader meets a dead link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Diagnostic, Severity, Span, suggest_name
from errata.model import AnchorRef, ArticleRef, AssetRef, BrokenRef
from errata.site.links import article_for_locale, asset_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.model import Article, Library, LinkTarget, Ref

SEVERITY = Severity.ERROR


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Look at every reference of every article."""
    del config
    for article in library.articles:
        for ref in (*article.title.refs, *article.body.refs):
            yield from _look(ref, article, library)


def _look(ref: Ref, article: Article, library: Library) -> Iterator[Diagnostic]:
    match ref:
        case ArticleRef(number, fragment, authored, place):
            target = article_for_locale(article.locale, number, library)
            if target is None and not authored:
                yield _finding(
                    article, place, f"no article `{number}`", _near(number, library.translations)
                )
            elif target and fragment and fragment not in target.anchors:
                message = f"no heading `#{fragment}` in `{number}`"
                yield _finding(article, place, message, _near(fragment, target.anchors))
        case AnchorRef(fragment, place) if fragment not in article.anchors:
            message = f"no heading `#{fragment}` in this article"
            yield _finding(article, place, message, _near(fragment, article.anchors))
        case AssetRef(path, _, place) if asset_file(article, path, library) is None:
            yield _finding(article, place, f"no file `{path}`", _near(path, library.assets))
        case BrokenRef(authored, attribute, place):
            empty = "a picture without a file" if attribute == "src" else "a link without a target"
            message = f"`{authored}` leads to nothing in the knowledge base" if authored else empty
            remedy = "link an article, a heading or a file in `assets/`"
            yield _finding(article, place, message, remedy)


def _finding(article: Article, place: LinkTarget, message: str, remedy: str) -> Diagnostic:
    span = Span(article.source, place.line, place.column)
    return Diagnostic("KB301", SEVERITY, message, span, remedy)


def _near(name: str, known: Iterable[str]) -> str:
    return suggest_name(name, known, "mend the link, or take it out")
