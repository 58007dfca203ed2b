"""The way from home to a page: what its breadcrumbs show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.parts.frame import Setting
from errata.parts.listing import latest, visible
from errata.urls import codes_path, home_path, relative
from errata.views.shared import Crumb

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.model import Library


def home_crumb(locale: str, page: str) -> Crumb:
    """The locale's home."""
    return Crumb("", relative(page, home_path(locale)), "home")


def codes_trail(locale: str, page: str) -> tuple[Crumb, ...]:
    """To a page below the index of codes."""
    return (home_crumb(locale, page), Crumb("", relative(page, codes_path(locale)), "codes"))


def list_setting(
    path_of: Callable[[str], str],
    locale: str,
    library: Library,
    twins: tuple[tuple[str, str], ...] = (),
) -> Setting:
    """Of a page below home that every locale has and that lists all of its articles."""
    path = path_of(locale)
    return Setting(
        path,
        locale,
        siblings={tag: path_of(tag) for tag in library.locales},
        trail=(home_crumb(locale, path),),
        updated=latest(visible(library, locale)),
        twins=twins,
    )
