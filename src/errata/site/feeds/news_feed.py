"""The articles updated last as an Atom feed (RFC 4287), one for each locale.

Its addresses must be absolute, so there is none without `site.url`. The feed is as old as its
newest article: a build has no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from errata.model import Artifact
from errata.site.feeds.xml import xml_document, xml_text
from errata.site.formatting import instant_of
from errata.site.layout import absolute_url
from errata.site.lists import find_newest, last_changed, summarise_article
from errata.site.urls import article_path, feed_path, home_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Article
    from errata.site.context import SiteContext

MOST: Final = 50
KIND: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_EPOCH: Final = "1970-01-01T00:00:00Z"


def emit(site: SiteContext) -> Iterator[Artifact]:
    """By locale; nothing without an address."""
    if site.config.site.url:
        for locale, visible in site.visible_by_locale.items():
            articles = find_newest(visible, MOST)
            yield Artifact(feed_path(locale), _feed(locale, articles, site.config))


def _feed(locale: str, articles: list[Article], config: Config) -> bytes:
    site = config.site
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": locale})
    SubElement(root, "title").text = xml_text(site.name)
    if site.description:
        SubElement(root, "subtitle").text = xml_text(site.description)
    home = absolute_url(site.url, home_path(locale))
    SubElement(root, "id").text = home
    SubElement(root, "link", rel="self", type=KIND, href=absolute_url(site.url, feed_path(locale)))
    SubElement(root, "link", rel="alternate", type="text/html", href=home)
    SubElement(root, "updated").text = instant_of(last_changed(articles[0])) if articles else _EPOCH
    SubElement(SubElement(root, "author"), "name").text = xml_text(site.name)
    for article in articles:
        _entry(root, article, site.url)
    return xml_document(root)


def _entry(root: Element, article: Article, url: str) -> None:
    data = article.metadata
    address = absolute_url(url, article_path(article.locale, article.number))
    entry = SubElement(root, "entry")
    SubElement(entry, "title").text = xml_text(data.title)
    SubElement(entry, "id").text = address
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    if data.created:
        SubElement(entry, "published").text = instant_of(data.created)
    SubElement(entry, "updated").text = instant_of(last_changed(article))
    SubElement(entry, "summary").text = xml_text(summarise_article(article))
    for name in data.products:
        SubElement(entry, "category", term=xml_text(name))
