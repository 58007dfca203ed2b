"""Emphasis in markdown: CommonMark reads it as it was in the HTML, and no asterisk is left over."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from markdown_it import MarkdownIt

from errata.site.feeds.to_markdown import to_markdown
from tests.support.emphasis import emphasised_letters
from tests.support.linear import ends

RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS: Final = ("b", "strong", "i", "em", "s", "del")
PIECES: Final = (
    *("a", "bc ", " d", ".", "(", "ö", "。", "日本", "~", "*", "_", "€", "&amp;", "<br>"),
)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a <b>b</b> c", "a **b** c"),
        ("a<b>b</b>c", "a**b**c"),
        ("a<b>.</b>b", "a<b>.</b>b"),
        ("<em>Note:</em>stop", "<em>Note:</em>stop"),
        ("<b>a</b><b>b</b>", "**a**<b>b</b>"),
        ("<b>a <i>b</i></b>", "**a *b***"),
        ("<b>a <strong>b</strong> c</b>", "**a b c**"),
        ("x<i>a<b>b</b></i>y", "x*a**b***y"),
        ("a<del>~</del>", "a<del>~</del>"),
        ('a<b><a href="x">b</a></b>c', "a<b>[b](x)</b>c"),
        ('<a href="x">a<b>.</b>b</a>', "[a<b>.</b>b](x)"),
    ],
)
def test_marks_are_written_where_commonmark_reads_them_else_elements(
    html: str, markdown: str
) -> None:
    assert to_markdown(f"<p>{html}</p>") == f"{markdown}\n"


def phrase(random: Random, depth: int = 3) -> str:
    """Text with nested emphasis and links."""
    made = ""
    for _ in range(random.randint(1, 4)):
        piece = random.choice(PIECES)
        if depth and random.random() < 0.5:
            tag = random.choice(TAGS)
            piece = f"<{tag}>{phrase(random, depth - 1)}</{tag}>"
        made += piece
    return made


@pytest.mark.parametrize("seed", range(8))
def test_any_emphasis_is_read_back_as_it_was(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret
    for _ in range(250):
        html = f"<p>{phrase(random)}</p>"
        if random.random() < 0.3:
            html = f'<p>{phrase(random)}<a href="x">{phrase(random)}</a>{phrase(random)}</p>'
        rendered = RENDER.render(to_markdown(html))
        assert emphasised_letters(rendered) == emphasised_letters(html), html


@ends
@pytest.mark.parametrize("html", ["<b>a</b><i>b</i>" * 20_000, "x<b>.</b>" * 20_000])
def test_a_line_of_much_emphasis_takes_linear_time(html: str) -> None:
    assert to_markdown(f"<p>{html}</p>")
