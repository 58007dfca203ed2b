"""The way from home to a page: what its breadcrumbs show."""

from __future__ import annotations

from errata.urls import codes_path, home_path, relative
from errata.views.shared import Crumb


def home_crumb(locale: str, page: str) -> Crumb:
    """The locale's home."""
    return Crumb("", relative(page, home_path(locale)), "home")


def codes_trail(locale: str, page: str) -> tuple[Crumb, ...]:
    """To a page below the index of codes."""
    return (home_crumb(locale, page), Crumb("", relative(page, codes_path(locale)), "codes"))
