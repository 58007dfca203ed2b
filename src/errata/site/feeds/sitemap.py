"""XML by which other programs find the site's pages: sitemaps, news feeds, OpenSearch.

Their addresses must be absolute, so there are none without `site.url`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final, cast
from xml.etree.ElementTree import Element, SubElement, tostring

from errata.data.patterns import compile_late
from errata.model import Article, Artifact, Bundle, Page, PlannedFile
from errata.site.context import SiteContext
from errata.site.formatting import find_newest, instant_of, last_changed, truncate_text
from errata.site.layout import PageMeta, absolute_url, list_alternates
from errata.site.lists import summarise_article
from errata.site.urls import (
    SITEMAP,
    article_path,
    feed_path,
    home_path,
    opensearch_path,
    search_path,
)
from errata.site.views import LanguageLink
from errata.text.paths import safe_segment
from errata.values import Record

OPENSEARCH_AT_ROOT: Final = "opensearch.xml"
# https://www.sitemaps.org/protocol.html allows 50,000 addresses in a file.
MAX_ADDRESSES: Final = 50_000
# Addresses with those of the translations: at 125 bytes each, half of the 50 MB that the protocol
# allows.
MAX_LINKS: Final = 200_000
# Feed readers ask for the whole file each time: fifty entries are some 30 kB.
MAX_ENTRIES: Final = 50
# The most characters that OpenSearch 1.1 allows in a name and in a description.
_MAX_NAME, _MAX_DESCRIPTION = 16, 1024
# A feed without an article is as old as Unix: a build has no clock.
_EPOCH: Final = "1970-01-01T00:00:00Z"
# What XML 1.0 cannot write, or advises against: "\x0c" yes, "\ufffe" yes; "\n" no, "é" no
_UNWRITABLE: Final = compile_late(
    r"[^\t\n\r -\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def emit(site: SiteContext) -> Iterator[Bundle]:
    """Yield a sitemap of each locale, and their index.

    They are made from the planned pages' own metadata: a page with a canonical address of its own
    and without `noindex` is in it, with its translations.
    """
    if site.config.site.url:
        yield Bundle(SITEMAP, "", partial(_sitemaps, site, tuple(site.pages)))


def _sitemaps(site: SiteContext, pages: Iterable[Page]) -> Iterator[Artifact]:
    url, paths = site.config.site.url, []
    # Sorting is stable: within a locale pages keep the order in which they were planned.
    listed = (entry for page in pages if (entry := _entry(site, page)))
    ordered = sorted(listed, key=lambda entry: entry.locale)
    for locale, group in groupby(ordered, key=lambda entry: entry.locale):
        for number, part in enumerate(_parts(tuple(group)), 1):
            paths.append(sitemap_path(locale, number))
            yield Artifact(paths[-1], _url_set(part))
    root = Element("sitemapindex", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in paths:
        SubElement(SubElement(root, "sitemap"), "loc").text = absolute_url(url, path)
    yield Artifact(SITEMAP, _document(root))


def sitemap_path(locale: str, number: int = 1) -> str:
    """Return the site path of a locale's sitemap, or of a further part of it."""
    part = "" if number == 1 else f"-{number}"
    return f"{safe_segment(locale)}/sitemap{part}.xml"


class _Entry(Record, frozen=True):
    locale: str
    canonical: str
    updated: str
    alternates: tuple[LanguageLink, ...]


def _entry(site: SiteContext, page: Page) -> _Entry | None:
    """Return the page's entry in a sitemap; None if search engines leave it out."""
    meta = cast("PageMeta | None", page.meta)
    if meta is None or meta.noindex or meta.anywhere or meta.canonical not in {"", page.path}:
        return None
    return _Entry(
        page.locale,
        absolute_url(site.config.site.url, page.path),
        instant_of(meta.updated),
        list_alternates(site.page(page.path, page.locale), meta),
    )


def _parts(entries: Sequence[_Entry]) -> Iterator[Sequence[_Entry]]:
    start = links = 0
    for end, entry in enumerate(entries):
        links += 1 + len(entry.alternates)
        if end - start == MAX_ADDRESSES or links > MAX_LINKS:
            yield entries[start:end]
            start, links = end, 1 + len(entry.alternates)
    yield entries[start:]


def _url_set(entries: Sequence[_Entry]) -> bytes:
    names = {
        "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    }
    root = Element("urlset", names)
    for entry in entries:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = entry.canonical
        if entry.updated:
            SubElement(url, "lastmod").text = entry.updated
        for other in entry.alternates:
            attributes = {"rel": "alternate", "hreflang": other.tag, "href": other.href}
            SubElement(url, "xhtml:link", attributes)
    return _document(root)


def emit_news_feeds(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield by locale an Atom feed (RFC 4287) of the articles updated last."""
    if site.config.site.url:
        for locale, visible in site.visible_by_locale.items():
            yield PlannedFile(feed_path(locale), partial(_news_feed, site, locale, visible))


def _news_feed(site: SiteContext, locale: str, visible: Sequence[Article]) -> bytes:
    articles = find_newest(visible, MAX_ENTRIES)
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


def emit_opensearch(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield by locale the file with which a browser offers the site as a search engine.

    The default locale's is also at the root, where tools look.
    """
    if site.config.site.url:
        for locale in site.locales[:1]:
            make = partial(_opensearch, site, OPENSEARCH_AT_ROOT, locale)
            yield PlannedFile(OPENSEARCH_AT_ROOT, make)
        for locale in site.locales:
            path = opensearch_path(locale)
            yield PlannedFile(path, partial(_opensearch, site, path, locale))


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
