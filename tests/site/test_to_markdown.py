# ruff: noqa: E501 - a case reads best on one line
"""HTML back to markdown: what each element becomes, and that rendering it gives the text again."""

from __future__ import annotations

from html import unescape

import pytest
from markdown_it import MarkdownIt

from errata.site.feeds.to_markdown import to_markdown
from tests.support.linear import ends

RENDER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", ""),
        ("<p>Start it.</p>", "Start it.\n"),
        ("<p>one\ntwo</p><p>three</p>", "one two\n\nthree\n"),
        ('<h2 id="a">Cause &amp; effect</h2>', "## Cause & effect\n"),
        ("<p>a <strong>b </strong>c <em>d</em></p>", "a **b** c *d*\n"),
        ("<p>a<br>\nb</p>", "a\\\nb\n"),
        ("<p>press <kbd>Enter</kbd>, H<sub>2</sub>O</p>", "press <kbd>Enter</kbd>, H<sub>2</sub>O\n"),
        ("<p><code>a ` b</code></p>", "``a ` b``\n"),
        ('<p><a href="../KA-1/index.html">see *this*</a></p>', "[see \\*this\\*](../KA-1/index.html)\n"),
        ('<p><a class="code">RED-1</a></p>', "RED-1\n"),
        ('<p><img alt="A [b]" src="a b.png"></p>', "![A \\[b\\]](<a b.png>)\n"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c\n"),
        ('<ol start="9"><li>a</li><li><p>b</p><p>c</p></li></ol>', "9. a\n\n10. b\n\n    c\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b\n"),
        (
            '<pre><code class="language-js">a &lt;b&gt;\n\n\n  <a class="code">c</a>\n</code></pre>',
            "```js\na <b>\n\n\n  c\n```\n",
        ),
        ("<pre><code>```\n</code></pre>", "````\n```\n````\n"),
        ("<ol><li>run<pre><code>a\n\nb\n</code></pre></li></ol>", "1. run\n\n   ```\n   a\n\n   b\n   ```\n"),
        (
            '<div class="callout callout-note"><p class="callout-title">Note</p><p>Mind it.</p></div>',
            "> Note\n>\n> Mind it.\n",
        ),
        (
            '<ul><li class="task"><span class="task-done"><span class="visually-hidden">Done: </span></span>a</li><li class="task"><span class="task-open"></span>b</li></ul>',
            "- [x] a\n- [ ] b\n",
        ),
        (
            '<p>5 GB<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup>.</p><div class="footnotes"><ol><li id="fn-1"><p>Now. <a href="#fnref-1" class="footnote-back">↩</a></p><ul><li>b</li></ul></li></ol></div>',
            "5 GB[^1].\n\n[^1]: Now.\n    - b\n",
        ),
        ("<details><summary>More</summary><p>text</p></details>", "**More**\n\ntext\n"),
        ("<p># a</p><p>1. b</p><p>- c</p><p>&gt; d</p>", "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n"),
        ("<p>snake_case _x_ &amp;lt; a*b [c] &lt;d&gt;</p>", "snake_case \\_x\\_ \\&lt; a\\*b \\[c\\] \\<d>\n"),
        ("text<p>a</p>tail", "text\n\na\n\ntail\n"),
        ("<b>a<p>b</p></b>", "**a**\n\n**b**\n"),
    ],
)  # fmt: skip
def test_an_element_becomes_what_markdown_has_for_it(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_a_table_keeps_its_cells_in_their_columns() -> None:
    html = (
        '<table><thead><tr><th>Code</th><th colspan="2">What | where</th></tr></thead><tbody>'
        '<tr><td rowspan="2">A</td><td><p>one</p><p>two</p></td><td><code>a|b</code></td></tr>'
        "<tr><td>three</td><td></td></tr></tbody></table>"
    )
    assert to_markdown(html) == (
        "| Code | What \\| where |  |\n"
        "| --- | --- | --- |\n"
        "| A | one<br>two | `a\\|b` |\n"
        "|  | three |  |\n"
    )


def test_a_table_without_header_cells_gets_an_empty_header() -> None:
    html = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    assert to_markdown(html) == "|  |  |\n| --- | --- |\n| a | b |\n"


@pytest.mark.parametrize(
    "text",
    ["*", "**bold**", "`a", "[a](b)", "<b>", "&copy;", "~~a~~", "===", "- - -", "a\\", "| a |"],
)
def test_text_that_looks_like_markup_stays_text(text: str) -> None:
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    rendered = RENDER.render(to_markdown(html))
    assert unescape(rendered).strip() == f"<p>{text}</p>"


@ends
@pytest.mark.parametrize(
    "html", ["<b>" * 2000 + "x" + "</b>" * 2000, "<p>x*_</p>" * 50_000, "<p>" + "[`" * 100_000]
)
def test_a_large_text_takes_linear_time(html: str) -> None:
    assert to_markdown(html)


def test_a_header_may_have_a_cell_that_heads_nothing() -> None:
    html = "<table><tr><td></td><th>A</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert to_markdown(html).strip() == "|  | A |\n| --- | --- |\n| 1 | 2 |"
