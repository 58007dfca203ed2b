"""What a language lacks is shown in the site's first one, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SiteTest

ADDRESS = '[site]\nurl = "https://help.example.com/kb"\n'
BODY = """
## Issue

See `RED-520025 Communication failed`, [one](KA-00002.md) and [another](KA-00003.md#issue).
"""


@pytest.fixture
def built(site: SiteTest) -> SiteTest:
    return (
        site.configured(ADDRESS)
        .article("KA-00001", BODY, internal_notes="a secret note")
        .article("KA-00002")
        .article("KA-00002", locale="pt-BR", title="Dois")
        .article("KA-00003")
        .article("KA-00004", hide="true")
        .build()
    )


def test_a_missing_translation_is_a_page_in_the_first_language_with_a_notice(
    built: SiteTest,
) -> None:
    page = built.page("pt-BR/KA-00001/")
    assert '<html lang="pt-BR" dir="ltr">' in page
    assert '<h1 lang="en" dir="ltr">Title of KA-00001</h1>' in page
    assert '<div class="body" lang="en" dir="ltr">' in page
    notice = page.partition('<p class="notice notice-fallback">')[2].partition("</p>")[0]
    assert "Ele é exibido em inglês." in notice
    assert 'href="../../en/KA-00001/index.html" hreflang="en" lang="en"' in notice


def test_it_is_not_indexed_and_names_the_original_as_canonical(built: SiteTest) -> None:
    page = built.page("pt-BR/KA-00001/")
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://help.example.com/kb/en/KA-00001/">' in page
    assert 'rel="alternate" hreflang' not in page
    assert "ld+json" not in page
    assert 'rel="alternate" hreflang' not in built.page("en/KA-00001/")


def test_paper_names_the_original_s_address_and_date(built: SiteTest) -> None:
    printed = '<p class="printed">https://help.example.com/kb/en/KA-00001/ · {}</p>'
    assert printed.format("Updated April 17, 2024") in built.page("en/KA-00001/")
    assert printed.format("Atualizado em 17 de abril de 2024") in built.page("pt-BR/KA-00001/")


def test_its_links_stay_among_the_readers_pages(built: SiteTest) -> None:
    page = built.page("pt-BR/KA-00001/")
    assert '<a href="../KA-00002/index.html">one</a>' in page
    assert '<a href="../KA-00003/index.html#issue">another</a>' not in page, "no such heading"
    assert '<a href="../KA-00003/index.html">another</a>' in page
    assert 'href="../codes/RED-520025/index.html"' in page, "the translation of KA-00002 has it"


def test_the_language_switch_leads_to_it_and_back(built: SiteTest) -> None:
    assert '<a href="../../pt-BR/KA-00001/index.html" hreflang="pt-BR"' in built.page(
        "en/KA-00001/"
    )
    assert '<a href="../../en/KA-00001/index.html" hreflang="en"' in built.page("pt-BR/KA-00001/")


def test_only_the_language_switch_names_it(built: SiteTest) -> None:
    pages = {"en/KA-00001/index.html", "pt-BR/KA-00001/index.html"}
    for artifact in built.built.artifacts:
        if artifact.path not in pages:
            assert isinstance(artifact.content, bytes)
            assert b"pt-BR/KA-00001" not in artifact.content, artifact.path
            own = artifact.path.startswith("pt-BR/")
            assert not (own and b"KA-00001" in artifact.content), artifact.path
    assert "pt-BR/KA-00001/index.md" not in built.paths
    assert "KB606" not in built.codes


def test_a_hidden_article_is_not_shown_in_another_language(built: SiteTest) -> None:
    assert "en/KA-00004/index.html" in built.paths
    assert "pt-BR/KA-00004/index.html" not in built.paths


def test_a_hidden_translation_keeps_its_place(site: SiteTest) -> None:
    site = site.article("KA-00001").article("KA-00001", locale="pt-BR", hide="true", title="Um")
    built = site.article("KA-00002", locale="pt-BR").build()
    page = built.page("pt-BR/KA-00001/")
    assert "notice-archived" in page
    assert "notice-fallback" not in page


def test_a_locale_without_an_interface_is_told_once(site: SiteTest) -> None:
    site = (
        site.article("KA-00001").article("KA-00001", locale="xx").article("KA-00002", locale="xx")
    )
    diagnostics = site.article("KA-00001", locale="fr-CA").build().built.diagnostics
    assert [d.message for d in diagnostics if d.code == "KB902"] == [
        "no interface in `xx`: English is shown around the articles"
    ]


def test_without_fallback_pages_readers_are_led_to_the_original(site: SiteTest) -> None:
    built = (
        site.configured("fallback-pages = false")
        .article("KA-00001")
        .article("KA-00002", BODY.replace("KA-00003", "KA-00001"))
        .article("KA-00002", "\n## Issue\n\n[one](KA-00001.md)\n", locale="pt-BR")
        .build()
    )
    assert "pt-BR/KA-00001/index.html" not in built.paths
    assert '<a href="../../en/KA-00001/index.html">one</a>' in built.page("pt-BR/KA-00002/")
    assert 'href="../../pt-BR/index.html" hreflang="pt-BR"' in built.page("en/KA-00001/")
