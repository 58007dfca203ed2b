"""The home page of each locale, and the page at the root that leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.collation import group_by_letter
from errata.site.layout import PageMeta, build_layout, language_links
from errata.site.lists import (
    code_entry,
    dated_link,
    latest_change,
    natural_key,
    newest_articles,
    visible_articles,
)
from errata.site.product_names import is_about_product, name_products
from errata.site.urls import home_path, list_alternates, product_path, relative
from errata.site.views import CountedLink, DatedLink, LanguageLink, Layout, Link, ListedCode
from errata.text.locales import language_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.config import Config
    from errata.model import Article, Library

ROOT = "index.html"
_CODES: Final = 12
_RECENT: Final = 8
_FEW: Final = 12
"""Articles that a home page lists itself."""


@dataclass(frozen=True, slots=True)
class RootView:
    """The page at the site's root: a choice of languages."""

    frame: Layout
    languages: tuple[LanguageLink, ...]
    onward: str = ""
    """The only home page, to which a browser goes on by itself; empty where there is a choice."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """A locale's home page."""

    frame: Layout
    products: tuple[CountedLink, ...]
    """By name."""
    codes: tuple[ListedCode, ...]
    """The most referenced, most first."""
    recent: tuple[DatedLink, ...]
    """The newest first."""
    titles: tuple[Link, ...]
    """Every article by title where they are so few; else empty."""
    articles: int
    total_codes: int


def emit(library: Library, config: Config) -> Iterator[Page]:
    """The root first."""
    yield _root(library, config)
    for locale in library.locales:
        yield _home(locale, library, config)


def _root(library: Library, config: Config) -> Page:
    default = library.locales[0] if library.locales else config.default_locale
    siblings = {tag: home_path(tag) for tag in library.locales}
    setting = PageMeta(
        ROOT, default, config.site.name, config.site.description, siblings, otherwise=ROOT
    )
    only = (LanguageLink(default, language_name(default), relative(ROOT, home_path(default))),)
    onward = only[0].href if len(library.locales) == 1 else ""
    view = RootView(
        build_layout(setting, library, config), language_links(setting, library) or only, onward
    )
    return Page(ROOT, "root.html", default, view)


def _home(locale: str, library: Library, config: Config) -> Page:
    path = home_path(locale)
    articles = list(visible_articles(library, locale))
    siblings = {tag: home_path(tag) for tag in library.locales}
    site = config.site
    setting = PageMeta(
        path,
        locale,
        site.name,
        site.description,
        siblings,
        otherwise=ROOT,
        kind="home",
        twins=list_alternates(path),
        updated=latest_change(articles),
    )
    codes = [code for code in library.codes if library.codes[code].get(locale)]
    codes.sort(key=lambda code: (-len(library.codes[code][locale]), natural_key(code)))
    view = HomeView(
        frame=build_layout(setting, library, config),
        products=_products(locale, path, library),
        codes=tuple(code_entry(code, locale, path, library) for code in codes[:_CODES]),
        recent=dated_link(newest_articles(articles, _RECENT), path),
        titles=_titles(articles, locale, path),
        articles=len(articles),
        total_codes=len(codes),
    )
    return Page(path, "home.html", locale, view)


def _titles(articles: Sequence[Article], locale: str, page: str) -> tuple[Link, ...]:
    if len(articles) > _FEW:
        return ()
    return tuple(link for group in group_by_letter(articles, locale, page) for link in group.links)


def _products(locale: str, page: str, library: Library) -> tuple[CountedLink, ...]:
    """What articles are about, by name; what they merely apply to is found from there."""
    return tuple(
        CountedLink(name, relative(page, product_path(locale, name)), len(articles))
        for name, articles in name_products(library, locale).items()
        if any(is_about_product(article, name) for article in articles)
    )
