"""Articles by date: the newest of them, and how they stand in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.parts.listing import last_changed
from errata.parts.text import timestamp
from errata.urls import article_path, relative
from errata.views.lists import DatedLink
from errata.views.shared import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Article


def newest_articles(articles: Iterable[Article], most: int) -> list[Article]:
    """Those with a date, the newest first."""
    with_date = [article for article in articles if last_changed(article)]
    return sorted(with_date, key=lambda a: (-_seconds(a), a.number))[:most]


def dated_link(articles: Iterable[Article], page: str) -> tuple[DatedLink, ...]:
    """As entries of a list; without those that have no date."""
    found = []
    for article in articles:
        if updated := timestamp(last_changed(article), article.locale):
            target = relative(page, article_path(article.locale, article.number))
            link = Link(article.metadata.title, target)
            found.append(DatedLink(link, updated, article.metadata.products))
    return tuple(found)


def _seconds(article: Article) -> float:
    when = last_changed(article)
    return when.timestamp() if when else 0
