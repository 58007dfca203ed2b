"""Texts whose reading would take hours if work grew with their square; each is read once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from msgspec import structs

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import DialectName
from errata.diagnostics import Span
from errata.model import Conventions, Includes, PublishedId, Source
from tests.support.linear import ends

if TYPE_CHECKING:
    from tests.conftest import SiteTest

PARSE = ArticleParser(
    ParseOptions(
        families=choose_families(["default"]),
        conventions=Conventions(dialects=get_args(DialectName)),
    )
)

REPEATED = {
    "abbreviations that are not closed": "*[",
    "wiki links that are not closed": "[[a ",
    "pictures in wiki links": "![[",
    "footnotes that are not closed": "[^",
    "labels in brackets, no marks of templates": "[!NOTE] ",
    "braces behind labels": "[a]{",
    "targets of MyST": "(target)=\n",
    "includes that are not closed": "[!INCLUDE [",
    "callouts within a quote": "> [!NOTE] a\n",
    "directives": "::: note\n",
    "admonitions": "!!! note\n",
    "tabs": '=== "Tab"\n',
    "references to one note": "[^1] ",
    "shortcodes": "{{< a >}}\n",
    "tags of Liquid": "{% if a %}\n",
    "components": "<Tabs>\n",
    "comments of MDX": "{/*",
    "definitions": ": a\n",
    "attribute lists": "{: .a}\n",
    "anchors": '<a name="a"></a>\n',
    "numbers of Windows": "0x80070005 ",
    "signs of a language": "C+",
    "numbers with hyphens": "a-1-",
    "embedded pictures": "![a](data:image/png;base64,AAAA) ",
    "tables of cells that are not closed": "#|\n||\n",
    "a fence without an end": "~~",
    "paragraphs without a gap": "%%\na\n",
    "elements with texts between them": "<div></div>\na\n",
    "elements with headings between them": "<p>\n</p>\n# a\n",
}


@ends
@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_a_piece_of_syntax_many_times(piece: str) -> None:
    text = "---\ntitle: Title\n---\n\n" + piece * 20_000
    parsed = PARSE(Source("en/first.md", "en", text.encode()))
    assert "KB009" not in {diagnostic.code for diagnostic in parsed.diagnostics}


@ends
@pytest.mark.parametrize(
    "text",
    [
        "".join(f"*[AB{n}]: The port\n" for n in range(40_000)) + "\n" + "AB ABC " * 40_000,
        "*[AB]: " + "The port " * 20_000 + "\n\n" + "AB " * 40_000,
        "## Error messages\n\n" + "### Failed to open the file\n\nTry it.\n\n" * 8_000,
    ],
    ids=["abbreviations", "one long abbreviation", "a reference of messages"],
)
def test_a_large_text(text: str) -> None:
    assert PARSE(Source("en/first.md", "en", f"---\ntitle: Title\n---\n\n{text}".encode())).article


@ends
def test_forty_thousand_snippets() -> None:
    snippets = "".join(f"## A {{#a{n}}}\n\nText {n}.\n\n" for n in range(40_000))
    includes = Includes((("_includes/snippets.md", snippets.encode()),))
    text = b"---\ntitle: Title\n---\n\n{{a0}}\n\n{{a39999}}\n"
    article = PARSE(Source("en/first.md", "en", text, includes=includes)).article
    assert article
    shown = repr(article.content.body)
    assert "Text 0." in shown
    assert "Text 39999." in shown


@ends
@pytest.mark.parametrize(
    "front",
    [
        "+++\n" + "a." * 30_000 + "b = 1\n+++\n",
        "+++\n[" + "a." * 30_000 + "b]\n+++\n",
        "+++\n" + '"a b".' * 8_000 + "b = 1\n+++\n",
        "+++\na = 0x" + "f" * 60_000 + "\n+++\n",
        "+++\na = " + "9" * 60_000 + "\n+++\n",
        '{"a": ' + "[" * 60_000,
        "---\naliases: [" + ",".join(f"/a{index}/" for index in range(6_000)) + "]\n---\n",
    ],
    ids=["dotted key", "dotted table", "quoted keys", "digits", "number", "lists", "addresses"],
)
def test_a_large_front_matter(front: str) -> None:
    parsed = PARSE(Source("en/first.md", "en", f"{front}\n# Title\n".encode()))
    codes = {diagnostic.code for diagnostic in parsed.diagnostics}
    assert codes <= {"KB001"}
    assert (parsed.article is None) == bool(codes)


@ends
def test_forty_thousand_published_ids_that_are_gone(site: SiteTest) -> None:
    ids = (f"the-{n}-{n * 7_919 % 40_000}-way-to-{n % 97}" for n in range(40_000))
    lost = tuple(PublishedId("article", id_, Span("ids.lock", 1)) for id_ in ids)
    for n in range(200):
        site = site.file(f"en/a-{n}-new-{n * n}-way-to-{n % 97}.md", b"# A\n\nText.\n")
    findings = replace(site, inputs=structs.replace(site.inputs, published_ids=lost)).check()
    assert sum(item.code == "KB406" for item in findings) == len(lost)
