"""The articles updated last: on the home page, on those of products, and on a page of their own."""

from __future__ import annotations

from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.parts.frame import frame
from errata.parts.listing import changed, visible
from errata.parts.text import month_name, stamp
from errata.parts.trail import list_setting
from errata.urls import article_path, recent_path, relative
from errata.views.lists import Dated, Month, RecentView
from errata.views.shared import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.model import Article, Library

MOST: Final = 100
"""On the page of their own; a reader who looks further back looks for a title."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    for locale in library.locales:
        path = recent_path(locale)
        setting = list_setting(recent_path, locale, library)
        view = RecentView(frame(setting, library, config), _months(locale, path, library))
        yield Page(path, "recent.html", locale, view)


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


def _months(locale: str, page: str, library: Library) -> tuple[Month, ...]:
    articles = newest(visible(library, locale), MOST)
    months = groupby(articles, key=_month)
    return tuple(
        Month(month_name(*month, locale), f"month-{month[0]}-{month[1]:02}", dated(group, page))
        for month, group in months
    )


def _month(article: Article) -> tuple[int, int]:
    when = changed(article)
    utc = when.astimezone(UTC) if when else None
    return (utc.year, utc.month) if utc else (0, 0)


def _seconds(article: Article) -> float:
    when = changed(article)
    return when.timestamp() if when else 0
