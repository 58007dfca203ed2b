"""A page at each address of what is gone: where to go instead, or that nothing is in its place.

It is whole HTML with a plain link, so that it needs neither a server's rules nor a script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.codes.published import is_gone, known_names, redirect_target
from errata.model import Page
from errata.site.layout import PageMeta, build_layout
from errata.site.pages.article_notices import find_successor
from errata.site.urls import article_path, code_path, permalink_path, relative
from errata.site.views import Layout, Link
from errata.text.addresses import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library
    from errata.model.inputs import IdKind

_NUMBER: Final = re.compile(r"KA-[0-9]{5}|KT-[0-9]+")


@dataclass(frozen=True, slots=True)
class GoneView:
    """The page at the address of what is gone for good."""

    frame: Layout
    old: str
    """The id that was published here."""


@dataclass(frozen=True, slots=True)
class MovedView:
    """The page at the address of what is gone and has a successor."""

    frame: Layout
    old: str
    """The id that was published here."""
    target: Link


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By lost id, then locale; a code's permalink last."""
    known = known_names(library)
    there = {name.casefold() for name in known}
    for old in sorted(config.redirects):
        target = redirect_target(old, config.redirects, known)
        if old.casefold() not in there and (
            target is not None or is_gone(old, config.redirects, known)
        ):
            yield from _pages(old, target, library, config)


def _pages(old: str, target: str | None, library: Library, config: Config) -> Iterator[Page]:
    kinds = {item.kind for item in library.inputs.published_ids if item.id == old} or _likely(old)
    for locale in library.locales:
        if "article" in kinds:
            yield _page(article_path(locale, old), locale, old, target, library, config)
        if "code" in kinds:
            yield _page(code_path(locale, old), locale, old, target, library, config)
    if "code" in kinds and library.locales:
        path = permalink_path(old)
        yield _page(path, library.locales[0], old, target, library, config)


def _likely(old: str) -> set[IdKind]:
    """What an id is that was never locked: an article by its number, or either."""
    return {"article"} if _NUMBER.fullmatch(old) else {"article", "code"}


def _page(  # noqa: PLR0913, PLR0917 - what stands where, for whom, and in place of what
    path: str, locale: str, old: str, target: str | None, library: Library, config: Config
) -> Page:
    place = article_path if path == article_path(locale, old) else code_path
    siblings = {tag: place(tag, old) for tag in library.locales}
    setting = PageMeta(path, locale, title=old, siblings=siblings, noindex=True)
    around = build_layout(setting, library, config)
    if target is None:
        return Page(path, "gone.html", locale, GoneView(around, old))
    view = MovedView(around, old, _link(target, locale, library, path))
    return Page(path, "moved.html", locale, view)


def _link(target: str, locale: str, library: Library, page: str) -> Link:
    if is_address(target):
        return Link(target, target)
    if target in library.translations:
        return find_successor(target, locale, library, page)
    here = (locale, *library.locales)
    tag = next(tag for tag in here if tag in library.codes[target])
    return Link(target, relative(page, code_path(tag, target)))
