"""The page a server shows for an address that does not exist, one for each locale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.layout import PageMeta, build_layout
from errata.site.urls import notfound_path
from errata.site.views import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

NOT_FOUND: Final = "404.html"


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page a server shows where there is none."""

    frame: Layout


def emit(library: Library, config: Config) -> Iterator[Page]:
    """The default locale's at the root, every other one's in that locale's folder.

    A server shows them below any address, where relative links break: they start at the root of
    `site.url` where that is set, and are right for the page's own folder alone where it is not.
    """
    default, *others = library.locales or (config.default_locale,)
    paths = {default: NOT_FOUND, **{tag: notfound_path(tag) for tag in others}}
    for locale, path in paths.items():
        setting = PageMeta(path, locale, siblings=paths, noindex=True, anywhere=True)
        yield Page(path, "404.html", locale, NotFoundView(build_layout(setting, library, config)))
