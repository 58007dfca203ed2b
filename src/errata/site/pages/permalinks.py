"""One address per code that no language owns: it leads to the code's page in each locale.

Search engines are told of the default locale's as canonical and take what links here for that
page's; `noindex` beside it would say the opposite, and stands only on a site without an address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from errata.model import Page
from errata.site.layout import PageMeta, build_layout
from errata.site.urls import code_path, permalink_path, relative
from errata.site.views import Layout
from errata.text.locales import language_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library


@dataclass(frozen=True, slots=True)
class PermalinkView:
    """A code's page that no locale owns."""

    frame: Layout
    code: str
    entries: tuple[PermalinkEntry, ...]


@dataclass(frozen=True, slots=True)
class PermalinkEntry:
    """A code's page in one locale."""

    tag: str
    name: str
    href: str
    title: str
    """Of its first article."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By code."""
    for code in sorted(library.codes):
        tags = [tag for tag in library.locales if library.codes[code].get(tag)]
        if tags:
            yield _page(code, tags, library, config)


def _page(code: str, tags: list[str], library: Library, config: Config) -> Page:
    path, first = permalink_path(code), tags[0]
    about = library.by_key[first, library.codes[code][first][0]].metadata.title
    setting = PageMeta(path, first, code, about, noindex=not config.site.url)
    around = build_layout(setting, library, config)
    canonical = build_layout(PageMeta(code_path(first, code), first), library, config).canonical
    entries = tuple(
        PermalinkEntry(
            tag=tag,
            name=language_name(tag),
            href=relative(path, code_path(tag, code)),
            title=library.by_key[tag, library.codes[code][tag][0]].metadata.title,
        )
        for tag in tags
    )
    view = PermalinkView(replace(around, canonical=canonical), code, entries)
    return Page(path, "permalink.html", first, view)
