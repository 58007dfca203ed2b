"""The visible text of imported HTML is the visible text of its page, whatever it holds."""

from __future__ import annotations

import random
from html import escape
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.importing.components import find_components
from errata.importing.markdown import MarkdownWriter
from errata.importing.parsing import clean_html, parse_html
from errata.importing.records import Account
from tests.support.linear import ends

if TYPE_CHECKING:
    from bs4.element import Tag

MARKDOWN = make_parser()


class Kept:
    """Links and pictures stay where they are."""

    def link(self, href: str) -> str:
        return href

    def picture(self, tag: Tag) -> str:
        return str(tag["src"])


def written(html: str, wanted: frozenset[str] = frozenset()) -> str:
    soup = parse_html(html)
    find_components(soup, "page", Account())
    clean_html(soup, "page", Account())
    return MarkdownWriter(Kept(), wanted).write(soup)


def text_of(html: str) -> str:
    return "".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<p>ERR_FOO_BAR, _x_, *a*, [main] and &lt;host&gt;</p>",
            r"ERR_FOO_BAR, \_x\_, \*a\*, [main] and &lt;host>",
        ),
        ("<p>a<b>b </b>c<b>「あ」</b>い</p>", "a**b** c<b>「あ」</b>い"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("<p>1. a<br># b<br>- c</p>", "1\\. a\\\n\\# b\\\n\\- c"),
        (
            "<p>{{ a }} {% b %} C:\\x \\* R&amp;D &amp;lt;</p>",
            r"\{\{ a }} \{% b %} C:\x \\\* R&D &amp;lt;",
        ),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li>a</li><li><p>b</p><p>c</p></li></ol>", "3. a\n\n4. b\n\n   c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<p>a<p>b", "a\n\nb"),
        ("<pre><code class='language-js'>a\n  b</code></pre>", "```js\na\n  b\n```"),
        ("<pre>```\na</pre>", "````\n```\na\n````"),
        ("<code>a`b</code> <code></code>", "``a`b``"),
        (
            "<table><tr><td><b>A</b></td></tr><tr><td>x|y<br>z</td></tr></table>",
            "| A |\n| --- |\n| x\\|y<br>z |",
        ),
        ("<table><tr><td>only</td></tr></table>", "only"),
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b"),
        ("<h1>A</h1><h2>B #</h2>", "## A\n\n### B \\#"),
        ("<a href='x y'>t</a><a href='z'></a>", "[t](<x y>)"),
        ("<p> * a * b</p><p> __ _<p>-- -", "\\* a * b\n\n\\_\\_ \\_\n\n\\-- -"),
        ("<p>a&nbsp;b &nbsp; c</p>", "a\xa0b \xa0 c"),
        ("<p style='font-weight:bold'>a</p><span style='font-weight:700'>b</span>", "a\n\n**b**"),
        (
            "<div class='admonition tip'><p class='admonition-title'>T</p><p>x</p></div>",
            "> [!TIP] T\n> x",
        ),
        (
            "<details><summary>S</summary><p>x</p></details>",
            "<details>\n<summary>S</summary>\n\nx\n\n</details>",
        ),
        ("<p>a<script>b</script><style>c</style><!-- d --></p>", "a"),
        ("<p>\u202ea\u0000b</p>", "ab"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "**a**\n\nb\n\n**c**\n\nd"),
    ],
)
def test_html_is_written_as_the_markdown_that_says_it(html: str, markdown: str) -> None:
    assert written(html).rstrip("\n") == markdown


@pytest.mark.parametrize(
    ("element", "row"),
    [("<p>a", "a\n\n"), ("<li>a", "- a\n"), ("<tr><td>a<td>b", "| a | b |\n")],
)
def test_elements_whose_end_was_left_out_are_kept_however_many(element: str, row: str) -> None:
    around = {"<li": "<ul>{}</ul>", "<tr": "<table>{}</table>"}.get(element[:3], "{}")
    assert f"{row * 299}{row.strip()}\n" in written(around.format(element * 300))


@ends
@pytest.mark.parametrize("piece", ["<pre>", "a * "])
def test_a_body_takes_as_long_as_it_is_long(piece: str) -> None:
    assert written(piece * 20_000)


