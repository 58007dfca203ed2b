"""Patterns of many words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from errata.text.patterns import any_of

LETTERS = st.text("abA.-^] 解ß", min_size=1, max_size=4)


@given(st.lists(LETTERS, max_size=8), st.text("abA.-^] 解ß", max_size=12))
def test_it_matches_where_one_of_the_words_stands(words: list[str], text: str) -> None:
    match = re.search(any_of(words), text, re.IGNORECASE)
    plain = [m for word in words if (m := re.search(re.escape(word), text, re.IGNORECASE))]
    assert (match.start() if match else None) == min((m.start() for m in plain), default=None)


@given(st.lists(LETTERS, max_size=8), st.text("abA.-^] 解ß", max_size=12))
def test_between_other_patterns_it_finds_whole_words_as_an_alternation_does(
    words: list[str], text: str
) -> None:
    alternatives = "|".join(map(re.escape, words)) if words else "(?!)"
    plain = re.search(rf"(?<!\w)(?:{alternatives})(?!\w)", text)
    assert bool(re.search(rf"(?<!\w)(?:{any_of(words)})(?!\w)", text)) == bool(plain)
