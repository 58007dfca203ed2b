"""When articles were updated, and which are the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from errata.model import Article


def last_changed(article: Article) -> datetime | None:
    """Return when the article was last updated, if known."""
    return article.metadata.last_changed or article.metadata.created


def latest_change(articles: Iterable[Article]) -> datetime | None:
    """Return when the newest of them was updated."""
    return max((when for article in articles if (when := last_changed(article))), default=None)


def find_newest(articles: Iterable[Article], most: int) -> list[Article]:
    """Return the newest of the articles that have a date, newest first."""
    dated = [(when, article) for article in articles if (when := last_changed(article))]
    dated.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].number))
    return [article for _, article in dated[:most]]