def test_only_ids_that_a_link_wants_are_written() -> None:
    html = "<h2 id='a'>A</h2><h2 id='b'>B</h2><p id='c'>C</p><a name='d'></a>"
    text = written(html, frozenset({"a", "c", "d"}))
    assert text == '## A {#a}\n\n## B\n\n<a id="c"></a>\n\nC\n\n<a id="d"></a>\n'


WORDS = r"""
ERR_FOO_BAR *ERROR* _x_ __init__ <host> {{ site.title }} {% if %} {{< v >}} # ## - + 1. 2) > |
a|b [main] [x] [a](b) [^1] [!NOTE] [[a]] [TOC] {:toc} `code` `` ~~s~~ ~~~ ``` === --- *** ___
::: !!! /// +++ &amp; R&D C:\Users\x \* \ a\ http://x.y/_a_*b* foo@bar.com :smile: $x$ ==m==
++i++ {#id} {:.c} <!--c--> {/*c*/} ! ![a](b) <br> <Icon/> 日本語 「あ」 é 😀 שלום a*b ** * _ 'q'
"q" ... -- Note: ~ ^ = a=b 0x80070005 (c) ? ???+ ;;; [1] \[x\] ` [x x] ]( ](x) ]:x [a]:b <a <
*[A]:b {%%m%%} {{{o}}} :: a:b:c {ref}`x` {target=_blank} {.btn} \(x\) <https://x.y> // H~2~O
x^2^ |---| a_b_c_ _a_b *a a* **a import export
""".split()  # noqa: SIM905 - a line for each of so many words could not be read
WRAPS = (
    *("{}", "{}", "{}", "<b>{}</b>", "<i>{} </i>", "<b><i>{}</i></b>", "<code>{}</code>"),
    *("<a href='https://e.x/a(b)?q=_1_'>{}</a>", "<u>{}</u>", "<s>{}</s>", "<sup>{}</sup>"),
    *("<br>{}", "<span>{}", "<font color=red>{}</font>", "<b> {}", "<kbd>{}</kbd>"),
)


class Pages:
    """Makes random HTML, as untidy as that of real knowledge bases."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not for secrets

    def inline(self) -> str:
        pick = self.random
        runs = []
        for _ in range(pick.randint(1, 4)):
            words = " ".join(pick.choice(WORDS) for _ in range(pick.randint(1, 3)))
            runs.append(pick.choice(WRAPS).format(escape(words)) + pick.choice(("", " ", "\n")))
        return "".join(runs)

    def block(self, depth: int = 0) -> str:
        kind = self.random.randint(0, 9 if depth < 3 else 3)
        inner = [self.inline() for _ in range(3)]
        if kind == 4:
            return f"<ul>{''.join(f'<li>{item}{self.block(depth + 1)}' for item in inner)}</ul>"
        if kind == 5:
            return f"<ol>{''.join(f'<li><p>{item}</p></li>' for item in inner)}</ol>"
        if kind == 6:
            return f"<blockquote>{self.block(depth + 1)}</blockquote>"
        if kind in {7, 8}:
            span = " colspan=2" if kind == 8 else ""
            rows = "".join(f"<tr><td{span}>{item}<td>{self.inline()}" for item in inner)
            return f"<table>{rows}</table>"
        if kind == 9:
            return f"<div class='note'>{self.block(depth + 1)}</div>"
        return (f"<p>{inner[0]}</p>", f"<h2>{inner[0]}</h2>", inner[0], f"<div>{inner[0]}")[kind]


def keeps_its_text(seed: int) -> None:
    html = Pages(seed).block()
    markdown = written(html)
    page = MARKDOWN.render(markdown, with_context(ParseContext()))
    # The title of a callout is the page's own word.
    assert text_of(page).replace("Note", "") == text_of(html).replace("Note", ""), (seed, markdown)


def test_the_text_of_random_pages_is_kept() -> None:
    for seed in range(100):
        keeps_its_text(seed)


@pytest.mark.soak
def test_the_text_of_many_random_pages_is_kept() -> None:
    for seed in range(20_000):
        keeps_its_text(seed)
