"""Every article of a locale by title, and the newest by date of change.

All titles are on one page so that a browser's own search works. In a very large knowledge base, the
page lists parts, which are pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from itertools import groupby
from math import ceil
from typing import Final

from errata.model import Article, Page
from errata.site.context import PageContext, SiteContext
from errata.site.facts import table
from errata.site.formatting import (
    find_newest,
    last_changed,
    latest_change,
    month_name,
    truncate_text,
)
from errata.site.layout import PageMeta, build_layout, build_list_meta
from errata.site.lists import group_by_letter, list_by_date, sort_by_title
from errata.site.urls import recent_path, titles_part_path, titles_path
from errata.site.views import Breadcrumb, DatedLink, Layout, LetterGroup
from errata.values import Record

# How many articles are listed by date: readers who look further back look for a title.
MOST_RECENT: Final = 50
# Titles on one page: 2,000 take 230 kB, 50 with compression. Of more, so many are a part.
_MOST_TITLES: Final = 2_000
_PART: Final = 1_000
# How many of the 70 characters of a page's title each of the two titles gets between which a part
# lies.
_HALF_A_TITLE: Final = 30


class TitleRange(Record, frozen=True):
    """A part of the titles, which has a page."""

    first: str
    last: str
    href: str
    count: int


class TitlesView(Record, frozen=True):
    """Every article of a locale by title, or a part of them."""

    layout: Layout
    groups: tuple[LetterGroup, ...]
    total: int
    ranges: tuple[TitleRange, ...] = ()
    """The parts, if there are too many titles for a page; then there are no groups."""


class Month(Record, frozen=True):
    """Articles updated in one month, the newest first."""

    name: str
    """Month and year in the page's language."""
    anchor: str
    entries: tuple[DatedLink, ...]


class RecentView(Record, frozen=True):
    """The articles updated last."""

    layout: Layout
    months: tuple[Month, ...]


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield by locale all titles, then recent articles, if any has a date."""
    for locale in site.locales:
        yield site.page(titles_path(locale), locale).plan("titles.html", _titles, _titles_meta)
        yield from _parts(site, locale)
        if site.has_dates:
            yield site.page(recent_path(locale), locale).plan("recent.html", _recent, _recent_meta)


def _titles_meta(page: PageContext) -> PageMeta:
    return build_list_meta(page, titles_path)


def _recent_meta(page: PageContext) -> PageMeta:
    return build_list_meta(page, recent_path)


def _titles(page: PageContext) -> TitlesView:
    articles = page.site.visible_by_locale[page.locale]
    layout = build_layout(page, _titles_meta(page))
    if _count_parts(page.site, page.locale):
        return TitlesView(layout, (), len(articles), _list_parts(page))
    return TitlesView(layout, group_by_letter(page, articles), len(articles))


def _count_parts(site: SiteContext, locale: str) -> int:
    total = len(site.visible_by_locale[locale])
    return ceil(total / _PART) if total > _MOST_TITLES else 0


def _parts(site: SiteContext, locale: str) -> Iterator[Page]:
    for number in range(1, _count_parts(site, locale) + 1):
        page = site.page(titles_part_path(locale, number), locale)
        yield page.plan("titles.html", _part, _part_meta, number)


def _part(page: PageContext, number: int) -> TitlesView:
    own = _articles_of_part(page, number)
    layout = build_layout(page, _part_meta(page, number))
    return TitlesView(layout, group_by_letter(page, own), len(own))


def _part_meta(page: PageContext, number: int) -> PageMeta:
    own = _articles_of_part(page, number)
    above = Breadcrumb("", page.href(titles_path(page.locale)), "titles")
    return PageMeta(
        title=_name_range(own[0], own[-1]),
        siblings={page.locale: page.path},
        breadcrumbs=(page.home_breadcrumb(), above),
        updated=latest_change(own),
    )


def _list_parts(page: PageContext) -> tuple[TitleRange, ...]:
    parts = []
    for number in range(1, _count_parts(page.site, page.locale) + 1):
        own = _articles_of_part(page, number)
        first, last = (article.metadata.title for article in (own[0], own[-1]))
        href = page.href(titles_part_path(page.locale, number))
        parts.append(TitleRange(first, last, href, len(own)))
    return tuple(parts)


def _articles_of_part(page: PageContext, number: int) -> list[Article]:
    numbers = title_parts(page.site)[page.locale, number]
    return [page.site.library.by_key[page.locale, each] for each in numbers]


@table
def title_parts(site: SiteContext) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Map locale and part to the numbers of its articles, by title."""
    names = {}
    for locale, articles in site.visible_by_locale.items():
        ordered = sort_by_title(articles, locale)
        for part in range(_count_parts(site, locale)):
            own = ordered[part * _PART : (part + 1) * _PART]
            names[locale, part + 1] = tuple(article.number for article in own)
    return names


def _name_range(first: Article, last: Article) -> str:
    texts = (truncate_text(article.metadata.title, _HALF_A_TITLE) for article in (first, last))
    return " \u2013 ".join(texts)


def _recent(page: PageContext) -> RecentView:
    articles = find_newest(page.site.visible_by_locale[page.locale], MOST_RECENT)
    months = tuple(
        Month(
            month_name(year, month, page.locale),
            f"month-{year}-{month:02}",
            list_by_date(page, group),
        )
        for (year, month), group in groupby(articles, key=_month)
    )
    return RecentView(build_layout(page, _recent_meta(page)), months)


def _month(article: Article) -> tuple[int, int]:
    # In UTC, as all dates of the site, so that the build's own time zone changes no page.
    when = last_changed(article)
    utc = when.astimezone(UTC) if when else None
    return (utc.year, utc.month) if utc else (0, 0)
