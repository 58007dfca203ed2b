"""A page for each product, and for each system or version that articles apply to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.parts.alternates import of_list
from errata.parts.collation import by_letter
from errata.parts.dated import dated, newest
from errata.parts.frame import Setting, frame
from errata.parts.listing import code_entry, codes_by_number, latest, natural
from errata.parts.product_names import is_about, named
from errata.parts.trail import home_crumb
from errata.urls import product_path
from errata.views.lists import ProductView
from errata.views.shared import Link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from errata.config import Config
    from errata.model import Article, Library
    from errata.views.shared import Frame, ListedCode

_MOST: Final = 5
_MOST_FROM: Final = 12
"""Codes from which a reader wants to be told where to begin."""
_RECENT: Final = 5
_RECENT_FROM: Final = 12
"""Articles from which the newest are not seen at one glance."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then name."""
    found = {locale: named(library, locale) for locale in library.locales}
    for locale in library.locales:
        codes = codes_by_number(library, locale)
        for name, articles in found[locale].items():
            path = product_path(locale, name)
            siblings = {tag: product_path(tag, name) for tag in found if name in found[tag]}
            trail, updated = (home_crumb(locale, path),), latest(articles)
            twins = of_list(path) if any(is_about(article, name) for article in articles) else ()
            setting = Setting(
                path, locale, name, siblings=siblings, trail=trail, updated=updated, twins=twins
            )
            own = {code for article in articles for code in codes.get(article.number, ())}
            view = _view(name, articles, own, frame(setting, library, config), library)
            yield Page(path, "product.html", locale, view)


def _view(
    name: str, articles: Sequence[Article], codes: Collection[str], shown: Frame, library: Library
) -> ProductView:
    locale = articles[0].locale
    path = product_path(locale, name)
    numbers = {article.number for article in articles}
    entries = [
        code_entry(code, locale, path, library, numbers) for code in sorted(codes, key=natural)
    ]
    recent = newest(articles, _RECENT) if len(articles) >= _RECENT_FROM else ()
    return ProductView(
        frame=shown,
        name=name,
        total=len(articles),
        codes=tuple(Link(entry.code, entry.href) for entry in entries),
        most=_most(entries),
        recent=dated(recent, path),
        groups=by_letter((a for a in articles if is_about(a, name)), locale, path),
        applying=by_letter((a for a in articles if not is_about(a, name)), locale, path),
    )


def _most(entries: Sequence[ListedCode]) -> tuple[ListedCode, ...]:
    """Those that several articles explain, most first; none where one sees all codes at once."""
    if len(entries) < _MOST_FROM:
        return ()
    several = (entry for entry in entries if entry.count > 1)
    return tuple(sorted(several, key=lambda entry: -entry.count)[:_MOST])
