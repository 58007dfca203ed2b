"""Which names have a product page, and where it is."""

from __future__ import annotations

from errata.site.articles_of_site import product_names
from errata.site.views import Link
from tests.site.factories import article, context_of, library


def test_the_names_of_an_article_are_its_solutions_products_and_what_it_applies_to() -> None:
    fields = {"solutions": ("Cloud", "Shop"), "products": ("Shop",), "applies_to": ("Shop 2",)}
    assert product_names(article("KA-00001", fields=fields)) == ("Cloud", "Shop", "Shop 2")


def test_only_visible_articles_of_the_locale_give_names() -> None:
    linked_articles = library(
        article("KA-00002"),
        article("KA-00001"),
        article("KA-00003", fields={"hidden": True, "solutions": ("Gone",)}),
        article("KA-00004", "de", fields={"solutions": ("Anderswo",)}),
    )
    names = context_of(linked_articles).product_names["en"]
    assert {name: [a.number for a in on] for name, on in names.articles.items()} == {
        "Campaign": ["KA-00001", "KA-00002"],
        "Campaign Classic v7": ["KA-00001", "KA-00002"],
    }
    page = context_of(linked_articles).page("en/index.html", "en")
    assert page.link_to_product("Campaign") == Link("Campaign", "products/Campaign/index.html")
    assert page.link_to_product("Gone") == Link("Gone")


def test_names_that_differ_in_case_share_the_page_of_the_more_frequent() -> None:
    spelt = ("shop", "Shop", "Shop")
    linked_articles = library(
        *(
            article(f"KA-0000{n}", fields={"solutions": (name,), "products": (), "applies_to": ()})
            for n, name in enumerate(spelt)
        )
    )
    names = context_of(linked_articles).product_names["en"]
    assert {name: len(articles) for name, articles in names.articles.items()} == {"Shop": 3}
    assert names.spellings == {"Shop": "Shop", "shop": "Shop"}


def test_so_do_names_whose_address_is_made_of_other_letters() -> None:
    spelt = ("Café", "CAFÉ", "Café", "C++/CLI", "c++/cli", "C++/CLI")
    linked_articles = library(
        *(
            article(f"KA-0000{n}", fields={"solutions": (name,), "products": (), "applies_to": ()})
            for n, name in enumerate(spelt)
        )
    )
    names = context_of(linked_articles).product_names["en"]
    assert list(names.articles) == ["C++/CLI", "Café"]
    assert (names.spellings["CAFÉ"], names.spellings["c++/cli"]) == ("Café", "C++/CLI")
