"""Files of MDX: between two lines of HTML is markdown, and what is indented is not code."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.articles.read import ArticleReader
from errata.model import Source

PARSER = make_parser()


def shown(text: str, path: str = "en/a.mdx") -> str:
    return str(PARSER.render(text, with_context(ParseContext(path=path))))


PICTURE = '<p><img src="/a.png" alt="A" /></p>'


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("<div style={{ margin: 'auto' }}>\n  ![A](/a.png)\n</div>", f"<div>\n{PICTURE}\n</div>\n"),
        ("<div\n  x={1}\n>\n![A](/a.png)\n</div>", f"<div>\n{PICTURE}\n</div>\n"),
        ("<p align='center'>\n  ![A](/a.png)\n</p>", f"{PICTURE}\n"),
        (
            "a\n<section>\n**b**\n</section>\nc",
            "<p>a</p>\n\n<p><strong>b</strong></p>\n\n<p>c</p>\n",
        ),
    ],
)
def test_between_two_lines_of_html_is_markdown(written: str, html: str) -> None:
    assert shown(written) == html


def test_an_element_on_a_line_holds_markdown() -> None:
    html = shown("<details>\n<summary>The **first**</summary>\n- one\n</details>\n")
    assert "<summary>The <strong>first</strong></summary>" in html
    assert "<li>one</li>" in html


def test_cells_are_indented_as_far_as_their_author_likes() -> None:
    html = shown(
        "<table>\n    <tr>\n        <td>\n            *a*\n        </td>\n    </tr>\n</table>\n"
    )
    assert "".join(html.split()) == "<table><tr><td><p><em>a</em></p></td></tr></table>"


def test_a_player_is_a_link_however_many_lines_its_tags_have() -> None:
    html = shown(
        "<video\n  controls\n>\n  <source src='a.mp4' />\n  *None*\n</video>\n<video src={b} />\n"
        "<iframe\n  src='https://youtu.be/1'\n/>\n*c*\n"
    )
    assert html.split("\n") == [
        '<p><a href="a.mp4">Video (a.mp4)</a></p>',
        "",
        '<p><a href="https://youtu.be/1">Video (youtu.be)</a></p>',
        "<p><em>c</em></p>",
        "",
    ]


def test_an_id_of_a_heading_may_be_escaped() -> None:
    assert shown("## A \\{#b}\n") == '<h2 id="b">A</h2>\n'
    assert shown("## A \\{#b c}\n") == '<h2 id="a-b-c">A {#b c}</h2>\n'


def test_code_in_html_stays_as_it_is() -> None:
    assert "**a**" in shown("<pre>\n**a**\n</pre>\n")
    assert "**a**" in shown("<div>\n\n```\n**a**\n```\n\n</div>\n")


@pytest.mark.parametrize(
    "written",
    [
        "export const title = 'Swap keys';\nexport const description = \"Why\";\n",
        "export const metadata = {\n  title: 'Swap keys',\n  description: `Why`,\n}\n",
    ],
)
def test_a_title_may_be_exported(written: str) -> None:
    text = f"import A from 'a'\n\n{written}\n## First\n\nA\n\n## Last\n\nB\n"
    source = Source("en/a.mdx", "en", text.encode())
    article = ArticleReader(ParseOptions()).read(source).article
    assert article
    assert (article.metadata.title, article.metadata.description) == ("Swap keys", "Why")
    assert [heading.text for heading in article.headings] == ["First", "Last"]


def test_in_pages_for_vue_every_name_with_a_capital_letter_is_a_component() -> None:
    text = "<Client>\n<Prices />\n</Client>\n\nWith <Version/>.\n\n    code\n"
    env = with_context(ParseContext(dialects=frozenset({"components"})))
    assert PARSER.render(text, env) == "<p>With .</p>\n<pre><code>code\n</code></pre>\n"
    assert "&lt;Client&gt;" in shown(text, "en/a.md")


def test_lines_of_tags_in_a_drawing_end_no_paragraph() -> None:
    text = (
        'Press <svg\n  width="1">\n  <path\n    d="M1"\n  />\n</svg> now.\n\n<div>\n*a*\n</div>\n'
    )
    html = make_parser().render(text, with_context(ParseContext(path="a.mdx")))
    assert " ".join(html.split()) == "<p>Press now.</p> <div> <p><em>a</em></p> </div>"


def test_in_markdown_html_goes_on_to_an_empty_line_and_indented_text_is_code() -> None:
    assert "**a**" in shown("<div>\n**a**\n</div>\n\n    **b**\n", "en/a.md")
    assert "<pre><code>**b**" in shown("a\n\n    **b**\n", "en/a.md")


@pytest.mark.parametrize(
    "written", ["{require('./a.png').default}", '{useBaseUrl("./a.png")}', "{'./a.png'}", "{shot}"]
)
def test_a_picture_may_be_named_by_a_program(written: str) -> None:
    text = f"import shot from './a.png'\n\n<img src={written} alt='A' width={{30}} />\n"
    assert shown(text) == '<img src="./a.png" alt="A" width="30">\n'


def test_an_annotation_at_the_end_of_a_heading_of_mdx_is_not_shown() -> None:
    text = "## List users {{ tag: 'GET', label: '/api/users/{id}' }}\n\nSee {{ name }}.\n"
    html = shown(text, "en/a.mdx")
    assert ">List users</h2>" in html.replace(" </h2>", "</h2>")
    assert "label" not in html
    assert "label" in shown(text, "en/a.md")


def test_html_in_a_text_of_astro_is_shown_as_html_without_what_may_do_harm() -> None:
    link = r"<a href=\"https://a.example.com\">b</a>"
    text = rf'"<pre class=\"a\"><code>a.js {link} <script>x</script>c</code></pre>"'
    html = shown(f"One\n<Fragment set:html={{{text}}} />\n\nTwo\n")
    link = '<a href="https://a.example.com">b</a>'
    assert html == f"<p>One</p>\n<pre><code>a.js {link} c</code></pre>\n<p>Two</p>\n"
    assert "two" in shown("<Fragment set:html={two} />\n\ntwo\n")


@pytest.mark.parametrize("name", ["prose.h3", "motion.h3"])
def test_a_component_that_draws_an_element_is_that_element(name: str) -> None:
    html = shown(f"<{name}>The **third**</{name}>\n\n<{name}>\n\nText\n\n</{name}>\n")
    assert html.count("<h3") == html.count("</h3>") == 2
    assert name not in html
    assert "<strong>third</strong>" in html


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a{' '}b", "a b"),
        ('{"x {y}"} and {`z`}', "x {y} and z"),
        ("v{props.version}, {t('a')}{new Date().getFullYear()}", "v,"),
        ("{version}, {1} and \\{a.b\\}", "{version}, {1} and {a.b}"),
        ("`{a.b}`", "<code>{a.b}</code>"),
    ],
)
def test_a_text_in_braces_is_shown_and_a_program_is_not(written: str, text: str) -> None:
    assert shown(f"{written}\n").replace("\n", "") == f"<p>{text}</p>"
    assert "{" in shown(f"{written}\n", "en/a.md") or "{" not in written


def test_a_component_without_its_end_is_reported_and_holds_one_block() -> None:
    html = shown('<Aside type="caution">\nOne\n\nTwo\n')
    assert html.index("One") < html.index("</div>") < html.index("Two")
