"""Nothing an article holds can run script: hostile HTML, parsed afterwards as a browser would."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.articles.markdown.sanitise import ATTRIBUTES, TAGS, sanitise

PARSER = make_parser()
URLS = frozenset({"href", "src", "poster", "cite", "action", "formaction", "data", "srcset"})
SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
CONTROL = re.compile("[\\x00-\\x20]")
"""What a browser takes out of an address before it looks for the scheme."""
HARMLESS = ("http:", "https:", "mailto:")


def keep(_tag: str, _name: str, value: str) -> str:
    return value


def clean(html: str) -> str:
    return sanitise(html, keep)


VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script >",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x` onerror=`alert(1)`>",
    '<img src="x" ONERROR="alert(1)" onload=alert(1)>',
    "<b onclick=alert(1) onmouseover='alert(1)'>x</b>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A;&#x61;vascript&colon;alert(1)">x</a>',
    '<a href="javascript&#0000058alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="blob:https://example.com/1">x</a>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><script>alert(1)</script></svg>",
    '<svg><use href="data:image/svg+xml,x"/></svg>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<img srcset="javascript:alert(1) 1x">',
    '<picture><source srcset="javascript:alert(1)"><img src="a.png"></picture>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<style>@import 'javascript:alert(1)';</style>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
    "<iframe src='javascript:alert(1)' srcdoc='<script>alert(1)</script>'></iframe>",
    '<object data="javascript:alert(1)"><embed src="javascript:alert(1)"></object>',
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<textarea><p title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    '<title><a title="</title><img src=x onerror=alert(1)>"></title>',
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <img src=x onerror=alert(1)> ?>",
    '<a href="https://example.com" target="x" ping="https://evil.example">x</a>',
    '<video poster="javascript:alert(1)" src="javascript:alert(1)"></video>',
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
    '<table background="javascript:alert(1)"><td background="javascript:alert(1)">x</table>',
    "<form id=x></form><b name=body id=location>x</b>",
    '<a href="x" class="badge" autofocus onfocus=alert(1)>x</a>',
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '`"><img src=x onerror=alert(1)>`',
    '```"><img/src=x/onerror=alert(1)>\nx\n```',
    "`<` img src=x onerror=alert(1)`>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<b><script>alert(1)</b></script>",
    "<br>\n<script>alert(1)</script>",
]


def assert_harmless(html: str) -> None:
    tree = lxml_html.fromstring(f"<main>{html}</main>")
    for element in tree.iter():
        assert element.tag == "main" or element.tag in TAGS, html
        for name, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(str(element.tag), frozenset()), html
            assert not name.startswith("on"), html
            if name in URLS and SCHEME.match(CONTROL.sub("", value)):
                assert value.lower().startswith(HARMLESS), html


@pytest.mark.parametrize("vector", VECTORS)
def test_hostile_html_is_harmless_as_it_stands(vector: str) -> None:
    assert_harmless(clean(vector))


@pytest.mark.parametrize("vector", VECTORS)
def test_hostile_markdown_is_harmless_when_it_is_rendered(vector: str) -> None:
    for around in ("{}", "x {} y", "- {}", "> {}", "| a |\n|---|\n| {} |", "# {}"):
        context = ParseContext()
        html = PARSER.render(around.format(vector), with_context(context))
        title = PARSER.renderer.render(context.title or [], PARSER.options, {})
        assert_harmless(sanitise(title + html, keep))


def test_the_check_of_the_tests_sees_what_is_harmful() -> None:
    for harmful in ("<script>x</script>", "<b onclick='x'>x</b>", "<a href='javascript:x'>x</a>"):
        with pytest.raises(AssertionError):
            assert_harmless(harmful)


def test_relative_links_fragments_and_the_three_schemes_stay() -> None:
    for url in ("KA-1.md", "../a/b.md?x=1", "#part", "http://a.b/", "https://a.b/", "mailto:a@b.c"):
        assert clean(f'<a href="{url}">x</a>') == f'<a href="{url}">x</a>'
    assert clean('<img src="assets/a.png" alt="">') == '<img src="assets/a.png" alt="">'


def test_the_filter_sees_only_links_that_passed_and_its_answer_is_written_unchecked() -> None:
    values_seen = []

    def place(tag: str, name: str, value: str) -> str | None:
        values_seen.append((tag, name, value))
        return "\ue000placeholder:1\ue000" if name == "href" else None

    html = '<a href="a.md" title="t">x</a><a href="javascript:x">y</a><img src="data:image/png,x">'
    cleaned = sanitise(html, place)
    assert cleaned == '<a href="\ue000placeholder:1\ue000" title="t">x</a><a>y</a>'
    assert values_seen == [("a", "href", "a.md")]


def test_the_filters_answer_is_escaped() -> None:
    cleaned = sanitise('<a href="a.md">x</a>', lambda _tag, _name, _value: '"><b>')
    assert cleaned == '<a href="&quot;&gt;&lt;b&gt;">x</a>'


def test_only_known_classes_stay() -> None:
    assert clean('<p class="badge other">x</p>') == '<p class="badge">x</p>'
    assert clean('<p class="other">x</p>') == "<p>x</p>"


def test_a_link_opens_nowhere_but_here_or_in_a_new_page() -> None:
    assert clean('<a href="a" target="_blank">x</a>') == '<a href="a" target="_blank">x</a>'
    assert clean('<a href="a" target="opener">x</a>') == '<a href="a">x</a>'


def test_text_of_what_is_removed_stays_but_for_scripts_and_styles() -> None:
    assert clean("<form>a <button>b</button></form><font>c</font>") == "a bc"
    assert clean("a<script>b</script><style>c</style>d") == "ad"


FORBIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\ufdd0-\\ufdef\\ufffe\\uffff\\U0001ffff]"
)
"""As HTML's parsers say: controls that are no white space, and what is no character."""


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("The bell\x07 and \x1b[31mred\x1b[0m", "<p>The bell and [31mred[0m</p>\n"),
        ("`a\x07b`", "<p><code>ab</code></p>\n"),
        ("```\nx\x08y\x0cz \ufffe\ufdd0\U0001ffff\n```", "<pre><code>xyz \n</code></pre>\n"),
        ("<div>\na&#7;b&#xfdd0;c&#x9f;\n</div>", "<div>\nabcŸ\n</div>"),
    ],
)
def test_what_no_page_can_show_is_taken_out(written: str, made: str) -> None:
    env = with_context(ParseContext("en"))
    tokens = PARSER.parse(written, env)
    html = clean(PARSER.renderer.render(tokens, PARSER.options, env))
    assert not FORBIDDEN.search(html)
    assert html == made


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<ol type="x\' on" start="99999999999"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<ol type="a" start="-3"><li>a</li></ol>', '<ol type="a" start="-3"><li>a</li></ol>'),
        ('<ol type="image/png"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ('<img alt="a &quot;b&quot;">c', "a &quot;b&quot;c"),
        ('<img src="data:x" width="1">c', "c"),
        (f'<img src="a" alt="" width="{"9" * 400}">', '<img src="a" alt="">'),
        ('<img src="a" alt="" width="50%">', '<img src="a" alt="" width="50%">'),
    ],
)
def test_an_attribute_that_is_no_free_text_keeps_only_what_it_may_have(
    written: str, kept: str
) -> None:
    assert clean(written) == kept
