"""Home pages, pages of codes, the root and the 404 page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.site.formatting import natural_key
from errata.site.lists import list_code
from errata.site.pages import articles, code, family, home, product, redirects
from errata.site.pages.code import CodesView, CodeView
from errata.site.pages.home import HomeView, RootView
from errata.site.pages.redirects import NotFoundView
from errata.values import list_fields
from tests.site.factories import (
    article,
    context_of,
    full_article,
    library,
    mention,
    plan_of,
    shipped_theme,
    small_library,
)
from tests.support.rendering import render_pages

if TYPE_CHECKING:
    from errata.model import Library

WITH_URL = Config.model_validate({"site": {"url": "https://help.example.com/kb"}})
EVERY = (
    *(page.emit for page in (home, code, family, product, articles)),
    redirects.emit_not_found,
)


def texts(value: object) -> list[str]:
    """Every text anywhere in a view."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if names := list_fields(type(value)):
        return [text for name in names for text in texts(getattr(value, name))]
    return []


def test_two_articles_with_one_code_share_its_page() -> None:
    first, second = (
        replace(article(n), mentions=(mention("RED-520025"),)) for n in ("KA-00001", "KA-00002")
    )
    pages = {page.path: page.view for page in code.emit(context_of(library(first, second)))}
    view = pages["en/codes/RED-520025/index.html"]
    assert isinstance(view, CodeView)
    (group,) = view.articles
    assert [card.number for card in group.cards] == ["KA-00001", "KA-00002"]
    assert group.cards[0].environment == ("Campaign", "Campaign Classic v7")


def test_a_code_has_a_page_in_each_locale_that_mentions_it() -> None:
    paths = [page.path for page in code.emit(context_of(small_library()))]
    assert paths == [
        "en/codes/index.html",
        "en/codes/RED-520025/index.html",
        "en/codes/SOP-330011/index.html",
        "ja/codes/index.html",
        "pt-BR/codes/index.html",
        "pt-BR/codes/RED-520025/index.html",
        "pt-BR/codes/SOP-330011/index.html",
    ]


def test_the_index_groups_codes_by_family_and_ends_with_families_that_nobody_describes() -> None:
    changed = replace(
        article("KA-00001"),
        mentions=tuple(mention(c) for c in ("SOP-330011", "RED-520100", "RED-520025", "ZZZ-9")),
    )
    view = next(iter(code.emit(context_of(library(changed))))).view
    assert isinstance(view, CodesView)
    assert [[entry.code for entry in group.entries] for group in view.groups] == [
        ["RED-520025", "RED-520100"],
        ["SOP-330011"],
        ["ZZZ-9"],
    ]
    assert view.total == 4


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("RED-520025 Tracking stops", "Tracking stops"),
        ("RED-520025 - Tracking stops", "Tracking stops"),
        ("RED-520025: Tracking stops", "Tracking stops"),
        ("RED-520025]: Tracking stops", "Tracking stops"),
        ("RED-520025", ""),
        ("RED-520025-7 is another", "RED-520025-7 is another"),
        ("Tracking stops with RED-520025", "Tracking stops with RED-520025"),
    ],
)
def test_a_title_that_begins_with_the_code_beside_it_does_not_repeat_it(
    title: str, shown: str
) -> None:
    subject = article("KA-00001", fields={"title": title})
    subject = replace(subject, mentions=(mention("RED-520025"),))
    page = context_of(library(subject)).page("en/index.html", "en")
    assert list_code(page, "RED-520025").title == shown


def test_numbers_are_ordered_by_value() -> None:
    assert sorted(["SDK-10", "SDK-9", "sdk-1", "7", ""], key=natural_key) == [
        "",
        "7",
        "sdk-1",
        "SDK-9",
        "SDK-10",
    ]


def test_no_list_names_a_hidden_article() -> None:
    hidden = full_article("KA-66666", title="Hidden away", hidden=True)
    linked_articles = library(full_article(), hidden)
    emitted = [page for emit in EVERY for page in emit(context_of(linked_articles))]
    shown_text = " ".join(text for page in emitted for text in texts(page.view))
    assert "KA-00001" in shown_text
    assert "KA-66666" not in shown_text
    assert "Hidden away" not in shown_text


