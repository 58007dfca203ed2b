"""Which names have a product page, and where it is."""

from __future__ import annotations

from errata.site.product_names import name_products, product_names, product_pages
from tests.site.factories import article, library


def test_the_names_of_an_article_are_its_solutions_products_and_what_it_applies_to() -> None:
    fields = {"solutions": ("Cloud", "Shop"), "products": ("Shop",), "applies_to": ("Shop 2",)}
    assert product_names(article("KA-00001", fields=fields)) == ("Cloud", "Shop", "Shop 2")


def test_only_visible_articles_of_the_locale_give_names() -> None:
    made = library(
        article("KA-00002"),
        article("KA-00001"),
        article("KA-00003", fields={"hidden": True, "solutions": ("Gone",)}),
        article("KA-00004", "de", fields={"solutions": ("Anderswo",)}),
    )
    found = name_products(made, "en")
    assert {name: [a.number for a in on] for name, on in found.items()} == {
        "Campaign": ["KA-00001", "KA-00002"],
        "Campaign Classic v7": ["KA-00001", "KA-00002"],
    }
    assert product_pages(made, "en")["Campaign"] == "en/products/Campaign/index.html"
    assert "Gone" not in product_pages(made, "en")


def test_names_that_differ_in_case_share_the_page_of_the_more_frequent() -> None:
    spelt = ("shop", "Shop", "Shop")
    made = library(
        *(
            article(f"KA-0000{n}", fields={"solutions": (name,), "products": (), "applies_to": ()})
            for n, name in enumerate(spelt)
        )
    )
    assert list(name_products(made, "en")) == ["Shop"]
    assert len(name_products(made, "en")["Shop"]) == 3
    assert product_pages(made, "en") == dict.fromkeys(
        ["Shop", "shop"], "en/products/Shop/index.html"
    )


def test_so_do_names_whose_address_is_made_of_other_letters() -> None:
    spelt = ("Café", "CAFÉ", "Café", "C++/CLI", "c++/cli", "C++/CLI")
    made = library(
        *(
            article(f"KA-0000{n}", fields={"solutions": (name,), "products": (), "applies_to": ()})
            for n, name in enumerate(spelt)
        )
    )
    assert list(name_products(made, "en")) == ["C++/CLI", "Café"]
    found = product_pages(made, "en")
    assert found["CAFÉ"] == found["Café"] != found["c++/cli"] == found["C++/CLI"]
