"""What an article may have is bounded, and what it may have is read in proportion to its size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.markdown.sanitise import sanitise
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import LimitsConfig
from errata.model import Includes, Source

if TYPE_CHECKING:
    from errata.model import Parsed

# Small, so that a text of some kilobytes reaches them.
LIMITS = LimitsConfig(elements=2_000, mentions=100, codes=80)
PARSE = ArticleParser(ParseOptions(families=choose_families(["default"]), limits=LIMITS))
TOO_MANY = {
    "headings": ("".join(f"## Step {n}\n\n" for n in range(1_000)), "elements"),
    "list items": ("- a\n" * 1_000, "elements"),
    "blank lines": ("\n" * 3_000, "elements"),
    "cells": ("|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n", "elements"),
    "brackets": ("[" * 3_000, "elements"),
    "pictures' openings": ("![" * 3_000, "elements"),
    "openings of CDATA": ("x <![CDATA[ " * 3_000, "elements"),
    "raw tags": ("<div>\n" + "<p>a</p>" * 1_000 + "\n</div>", "elements"),
    "lines of quotes in quotes": ("> " * 30 + "a\n" + "b\n" * 100, "elements"),
    "references to one note": ("x[^a] " * 600 + "\n\n[^a]: b", "elements"),
    "marks": ("a**b" * 3_000, "elements"),
    "links": (" ".join(f"[a](https://example.com/{n})" for n in range(150)), "mentions"),
    "pictures": (" ".join(f"![a](https://example.com/{n}.png)" for n in range(150)), "mentions"),
    "codes": (" ".join(f"RED-52{n:04}" for n in range(150)), "mentions"),
    "exceptions": (" ".join(f"A{n}Exception: no" for n in range(150)), "mentions"),
    "different codes": (" ".join(f"ORA-{n:05}" for n in range(81)), "codes"),
    "codes in a log": ("```\n" + "\n".join(f"RED-52{n:04}" for n in range(150)), "mentions"),
}


@pytest.mark.parametrize("kind", TOO_MANY)
def test_an_article_with_too_many_of_a_thing_is_left_out_and_the_limit_is_named(kind: str) -> None:
    text, limit = TOO_MANY[kind]
    parsed = _parse(text)
    helps = [diagnostic.help for diagnostic in parsed.diagnostics if diagnostic.code == "KB004"]
    assert helps == [f"split the article, or raise `limits.{limit}`"]
    assert parsed.article is None


def test_the_lines_of_all_included_files_count_together() -> None:
    includes = Includes((("note.md", b"\n" * 900 + b"a\n"),))
    text = b"---\ntitle: A\n---\n\n" + b"{{#include note.md}}\n\n" * 3
    parsed = PARSE(Source("a.md", "en", text, "a", includes=includes))
    assert [diagnostic.code for diagnostic in parsed.diagnostics] == ["KB004"]
    assert parsed.article is None


# As deep as the limits may be raised to, in the kinds of blocks and values that need most calls.
DEEPEST = {
    "quotes": "> " * 150 + "a",
    "items": "".join("  " * level + "- a\n" for level in range(150)),
    "callouts": "\n".join(":" * (153 - level) + " note" for level in range(150)) + "\na\n",
    "notes": "".join("    " * level + "!!! note\n\n" for level in range(150)),
    "values": "---\ntitle: A\nx: " + "[" * 99 + "]" * 99 + "\n---\n\n## Cause\n\na\n",
    "JSON": '{"title": "A", "x": ' + "[" * 99 + "]" * 99 + "}\n\n## Cause\n\na\n",
}


@pytest.mark.parametrize("kind", DEEPEST)
def test_python_can_follow_the_deepest_article_that_the_limits_allow(kind: str) -> None:
    limits = LimitsConfig(nesting=150, yaml_depth=100)
    parse = ArticleParser(ParseOptions(families=choose_families(["default"]), limits=limits))
    text = DEEPEST[kind]
    whole = text if text.startswith(("---", "{")) else f"---\ntitle: A\n---\n\n{text}\n"
    assert parse(Source("a.md", "en", whole.encode(), "a")).article


def test_a_link_to_a_code_counts_as_the_code_alone() -> None:
    codes = " ".join(f"RED-52{n:04}" for n in range(60))
    links = " ".join(f"[a](https://example.com/{n})" for n in range(60))
    assert _parse(f"{codes}\n\n{links}").article


@pytest.mark.parametrize("sign", ["&amp;", "&lt;&amp;", "&copy;", "«", "\u00a0", "a&b"])
@pytest.mark.parametrize("element", ["p", "code", "td"])
def test_a_long_text_of_signs_is_sanitised_as_a_short_one(sign: str, element: str) -> None:
    many = 9_000
    long, short = (_sanitise(f"<{element}>{sign * count}</{element}>") for count in (many, 9))
    begin, end = re.split(f"(?:{re.escape(_sanitise(sign))}){{9}}", short)
    assert long == begin + _sanitise(sign) * many + end


def _sanitise(html: str) -> str:
    table = ("<table><tbody><tr>", "</tr></tbody></table>") if html.startswith("<td") else ("", "")
    return sanitise(html.join(table), lambda _tag, _name, value: value)


def _parse(text: str) -> Parsed:
    return PARSE(Source("en/KA-00001.md", "en", f"---\ntitle: A title\n---\n\n{text}\n".encode()))
