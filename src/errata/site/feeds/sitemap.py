"""The pages that search engines may list: a sitemap for each locale, and the index of these.

Made from the planned pages, so that it never disagrees with what they say of themselves: a page
with a canonical address of its own and without `noindex` is in it, with its translations.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from errata.model import Artifact
from errata.site.feeds.xml import xml_document
from errata.site.layout import absolute_url, layout_of
from errata.site.urls import SITEMAP
from errata.text.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.config import Config
    from errata.model import Page
    from errata.site.context import SiteContext
    from errata.site.views import Layout

MOST: Final = 50_000
"""Addresses that the protocol allows in a file."""
ROOM: Final = 200_000
"""Addresses with those of the translations: half of the 50 MB that a file may have."""
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def emit(site: SiteContext) -> Iterator[Artifact]:
    """The locales' in order, the index last; nothing without an address."""
    config = site.config
    if not config.site.url:
        return
    listed = sorted((page for page in site.pages if _listed(page, config)), key=lambda p: p.locale)
    paths = []
    for locale, group in groupby(listed, key=lambda page: page.locale):
        layouts = [layout_of(page) for page in group]
        for number, part in enumerate(_parts(layouts), 1):
            paths.append(sitemap_path(locale, number))
            yield Artifact(paths[-1], _urls(part))
    yield Artifact(SITEMAP, _index(paths, config))


def sitemap_path(locale: str, number: int = 1) -> str:
    """Site path of a locale's sitemap, or of a further part of it."""
    part = "" if number == 1 else f"-{number}"
    return f"{safe_segment(locale)}/sitemap{part}.xml"


def _listed(page: Page, config: Config) -> bool:
    layout = layout_of(page)
    return not layout.noindex and layout.canonical == absolute_url(config.site.url, page.path)


def _parts(layouts: Sequence[Layout]) -> Iterator[Sequence[Layout]]:
    start = room = 0
    for end, layout in enumerate(layouts):
        room += 1 + len(layout.alternates)
        if end - start == MOST or room > ROOM:
            yield layouts[start:end]
            start, room = end, 1 + len(layout.alternates)
    yield layouts[start:]


def _urls(layouts: Sequence[Layout]) -> bytes:
    root = Element("urlset", {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    for layout in layouts:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = layout.canonical
        if layout.head.updated:
            SubElement(url, "lastmod").text = layout.head.updated
        for other in layout.alternates:
            attributes = {"rel": "alternate", "hreflang": other.tag, "href": other.href}
            SubElement(url, "xhtml:link", attributes)
    return xml_document(root)


def _index(paths: Sequence[str], config: Config) -> bytes:
    root = Element("sitemapindex", xmlns=_NAMESPACE)
    for path in paths:
        SubElement(SubElement(root, "sitemap"), "loc").text = absolute_url(config.site.url, path)
    return xml_document(root)
