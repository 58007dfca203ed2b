"""The page a server shows for an address that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Page
from errata.outputs.frame import Setting, frame
from errata.outputs.views import NotFoundView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


def emit(library: Library, config: Config) -> Iterator[Page]:
    """One page, in the default locale.

    A server shows it below any address, where relative links break: they start at the root of
    `site.url` where that is set, and are right for the top folder alone where it is not.
    """
    locale = library.locales[0] if library.locales else config.default_locale
    setting = Setting("404.html", locale, noindex=True, anywhere=True)
    yield Page("404.html", "404.html", locale, NotFoundView(frame(setting, library, config)))
