"""The search page, and what tells browsers how to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree
from msgspec.structs import replace

from errata.config import Config
from errata.site.feeds import sitemap
from errata.site.pages import search
from errata.site.pages.search import SearchView
from tests.site.factories import article, context_of, library, mention, small_library

if TYPE_CHECKING:
    from errata.model import Library

NAMESPACE = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def view(linked_articles: Library, config: Config) -> SearchView:
    shown = next(iter(search.emit(context_of(linked_articles, config)))).view
    assert isinstance(shown, SearchView)
    return shown


def test_there_is_a_search_page_for_each_locale_that_search_engines_may_list() -> None:
    pages = list(search.emit(context_of(small_library())))
    assert [page.path for page in pages] == [
        f"{tag}/search/index.html" for tag in ("en", "ja", "pt-BR")
    ]
    assert not any(page.view.layout.noindex for page in pages if isinstance(page.view, SearchView))


def test_families_of_products_are_listed_with_a_code_that_has_a_page_here() -> None:
    codes = ("RED-520100", "RED-520025", "ZZZ-9")
    changed = replace(article("KA-00001"), mentions=tuple(mention(code) for code in codes))
    (family,) = view(library(changed), Config()).families
    assert (family.name, family.meaning) == ("Campaign", "Redirection server")
    assert family.example.text == "RED-520025"
    assert family.example.href == "../codes/RED-520025/index.html"


def test_who_finds_nothing_is_sent_where_the_configuration_says() -> None:
    config = Config.model_validate({"site": {"contact": "mailto:help@example.com"}})
    assert view(small_library(), config).contact == "mailto:help@example.com"
    assert not view(small_library(), Config()).contact


def test_a_browser_learns_how_to_search_each_locale_where_the_site_has_an_address() -> None:
    site = {"url": "https://help.example.com/kb", "name": "A <long> & telling name"}
    config = Config.model_validate({"site": site})
    made = {a.path: a.content for a in sitemap.emit_opensearch(context_of(small_library(), config))}
    assert list(made) == [
        "opensearch.xml",
        "en/opensearch.xml",
        "ja/opensearch.xml",
        "pt-BR/opensearch.xml",
    ]
    content = made["pt-BR/opensearch.xml"]
    assert isinstance(content, bytes)
    document = etree.fromstring(content)
    assert document.findtext("o:ShortName", namespaces=NAMESPACE) == "A <long> &…"
    assert [url.get("template") for url in document.findall("o:Url", NAMESPACE)] == [
        "https://help.example.com/kb/pt-BR/search/index.html?q={searchTerms}&go=1",
        "https://help.example.com/kb/pt-BR/opensearch.xml",
    ]
    assert document.findtext("o:Language", namespaces=NAMESPACE) == "pt-BR"


def test_a_site_without_an_address_cannot_say_where_it_is_searched() -> None:
    assert list(sitemap.emit_opensearch(context_of(small_library()))) == []
