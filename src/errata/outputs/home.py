"""The home page of each locale, and the page at the root that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.parts.alternates import of_list
from errata.parts.collation import by_letter
from errata.parts.dated import dated, newest
from errata.parts.frame import Setting, frame, languages
from errata.parts.listing import code_entry, latest, natural, visible
from errata.parts.product_names import is_about, named
from errata.parts.text import language_name
from errata.urls import home_path, product_path, relative
from errata.views.lists import HomeView, RootView, Tally
from errata.views.shared import Language, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.config import Config
    from errata.model import Article, Library

ROOT = "index.html"
_CODES: Final = 12
_RECENT: Final = 8
_FEW: Final = 12
"""Articles that a home page lists itself."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """The root first."""
    yield _root(library, config)
    for locale in library.locales:
        yield _home(locale, library, config)


def _root(library: Library, config: Config) -> Page:
    default = library.locales[0] if library.locales else config.default_locale
    siblings = {tag: home_path(tag) for tag in library.locales}
    setting = Setting(
        ROOT, default, config.site.name, config.site.description, siblings, otherwise=ROOT
    )
    only = (Language(default, language_name(default), relative(ROOT, home_path(default))),)
    onward = only[0].href if len(library.locales) == 1 else ""
    view = RootView(frame(setting, library, config), languages(setting, library) or only, onward)
    return Page(ROOT, "root.html", default, view)


def _home(locale: str, library: Library, config: Config) -> Page:
    path = home_path(locale)
    articles = list(visible(library, locale))
    siblings = {tag: home_path(tag) for tag in library.locales}
    site = config.site
    setting = Setting(
        path,
        locale,
        site.name,
        site.description,
        siblings,
        otherwise=ROOT,
        kind="home",
        twins=of_list(path),
        updated=latest(articles),
    )
    codes = [code for code in library.codes if library.codes[code].get(locale)]
    codes.sort(key=lambda code: (-len(library.codes[code][locale]), natural(code)))
    view = HomeView(
        frame=frame(setting, library, config),
        products=_products(locale, path, library),
        codes=tuple(code_entry(code, locale, path, library) for code in codes[:_CODES]),
        recent=dated(newest(articles, _RECENT), path),
        titles=_titles(articles, locale, path),
        articles=len(articles),
        total_codes=len(codes),
    )
    return Page(path, "home.html", locale, view)


def _titles(articles: Sequence[Article], locale: str, page: str) -> tuple[Link, ...]:
    if len(articles) > _FEW:
        return ()
    return tuple(link for group in by_letter(articles, locale, page) for link in group.links)


def _products(locale: str, page: str, library: Library) -> tuple[Tally, ...]:
    """What articles are about, by name; what they merely apply to is found from there."""
    return tuple(
        Tally(name, relative(page, product_path(locale, name)), len(articles))
        for name, articles in named(library, locale).items()
        if any(is_about(article, name) for article in articles)
    )
