"""References to one definition cannot make a page many times as long as its article."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.model import Source


@pytest.mark.parametrize(("address", "uses", "linked"), [(50_000, 1_000, 2), (100, 200, 200)])
def test_references_are_links_while_what_they_add_is_no_longer_than_the_article(
    address: int, uses: int, linked: int
) -> None:
    text = f"---\ntitle: A title\n---\n[a]: https://a.test/{'b' * address}\n\n{'[a] ' * uses}\n"
    read = ArticleParser(ParseOptions())(Source("en/a.md", "en", text.encode()))
    assert read.article is not None
    html = "".join(read.article.body.parts)
    assert abs(html.count("<a ") - linked) <= 1
    codes = {diagnostic.code for diagnostic in read.diagnostics if diagnostic.code == "KB004"}
    assert bool(codes) is (linked < uses)
