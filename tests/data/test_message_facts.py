"""Facts by which messages are found: words of failures, and words that any log has."""

from __future__ import annotations

import re
from typing import cast

import pytest

from errata.data import read_data, read_word_lists

WORDS = cast("dict[str, dict[str, list[str]]]", read_data("message_words"))


@pytest.mark.parametrize("kind", ["failure", "naming", "narrative", "introduction"])
def test_words_of_a_message_are_listed_once(kind: str) -> None:
    words = [word for language in WORDS[kind].values() for word in language]
    assert words
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", ["failure", "naming"])
def test_parts_of_words_are_in_small_letters(kind: str) -> None:
    for words in WORDS[kind].values():
        assert [word for word in words if word != word.lower() or not word.strip()] == []


@pytest.mark.parametrize("kind", ["narrative", "introduction"])
def test_words_that_are_patterns_compile_without_groups(kind: str) -> None:
    for words in WORDS[kind].values():
        assert all(re.compile(word).groups == 0 for word in words)


def test_common_words_are_sorted_listed_once_and_in_small_letters() -> None:
    words = read_word_lists("common_words")["en"]
    assert list(words) == sorted({*words})
    assert [word for word in words if word != word.lower()] == []
