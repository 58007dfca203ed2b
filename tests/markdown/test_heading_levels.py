"""No page skips a level of its headings, whatever its author did."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.model import Source
from tests.conftest import SiteTest, front_matter

if TYPE_CHECKING:
    from errata.model import Theme

PARSE = ArticleParser(ParseOptions())
SKIPPING = """
#### First

## Second

#### Under the second

###### Under that

#### Its sibling

### Of another level, a sibling as well

> ###### In a quotation
"""


def built(theme: Theme, body: str) -> SiteTest:
    return SiteTest(theme).article("KA-00001", body).build()


def levels(page: str) -> list[tuple[int, str]]:
    return [
        (int(n), text) for n, text in re.findall(r"<h(\d) id=\"(?!contents)[^>]*>(.*?)</h\1>", page)
    ]


def test_a_heading_stands_one_level_below_the_one_that_it_belongs_to(theme: Theme) -> None:
    page = built(theme, SKIPPING).page("en/KA-00001/")
    assert levels(page) == [
        (2, "First"),
        (2, "Second"),
        (3, "Under the second"),
        (4, "Under that"),
        (3, "Its sibling"),
        (3, "Of another level, a sibling as well"),
        (4, "In a quotation"),
    ]


def test_a_heading_that_skips_a_level_is_told_with_its_line_and_what_to_write(theme: Theme) -> None:
    diagnostics = built(theme, SKIPPING).built.diagnostics
    findings = [(d.span.line, d.message, d.help) for d in diagnostics if d.code == "KB211"]
    assert [message for _, message, _ in findings] == [
        "a heading of level 4 where level 2 is expected",
        "a heading of level 4 where level 3 is expected",
        "a heading of level 6 where level 4 is expected (2 times)",
    ]
    assert findings[1][2] == "begin it with `###`: this is how it is shown"
    assert findings[1][0] == findings[0][0] + 4


@pytest.mark.parametrize("body", ["## A\n\n### B\n\n#### C\n\n## D\n\n### E\n", "# A\n\n## B\n"])
def test_headings_in_order_stay_as_they_are(theme: Theme, body: str) -> None:
    diagnostics = [d.message for d in built(theme, body).built.diagnostics if d.code == "KB211"]
    # The article has its title already: another heading of the first level is told of as such.
    assert diagnostics == ["another first-level heading after the title"] * body.startswith("# ")


@given(st.lists(st.integers(1, 6), max_size=12))
def test_no_page_skips_a_level(authored: list[int]) -> None:
    body = "\n\n".join(f"{'#' * level} Heading {n}" for n, level in enumerate(authored))
    text = f"{front_matter('KA-00001')}# Title\n\n{body}"
    article = PARSE(Source("en/KA-00001.md", "en", text.encode())).article
    assert article
    levels = [1, *(heading.level for heading in article.headings)]
    assert len(levels) == len(authored) + 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
