"""A link or picture that leads nowhere: no such article, heading, file or web address.

The text of the link and the alternative text of the picture stay on the page; only the target
goes, so that no reader meets a dead link.
"""

from collections.abc import Iterable

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span, suggest_name
from errata.model import (
    AnchorRef,
    Article,
    ArticleRef,
    AssetRef,
    BrokenRef,
    Library,
    Position,
    Ref,
)
from errata.model.observations import UnusableAddress
from errata.site.context import article_for_locale
from errata.site.images import asset_file

SEVERITY = Severity.ERROR


def check(seen: KnowledgeBase | UnusableAddress) -> Findings:
    """Look at every reference of every article; addresses elsewhere are only read, not asked."""
    if isinstance(seen, UnusableAddress):
        message = f"`{seen.address}` is not a web address"
        yield Finding(message, seen.span, "link a complete address, or write it as code")
        return
    for article in seen.library.articles:
        for ref in (*article.title.refs, *article.body.refs):
            yield from _look(ref, article, seen.library)


def _look(ref: Ref, article: Article, library: Library) -> Findings:
    match ref:
        case ArticleRef(number, fragment, authored, place):
            target = article_for_locale(article.locale, number, library)
            # An absolute address of an article that is not here still leads to the vendor's site.
            # One that is not published is a matter for KB303.
            withheld = library.find_withheld(article.locale, number)
            if target is None and not authored and not withheld:
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


def _finding(article: Article, place: Position, message: str, remedy: str) -> Finding:
    span = Span(article.source, place.line, place.column)
    return Finding(message, span, remedy)


def _near(name: str, known: Iterable[str]) -> str:
    return suggest_name(name, known, "fix the link or remove it")
