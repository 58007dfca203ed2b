"""The markdown beside each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from msgspec.structs import replace

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import Config
from errata.files import read_folder
from errata.model import CodeEntry, CodeUse, Message
from errata.site.feeds import markdown_pages
from errata.site.feeds.to_markdown import to_markdown
from tests.site.factories import article, context_of, library
from tests.support.emphasis import emphasised_letters

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SiteTest

RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def split(text: str) -> tuple[dict[str, object], str]:
    """Front matter and body."""
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


def test_a_twin_has_the_public_facts_and_the_whole_text(site: SiteTest) -> None:
    site = site.configured('[site]\nurl = "https://help.example.com/kb/"\n')
    built = site.article("KA-00001", internal_notes="canary").build()
    facts, body = split(built.page("en/KA-00001/index.md"))
    assert facts["number"] == "KA-00001"
    assert facts["codes"] == ["RED-520025"]
    assert facts["updated"] == "2024-04-17T12:38:19Z"
    assert facts["canonical"] == "https://help.example.com/kb/en/KA-00001/"
    assert body.startswith("\n# Title of KA-00001\n\n## Description\n\n### Environment\n")
    assert "`RED-520025 Communication failed`" in body
    assert body.endswith("## Resolution\n\nStart the server.\n")
    assert "canary" not in built.page("en/KA-00001/index.md")


def test_a_code_s_twin_lists_its_articles(site: SiteTest) -> None:
    page = site.article("KA-00001").build().page("en/codes/RED-520025/index.md")
    facts, body = split(page)
    assert (facts["title"], facts["family"]) == ("RED-520025", "RED")
    link = "- [Title of KA-00001](../../KA-00001/index.html)\n"
    assert f"\n## Articles with this code\n\n{link}" in body


def test_a_code_s_twin_tells_what_it_is_about_from_what_only_mentions_it() -> None:
    said = Message("RED-1 no `host`", "RED-1 no `host`", ("RED-1",), "fence", 1)
    first = replace(article("KA-00003", "pt-BR"), messages=(said,))
    linked_articles = library(
        first, *(article(number, "pt-BR") for number in ("KA-00001", "KA-00002"))
    )
    uses = (
        CodeUse("pt-BR", "KA-00003", "primary"),
        CodeUse("pt-BR", "KA-00001", "primary"),
        CodeUse("pt-BR", "KA-00002", "secondary"),
    )
    entry = CodeEntry("RED-1", "RED", "error", uses)
    best_first = {"RED-1": {"pt-BR": ("KA-00003", "KA-00001", "KA-00002")}}
    linked_articles = replace(linked_articles, codes=best_first, index={"RED-1": entry})
    content = {
        file.path: file.content for file in markdown_pages.emit(context_of(linked_articles))
    }["pt-BR/codes/RED-1/index.md"]
    assert isinstance(content, bytes)
    lines = [line for line in split(content.decode())[1].splitlines() if line[:2] in {"##", "- "}]
    assert lines == [
        "## Mensagem de erro",
        "- `` RED-1 no `host` ``",
        "## Em resumo",
        "- Start the server.",
        "## Artigos com este código",
        "- [Tracking stops for KA-00003](../../KA-00003/index.html)",
        "- [Tracking stops for KA-00001](../../KA-00001/index.html)",
        "## Também mencionado em",
        "- [Tracking stops for KA-00002](../../KA-00002/index.html)",
    ]


def test_a_hidden_article_has_no_twin_and_its_page_names_none(site: SiteTest) -> None:
    built = site.article("KA-00001").article("KA-00002", hide="true").build()
    assert "en/KA-00002/index.md" not in built.paths
    assert 'rel="alternate" type=' not in built.page("en/KA-00002/")


def test_a_page_names_its_other_forms(site: SiteTest) -> None:
    page = site.article("KA-00001").build().page("en/KA-00001/")
    assert '<link rel="alternate" type="text/markdown" href="index.md">' in page
    link = '<link rel="alternate" type="application/json" href="../../api/v1/articles/'
    assert f'{link}KA-00001.en.json">' in page


def test_a_title_of_any_characters_is_yaml(site: SiteTest) -> None:
    title = "a: 'b' \x85 \u2028 \ufeff # 日本 😀"
    escaped = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in title)
    built = site.article("KA-00001", title=f'"{escaped}"').build()
    facts, _ = split(built.page("en/KA-00001/index.md"))
    page = built.page("api/v1/articles/KA-00001.en.json")
    assert isinstance(facts["title"], str)
    assert "😀" in facts["title"]
    assert "😀" in page


def test_the_real_articles_keep_each_letter_and_its_emphasis_in_their_twins(corpus: Path) -> None:
    families = choose_families(["default", "adobe-campaign"])
    parse = ArticleParser(ParseOptions(families=families))
    articles = [parse(source).article for source in read_folder(corpus, Config()).sources[::29]]
    changed = []
    for parsed in filter(None, articles):
        html = "".join(parsed.body.parts)
        if emphasised_letters(RENDER.render(to_markdown(html))) != emphasised_letters(html):
            changed.append(parsed.source)
    assert len(articles) > 100
    assert changed == []
