"""A page for each family of codes: what it means, and every code of it that an article mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Page
from errata.outputs.frame import Setting, frame
from errata.outputs.list_views import FamilyPageView
from errata.outputs.listing import code_entry, families_by_code, family_view, natural
from errata.outputs.trail import codes_trail
from errata.urls import family_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then id."""
    families = families_by_code(library)
    for locale in library.locales:
        here = [code for code in library.codes if library.codes[code].get(locale)]
        for family in sorted({families[code] for code in here}):
            path = family_path(locale, family)
            siblings = {
                tag: family_path(tag, family)
                for tag in library.locales
                if any(families[c] == family and library.codes[c].get(tag) for c in library.codes)
            }
            trail = codes_trail(locale, path)
            shown = family_view(family, library)
            title = "" if shown.string else family
            setting = Setting(path, locale, title, shown.meaning, siblings, trail=trail)
            codes = sorted((code for code in here if families[code] == family), key=natural)
            view = FamilyPageView(
                frame=frame(setting, library, config),
                family=shown,
                entries=tuple(code_entry(code, locale, path, library) for code in codes),
            )
            yield Page(path, "family.html", locale, view)
