"""The search page, and what the templates of pages that find things may see.

The search page of each locale: a box, and what helps a reader who finds nothing.

The answers are made in the browser; without scripts the page leads to the index of codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.model import Page
from errata.site.layout import PageMeta, build_layout
from errata.site.lists import families_by_code, family_view, natural_key
from errata.site.urls import code_path, relative, search_path
from errata.site.views import Layout, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.config import Config
    from errata.model import Library


@dataclass(frozen=True, slots=True)
class SearchFamily:
    """A family of codes as the search page explains what can be looked up."""

    name: str
    """The product, else the family's id."""
    meaning: str
    example: Link
    """A code that has a page in this locale."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page; its answers are made in the browser."""

    frame: Layout
    families: tuple[SearchFamily, ...] = ()
    contact: str = ""
    """Web or mail address for who finds nothing; empty where there is none."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    families = families_by_code(library)
    siblings = {tag: search_path(tag) for tag in library.locales}
    for locale in library.locales:
        path = search_path(locale)
        setting = PageMeta(path, locale, siblings=siblings)
        view = SearchView(
            frame=build_layout(setting, library, config),
            families=tuple(_families(locale, path, families, library)),
            contact=config.site.contact,
        )
        yield Page(path, "search.html", locale, view)


def _families(
    locale: str, page: str, families: Mapping[str, str], library: Library
) -> Iterator[SearchFamily]:
    """Those of a product, by its name, each with its first code."""
    firsts: dict[str, str] = {}
    for code in sorted(library.codes, key=natural_key):
        if library.codes[code].get(locale):
            firsts.setdefault(families[code], code)
    views = (family_view(family, library) for family in firsts)
    described = sorted((view for view in views if view.product), key=lambda v: (v.product, v.id))
    for view in described:
        code = firsts[view.id]
        link = Link(code, relative(page, code_path(locale, code)))
        yield SearchFamily(view.product, view.meaning, link)
