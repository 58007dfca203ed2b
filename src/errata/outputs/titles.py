"""Every article of a locale by title, on one page, so that a browser's own search serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Page
from errata.parts.collation import by_letter
from errata.parts.frame import Setting, frame
from errata.parts.listing import latest, visible
from errata.parts.trail import home_crumb
from errata.urls import titles_path
from errata.views.lists import TitlesView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale."""
    siblings = {tag: titles_path(tag) for tag in library.locales}
    for locale in library.locales:
        path = titles_path(locale)
        setting = Setting(
            path,
            locale,
            siblings=siblings,
            trail=(home_crumb(locale, path),),
            updated=latest(visible(library, locale)),
        )
        groups = by_letter(visible(library, locale), locale, path)
        total = sum(len(group.links) for group in groups)
        view = TitlesView(frame(setting, library, config), groups, total)
        yield Page(path, "titles.html", locale, view)
