"""What is gone leaves a page at its addresses that says where to go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from errata.diagnostics import Span
from errata.model import PublishedId

if TYPE_CHECKING:
    from errata.model.inputs import IdKind
    from tests.conftest import SiteTest

REDIRECTS = '[redirects]\n"KA-00009" = "KA-00001"\n"SOP-330099" = "RED-520025"\n'


def published(site: SiteTest, *ids: tuple[IdKind, str]) -> SiteTest:
    """With an `ids.lock` of these lines."""
    items = tuple(
        PublishedId(kind, name, Span("ids.lock", line)) for line, (kind, name) in enumerate(ids, 3)
    )
    return replace(site, inputs=structs.replace(site.inputs, published_ids=items))


def findings(site: SiteTest) -> list[tuple[str, str]]:
    """(place, message) of each KB406."""
    built = site.build().built
    return [(str(d.span), d.message) for d in built.diagnostics if d.code == "KB406"]


def test_a_redirected_article_has_a_page_in_every_locale_that_leads_to_the_new_one(
    site: SiteTest,
) -> None:
    site = site.article("KA-00001").article("KA-00001", locale="pt-BR", title="Título")
    built = published(site.configured(REDIRECTS), ("article", "KA-00009")).build()
    page = built.page("en/KA-00009/")
    assert '<a href="../KA-00001/index.html">Title of KA-00001</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "KA-00009 is no longer published here" in page
    assert '<a href="../KA-00001/index.html">Título</a>' in built.page("pt-BR/KA-00009/")
    assert "en/codes/KA-00009/index.html" not in built.paths


def test_a_redirected_code_has_its_permalink_too(site: SiteTest) -> None:
    site = site.article("KA-00001").configured(REDIRECTS)
    built = published(site, ("code", "SOP-330099")).build()
    assert '<a href="../RED-520025/index.html">RED-520025</a>' in built.page("en/codes/SOP-330099/")
    link = '<a href="../../en/codes/RED-520025/index.html">RED-520025</a>'
    assert link in built.page("e/SOP-330099/")


def test_what_was_never_locked_is_an_article_if_it_has_the_number_of_one(site: SiteTest) -> None:
    config = '[articles]\nnumber = "KA-[0-9]{5}"\n'
    config += '[redirects]\n"KA-00009" = "gone"\n"SOP-330099" = "gone"\n'
    paths = site.article("KA-00001").configured(config).build().paths
    assert "en/KA-00009/index.html" in paths
    assert not {"en/codes/KA-00009/index.html", "e/KA-00009/index.html"} & set(paths)
    assert {"en/SOP-330099/index.html", "e/SOP-330099/index.html"} <= set(paths)


def test_a_redirect_may_lead_out_of_the_site(site: SiteTest) -> None:
    config = '[redirects]\n"KA-00009" = "https://example.com/?a=1&b=[2]"\n'
    page = site.article("KA-00001").configured(config).build().page("en/KA-00009/")
    assert 'href="https://example.com/?a=1&amp;b=[2]"' in page


def test_a_published_id_that_is_gone_is_an_error_at_its_line(site: SiteTest) -> None:
    site = site.article("KA-00001")
    lost = published(site, ("article", "KA-00001"), ("article", "KA-00009"), ("code", "X-100"))
    assert findings(lost) == [
        ("ids.lock:4:1", "the article `KA-00009` was published and is gone"),
        ("ids.lock:5:1", "the code `X-100` was published and is gone"),
    ]


def test_a_redirect_makes_good_for_it(site: SiteTest) -> None:
    site = site.article("KA-00001").configured(REDIRECTS)
    assert findings(published(site, ("article", "KA-00009"), ("code", "SOP-330099"))) == []


def test_a_redirect_that_leads_nowhere_or_away_from_what_is_there_is_a_fault(
    site: SiteTest,
) -> None:
    config = '[redirects]\n"KA-00001" = "KA-00009"\n"KA-00008" = "javascript:alert(1)"\n'
    site = site.article("KA-00001").configured(config)
    assert findings(site) == [
        (
            "errata.toml:2:1",
            "`KA-00001` is redirected to `KA-00009` but still exists",
        ),
        ("errata.toml:3:1", "the redirect of `KA-00008` to `javascript:alert(1)` leads nowhere"),
    ]
    assert "javascript" not in "".join(site.build().page(f"en/{n}/") for n in ["KA-00001"])
    assert "en/KA-00008/index.html" not in site.build().paths


def test_a_redirect_from_an_address_that_is_in_use_is_told_at_its_line(site: SiteTest) -> None:
    config = '[redirects]\n"ka-00001" = "gone"\n"recent" = "gone"\n'
    site = site.article("KA-00001").configured(config)
    assert findings(site) == [
        ("errata.toml:2:1", "`ka-00001` is redirected, and `KA-00001` is still at its address")
    ]
    diagnostics = [each for each in site.build().built.diagnostics if each.code == "KB901"]
    assert [str(diagnostic.span) for diagnostic in diagnostics] == ["errata.toml:3:1"]
    assert (
        diagnostics[0].message
        == "`en/recent/index.html` is already taken by another page of the site"
    )


def test_what_is_gone_for_good_says_so_and_offers_the_search(site: SiteTest) -> None:
    config = '[redirects]\n"KA-00009" = "gone"\n"SOP-330099" = "KA-00009"\n'
    site = site.article("KA-00001").configured(config)
    site = published(site, ("article", "KA-00009"), ("code", "SOP-330099"))
    assert findings(site) == []
    built = site.build()
    for path in ("en/KA-00009/", "en/codes/SOP-330099/", "e/SOP-330099/"):
        page = built.page(path)
        assert "<h1>This page was removed</h1>" in page
        assert '<meta name="robots" content="noindex">' in page
        assert page.count('<form class="search') == 1
    assert "KA-00009 was removed and has no replacement" in built.page("en/KA-00009/")
