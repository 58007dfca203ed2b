"""The CommonMark examples with every extension on; each difference is listed with its reason."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser

HERE = Path(__file__).parent
EXAMPLES = json.loads((HERE / "commonmark-0.31.2.json").read_text(encoding="utf-8"))
DIFFERENCES = (HERE / "commonmark-differences.md").read_text(encoding="utf-8")
LISTED = [
    int(number)
    for numbers in re.findall(r"^Examples: (.+)$", DIFFERENCES, re.MULTILINE)
    for number in numbers.split(",")
]
PARSER = cache(make_parser)


def rendered(text: str) -> str:
    md, found = PARSER(), ParseContext()
    html = re.sub(r'<(h[1-6]) id="[^"]*">', r"<\1>", md.render(text, with_context(found)))
    if found.title is None:
        return html
    return f"<h1>{md.renderer.render(found.title, md.options, {})}</h1>\n{html}"


def test_the_specification_has_all_its_examples() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


def test_no_difference_is_listed_twice() -> None:
    assert len(LISTED) == len(set(LISTED))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["example"]))
def test_an_example_is_read_as_specified_or_listed(example: dict[str, str | int]) -> None:
    text, expected = str(example["markdown"]), str(example["html"])
    if example["example"] in LISTED:
        assert rendered(text) != expected, "it no longer differs: take it off the list"
    else:
        assert rendered(text) == expected
