"""A picture file that is damaged, is not a picture, or is too large to examine.

It is published unchanged and without its size. Readers see its alternative text or a broken frame.
Save it again as PNG, JPEG, GIF, WebP or SVG. `limits.picture-pixels` sets the largest size.
"""

from collections.abc import Iterator
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, AssetRef, Library, Position
from errata.site.images import asset_file

SEVERITY = Severity.WARNING
_REMEDY: Final = "save it again as PNG, JPEG, GIF, WebP or SVG, in the size at which it is shown"


def check(kb: KnowledgeBase) -> Findings:
    """Report each such picture once, at the first place that shows it."""
    if not any(picture.fault for picture in kb.library.pictures.values()):
        return
    reported: set[str] = set()
    for article in kb.articles:
        for path, place in _pictures(article, kb.library):
            picture = kb.library.pictures.get(path)
            if picture and picture.fault and path not in reported:
                reported.add(path)
                message = f"the picture `{path}` cannot be shown: {picture.fault}"
                span = Span(article.source, place.line, place.column)
                yield Finding(message, span, _REMEDY, end=place.end)


def _pictures(article: Article, library: Library) -> Iterator[tuple[str, Position]]:
    """Yield path and place of an article's pictures."""
    for ref in (*article.title.refs, *article.body.refs):
        if not isinstance(ref, AssetRef) or ref.attribute != "src":
            continue
        if path := asset_file(article, ref.path, library):
            yield path, ref.position
    yield from ((item.path, item.place) for item in article.embedded)
