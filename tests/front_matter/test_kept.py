"""Front matters that are kept: an edit of the text below does not interpret them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.read import read_front_matter
from errata.cache import CacheStore, StoredKeeper
from errata.config import LimitsConfig
from errata.model import Source

if TYPE_CHECKING:
    from pathlib import Path

PATH: Final = "en/KA-10001.md"
FRONTS: Final = {
    "usual": "title: Upload fails\ninternal-notes: Call them\nbug: maybe\nkeywords: a, b\nsize: x",
    "dated": "title: Upload fails\narticle-created-date: 2024-99-01",
    "broken": "title: [unclosed",
    "hidden": 'title: "a\\u202eb"',
    "recovered": "title: Error: no such host",
    "empty": "",
}


@pytest.fixture
def keeper(tmp_path: Path) -> StoredKeeper:
    return StoredKeeper(CacheStore(tmp_path / "cache/articles.sqlite3"), b"", "checks")


def source(front: str, body: str, path: str = PATH) -> Source:
    return Source(path, "en", f"---\n{front}\n---\n\n# Upload\n\n{body}\n".encode())


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS)
def test_a_front_matter_that_is_kept_is_read_as_before(front: str, keeper: StoredKeeper) -> None:
    for body in ("One.", "Another text."):
        article = source(front, body)
        known = read_front_matter(article, ParseOptions(), keeper)
        assert known == read_front_matter(article, ParseOptions())
        keeper.flush()


def test_an_edit_of_the_text_interprets_nothing_again(
    keeper: StoredKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_front_matter(source("title: A", "One."), ParseOptions(), keeper)
    monkeypatch.setattr(
        "errata.articles.front_matter.interpret.interpret_front_matter",
        lambda *_: pytest.fail("it was interpreted again"),
    )
    again = read_front_matter(source("title: A", "Two."), ParseOptions(), keeper)
    assert again.metadata == first.metadata
    assert (first.body, again.body) == ("\n# Upload\n\nOne.\n", "\n# Upload\n\nTwo.\n")


def test_what_is_kept_counts_for_no_other_file_and_under_no_other_rules(
    keeper: StoredKeeper,
) -> None:
    titles = []
    for path in ("en/a.md", "en/b.md"):
        front = read_front_matter(source("bug: true", "", path), ParseOptions(), keeper)
        titles.append(front.metadata.title if front.metadata else "")
    assert len({*titles}) == 2
    limits = ParseOptions(limits=LimitsConfig(front_matter_bytes=5))
    assert read_front_matter(source("bug: true", "", "en/a.md"), limits, keeper).metadata is None


def test_a_front_matter_one_line_further_down_has_other_places(keeper: StoredKeeper) -> None:
    places = []
    for before in ("", "\n"):
        article = source("article-created-date: x", "")
        moved = Source(PATH, "en", before.encode() + article.data)
        front = read_front_matter(moved, ParseOptions(), keeper)
        places.append([each.span.line for each in front.diagnostics if "date" in each.message])
    assert places == [[2], [3]]
