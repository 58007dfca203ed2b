"""Each documented markdown extension against its fixture file, and what a fixture cannot show.

A fixture file has markdown-it's format: a sentence, `.`, the markdown, `.`, the HTML, `.`. The
title taken from the body is shown as `<h1>`, and each finding as a line after the HTML.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file

from errata.articles.markdown import headings, images, links, tables
from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.images import embed_picture
from errata.articles.markdown.sanitise import CLASSES
from errata.articles.markdown.syntax import (
    block_attributes,
    callouts,
    cell_tables,
    comments,
    containers,
    dialects,
    emphasis,
    foreign,
    github,
    includes,
    labels,
    magic_blocks,
    mdx,
    regions,
    signed_blocks,
    template_html,
    templates,
    videos,
)
from errata.articles.markdown.syntax.labels import pair_brackets
from errata.model import Embedded, Heading
from errata.text.anchors import valid_id
from errata.text.strings import merge_strings
from tests.site.factories import shipped_theme
from tests.support.observed import observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet
    from markdown_it.rules_core import StateCore

EXTENSIONS = (
    *(labels, block_attributes, callouts, containers, includes, signed_blocks),
    *(regions, videos, cell_tables, tables, links, images, headings, foreign, github),
    *(magic_blocks, templates, template_html, comments, mdx, dialects, emphasis),
)
FIXTURES = (
    *("labels", "attributes", "callouts", "video", "regions"),
    *("collapsibles", "tables", "links", "images", "heading_ids"),
    *("directives", "shortcodes", "indented", "tabs", "tasks", "footnotes", "contents"),
    *("templates", "comments", "mdx", "alerts", "docfx", "emphasis", "emoji", "magic_blocks"),
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


def make_parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    for extension in EXTENSIONS:
        extension.extend(md)
    return md


PARSER = make_parser()
STRINGS = shipped_theme().strings


def shown(text: str, context: ParseContext | None = None) -> str:
    context = context or ParseContext()
    context.words = context.words or merge_strings(context.locale, STRINGS)
    html = str(PARSER.render(text, with_context(context)))
    title = ""
    if context.title is not None:
        title = f"<h1>{PARSER.renderer.render(context.title, PARSER.options, {})}</h1>\n"
    findings = "".join(
        f"! {code} {finding.span.line}: {finding.message}\n"
        for code, finding in observed(context, text)
    )
    return title + html + findings


def cases() -> Iterator[ParameterSet]:
    for name in FIXTURES:
        path = Path(__file__).with_name(f"{name}.md")
        for line, title, text, expected in read_fixture_file(path):
            yield pytest.param(text, expected, id=f"{name}:{line}:{title}")


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_the_markdown_is_shown_as_the_fixture_says(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("name", FIXTURES)
def test_every_fixture_file_holds_cases(name: str) -> None:
    assert len(read_fixture_file(Path(__file__).with_name(f"{name}.md"))) > 3


def test_in_a_theme_s_words_for_a_note_only_its_number_is_filled_in() -> None:
    words = {"footnote_back": "{number:>99} {0} {other} { Back to {number}"}
    html = shown("a[^1]\n\n[^1]: b\n", ParseContext(path="a.md", words=words))
    assert 'aria-label="{number:&gt;99} {0} {other} { Back to 1"' in html


def test_every_class_that_extensions_write_is_kept_by_the_sanitiser() -> None:
    written: set[str] = set()
    for name in FIXTURES:
        for _, _, _, expected in read_fixture_file(Path(__file__).with_name(f"{name}.md")):
            for value in re.findall(r'<(?!code)[^>]* class="([^"]*)"', expected):
                written.update(value.split())
    assert written <= CLASSES
    # Codes and messages are found by no extension of this test.
    unwritten = {"badge-negative", "badge-neutral", "w-75", "align-right", "code", "message"}
    assert CLASSES - written <= unwritten


def test_in_mdx_every_name_with_a_capital_letter_is_a_component() -> None:
    text = "Press <Key name='a'/>.\n\n<Hint>\nRestart it.\n</Hint>\n"
    assert "<p>Press .</p>" in shown(text, ParseContext(path="en/a.mdx"))
    assert "<Hint>\n" not in shown(text, ParseContext(path="en/a.mdx"))
    assert "<Hint>\n" in shown(text, ParseContext(path="en/a.md"))


# ── headings ────────────────────────────────────────────────────────────────────────────────


def test_headings_are_noted_with_level_id_text_and_source_line() -> None:
    context = ParseContext(first_line=10)
    shown("# T\n\n## A *b* `c`\n\n### D {#d}\n", context)
    assert context.headings == [Heading(2, "a-b-c", "A b c", 12), Heading(3, "d", "D", 14)]
    assert context.anchors == {"a-b-c", "d"}


def test_a_heading_made_from_a_bold_line_is_minor() -> None:
    md = make_parser()
    md.core.ruler.before("heading_ids", "bold", _all_minor)
    context = ParseContext()
    md.render("## A\n", with_context(context))
    assert [heading.minor for heading in context.headings] == [True]


def _all_minor(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "heading_open":
            token.meta["minor"] = True


def test_a_link_to_an_authored_id_leads_to_the_id_that_was_made_of_it() -> None:
    context = ParseContext()
    shown("## One {#1.2}\n\n## Two {#Two}\n", context)
    assert context.anchors == {valid_id("1.2"), valid_id("Two")} == {"s-1-2", "Two"}


def test_a_link_names_a_heading_by_the_code_of_its_emoji_as_on_github() -> None:
    context = ParseContext()
    shown("## :warning: Careful\n\n## Careful\n", context)
    assert context.aliases["warning-careful"] == "careful"


@given(st.lists(st.text(min_size=1, max_size=30), max_size=8))
def test_every_id_is_valid_and_unique_whatever_the_headings_say(texts: list[str]) -> None:
    ids = [valid_id(text.lower()) for text in texts]
    assert all(identifier[0].isalpha() for identifier in ids)
    assert all(is_id_character(character) for identifier in ids for character in identifier)
    context = ParseContext()
    shown("".join(f"## {' '.join(text.split())}\n\n" for text in texts), context)
    assert len({heading.id for heading in context.headings}) == len(context.headings)


def is_id_character(character: str) -> bool:
    """As html-validate's rule `valid-id` has it."""
    return character in "-_" or unicodedata.category(character)[0] in "LN"


