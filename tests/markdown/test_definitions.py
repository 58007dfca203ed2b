"""Definition lists, abbreviations, marks and `|` in code: what a folder must say that it writes."""

from __future__ import annotations

import re

import pytest

from errata.articles.markdown.context import ParseContext
from tests.markdown.test_documented_extensions import shown
from tests.support.linear import ends

TEXT = "Term\n: What *it* means\n\n*[HTML]: HyperText <b>\n\nHTML is not XHTML5, `HTML`.\n"


def test_they_are_read_where_their_dialects_are_written() -> None:
    dialects = frozenset({"definition-lists", "abbreviations"})
    html = shown(TEXT, ParseContext(dialects=dialects))
    assert html == (
        "<dl>\n<dt>Term</dt>\n<dd>What <em>it</em> means</dd>\n</dl>\n"
        '<p><abbr title="HyperText &lt;b&gt;">HTML</abbr> is not XHTML5, <code>HTML</code>.</p>\n'
    )


def test_they_are_text_elsewhere() -> None:
    html = shown(TEXT)
    assert "<p>Term\n: What <em>it</em> means</p>" in html
    assert "abbr" not in html


def test_a_pipe_in_code_ends_no_cell_where_the_tool_reads_tables_so() -> None:
    row = "> | Run | Does |\n> |---|---|\n> | `a | grep <b>` ``c`|`` | A `\\|` or ` \\| |\n"
    first = "<td><code>a | grep &lt;b&gt;</code> <code>c`|</code></td>"
    html = shown(row, ParseContext(dialects=frozenset({"code-pipes"})))
    assert f"{first}\n<td>A <code>|</code> or ` |</td>" in html
    assert "<td>`a</td>" in shown(row)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| a | *b* |\n| c | d |\n", [["a", "<em>b</em>"], ["c", "d"]]),
        ("> |:--|:--|\n> | c | d |\n", [["c", "d"]]),
        ("- e\n\n  | c | d |\n\n- f\n", [["c", "d"]]),
        ("|a|\n|b|\n", []),
        ("Say\n| a | b |\n", []),
    ],
    ids=["no delimiters", "delimiters above", "in a list", "one cell", "within a paragraph"],
)
def test_rows_need_no_header_where_the_tool_reads_tables_so(
    text: str, rows: list[list[str]]
) -> None:
    html = shown(text, ParseContext(dialects=frozenset({"headless-tables"})))
    read = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in html.split("<tr>")[1:]]
    assert read == rows
    assert "<th" not in html
    assert "<table>" not in shown(text)


MARKS = "Press ++ctrl+alt++, ==see *it*==, ^^==new==^^ :material-home: a == b, C++, `==x==`.\n"


def test_marks_of_material_are_read_where_they_are_written() -> None:
    html = shown(MARKS, ParseContext(dialects=frozenset({"marks", "icons"})))
    assert html == (
        "<p>Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>, <mark>see <em>it</em></mark>, "
        "<ins><mark>new</mark></ins>  "
        "a == b, C++, <code>==x==</code>.</p>\n"
    )


def test_an_icon_is_named_where_nothing_else_says_what_it_does() -> None:
    icons = ("A", ":material-check:", "b [:fontawesome-brands-git:](a)", ":octicons-x-16: c")
    table = f"| | |\n|---|---|\n| {icons[0]} | {icons[1]} |\n| {icons[2]} | {icons[3]} |\n"
    html = shown(table, ParseContext(dialects=frozenset({"icons"})))
    assert re.findall(r"<td>(.*)</td>", html) == ["A", "check", 'b <a href="a">git</a>', " c"]


def test_marks_are_text_elsewhere() -> None:
    assert "++ctrl+alt++, ==see <em>it</em>==, ^^==new==^^ :material-home:" in shown(MARKS)


def test_templates_and_roles_go_where_they_are_written() -> None:
    text = 'A {{ user }} {{ "b" + c }} {mine}`d`.\n\n% Nobody.\n\n50 % more\n'
    html = shown(text, ParseContext(dialects=frozenset({"templates", "roles"})))
    assert html.startswith("<p>A   d.</p>\n<p>50 % more</p>\n! KB810")
    elsewhere = shown(text)
    assert "{{ user }} {{ &quot;b&quot; + c }} {mine}<code>d</code>" in elsewhere
    assert "<p>% Nobody.</p>" in elsewhere


