"""An article with the same title or the same resolution as another one.

In a list, readers cannot tell two articles with the same title apart. Two articles with the same
resolution could be one article, or each should say how it differs. Case, punctuation and spaces are
ignored, and so are resolutions of a few words, such as "Restart the server".
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from errata.checks.overlaps import have_different_subjects
from errata.checks.subjects import KnowledgeBase
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Related, Severity, Span
from errata.model import Article, Position, SectionKind, digest

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Runs of what is not a letter or a number: " - " and ": ".
_BETWEEN: Final = compile_late(r"[\W_]+")
# Shorter resolutions, in characters, are often equal by chance.
_SHORTEST: Final = 80
# A text that more articles have is a template's.
_MOST: Final = 8


# What the articles of one group share; the first part says where they are compared.
Shared = tuple[str, ...]


def check(kb: KnowledgeBase) -> Findings:
    """Compare originals of one folder by title, of one language by resolution."""
    titles, resolutions = kb.survey(_by_title), kb.survey(_by_resolution)
    for article in filter(kb.library.is_original, kb.visible):
        first = _same(article, titles.get(_title_of(article), ()))[0]
        if first.number != article.number:
            message = f"`{first.number}` has the same title"
            other = Related(_title(first), "the other article")
            remedy = "say in the title how it differs, or merge the two articles"
            yield Finding(message, _title(article), remedy, related=(other,))
        first, *others = _same(article, resolutions.get(_resolution_of(article, kb), ()))
        is_another = first.number != article.number and not have_different_subjects(first, article)
        if is_another and len(others) < _MOST - 1:
            message = f"`{first.number}` has the same resolution"
            other = Related(_resolution(first), "the other article")
            remedy = "merge the two articles, or say in each one how it differs"
            yield Finding(message, _resolution(article), remedy, related=(other,))


def _same(article: Article, holders: Sequence[Article]) -> list[Article]:
    """Return the article with the others, in the order of numbers."""
    others = (other for other in holders if other.source != article.source)
    return sorted((article, *others), key=lambda other: other.number)


def _by_title(kb: KnowledgeBase) -> dict[Shared, list[Article]]:
    return _group(kb, _title_of)


def _by_resolution(kb: KnowledgeBase) -> dict[Shared, list[Article]]:
    resolutions = kb.observe_all(
        "resolution", str, _originals(kb), partial(observe_resolution, kb=kb)
    )
    return _group(kb, lambda article: _shared(article, resolutions[article.source]))


def _group(kb: KnowledgeBase, share: Callable[[Article], Shared]) -> dict[Shared, list[Article]]:
    groups: dict[Shared, list[Article]] = defaultdict(list)
    for article in _originals(kb):
        if shared := share(article):
            groups[shared].append(article)
    return groups


def _originals(kb: KnowledgeBase) -> list[Article]:
    return [*filter(kb.library.is_original, kb.library.visible)]


def _title_of(article: Article) -> Shared:
    # "Overview" and "Installation" are in every folder of a manual.
    title = _fold(article.metadata.title)
    return (article.locale, article.source.rpartition("/")[0], title) if title else ()


def _resolution_of(article: Article, kb: KnowledgeBase) -> Shared:
    return _shared(article, observe_resolution(article, kb))


def _shared(article: Article, resolution: str) -> Shared:
    return (article.locale, resolution) if resolution else ()


def observe_resolution(article: Article, kb: KnowledgeBase) -> str:
    """Return a digest of the words of the article's resolution."""
    return kb.observe("resolution", str, article, partial(_name_resolution, article))


def _name_resolution(article: Article) -> str:
    """Digest the words of the first resolution; return nothing if they are few."""
    texts = [section.text for section in article.sections if section.kind is SectionKind.RESOLUTION]
    text = _fold(texts[0]) if texts else ""
    return digest(text) if len(text) >= _SHORTEST else ""


def _fold(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()


def _title(article: Article) -> Span:
    place = article.metadata.value_places.get("title", Position())
    return Span(article.source, place.line, place.column)


def _resolution(article: Article) -> Span:
    resolution = next(
        section for section in article.sections if section.kind is SectionKind.RESOLUTION
    )
    heading = next((each for each in article.headings if each.id == resolution.id), None)
    return Span(article.source, heading.line if heading else 1)
