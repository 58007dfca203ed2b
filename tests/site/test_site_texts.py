"""What the configuration says of the site, on its pages: names by locale, links for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import SiteTest

BY_LOCALE = """
[site]
url = "https://help.example.com"
[site.name]
en = "Help"
pt = "Ajuda"
[site.description]
en = "Get the fix."
"""
LINKS = """
[site]
feedback = "https://forms.example.com/?page={number}&title={title}&in={locale}"
edit = "https://git.example.com/edit/{path}"
"""


def test_every_output_calls_the_site_by_its_name_in_the_language(site: SiteTest) -> None:
    made = site.configured(BY_LOCALE).article("KA-00001").article("KA-00001", locale="pt-BR")
    built = made.build()
    for path in ("en/", "en/KA-00001/", "en/feed.xml", "en/opensearch.xml", "llms.txt"):
        assert "Help" in built.page(path)
        assert "Ajuda" not in built.page(path)
    for path in ("pt-BR/", "pt-BR/KA-00001/", "pt-BR/feed.xml", "pt-BR/opensearch.xml"):
        assert "Ajuda" in built.page(path)
        # What a language lacks is that of the default locale.
        assert "Get the fix." in built.page(path)


def test_articles_and_codes_ask_whether_they_helped_and_only_articles_are_edited(
    site: SiteTest,
) -> None:
    built = site.configured(LINKS).article("KA-00001", title="A & B").build()
    article, code = built.page("en/KA-00001/"), built.page("en/codes/RED-520025/")
    sentence = "https://forms.example.com/?page={}&amp;title={}&amp;in=en"
    assert f'href="{sentence.format("KA-00001", "A%20%26%20B")}"' in article
    assert f'href="{sentence.format("RED-520025", "RED-520025")}"' in code
    assert 'href="https://git.example.com/edit/' in article
    assert "git.example.com" not in code
    assert "forms.example.com" not in built.page("en/")
    assert "forms.example.com" not in site.article("KA-00001").build().page("en/KA-00001/")


def test_a_short_title_stands_in_breadcrumbs_and_in_lists_of_sections(site: SiteTest) -> None:
    head = "---\ntitle: {}\nlinkTitle: {}\n---\n\nText.\n"
    files = {
        "en/mail/index.md": head.format("Everything about outbound mail", "Mail"),
        "en/mail/queue.md": head.format("What to do when the queue is full", "Full queue"),
        "en/mail/relay.md": head.format("What to do when the relay refuses", "Relay"),
        "en/print/paper.md": head.format("Where paper comes from", "Paper"),
    }
    for path, text in files.items():
        site = site.file(path, text.encode())
    built = site.build()
    queue = built.page("en/queue/")
    breadcrumb = queue.partition('<nav class="breadcrumb"')[2].partition("</nav>")[0]
    assert ">Mail</a>" in breadcrumb
    assert "<h1>What to do when the queue is full</h1>" in queue
    assert ">Full queue</a>" in built.page("en/sections/")
    assert ">Full queue</a>" in built.page("en/mail/")
