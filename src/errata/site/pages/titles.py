"""Every article of a locale by title, on one page, so that a browser's own search serves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.model import Page
from errata.site.collation import group_by_letter
from errata.site.layout import build_layout, list_page_meta
from errata.site.lists import visible_articles
from errata.site.urls import titles_path
from errata.site.views import Layout, LetterGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


@dataclass(frozen=True, slots=True)
class TitlesView:
    """Every article of a locale by title."""

    frame: Layout
    groups: tuple[LetterGroup, ...]
    total: int


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    for locale in library.locales:
        path = titles_path(locale)
        setting = list_page_meta(titles_path, locale, library)
        groups = group_by_letter(visible_articles(library, locale), locale, path)
        total = sum(len(group.links) for group in groups)
        view = TitlesView(build_layout(setting, library, config), groups, total)
        yield Page(path, "titles.html", locale, view)