# ── pictures ────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_kept_once_under_the_digest_of_its_bytes() -> None:
    uri = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    context = ParseContext()
    shown(f"![a]({uri})\n\n![b]({uri})\n", context)
    name = hashlib.sha256(PNG).hexdigest()[:16]
    assert [*context.embedded.values()] == [Embedded(f"assets/embedded/{name}.png", PNG)]
    assert [str(place.span) for _, place in observed(context, f"![a]({uri})\n\n![b]({uri})\n")] == [
        ":1:6",
        ":3:6",
    ]


def test_data_without_padding_or_percent_encoded_is_read() -> None:
    plain = base64.b64encode(b"GIF89a\xff\xfe").decode()
    for encoded in (plain.rstrip("="), quote(plain, safe="")):
        context = ParseContext()
        assert embed_picture(f"data:image/gif;base64,{encoded}", context, 1)
        assert next(iter(context.embedded.values())).data == b"GIF89a\xff\xfe"


# ── words ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("en", "Note"),
        ("pt-BR", "Observação"),
        ("es", "Nota"),
        ("fr-FR", "Remarque"),
        ("de-DE", "Hinweis"),
        ("ja-JP", "メモ"),
        ("it-IT", "Nota"),
        ("zh-CN", "备注"),
        ("zh-TW", "附註"),
        ("tlh", "Note"),
    ],
)
def test_a_callout_has_its_title_in_the_language_of_the_article(locale: str, title: str) -> None:
    assert f">{title}</p>" in shown(">[!NOTE]\n", ParseContext(locale=locale))


def test_every_callout_has_a_string_for_its_title() -> None:
    titles = {name for name in STRINGS["en"] if name.startswith("callout_")}
    assert titles == {f"callout_{name.lower()}" for name in callouts.CALLOUTS}


def test_a_parser_without_words_names_callouts_and_videos_after_their_markers() -> None:
    context = ParseContext(words={"any": "other"})
    html = shown(">[!NOTE]\n>\n>a\n\n>[!VIDEO](https://video.example.com/1)\n", context)
    assert '<p class="callout-title">Note</p>' in html
    assert ">Video (video.example.com)</a>" in html


