"""A page for each product, and for each system or version that articles apply to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.outputs.collation import by_letter
from errata.outputs.frame import Setting, frame
from errata.outputs.list_views import ProductView
from errata.outputs.listing import latest, natural
from errata.outputs.product_names import named
from errata.outputs.recent import dated, newest
from errata.outputs.trail import home_crumb
from errata.outputs.views import Link
from errata.urls import code_path, product_path, relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.config import Config
    from errata.model import Article, Library

_RECENT: Final = 5
_RECENT_FROM: Final = 12
"""Articles from which the newest are not seen at one glance."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then name."""
    found = {locale: named(library, locale) for locale in library.locales}
    for locale in library.locales:
        for name, articles in found[locale].items():
            siblings = {tag: product_path(tag, name) for tag in found if name in found[tag]}
            yield _page(name, articles, siblings, library, config)


def _page(
    name: str,
    articles: Sequence[Article],
    siblings: dict[str, str],
    library: Library,
    config: Config,
) -> Page:
    locale = articles[0].locale
    path = product_path(locale, name)
    about = [article for article in articles if is_about(article, name)]
    others = [article for article in articles if not is_about(article, name)]
    trail, updated = (home_crumb(locale, path),), latest(articles)
    setting = Setting(path, locale, name, siblings=siblings, trail=trail, updated=updated)
    recent = newest(articles, _RECENT) if len(articles) >= _RECENT_FROM else ()
    view = ProductView(
        frame=frame(setting, library, config),
        name=name,
        total=len(articles),
        codes=_codes(articles, path, library),
        recent=dated(recent, path),
        groups=by_letter(about, locale, path),
        applying=by_letter(others, locale, path),
    )
    return Page(path, "product.html", locale, view)


def is_about(article: Article, name: str) -> bool:
    """Whether it is a product of the article's; else the article only applies to it."""
    key = name.casefold()
    data = article.metadata
    return any(key == other.casefold() for other in (*data.solutions, *data.products))


def _codes(articles: Sequence[Article], page: str, library: Library) -> tuple[Link, ...]:
    locale = articles[0].locale
    found = {code for article in articles for code in article.codes}
    here = (code for code in found if locale in library.codes.get(code, {}))
    return tuple(
        Link(code, relative(page, code_path(locale, code))) for code in sorted(here, key=natural)
    )
