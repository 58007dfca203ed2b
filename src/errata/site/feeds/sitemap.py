"""The XML by which other programs find the site's pages: sitemaps, news feeds, OpenSearch.

Their addresses must be absolute, so there is none of them without `site.url`.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from errata.model import Artifact
from errata.site.formatting import instant_of, truncate_text
from errata.site.layout import absolute_url, layout_of
from errata.site.lists import find_newest, last_changed, summarise_article
from errata.site.urls import (
    SITEMAP,
    article_path,
    feed_path,
    home_path,
    opensearch_path,
    search_path,
)
from errata.text.paths import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Article, Page
    from errata.site.context import SiteContext
    from errata.site.views import Layout

OPENSEARCH_AT_ROOT: Final = "opensearch.xml"
# https://www.sitemaps.org/protocol.html allows 50,000 addresses in a file.
MAX_ADDRESSES: Final = 50_000
# Addresses with those of the translations: at 125 bytes each, half of the 50 MB that the protocol
# allows.
MAX_LINKS: Final = 200_000
# Feed readers ask for the whole file each time: fifty entries are some 30 kB.
MAX_ENTRIES: Final = 50
# Characters that OpenSearch 1.1 allows in a name and in a description.
_MAX_NAME, _MAX_DESCRIPTION = 16, 1024
# A feed without an article is as old as Unix: a build has no clock.
_EPOCH: Final = "1970-01-01T00:00:00Z"
# What XML 1.0 cannot write, or advises against: "\x0c" yes, "\ufffe" yes; "\n" no, "é" no
_UNWRITABLE: Final = re.compile(r"[^\t\n\r -\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def emit(site: SiteContext) -> Iterator[Artifact]:
    """A sitemap of each locale, and the index of these.

    Made from the planned pages, so that it never disagrees with what they say of themselves: a page
    with a canonical address of its own and without `noindex` is in it, with its translations.
    """
    url = site.config.site.url
    if not url:
        return
    paths = []
    # Sorting is stable: within a locale pages keep the order in which they were planned.
    listed = sorted((p for p in site.pages if _is_listed(p, url)), key=lambda page: page.locale)
    for locale, group in groupby(listed, key=lambda page: page.locale):
        for number, part in enumerate(_parts([layout_of(page) for page in group]), 1):
            paths.append(sitemap_path(locale, number))
            yield Artifact(paths[-1], _url_set(part))
    root = Element("sitemapindex", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in paths:
        SubElement(SubElement(root, "sitemap"), "loc").text = absolute_url(url, path)
    yield Artifact(SITEMAP, _document(root))


def sitemap_path(locale: str, number: int = 1) -> str:
    """Site path of a locale's sitemap, or of a further part of it."""
    part = "" if number == 1 else f"-{number}"
    return f"{safe_segment(locale)}/sitemap{part}.xml"


def _is_listed(page: Page, url: str) -> bool:
    layout = layout_of(page)
    return not layout.noindex and layout.canonical == absolute_url(url, page.path)


def _parts(layouts: Sequence[Layout]) -> Iterator[Sequence[Layout]]:
    start = links = 0
    for end, layout in enumerate(layouts):
        links += 1 + len(layout.alternates)
        if end - start == MAX_ADDRESSES or links > MAX_LINKS:
            yield layouts[start:end]
            start, links = end, 1 + len(layout.alternates)
    yield layouts[start:]


def _url_set(layouts: Sequence[Layout]) -> bytes:
    names = {
        "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    }
    root = Element("urlset", names)
    for layout in layouts:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = layout.canonical
        if layout.head.updated:
            SubElement(url, "lastmod").text = layout.head.updated
        for other in layout.alternates:
            attributes = {"rel": "alternate", "hreflang": other.tag, "href": other.href}
            SubElement(url, "xhtml:link", attributes)
    return _document(root)


def emit_news_feeds(site: SiteContext) -> Iterator[Artifact]:
    """By locale, the articles updated last as an Atom feed (RFC 4287)."""
    if site.config.site.url:
        for locale, visible in site.visible_by_locale.items():
            articles = find_newest(visible, MAX_ENTRIES)
            yield Artifact(feed_path(locale), _news_feed(site, locale, articles))


def _news_feed(site: SiteContext, locale: str, articles: Sequence[Article]) -> bytes:
    url, name = site.config.site.url, _one_line(site.config.site_name(locale))
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": locale})
    SubElement(root, "title").text = name
    if description := site.config.site_description(locale):
        SubElement(root, "subtitle").text = _one_line(description)
    home, own = (absolute_url(url, path(locale)) for path in (home_path, feed_path))
    SubElement(root, "id").text = home
    SubElement(root, "link", rel="self", type="application/atom+xml", href=own)
    SubElement(root, "link", rel="alternate", type="text/html", href=home)
    SubElement(root, "updated").text = instant_of(last_changed(articles[0])) if articles else _EPOCH
    SubElement(SubElement(root, "author"), "name").text = name
    for article in articles:
        _add_entry(root, article, url)
    return _document(root)


def _add_entry(root: Element, article: Article, url: str) -> None:
    data = article.metadata
    address = absolute_url(url, article_path(article.locale, article.number))
    entry = SubElement(root, "entry")
    SubElement(entry, "title").text = _one_line(data.title)
    SubElement(entry, "id").text = address
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    if data.created:
        SubElement(entry, "published").text = instant_of(data.created)
    SubElement(entry, "updated").text = instant_of(last_changed(article))
    SubElement(entry, "summary").text = _one_line(summarise_article(article))
    for name in data.products:
        SubElement(entry, "category", term=_one_line(name))


def emit_opensearch(site: SiteContext) -> Iterator[Artifact]:
    """What lets a browser offer the site among its search engines, by locale.

    The default locale's is at the root too, where tools look.
    """
    if site.config.site.url:
        for locale in site.locales[:1]:
            yield Artifact(OPENSEARCH_AT_ROOT, _opensearch(site, OPENSEARCH_AT_ROOT, locale))
        for locale in site.locales:
            path = opensearch_path(locale)
            yield Artifact(path, _opensearch(site, path, locale))


def _opensearch(site: SiteContext, path: str, locale: str) -> bytes:
    url, name = site.config.site.url, site.config.site_name(locale)
    about = _one_line(site.config.site_description(locale) or name)
    root = Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    SubElement(root, "ShortName").text = truncate_text(_one_line(name), _MAX_NAME)
    SubElement(root, "Description").text = truncate_text(about, _MAX_DESCRIPTION)
    # `go=1` leads straight to the page of a code.
    search = f"{absolute_url(url, search_path(locale), index=True)}?q={{searchTerms}}&go=1"
    SubElement(root, "Url", type="text/html", template=search)
    kind, own = "application/opensearchdescription+xml", absolute_url(url, path)
    SubElement(root, "Url", type=kind, rel="self", template=own)
    SubElement(root, "Language").text = locale
    SubElement(root, "InputEncoding").text = "UTF-8"
    return _document(root)


def _document(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _one_line(text: str) -> str:
    return " ".join(_UNWRITABLE.sub("", text).split())