@pytest.mark.parametrize("piece", ["==a", "^^", "==a ", "++a", "++a+", ":material-"])
@ends
def test_hostile_marks_take_linear_time(piece: str) -> None:
    dialects = frozenset({"marks", "icons"})
    shown(piece * (100_000 // len(piece)), ParseContext(dialects=dialects))


@pytest.mark.parametrize("piece", ["a\n: b\n", ": b\n", "*[a]: b\n", "a\n: a\n\n  : b\n\n"])
@ends
def test_hostile_definitions_take_linear_time(piece: str) -> None:
    dialects = frozenset({"definition-lists", "abbreviations"})
    shown(piece * (100_000 // len(piece)), ParseContext(dialects=dialects))


def test_the_name_of_a_block_of_obsidian_is_an_anchor_and_is_not_shown() -> None:
    text = "Save first. ^save-first\n\n- One\n- Two ^37066d\n\n^my-list\n\nx^2 and 2 ^10\n"
    html = shown(text, ParseContext(dialects=frozenset({"block-ids"})))
    assert html == (
        '<p><a id="save-first"></a>Save first. </p>\n'
        '<ul>\n<li>One</li>\n<li><a id="37066d"></a>Two </li>\n</ul>\n'
        '<p><a id="my-list"></a></p>\n<p>x^2 and 2 ^10</p>\n'
    )
    assert "The pattern ^foo" in shown("The pattern ^foo")


def test_a_callout_of_any_kind_is_a_note_in_obsidian_and_text_elsewhere() -> None:
    text = "> [!compatibility] Desktop only\n> Use it there.\n"
    html = shown(text, ParseContext(dialects=frozenset({"block-ids"})))
    assert html == (
        '<div class="callout callout-note">\n<p class="callout-title">Desktop only</p>\n'
        "<p>Use it there.</p>\n</div>\n"
    )
    assert "[!compatibility]" in shown(text)


def test_yfm_has_names_of_files_colours_and_terms_with_their_notes() -> None:
    text = "Open ##a *b*## at the {red}(red *door*), a [long *term*](*key).\n\n[*key]: Meant.\n"
    html = shown(text, ParseContext(dialects=frozenset({"yfm"})))
    assert "Open <samp>a <em>b</em></samp> at the red <em>door</em>" in html
    assert 'long <em>term</em><sup class="footnote-ref"><a href="#fn-1"' in html
    assert "<p>Meant. <a" in html
    elsewhere = shown(text)
    assert "##a <em>b</em>##" in elsewhere
    assert "{red}(red" in elsewhere


@pytest.mark.parametrize(
    "piece",
    ["##a", "[a](*b) ", "{red}(a", "#|\n|| `a\n", "#|\n||||\n", "|#\n", "#|\n|| a ||\n|#\n"],
)
@ends
def test_hostile_yfm_takes_linear_time(piece: str) -> None:
    shown(piece * (100_000 // len(piece)), ParseContext(dialects=frozenset({"yfm"})))


MDC = "::card{icon=a}\nFirst\n#title\nThe *title*\n\n#text\nA :badge[New *x*]{t=a} [red]{.b}.\n::\n"


def test_slots_and_components_within_a_text_are_read_where_mdc_is_written() -> None:
    html = shown(MDC + "\n#title\n", ParseContext(dialects=frozenset({"mdc"})))
    assert "<p>First</p>\n<p>The <em>title</em></p>\n<p>A New <em>x</em> red.</p>" in html
    assert "<p>#title</p>" in html
    elsewhere = shown(MDC)
    assert ":badge[New" in elsewhere
    assert "#text" in elsewhere


def test_a_component_of_mdc_that_is_not_closed_is_named_and_not_shown() -> None:
    text = "::MyThing{a=b}\n\n:icon{name=a} :smile: 10:30 a:b[c]\n"
    html = shown(text, ParseContext(dialects=frozenset({"mdc"})))
    assert "<p> 😄 10:30 a:b[c]</p>" in html
    assert "`::MyThing` is markup of another generator and is left out" in html
    assert "`:icon` is markup of another generator and is left out" in html
    assert "::MyThing{a=b}" in shown(text)


def test_comments_of_a_vault_are_not_shown() -> None:
    text = "Open%% ask *Ann* %% it.\n\n%%\nNot yet.\n\n- Ask Bob\n%%\n\n%% a\n\n`%%b%%` 5%%\n"
    html = shown(text, ParseContext(dialects=frozenset({"block-ids"})))
    assert html.startswith("<p>Open it.</p>\n<p>%% a</p>\n<p><code>%%b%%</code> 5%%</p>")
    assert "ask <em>Ann</em>" in shown(text)


@pytest.mark.parametrize("piece", ["%%\n", "%% a\n\n", "%%a", "%% a %% b\n"])
@ends
def test_hostile_comments_take_linear_time(piece: str) -> None:
    dialects = frozenset({"block-ids"})
    shown(piece * (100_000 // len(piece)), ParseContext(dialects=dialects))


@pytest.mark.parametrize("name", ["note", "cut", "list"])
def test_a_block_of_yfm_without_an_end_is_named(name: str) -> None:
    html = shown(f"{{% {name} tabs %}}\n\nText\n", ParseContext(dialects=frozenset({"yfm"})))
    assert html == f"<p>Text</p>\n! KB809 1: `{{% end{name} %}}` is missing\n"
