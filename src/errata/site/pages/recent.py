"""The articles updated last: on the home page, on those of products, and on a page of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.formatting import month_name
from errata.site.layout import build_layout, list_page_meta
from errata.site.lists import dated_link, last_changed, newest_articles, visible_articles
from errata.site.urls import recent_path
from errata.site.views import DatedLink, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Article, Library

MOST: Final = 100
"""On the page of their own; a reader who looks further back looks for a title."""


@dataclass(frozen=True, slots=True)
class Month:
    """Articles updated in one month, the newest first."""

    name: str
    """As the page's language writes it, with the year."""
    anchor: str
    entries: tuple[DatedLink, ...]


@dataclass(frozen=True, slots=True)
class RecentView:
    """The articles updated last."""

    frame: Layout
    months: tuple[Month, ...]


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    for locale in library.locales:
        path = recent_path(locale)
        setting = list_page_meta(recent_path, locale, library)
        view = RecentView(build_layout(setting, library, config), _months(locale, path, library))
        yield Page(path, "recent.html", locale, view)


def _months(locale: str, page: str, library: Library) -> tuple[Month, ...]:
    articles = newest_articles(visible_articles(library, locale), MOST)
    months = groupby(articles, key=_month)
    return tuple(
        Month(
            month_name(*month, locale), f"month-{month[0]}-{month[1]:02}", dated_link(group, page)
        )
        for month, group in months
    )


def _month(article: Article) -> tuple[int, int]:
    when = last_changed(article)
    utc = when.astimezone(UTC) if when else None
    return (utc.year, utc.month) if utc else (0, 0)
