"""Articles by date: the newest of them, and how they stand in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.parts.listing import changed
from errata.parts.text import stamp
from errata.urls import article_path, relative
from errata.views.lists import Dated
from errata.views.shared import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Article


def newest(articles: Iterable[Article], most: int) -> list[Article]:
    """Those with a date, the newest first."""
    with_date = [article for article in articles if changed(article)]
    return sorted(with_date, key=lambda a: (-_seconds(a), a.number))[:most]


def dated(articles: Iterable[Article], page: str) -> tuple[Dated, ...]:
    """As entries of a list; without those that have no date."""
    found = []
    for article in articles:
        if updated := stamp(changed(article), article.locale):
            target = relative(page, article_path(article.locale, article.number))
            link = Link(article.metadata.title, target)
            found.append(Dated(link, updated, article.metadata.products))
    return tuple(found)


def _seconds(article: Article) -> float:
    when = changed(article)
    return when.timestamp() if when else 0
