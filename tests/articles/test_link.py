"""Linking: one article per number, translations, and which code is in which article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import SiteTest


def test_two_articles_with_one_code_share_its_page(site: SiteTest) -> None:
    built = site.article("KA-00001").article("KA-00002").build()
    page = built.page("en/codes/RED-520025/")
    assert "KA-00001" in page
    assert "KA-00002" in page


def test_codes_that_differ_in_case_share_the_page_of_the_more_frequent(site: SiteTest) -> None:
    for number, code in (("KA-00001", "Err_9x"), ("KA-00002", "ERR_9X"), ("KA-00003", "ERR_9X")):
        body = f"\nThe log shows `{code} cannot connect`.\n"
        site = site.article(number, body, **{"error-codes": code})
    built = site.build()
    assert [each.message for each in built.built.diagnostics if each.code == "KB901"] == []
    assert "en/codes/Err_9x/index.html" not in built.paths
    page = built.page("en/codes/ERR_9X/")
    assert all(number in page for number in ("KA-00001", "KA-00002", "KA-00003"))
    assert "../codes/ERR_9X/index.html" in built.page("en/KA-00001/")
    assert "Err_9x cannot connect" in built.page("en/KA-00001/").replace("</a>", "")


def test_a_code_page_lists_only_the_articles_of_its_locale(site: SiteTest) -> None:
    built = site.article("KA-00001").article("KA-00002", locale="pt-BR").build()
    assert "KA-00002" not in built.page("en/codes/RED-520025/")
    assert "KA-00002" in built.page("pt-BR/codes/RED-520025/")


def test_a_hidden_article_is_built_but_in_no_list(site: SiteTest) -> None:
    built = site.article("KA-00001").article("KA-00002", hide="true", hidefromtoc="true").build()
    assert 'content="noindex"' in built.page("en/KA-00002/")
    for path in built.paths:
        if path.endswith(".html") and "KA-00002" not in path:
            assert "KA-00002" not in built.page(path)


def test_a_code_that_only_hidden_articles_mention_has_no_page_and_no_link(site: SiteTest) -> None:
    built = site.article("KA-00002", hide="true", hidefromtoc="true").build()
    assert "en/codes/RED-520025/index.html" not in built.paths
    assert "RED-520025" in built.page("en/KA-00002/")
    assert "codes/RED-520025" not in built.page("en/KA-00002/")


def test_of_two_files_that_claim_a_number_the_one_named_so_is_built(site: SiteTest) -> None:
    twin = site.article("KA-00001", title="The twin").files["en/KA-00001.md"]
    built = site.article("KA-00001", title="The real one").file("en/AA-copy.md", twin).build()
    assert "The real one" in built.page("en/KA-00001/")
    (finding,) = [
        diagnostic
        for diagnostic in built.built.diagnostics
        if diagnostic.code == "KB101" and "already taken" in diagnostic.message
    ]
    assert finding.span.path == "en/AA-copy.md"
    assert "en/KA-00001.md" in finding.message


def test_a_link_goes_to_the_article_in_the_readers_locale(site: SiteTest) -> None:
    body = "See [that](https://help.example.com/en/articles/ka-00002).\n"
    built = (
        site.configured('links.article-bases = ["help.example.com/articles/"]')
        .article("KA-00001", body, locale="pt-BR")
        .article("KA-00002", locale="pt-BR")
        .article("KA-00002")
        .build()
    )
    assert 'href="../KA-00002/index.html"' in built.page("pt-BR/KA-00001/")


def test_a_link_to_an_untranslated_article_stays_among_the_readers_pages(site: SiteTest) -> None:
    linking = "[x](KA-00002.md) and [y](KA-00003.md)\n"
    built = (
        site.article("KA-00001", linking, locale="pt-BR")
        .article("KA-00002")
        .article("KA-00003", hide="true")
        .build()
    )
    page = built.page("pt-BR/KA-00001/")
    assert 'href="../KA-00002/index.html"' in page
    assert 'href="../../en/KA-00003/index.html"' in page, "a hidden one has a page of its own only"


def test_a_picture_falls_back_to_the_default_locale(site: SiteTest) -> None:
    built = (
        site.file("en/assets/a.png", b"PNG")
        .article("KA-00001", "![panel](assets/a.png)\n", locale="pt-BR")
        .article("KA-00001")
        .build()
    )
    assert 'src="../../en/assets/a.png"' in built.page("pt-BR/KA-00001/")
    assert "en/assets/a.png" in built.paths


def test_a_picture_that_nothing_shows_is_not_published(site: SiteTest) -> None:
    built = site.file("en/assets/unused.png", b"PNG").article("KA-00001").build()
    assert "en/assets/unused.png" not in built.paths


def test_a_broken_link_keeps_its_text_and_is_reported_with_a_suggestion(site: SiteTest) -> None:
    links = "See [that one](KA-00003.md) and [this part](#resolutoin)."
    body = f"\n{links}\n\n## Resolution {{#resolution}}\n"
    built = site.article("KA-00001", body).article("KA-00002").build()
    page = built.page("en/KA-00001/")
    assert "that one</a>" in page
    assert "KA-00003" not in page
    first, second = [each for each in built.built.diagnostics if each.code == "KB301"]
    assert (first.message, first.span.column) == ("no article `KA-00003`", 16)
    assert "did you mean `resolution`?" in second.help


def test_a_link_that_names_nothing_is_told_where_it_stands(site: SiteTest) -> None:
    body = "\nOf x: see `KA-00003.md`, [that](KA-00003.md),\n[this]().\n"
    built = site.article("KA-00001", body).build()
    text = built.files["en/KA-00001.md"].decode().splitlines()
    spans_by_message = {d.message: d.span for d in built.built.diagnostics if d.code == "KB301"}
    text_by_message = {
        message: text[span.line - 1][span.column - 1 :]
        for message, span in spans_by_message.items()
    }
    assert text_by_message == {
        "no article `KA-00003`": "KA-00003.md),",
        "a link without a target": ").",
    }


def test_a_picture_cannot_take_the_place_of_the_sites_own_files(site: SiteTest) -> None:
    body = "![x](../assets/css/errata.css)\n"
    built = site.file("assets/css/errata.css", b"evil").article("KA-00001", body).build()
    content = built.artifact("assets/css/errata.css").content
    assert isinstance(content, bytes)
    assert "KB901" in built.codes