# ── hostile texts ───────────────────────────────────────────────────────────────────────────


HOSTILE = (
    *("[!DNL ", "[!DNL `", "[!DNL x] ", "[!BADGE x]{url=", "[!UICONTROL "),
    *("+++", "+++\n", "+++T\n", "+++T\n+++\n", "+++T\n```\n", "- +++T\n"),
    *(">[!NOTE]\n", ">[!NOTE]\n\n", ">[!BEGINTABS]\n", ">[!TAB x]\n\n", ">[!ENDTABS]\n\n"),
    *(">[!BEGINSHADEBOX]\n>[!BEGINTABS]\n", "[!VIDEO](http://a.b)\n", ">[!VIDEO](http://a.b)\n\n"),
    *("{width=", "![](a){width=", '![](a){width="', "# {#", "# a {#b}\n", "| a |\n|---|\n\n"),
    *(":::a\n", ":::note\n", ":::note\n:::\n", "::::a\n:::\n", "- :::note\n", "> :::a\n"),
    *("```{note}\n", "```{code}\n", "/// a\n", "{{< a >}}\n", "{{< a ", "{% raw %}\n", "{% a "),
    *("{% if %}\n{% endif %}\n", "{{< a >}}\n{{< /b >}}\n", "<Tabs>\n", "<Note a={", "<Note a\n"),
    *("!!! a\n", '!!! note "\n', "!!! note\n    a\n", "!!! a b c ", '=== "a"\n', "# [a](#tab/a)\n"),
    *("[^a]", "[^", "[^a]: b\n", "[^a]: [^b]: c\n", "[^a]: b\n\n[^a]", "- [ ] a\n", "[ ] "),
    *("[TOC]\n", "* TOC\n{:toc}\n", "{:toc", "{: a "),
    *(
        "{{ site.a ",
        "{{ a }}",
        "{{<",
        "{% a %}",
        "{%",
        "[a]({{ b }})",
        "[",
        "{ref}`",
        "{/*\n",
        "{/*",
    ),
    *("import a from 'b'\n\n", "import ", "export const a\n\n", "<Aa b=", "{% raw %}", "[a]({{ "),
    *(
        "> [!tip] a\n\n",
        "        > [!NOTE]\n",
        "- a\n        > [!NOTE]\n",
        ":::image a=",
        ":::image a=b ",
    ),
    *(':::image a="b":::', "[!VIDEO http://a", "[!code[a](b)]", "{!a.md!}\n", "[!INCLUDE [a](b)]"),
    *(
        "<Card a={{",
        "<Card a={{}",
        "<Card a=b>",
        "--8<--\n",
        "--8<--\na\n",
        "{!> a",
        "[^a]: {.b",
        "{.b",
    ),
    *(
        ":x",
        "> ⚠",
        "[block:a]\n",
        "[block:a]\n{}\n[/block]\n",
        ":x:",
        "http://",
        "http://a.",
        "http://a.co/(",
        "http://a.co ",
        "![",
        "![](data:",
        '![](data:a "',
    ),
)
"""Each was read in linear time by hand: 1 MB of it takes less than 8 seconds."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_gives_balanced_html(piece: str) -> None:
    tags = re.findall(r"<(/?)(details|summary|div|p|span|a|h2|blockquote)\b", shown(piece * 500))
    opened: list[str] = []
    for slash, tag in tags:
        if slash:
            assert opened.pop() == tag
        else:
            opened.append(tag)
    assert not opened


def test_brackets_pair_around_code_and_escapes() -> None:
    assert pair_brackets(r"[a \] `]` [b]]") == {0: 13, 10: 12}
    assert pair_brackets("[a ` b]") == {0: 6}
    assert pair_brackets("]]][") == {}


def test_a_label_is_known_in_the_language_of_the_article() -> None:
    text = "> **{}:** Heiß.\n"
    html = shown(text.format("Hinweis"), ParseContext(locale="de"))
    assert '<div class="callout callout-note">\n<p class="callout-title">Hinweis</p>' in html
    assert "callout" not in shown(text.format("Hinweis"), ParseContext(locale="fr"))
