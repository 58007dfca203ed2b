"""The CommonMark examples with every extension on; each difference is listed with its reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
PARSER = make_parser()


def rendered(text: str) -> str:
    context = ParseContext()
    html = re.sub(r'<(h[1-6]) id="[^"]*">', r"<\1>", PARSER.render(text, with_context(context)))
    if context.title is None:
        return html
    return f"<h1>{PARSER.renderer.render(context.title, PARSER.options, {})}</h1>\n{html}"


def test_the_specification_has_all_its_examples() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


def test_the_examples_that_are_not_read_as_specified_are_listed_once() -> None:
    differ = [
        example["example"]
        for example in EXAMPLES
        if rendered(example["markdown"]) != example["html"]
    ]
    assert differ == sorted(LISTED)
