"""Every article of a locale by title, on one page, so that a browser's own search serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Page
from errata.parts.collation import group_by_letter
from errata.parts.frame import build_layout
from errata.parts.listing import visible_articles
from errata.parts.trail import list_page_meta
from errata.urls import titles_path
from errata.views.lists import TitlesView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    for locale in library.locales:
        path = titles_path(locale)
        setting = list_page_meta(titles_path, locale, library)
        groups = group_by_letter(visible_articles(library, locale), locale, path)
        total = sum(len(group.links) for group in groups)
        view = TitlesView(build_layout(setting, library, config), groups, total)
        yield Page(path, "titles.html", locale, view)
