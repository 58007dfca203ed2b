"""What the exporter did to the articles is undone, and nothing else happens to them.

`repair.md`, `raw_html.md` and `pseudo_headings.md` hold the constructs one by one, parsed with the
repairs alone; `repair_golden.md` rebuilds what ten real articles hold, parsed with everything.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file

from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.articles.markdown.repair import block_html, bold_headings, code, inline, source
from errata.articles.markdown.sanitise import sanitise
from tests.support.linear import ends
from tests.support.observed import observed

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from markdown_it.token import Token

REPAIRS = (source, inline, code, block_html, bold_headings)
FIXTURES = ("repair", "raw_html", "pseudo_headings")
GOLDEN = (5516, 16611, 22857, 15314, 23123, 15857, 22080, 16945, 14941, 13986)


def plain() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def repairing() -> MarkdownIt:
    md = plain()
    for extension in REPAIRS:
        extension.extend(md)
    return md


PLAIN = plain()
REPAIRING = repairing()
EVERYTHING = make_parser()


def shown(md: MarkdownIt, text: str, path: str = "") -> str:
    context = ParseContext(path=path)
    html = str(md.render(text, with_context(context)))
    if context.title is not None:
        html = f"<h1>{md.renderer.render(context.title, md.options, {})}</h1>\n{html}"
    findings = "".join(
        f"! {code} {finding.span.line}: {finding.message}\n"
        for code, finding in observed(context, text)
    )
    return html + findings


def cases(*names: str) -> list[ParameterSet]:
    folder = Path(__file__).parent
    return [
        pytest.param(text, expected, id=f"{name}:{line}:{title}")
        for name in names
        for line, title, text, expected in read_fixture_file(folder / f"{name}.md")
    ]


def test_in_mdx_components_inside_html_go_and_pictures_among_them_stay() -> None:
    text = (
        '<div>\n<Image img="/a.png" alt="The log"/>\n<Image src={useBaseUrl(\'b\')}/>\n'
        "<Icon name='x'/>Text</Icon>\n</div>\n"
    )
    expected = '<div>\n<img src="/a.png" alt="The log">\n<img src="b" alt="">\nText\n</div>\n'
    assert shown(REPAIRING, text, "en/a.mdx") == expected
    assert "&lt;Image" in shown(REPAIRING, text)


def test_text_that_liquid_captures_within_html_is_markdown() -> None:
    text = (
        "<div class='tab'>\n{% capture chrome %}\n### Chrome\n\nOpen *it*.\n{% endcapture %}\n"
        "{{ chrome | markdownify }}\n</div>\n"
    )
    html = shown(EVERYTHING, text)
    assert ">Chrome</h3>" in html
    assert "<p>Open <em>it</em>.</p>" in html


@pytest.mark.parametrize(("text", "expected"), cases(*FIXTURES))
def test_the_damage_is_mended_as_the_fixture_says(text: str, expected: str) -> None:
    assert shown(REPAIRING, text) == expected


@pytest.mark.parametrize(("text", "expected"), cases("repair_golden"))
def test_what_a_real_article_holds_is_shown_as_it_was_meant(text: str, expected: str) -> None:
    assert shown(EVERYTHING, text) == expected


def test_each_of_the_ten_articles_has_its_golden_case() -> None:
    titles = [case[1] for case in read_fixture_file(Path(__file__).with_name("repair_golden.md"))]
    assert [title.split(":")[0] for title in titles] == [f"KA-{number:05}" for number in GOLDEN]


def test_mending_what_is_mended_changes_nothing() -> None:
    text = "`[ main]  INFO [ a]  x`\n\n```\n&lt;a&gt; <b></b>*\n```\n"
    once = [token.content for token in REPAIRING.parse(text) if token.type == "fence"]
    assert once == ["<a> *****\n"]
    assert REPAIRING.render("`[main] INFO [a] x`") == "<p><code>[main] INFO [a] x</code></p>\n"


def test_a_made_heading_says_where_it_stood_and_whether_it_counts() -> None:
    text = "## Resolution\n\nOne\n<b>Cause</b>\ntwo\n\n<b>Some more</b>\n"
    opened = [token for token in REPAIRING.parse(text) if token.type == "heading_open"]
    assert [(token.tag, token.map, token.meta) for token in opened] == [
        ("h2", [0, 1], {}),
        ("h3", [3, 4], {}),
        ("h4", [6, 7], {"minor": True}),
    ]


@pytest.mark.parametrize("locale", ["pt-BR", "ja-JP"])
def test_section_headings_are_known_in_the_articles_language(locale: str) -> None:
    word = {"pt-BR": "Causa", "ja-JP": "原因"}[locale]
    tokens = REPAIRING.parse(
        f"## A\n\n<b>{word}</b>\n\nx\n", with_context(ParseContext(locale=locale))
    )
    assert [(token.tag, token.meta) for token in tokens if token.type == "heading_open"] == [
        ("h2", {}),
        ("h3", {}),
    ]


PARTS = 8
"""Of the real articles; `make soak` looks at all of them."""


def visible(html: str) -> str:
    """Letters and digits a reader sees; what is undone in code does not count.

    In code the exporter wrote `**` as `<b>` and escaped brackets: both are undone.
    """
    text = "".join(map(str, lxml_html.fromstring(f"<div>{html}</div>").itertext()))
    return "".join(filter(str.isalnum, re.sub("</?b>", "", unescape(text))))


def keep(_tag: str, _name: str, value: str) -> str:
    return value


@pytest.mark.parametrize(
    ("locale", "part"),
    [
        pytest.param(locale, part, marks=pytest.mark.soak if part else ())
        for locale in ("en", "pt-BR")
        for part in range(PARTS)
    ],
)
def test_no_letter_of_the_real_articles_is_dropped_or_moved(
    corpus: Path, locale: str, part: int
) -> None:
    changed = []
    for path in sorted((corpus / locale).glob("*.md"))[part::PARTS]:
        body = path.read_text("utf-8").split("\n---", 1)[1]
        repaired = REPAIRING.render(body, with_context(ParseContext(locale=locale)))
        repaired = repaired.replace('src="data:', 'src="https:')  # files, by a rule of its own
        if visible(PLAIN.render(body)) != visible(sanitise(repaired, keep)):
            changed.append(path.stem)
    assert changed == []


PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<u>", "</u>", "<i>", "</i>", "<br>", "<a href='b'>", "</a>", "<host>"),
        *("<div>", "</div>", "<details>", "</details>", "<table>", "<td>", "<li>", "<p>", "</p>"),
        *("`<` ", "`>` ", "`[` ", "`]` ", "`", "```\n", "*", "**", "[xq](y)", "[", "](z)"),
        *("# ", "- ", "> ", "&nbsp;", ".", " ", "\n", "\n\n", "aq", "Bcq"),
    ]
)


def assert_nested(tokens: list[Token]) -> None:
    opened: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            opened.append(token.tag)
        elif token.nesting == -1:
            assert opened.pop() == token.tag
        assert_nested(token.children or [])
    assert opened == []


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_comes_in_tokens_are_nested_and_no_letter_is_lost(text: str) -> None:
    tokens = REPAIRING.parse(text)
    assert_nested(tokens)
    html = str(REPAIRING.renderer.render(tokens, REPAIRING.options, {}))
    assert re.sub("<[^<>]*>", "", html).count("q") == text.count("q")


HOSTILE = {
    "bold without end": "<b>",
    "ends without beginning": "</b>",
    "empty bold": "<b></b>",
    "crossed": "<b>*x</b>*",
    "crossed the other way": "*<b>a* </b>",
    "bold in strong": "**a <b>c ",
    "breaks": "<br>",
    "breaks and spaces": "x <br> \u00a0",
    "bracket spans": "x `<` ",
    "closing bracket spans": "x `>` ",
    "emphasis": "*a,*b",
    "entities": "&lt;",
    "comments": "<!--",
    "blocks": "<div>\n\n",
    "ends of blocks": "</div>\n\n",
    "nested blocks": "<div>",
    "scripts": "<script>",
    "whole scripts": "<script></script>",
    "scripts in a text": "x <script>",
    "placeholders": "<title>",
    "half attributes": "<div a=\"<b c='",
    "bold lines": "<b>A</b>\n\n",
    "bold lines in one": "<b>A</b>\n",
    "fences": "```\na\n```\n",
    "lines of code": "`x`\n\n",
    "brackets in code": "`[ x`",
    "joiners": "\u200d",
}


def whole(text: str) -> str:
    """Parsed, repaired and sanitised."""
    return sanitise(REPAIRING.render(text), keep)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@ends
def test_hostile_input_takes_linear_time(piece: str) -> None:
    whole(piece * (200_000 // len(piece)))


@ends
def test_elements_within_elements_take_linear_time() -> None:
    whole("<div>" * 20_000 + "</div>" * 20_000)


@pytest.mark.parametrize("piece", ["[ ", "[ x", "] [ ", "<b>", "<b></b>", "&lt;", "a\u200d"])
@ends
def test_hostile_code_takes_linear_time(piece: str) -> None:
    whole(f"```\n{piece * 100_000}\n```\n")
