"""What stands in `<pre>` of raw HTML is read as a block of code is: for codes, messages, search."""

from __future__ import annotations

from time import process_time

from errata.articles.conventions import ParseOptions
from errata.articles.markdown.preformatted import preformatted_texts
from errata.articles.parser import ArticleParser
from errata.model import Family, Source

TEXT = """---
title: LED-1002
---

<p>Before</p>

<pre>No ledgers exist in <b>source</b>(s): LED-1002<br/>Then it stops</pre>

After.
"""


def test_its_messages_and_codes_are_the_articles() -> None:
    family = Family("led", "LED-[0-9]{4}", "Ledger", "ledgers")
    article = ArticleParser(ParseOptions(families=(family,)))(
        Source("en/KA-1.md", "en", TEXT.encode())
    ).article
    assert article
    message = article.messages[0]
    assert message.text == "No ledgers exist in source(s): LED-1002"
    assert (message.line, message.codes) == (7, ("LED-1002",))
    assert "LED-1002" in {mention.code for mention in article.mentions}


def test_each_text_has_its_line_and_no_tags() -> None:
    html = "<p>a</p>\n<pre class='x'>It &lt;b&gt; <i>broke</i><br>twice\nand</pre> <PRE>x</PRE>\n"
    assert list(preformatted_texts(f"{html}<pre>open")) == [
        (1, "It <b> broke\ntwice\nand"),
        (2, "x"),
    ]
    assert list(preformatted_texts("<preface>a</preface>")) == []


def test_tags_without_end_take_linear_time() -> None:
    start = process_time()
    assert list(preformatted_texts("<pre>" * 100_000)) == []
    assert len(list(preformatted_texts("<pre>a</pre>\n" * 20_000))) == 20_000
    assert process_time() - start < 5
