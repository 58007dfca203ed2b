"""How a page names and links everything else, and what outputs share."""

from __future__ import annotations

from msgspec.structs import replace

from errata.site.views import Link
from tests.site.factories import article, context_of, full_article, library, mention, small_library


def test_an_article_is_linked_as_readers_of_the_locale_find_it() -> None:
    page = context_of(small_library()).page("pt-BR/codes/index.html", "pt-BR")
    assert page.link_to_article("KA-00001") == Link(
        "O rastreamento para", "../KA-00001/index.html"
    ), "in their own language"
    assert page.link_to_article("KA-00002") == Link(
        "Tracking stops for KA-00002", "../KA-00002/index.html", "en"
    ), "among their own pages, in the site's first language"
    assert page.link_to_article("KT-10959").href == "../../ja/KT-10959/index.html"


def test_without_fallback_pages_a_link_leads_to_the_original() -> None:
    changed = replace(small_library(), fallback_pages=False)
    page = context_of(changed).page("pt-BR/index.html", "pt-BR")
    assert page.link_to_article("KA-00002").href == "../en/KA-00002/index.html"


def test_a_code_is_listed_where_it_has_a_page_and_found_in_the_first_language_elsewhere() -> None:
    page = context_of(small_library()).page("ja/index.html", "ja")
    assert page.link_to_code("RED-520025") is None
    assert page.href_of_code("RED-520025") == "../en/codes/RED-520025/index.html"
    assert page.href_of_code("RED-520026") == ""


def test_codes_stand_by_number_in_their_locale_and_family() -> None:
    codes = ("RED-520100", "SOP-330011", "RED-52009")
    changed = replace(article("KA-00001"), mentions=tuple(map(mention, codes)))
    site = context_of(library(changed, article("KA-00001", "ja")))
    assert site.codes_by_locale == {"en": ("RED-52009", "RED-520100", "SOP-330011"), "ja": ()}
    assert site.codes_by_family["en"] == {
        "RED": ["RED-52009", "RED-520100"],
        "SOP": ["SOP-330011"],
    }


def test_what_outputs_share_is_computed_once() -> None:
    site = context_of(library(full_article()))
    assert site.products is site.products
    assert site.family("RED") is site.family("RED")
