"""What of an article others may read, and how it is known who has read the rest."""

from __future__ import annotations

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.model import Article, Source, make_once, record_reads

TEXT = """---
title: Tracking stops
article-number: KA-1
---
## Resolution

Start the server. See [the other](KA-2.md).

## RED-520025

`RED-520025 The server does not answer`
"""


def read(text: str) -> Article:
    parsed = ArticleParser(ParseOptions())(Source("en/KA-1.md", "en", text.encode())).article
    assert parsed
    return parsed


def keys(text: str) -> tuple[str, str]:
    parsed = read(text)
    return parsed.facts_key, parsed.content_key


def test_a_changed_sentence_changes_the_content_and_no_fact() -> None:
    facts, content = keys(TEXT)
    changed = keys(TEXT.replace("Start the", "Restart the"))
    assert changed[0] == facts
    assert changed[1] != content


def test_a_changed_title_is_another_fact() -> None:
    assert keys(TEXT.replace("stops", "ends"))[0] != keys(TEXT)[0]


def test_another_heading_is_a_fact_because_links_lead_to_it() -> None:
    assert keys(TEXT + "\n## Note\n")[0] != keys(TEXT)[0]


def test_where_something_stands_is_in_neither() -> None:
    moved = TEXT.replace("---\n## Res", "---\n\n\n## Res").replace("title:", "# a comment\ntitle:")
    assert keys(moved) == keys(TEXT)


def test_a_message_below_another_heading_is_another_content() -> None:
    line = "`RED-520025 The server does not answer`\n"
    above = TEXT.replace(line, "").replace("## RED", f"{line}\n## RED")
    assert keys(above)[1] != keys(TEXT)[1]


def test_reading_the_content_is_recorded_and_reading_facts_is_not() -> None:
    parsed = read(TEXT)
    with record_reads() as reads:
        assert parsed.metadata.title
        assert not reads
        assert parsed.body.parts
    assert reads == {"en/KA-1.md"}


def test_blocks_around_each_other_both_see_what_is_read() -> None:
    parsed = read(TEXT)
    with record_reads() as outer:
        with record_reads() as inner:
            assert parsed.headings
        assert inner == outer == {"en/KA-1.md"}
    with record_reads() as later:
        pass
    assert not later


def test_whoever_uses_what_was_made_once_has_read_the_same() -> None:
    parsed, known = read(TEXT), {}  # type: ignore[var-annotated] # of what `make_once` keeps
    for _ in range(2):
        with record_reads() as reads:
            assert make_once(known, "title", lambda: parsed.title.parts) == ("Tracking stops",)
        assert reads == {"en/KA-1.md"}
