"""What stands in raw HTML is read as markdown's own text is: for codes, messages and search."""

from __future__ import annotations

from errata.articles.conventions import ParseOptions
from errata.articles.markdown.raw_html import HtmlText, read_raw_html
from errata.articles.markdown.tables import TableColumns
from errata.articles.parser import ArticleParser
from errata.model import Article, Family, Source
from tests.support.linear import ends

LEDGERS = Family("led", "LED-[0-9]{4}", "Ledger", "ledgers")
PREFORMATTED = """---
title: LED-1002
---

<p>Before</p>

<pre>No ledgers exist in <b>source</b>(s): LED-1002<br/>Then it stops</pre>

After.
"""
TABLE = """---
title: Messages of the importer
---

## Symptoms

<table>
<tr><th>Error message</th><th>What to do</th></tr>
<tr>
<td>The <i>ledger</i> is not reachable from here</td>
<td>Ask for LED-1003, and <script>secret()</script> wait</td>
</tr>
<!-- LED-1004 is internal -->
</table>

<p>You see the error <b>No quorum of ledgers left</b> on each page.</p>
"""


def read_article(text: str) -> Article:
    """The article of a text."""
    source = Source("en/KA-1.md", "en", text.encode())
    article = ArticleParser(ParseOptions(families=(LEDGERS,)))(source).article
    assert article
    return article


def test_messages_and_codes_of_preformatted_text_are_the_articles() -> None:
    article = read_article(PREFORMATTED)
    message = article.messages[0]
    assert message.text == "No ledgers exist in source(s): LED-1002"
    assert (message.line, message.codes) == (7, ("LED-1002",))
    assert "LED-1002" in {mention.code for mention in article.mentions}


def test_messages_and_codes_of_cells_and_paragraphs_are_the_articles() -> None:
    article = read_article(TABLE)
    lines_by_text = {message.text: message.line for message in article.messages}
    assert lines_by_text["The ledger is not reachable from here"] == 10
    assert lines_by_text["No quorum of ledgers left"] == 16
    # What no page shows is not read: comments may be internal.
    assert {mention.code for mention in article.mentions} == {"LED-1003"}
    assert "quorum" in article.search.body


def test_a_cell_with_markdown_in_raw_html_knows_the_head_of_its_column() -> None:
    cells = ("Status", "Error message", "400", "The drawer is shut with two keys")
    th, td = "<th>\n\n{}\n\n</th>\n", "<td>\n\n{}\n\n</td>\n"
    rows = (th.format(cells[0]) + th.format(cells[1]), td.format(cells[2]) + td.format(cells[3]))
    table = "".join(f"<tr>\n{row}</tr>\n" for row in rows)
    article = read_article(f"---\ntitle: Answers of the till\n---\n\n<table>\n{table}</table>\n")
    assert cells[3] in {message.text for message in article.messages}


def read(html: str) -> list[HtmlText]:
    """The texts of a block."""
    return list(read_raw_html(html, TableColumns()))


def test_each_text_has_its_line_and_no_tags() -> None:
    html = "<p>a</p>\n<pre class='x'>It &lt;b&gt; <i>broke</i><br>twice\nand</pre> <PRE>x</PRE>\n"
    assert [(text.above, text.pre or text.plain) for text in read(f"{html}<pre>open")] == [
        (0, "a"),
        (1, "It <b> broke\ntwice\nand"),
        (2, "x"),
    ]
    assert [text.pre for text in read("<preface>a</preface>")] == [""]


def test_a_cell_has_the_heading_of_its_column() -> None:
    html = "<table><tr><th>Code</th><th>Text</th></tr><tr><td>5</td><td>It broke</td></tr></table>"
    assert [(text.plain, text.column) for text in read(html)] == [
        ("Code", None),
        ("Text", None),
        ("5", "Code"),
        ("It broke", "Text"),
    ]


def test_emphasis_and_code_become_the_tokens_of_markdown() -> None:
    (text,) = read("<div>Shows <b>It <em>broke</em></b> in <code>a.log</code>")
    kinds = [(token.type, token.content or token.tag) for token in text.tokens]
    assert ("code_inline", "a.log") in kinds
    assert kinds.count(("html_b", "b")) == 2


@ends
def test_any_block_is_read_in_linear_time() -> None:
    assert read("<pre>" * 100_000) == []
    assert len(read("<pre>a</pre>\n" * 20_000)) == 20_000
    assert len(read("<b" * 100_000)) == 1
    assert len(read("<td>a<b>" * 50_000)) == 50_000
