"""What lets a browser offer the site among its search engines: OpenSearch 1.1, one file a locale.

Its addresses must be absolute, so there is none without `site.url`. A search from the browser goes
straight to the page of a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from errata.model import Artifact
from errata.site.feeds.xml import xml_document, xml_text
from errata.site.formatting import truncate_text
from errata.site.layout import absolute_url
from errata.site.urls import opensearch_path, search_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.site.context import SiteContext

ROOT: Final = "opensearch.xml"
_NAMESPACE: Final = "http://a9.com/-/spec/opensearch/1.1/"
_SHORT_NAME, _DESCRIPTION = 16, 1024
"""Characters that the specification allows."""


def emit(site: SiteContext) -> Iterator[Artifact]:
    """The default locale's at the root too, where tools look; then by locale."""
    config = site.config
    if not config.site.url:
        return
    for locale in site.locales[:1]:
        yield Artifact(ROOT, _document(ROOT, locale, config))
    for locale in site.locales:
        path = opensearch_path(locale)
        yield Artifact(path, _document(path, locale, config))


def _document(path: str, locale: str, config: Config) -> bytes:
    site = config.site
    root = Element("OpenSearchDescription", xmlns=_NAMESPACE)
    SubElement(root, "ShortName").text = truncate_text(xml_text(site.name), _SHORT_NAME)
    SubElement(root, "Description").text = truncate_text(
        xml_text(site.description or site.name), _DESCRIPTION
    )
    search = absolute_url(site.url, search_path(locale), index=True)
    SubElement(root, "Url", type="text/html", template=f"{search}?q={{searchTerms}}&go=1")
    own = absolute_url(site.url, path)
    kind = "application/opensearchdescription+xml"
    SubElement(root, "Url", type=kind, rel="self", template=own)
    SubElement(root, "Language").text = locale
    SubElement(root, "InputEncoding").text = "UTF-8"
    return xml_document(root)
