"""The home page of each locale, and the page at the root that leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from errata.model import Page
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import find_newest
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import group_by_letter, list_by_date, list_code
from errata.site.pages.product import rank_products
from errata.site.urls import home_path, list_formats
from errata.site.views import CountedLink, DatedLink, LanguageLink, Layout, Link, ListedCode
from errata.values import Record

# The page at the site's root, which no locale owns.
ROOT: Final = "index.html"
# How much of each list fits on a home page, which should lead on and not be read.
_MOST_CODES: Final = 12
_MOST_PRODUCTS: Final = 12
_MOST_RECENT: Final = 8
# Sections at the top; a folder that has more is looked through on the page of all sections.
_MOST_SECTIONS: Final = 24
# The home page itself lists the articles if there are so few.
_FEW: Final = 12


class RootView(Record, frozen=True):
    """The page at the site's root: a choice of languages."""

    layout: Layout
    languages: tuple[LanguageLink, ...]
    onward: str = ""
    """The only home page, which a browser opens automatically; empty if there is a choice."""


class HomeView(Record, frozen=True):
    """A locale's home page."""

    layout: Layout
    products: tuple[CountedLink, ...]
    """Products with the most articles, most first."""
    sections: tuple[CountedLink, ...]
    """Top-level sections, as many as there is room for."""
    codes: tuple[ListedCode, ...]
    """The most referenced codes, most first."""
    recent: tuple[DatedLink, ...]
    """The newest articles first."""
    titles: tuple[Link, ...]
    """Every article by title if there are few; else empty."""
    articles: int
    total_codes: int


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield the root first."""
    yield site.page(ROOT, site.first_locale).plan("root.html", _root, _root_meta)
    for locale in site.locales:
        yield site.page(home_path(locale), locale).plan("home.html", _view, _meta)


def _root_meta(page: PageContext) -> PageMeta:
    config, locale = page.site.config, page.locale
    siblings = page.site.in_every_locale(home_path)
    name, about = config.site_name(locale), config.site_description(locale)
    return PageMeta(name, about, siblings, otherwise=ROOT)


def _meta(page: PageContext) -> PageMeta:
    return replace(
        _root_meta(page),
        kind="home",
        formats=list_formats(page.path),
        updated=page.site.latest_changes[page.locale],
    )


def _root(page: PageContext) -> RootView:
    locale, layout = page.locale, build_layout(page, _root_meta(page))
    only = LanguageLink(locale, page.site.language_name(locale), page.href(home_path(locale)))
    onward = only.href if len(page.site.locales) == 1 else ""
    return RootView(layout, layout.languages or (only,), onward)


def _view(page: PageContext) -> HomeView:
    site, library, locale = page.site, page.site.library, page.locale
    articles, codes = site.visible_by_locale[locale], site.codes_by_locale[locale]
    # Sorting keeps codes with as many articles by number.
    most = sorted(codes, key=lambda code: -len(library.codes[code][locale]))[:_MOST_CODES]
    return HomeView(
        layout=build_layout(page, _meta(page)),
        products=rank_products(page)[0][:_MOST_PRODUCTS],
        sections=page.count_categories(site.categories[locale].root.children[:_MOST_SECTIONS]),
        codes=tuple(list_code(page, code) for code in most),
        recent=list_by_date(page, find_newest(articles, _MOST_RECENT)),
        titles=_titles(page),
        articles=len(articles),
        total_codes=len(codes),
    )


def _titles(page: PageContext) -> tuple[Link, ...]:
    articles = page.site.visible_by_locale[page.locale]
    if len(articles) > _FEW:
        return ()
    return tuple(link for group in group_by_letter(page, articles) for link in group.links)
