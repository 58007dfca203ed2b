"""Articles that are alike are found after edits as they are found in all articles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from errata.checks.kept_overlaps import SavedOverlaps, Shingles, follow_edits
from errata.checks.overlaps import _find_all
from tests.site.factories import article

ARTICLES = tuple(article(f"KA-{index:05}") for index in range(12))
# Few numbers, so that many are templates', and some become so by one article more.
NUMBERS = st.frozensets(st.integers(0, 90), min_size=25, max_size=40)


def shingles(numbers: frozenset[int]) -> Shingles:
    return Shingles(tuple(sorted(n for n in numbers if n % 3 == 0)), tuple(sorted(numbers)))


def find_all(texts: dict[str, frozenset[int]]) -> SavedOverlaps:
    keys = tuple(str(sorted(texts[one.source])) for one in ARTICLES)
    return _find_all(ARTICLES, keys, lambda item: shingles(texts[item.source]))


def unlike_texts() -> dict[str, frozenset[int]]:
    starts = range(0, 100 * len(ARTICLES), 100)
    pairs = zip(ARTICLES, starts, strict=True)
    return {item.source: frozenset(range(start, start + 30)) for item, start in pairs}


@given(
    st.lists(NUMBERS, min_size=len(ARTICLES), max_size=len(ARTICLES)),
    st.lists(st.tuples(st.integers(0, len(ARTICLES) - 1), NUMBERS), max_size=5),
)
def test_what_is_followed_is_what_is_found_in_all_articles(
    first: list[frozenset[int]], edits: list[tuple[int, frozenset[int]]]
) -> None:
    # Far from each other, so that few are alike and edits can be followed.
    texts = {
        item.source: frozenset(n + 60 * (index % 4) for n in numbers)
        for index, (item, numbers) in enumerate(zip(ARTICLES, first, strict=True))
    }
    known = find_all(texts)
    for place, numbers in edits:
        texts[ARTICLES[place].source] = frozenset(n + 60 * (place % 5) for n in numbers)
        now = find_all(texts)
        look = [
            shingles(texts[item.source]) if key != old else None
            for item, key, old in zip(ARTICLES, now.keys, known.keys, strict=True)
        ]
        assert follow_edits(known, now.keys, look) in {None, now}
        known = now


def test_a_text_like_no_other_is_followed() -> None:
    texts = {
        item.source: frozenset(range(100 * index, 100 * index + 30))
        for index, item in enumerate(ARTICLES)
    }
    known = find_all(texts)
    texts[ARTICLES[3].source] = frozenset(range(5_000, 5_030))
    now = find_all(texts)
    look = [*[None] * 3, shingles(texts[ARTICLES[3].source]), *[None] * 8]
    assert follow_edits(known, now.keys, look) == now
    assert follow_edits(None, now.keys, look) is None
    assert follow_edits(known, now.keys[1:], look[1:]) is None


def test_a_text_like_another_has_all_looked_at_again() -> None:
    texts = {
        item.source: frozenset(range(100 * index, 100 * index + 30))
        for index, item in enumerate(ARTICLES)
    }
    known = find_all(texts)
    texts[ARTICLES[3].source] = texts[ARTICLES[4].source]
    now = find_all(texts)
    look = [*[None] * 3, shingles(texts[ARTICLES[3].source]), *[None] * 8]
    assert follow_edits(known, now.keys, look) is None
    assert [share for *_, share in now.pairs] == [1.0]
