"""The home page of each locale, and the page at the root that leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Page
from errata.outputs.frame import Setting, frame, languages
from errata.outputs.listing import anchor, natural, visible
from errata.outputs.text import language_name
from errata.outputs.views import HomeView, Language, Link, ProductGroup, RootView
from errata.urls import article_path, home_path, relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Article, Library

ROOT = "index.html"


def emit(library: Library, config: Config) -> Iterator[Page]:
    """The root first."""
    yield _root(library, config)
    for locale in library.locales:
        yield _home(locale, library, config)


def _root(library: Library, config: Config) -> Page:
    default = library.locales[0] if library.locales else config.default_locale
    siblings = {tag: home_path(tag) for tag in library.locales}
    setting = Setting(ROOT, default, config.site.name, config.site.description, siblings)
    only = (Language(default, language_name(default), relative(ROOT, home_path(default))),)
    view = RootView(frame(setting, library, config), languages(setting, library) or only)
    return Page(ROOT, "root.html", default, view)


def _home(locale: str, library: Library, config: Config) -> Page:
    path = home_path(locale)
    articles = list(visible(library, locale))
    siblings = {tag: home_path(tag) for tag in library.locales}
    setting = Setting(path, locale, config.site.name, config.site.description, siblings)
    view = HomeView(
        frame=frame(setting, library, config),
        products=_by_product(articles, path),
        articles=len(articles),
        codes=sum(locale in where for where in library.codes.values()),
    )
    return Page(path, "home.html", locale, view)


def _by_product(articles: list[Article], page: str) -> tuple[ProductGroup, ...]:
    """One group per solution, those without one last; an article stands in each of its own."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        for name in article.metadata.solutions or article.metadata.products or ("",):
            groups.setdefault(name, []).append(article)
    return tuple(
        ProductGroup(name, anchor("product", name or "none"), _links(groups[name], page))
        for name in sorted(groups, key=lambda name: (not name, name.casefold(), name))
    )


def _links(articles: list[Article], page: str) -> tuple[Link, ...]:
    ordered = sorted(articles, key=lambda a: (natural(a.metadata.title), a.number))
    return tuple(
        Link(a.metadata.title, relative(page, article_path(a.locale, a.number))) for a in ordered
    )
