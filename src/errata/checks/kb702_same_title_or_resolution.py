"""An article with the title or the resolution of another.

Two articles of one title cannot be told apart in a list. Two of one resolution may be one article,
or each may lack what is particular about it. Case, punctuation and blanks do not count, and a
resolution of a few words, such as "Restart the server", is no reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Related, Severity, Span
from errata.model import Article, Position, SectionKind

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Runs of what is not a letter or a number: " - " and ": ".
_BETWEEN: Final = re.compile(r"[\W_]+")
# Characters of a resolution that is somebody's own.
_SHORTEST: Final = 80
# A text that more articles have is a template's.
_MOST: Final = 8


def check(kb: KnowledgeBase) -> Findings:
    """Compare originals of one folder by title, of one language by resolution."""
    originals = {number: locales[0] for number, locales in kb.library.translations.items()}
    articles = [
        article for article in kb.library.visible if originals[article.number] == article.locale
    ]
    yield from _same_title(articles)
    yield from _same_resolution(articles)


def _same_title(articles: Iterable[Article]) -> Findings:
    # "Overview" and "Installation" are in every folder of a manual.
    found: dict[tuple[str, str, str], list[Article]] = defaultdict(list)
    for article in articles:
        title = _fold(article.metadata.title)
        if title:
            found[article.locale, article.source.rpartition("/")[0], title].append(article)
    for first, *others in found.values():
        for article in others:
            message = f"`{first.number}` has the same title"
            other = Related(_title(first), "the other article")
            remedy = "say in the title what is different, or make one article of the two"
            yield Finding(message, _title(article), remedy, related=(other,))


def _same_resolution(articles: Iterable[Article]) -> Findings:
    found: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        texts = [one.text for one in article.sections if one.kind is SectionKind.RESOLUTION]
        text = _fold(texts[0]) if texts else ""
        if len(text) >= _SHORTEST:
            found[article.locale, text].append(article)
    for first, *others in found.values():
        for article in others if len(others) < _MOST - 1 else ():
            message = f"`{first.number}` has the same resolution"
            other = Related(_resolution(first), "the other article")
            remedy = "make one article of the two, or say in each what is particular about it"
            yield Finding(message, _resolution(article), remedy, related=(other,))


def _fold(text: str) -> str:
    return _BETWEEN.sub(" ", text.casefold()).strip()


def _title(article: Article) -> Span:
    place = article.metadata.value_places.get("title", Position())
    return Span(article.source, place.line, place.column)


def _resolution(article: Article) -> Span:
    found = next(one for one in article.sections if one.kind is SectionKind.RESOLUTION)
    heading = next((one for one in article.headings if one.id == found.id), None)
    return Span(article.source, heading.line if heading else 1)