def test_a_code_of_hidden_articles_only_has_no_page() -> None:
    linked_articles = library(article("KA-00001"), full_article("KA-66666", hidden=True))
    assert [page.path for page in code.emit(context_of(linked_articles))] == ["en/codes/index.html"]


def test_a_site_without_codes_has_no_link_to_them() -> None:
    coded, codeless = (
        {
            page.path
            for page in render_pages(plan_of(linked_articles).pages, shipped_theme(), Config())
            if isinstance(page.content, bytes) and b'codes/index.html"' in page.content
        }
        for linked_articles in (library(full_article()), library(article("KA-00001")))
    )
    named = ("index", "search/index", "diagnose/index", "articles/index", "KA-00001/index")
    assert {f"en/{name}.html" for name in named} < coded
    assert "404.html" in coded
    assert codeless == set()


def test_the_home_page_leads_to_products_codes_and_what_was_updated_last() -> None:
    page = next(p for p in home.emit(context_of(small_library())) if p.path == "en/index.html")
    assert isinstance(page.view, HomeView)
    assert [(product.text, product.href, product.count) for product in page.view.products] == [
        ("Campaign", "products/Campaign/index.html", 2),
        ("Journey Optimizer", "products/Journey-Optimizer/index.html", 1),
    ]
    assert [entry.code for entry in page.view.codes] == ["RED-520025", "SOP-330011"]
    assert (page.view.articles, page.view.total_codes) == (3, 2)


def test_the_home_page_puts_the_most_referenced_codes_first() -> None:
    every_article = [
        replace(article(f"KA-0000{n}"), mentions=tuple(mention(code) for code in codes_of))
        for n, codes_of in enumerate((["RED-520025", "SOP-330011"], ["SOP-330011"]), 1)
    ]
    page = next(
        p for p in home.emit(context_of(library(*every_article))) if p.path == "en/index.html"
    )
    assert isinstance(page.view, HomeView)
    assert [(e.code, e.count) for e in page.view.codes] == [("SOP-330011", 2), ("RED-520025", 1)]


def test_the_home_page_lists_few_articles_itself_and_leads_to_many() -> None:
    every_article = [article(f"KA-000{n}", fields={"title": f"Title {n}"}) for n in range(10, 23)]
    few, many = (
        next(p.view for p in home.emit(context_of(library(*some))) if p.path == "en/index.html")
        for some in (every_article[:12], every_article)
    )
    assert isinstance(few, HomeView)
    assert isinstance(many, HomeView)
    assert [link.text for link in few.titles] == [f"Title {n}" for n in range(10, 22)]
    assert many.titles == ()
    assert len(many.recent) == 8


def test_the_root_of_a_site_in_one_language_goes_on_to_its_home_page() -> None:
    def root(linked_articles: Library) -> str:
        page = next(iter(home.emit(context_of(linked_articles))))
        rendered = render_pages([page], shipped_theme(), Config())
        file = next(file for file in rendered if file.path == "index.html")
        assert isinstance(file.content, bytes)
        return file.content.decode()

    onward = '<meta http-equiv="refresh" content="0; url=en/index.html">'
    assert onward in root(library(article("KA-00001")))
    assert "refresh" not in root(small_library())
    assert "refresh" not in root(library()), "there is no home page"


def test_the_root_leads_to_every_locale_even_if_there_is_only_one() -> None:
    several = next(iter(home.emit(context_of(small_library())))).view
    single = next(iter(home.emit(context_of(library(article("KA-00001")))))).view
    assert isinstance(several, RootView)
    assert isinstance(single, RootView)
    assert [item.href for item in several.languages] == [
        "en/index.html",
        "ja/index.html",
        "pt-BR/index.html",
    ]
    assert [item.href for item in single.languages] == ["en/index.html"]
    assert single.layout.languages == ()


def test_the_404_page_links_from_the_root_of_the_site_s_address() -> None:
    def layout(config: Config) -> tuple[str, str]:
        view = next(iter(redirects.emit_not_found(context_of(small_library(), config)))).view
        assert isinstance(view, NotFoundView)
        return view.layout.home, view.layout.stylesheet

    assert layout(WITH_URL) == ("/kb/en/index.html", "/kb/assets/css/errata.css")
    assert layout(Config()) == ("/en/index.html", "/assets/css/errata.css")
