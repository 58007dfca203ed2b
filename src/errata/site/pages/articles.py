"""Every article of a locale on one page, by title and by date of change.

All titles stand on one page so that a browser's own search serves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.formatting import month_name
from errata.site.layout import build_layout, build_list_meta
from errata.site.lists import find_newest, group_by_letter, last_changed, list_by_date
from errata.site.urls import recent_path, titles_path
from errata.site.views import DatedLink, Layout, LetterGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Article
    from errata.site.context import PageContext, SiteContext

# Articles by date: a reader who looks further back looks for a title.
MOST_RECENT: Final = 50


@dataclass(frozen=True, slots=True)
class TitlesView:
    """Every article of a locale by title."""

    layout: Layout
    groups: tuple[LetterGroup, ...]
    total: int


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

    layout: Layout
    months: tuple[Month, ...]


def emit(site: SiteContext) -> Iterator[Page]:
    """By locale: all titles, then what was updated last, if any article has a date."""
    for locale in site.locales:
        page = site.page(titles_path(locale), locale)
        meta = partial(build_list_meta, page, titles_path)
        yield Page(page.path, "titles.html", locale, partial(_titles, page), meta)
        if site.has_dates:
            page = site.page(recent_path(locale), locale)
            meta = partial(build_list_meta, page, recent_path)
            yield Page(page.path, "recent.html", locale, partial(_recent, page), meta)


def _titles(page: PageContext) -> TitlesView:
    articles = page.site.visible_by_locale[page.locale]
    layout = build_layout(page, build_list_meta(page, titles_path))
    return TitlesView(layout, group_by_letter(page, articles), len(articles))


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
    return RecentView(build_layout(page, build_list_meta(page, recent_path)), months)


def _month(article: Article) -> tuple[int, int]:
    # In UTC, as all dates of the site, so that the build's own time zone changes no page.
    when = last_changed(article)
    utc = when.astimezone(UTC) if when else None
    return (utc.year, utc.month) if utc else (0, 0)
