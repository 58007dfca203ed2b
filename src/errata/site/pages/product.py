"""A page for each product, and for each system or version that articles apply to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.collation import group_by_letter
from errata.site.layout import PageMeta, build_layout, home_breadcrumb
from errata.site.lists import (
    code_entry,
    codes_by_number,
    dated_link,
    latest_change,
    natural_key,
    newest_articles,
)
from errata.site.product_names import is_about_product, name_products
from errata.site.urls import list_alternates, product_path
from errata.site.views import DatedLink, Layout, LetterGroup, Link, ListedCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from errata.config import Config
    from errata.model import Article, Library
    from errata.site.views import Layout, ListedCode

_MOST: Final = 5
_MOST_FROM: Final = 12
"""Codes from which a reader wants to be told where to begin."""
_RECENT: Final = 5
_RECENT_FROM: Final = 12
"""Articles from which the newest are not seen at one glance."""


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product's page, or that of a system or version that articles apply to."""

    frame: Layout
    name: str
    total: int
    codes: tuple[Link, ...]
    """All of them, by number."""
    most: tuple[ListedCode, ...]
    """The most referenced, counted among its articles; empty where the codes are few."""
    recent: tuple[DatedLink, ...]
    """Empty where there are so few articles that one sees them all."""
    groups: tuple[LetterGroup, ...]
    """Articles about it."""
    applying: tuple[LetterGroup, ...]
    """Those about something else that apply to it too."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then name."""
    found = {locale: name_products(library, locale) for locale in library.locales}
    for locale in library.locales:
        codes = codes_by_number(library, locale)
        for name, articles in found[locale].items():
            path = product_path(locale, name)
            siblings = {tag: product_path(tag, name) for tag in found if name in found[tag]}
            trail, updated = (home_breadcrumb(locale, path),), latest_change(articles)
            twins = (
                list_alternates(path)
                if any(is_about_product(article, name) for article in articles)
                else ()
            )
            setting = PageMeta(
                path, locale, name, siblings=siblings, trail=trail, updated=updated, twins=twins
            )
            own = {code for article in articles for code in codes.get(article.number, ())}
            view = _view(name, articles, own, build_layout(setting, library, config), library)
            yield Page(path, "product.html", locale, view)


def _view(
    name: str, articles: Sequence[Article], codes: Collection[str], shown: Layout, library: Library
) -> ProductView:
    locale = articles[0].locale
    path = product_path(locale, name)
    numbers = {article.number for article in articles}
    entries = [
        code_entry(code, locale, path, library, numbers) for code in sorted(codes, key=natural_key)
    ]
    recent = newest_articles(articles, _RECENT) if len(articles) >= _RECENT_FROM else ()
    return ProductView(
        frame=shown,
        name=name,
        total=len(articles),
        codes=tuple(Link(entry.code, entry.href) for entry in entries),
        most=_most(entries),
        recent=dated_link(recent, path),
        groups=group_by_letter((a for a in articles if is_about_product(a, name)), locale, path),
        applying=group_by_letter(
            (a for a in articles if not is_about_product(a, name)), locale, path
        ),
    )


def _most(entries: Sequence[ListedCode]) -> tuple[ListedCode, ...]:
    """Those that several articles explain, most first; none where one sees all codes at once."""
    if len(entries) < _MOST_FROM:
        return ()
    several = (entry for entry in entries if entry.count > 1)
    return tuple(sorted(several, key=lambda entry: -entry.count)[:_MOST])
