"""No control character that hides or turns text reaches a reader, however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.files import read_folder
from errata.linked_folder import link_folder
from errata.model import Includes, Inputs, Source
from errata.site.categories import build_category_tree
from errata.text.characters import BIDI, neutralise_hidden, remove_hidden, search_unshown
from tests.files.test_read_folder import put

if TYPE_CHECKING:
    from pathlib import Path

FRONT = {
    "yaml": '---\ntitle: "a \\u202e b"\n'
    'description: "c \\0 &#8238; d"\nkeywords: ["\\u2066k"]\n---\n',
    "json": '{"title": "a \\u202e b", "description": "c \\u0000 d", "keywords": ["\\u2066k"]}\n',
    "toml": '+++\ntitle = "a \\u202e b"\n'
    'description = "c \\u0000 d"\nkeywords = ["\\u2066k"]\n+++\n',
}
PLACES = (
    "Text {} here.",
    "## Cause {}",
    "![alt {}](a.png)",
    '![a](a.png "title {}")',
    '[a](https://a.example "title {}")',
    '[r]: https://a.example "title {}"\n\n[r]',
    '<p title="{}">raw {} block</p>',
    "<b>raw {} inline</b>",
    '<img src="a.png" alt="{}">',
    "| a {} | b |\n|---|---|\n| c | d {} |",
    "- item {}\n- [ ] task {}",
    "> [!NOTE]\n> {}",
    "Term\n: meaning {}",
    "[^1]\n\n[^1]: note {}",
    "`code {}`",
    "```\ncode {}\n```",
    "&amp;#x202e; {}",
)
FORMS = ("&#x202e;", "&#X202E;", "&#8238;", "&#0008238;", "&#x00202e", "&#8297;", "&#x2066;")


@pytest.mark.parametrize("form", FRONT)
def test_no_value_of_a_front_matter_has_one(form: str) -> None:
    parsed = ArticleParser(ParseOptions())(
        Source("en/a.md", "en", f"{FRONT[form]}\nText.\n".encode())
    )
    assert parsed.article
    assert (parsed.article.metadata.title, parsed.article.metadata.keywords) == ("a b", ("k",))
    assert [diagnostic.code for diagnostic in parsed.diagnostics].count("KB004") == 3


@pytest.mark.parametrize("place", PLACES)
def test_no_text_has_one(place: str) -> None:
    for form in FORMS:
        text = f"---\ntitle: A\n---\n\n{place.replace('{}', form)}\n"
        article = ArticleParser(ParseOptions())(Source("en/a.md", "en", text.encode())).article
        assert article
        shown_text = "".join((*article.body.parts, *(heading.text for heading in article.headings)))
        assert not BIDI.search(shown_text)
        assert "\u200b" not in shown_text
        assert "#" in shown_text


def test_no_included_file_has_one() -> None:
    text = b"---\ntitle: A\n---\n\n[!INCLUDE [n](n.md)]\n"
    included = Includes((("en/n.md", "one \u202e two &#x202e;\n".encode()),))
    article = ArticleParser(ParseOptions())(
        Source("en/a.md", "en", text, includes=included)
    ).article
    assert article
    assert not BIDI.search("".join(article.body.parts))


@pytest.mark.parametrize(
    "text",
    [
        '[block:callout]\n{"title": "a \\u202e b", "body": "c \\u0007 d"}\n[/block]',
        '[block:code]\n{"codes": [{"code": "a \\u202e b", "name": "c \\u202e"}]}\n[/block]',
        "<https://a.example/%E2%80%AEgnp.exe>",
        "[](a%E2%80%AEb.md) [](a.md#%E2%80%AEb) <xref:a%E2%80%AEb>",
    ],
)
def test_no_escape_of_json_or_of_an_address_becomes_one(text: str) -> None:
    article = ArticleParser(ParseOptions())(Source("en/a.md", "en", text.encode())).article
    assert article
    shown_text = "".join((*article.body.parts, *(heading.text for heading in article.headings)))
    assert not BIDI.search(shown_text)
    assert not search_unshown(shown_text)


def test_no_name_and_no_title_of_another_tool_has_one(tmp_path: Path) -> None:
    put(tmp_path, "one/a.md", "two\u202e/b\u202e.md", "three/c.md", text="Text.\n")
    put(tmp_path, "one/toc.yml", text='[{name: "L\\u202e", href: a.md}]')
    put(tmp_path, "three/_category_.json", text='{"label": "C\\u202e"}')
    folder = read_folder(tmp_path, Config())
    library = link_folder(folder, {}, Config(), Inputs()).library
    sections = build_category_tree(library.articles, library, "").root.children
    titles = [section.title for section in sections] + [
        article.metadata.title for article in library.articles
    ]
    assert sorted(titles) == ["B", "C", "C", "L", "One", "Two"]
    assert [one.span.path for one in folder.unusable] == ["one/toc.yml", "two\u202e/b\u202e.md"]


@pytest.mark.parametrize(
    "text", ["&#x200f;", "&#10;", "&#82381;", "&#x202ef;", "&lrm;", "a & b # c"]
)
def test_other_references_stay(text: str) -> None:
    assert neutralise_hidden(text) == text
    assert remove_hidden(text) == text
