"""The way from home to a page: what its breadcrumbs show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.parts.frame import PageMeta
from errata.parts.listing import latest_change, visible_articles
from errata.urls import codes_path, home_path, relative
from errata.views.shared import Breadcrumb

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.model import Library


def home_breadcrumb(locale: str, page: str) -> Breadcrumb:
    """The locale's home."""
    return Breadcrumb("", relative(page, home_path(locale)), "home")


def codes_breadcrumbs(locale: str, page: str) -> tuple[Breadcrumb, ...]:
    """To a page below the index of codes."""
    return (
        home_breadcrumb(locale, page),
        Breadcrumb("", relative(page, codes_path(locale)), "codes"),
    )


def list_page_meta(
    path_of: Callable[[str], str],
    locale: str,
    library: Library,
    twins: tuple[tuple[str, str], ...] = (),
) -> PageMeta:
    """Of a page below home that every locale has and that lists all of its articles."""
    path = path_of(locale)
    return PageMeta(
        path,
        locale,
        siblings={tag: path_of(tag) for tag in library.locales},
        trail=(home_breadcrumb(locale, path),),
        updated=latest_change(visible_articles(library, locale)),
        twins=twins,
    )
