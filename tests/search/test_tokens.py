"""Words out of text: the cases that the browser's tokenizer passes too."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.search.tokens import stemmer_for, tokenize
from tests.support.linear import ends

CASES = tomllib.loads(Path(__file__).with_name("tokens.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_a_text_becomes_its_words(case: dict[str, Any]) -> None:
    text = case["text"] * case.get("repeat", 1)
    assert list(tokenize(text, stemmer_for(case.get("locale", "")))) == case["words"]


def test_a_word_is_made_of_what_the_browser_calls_letters_and_numbers() -> None:
    known = (chr(index) for index in range(sys.maxunicode + 1) if category(chr(index)) != "Cn")
    lettered = {c for c in known if category(c)[0] in "LN"}
    assert all(c.isalnum() for c in lettered)
    assert not any(chr(index).isalnum() and chr(index) not in lettered for index in range(0xFFFF))


@given(st.text(max_size=60), st.sampled_from(["en", "pt-BR", "de-DE", "ja-JP"]))
def test_words_are_short_plain_and_the_same_in_small_letters(text: str, locale: str) -> None:
    for word in tokenize(text, stemmer_for(locale)):
        assert 0 < len(word) <= 2 * 64
        assert " " not in word
        assert not any("A" <= letter <= "Z" for letter in word)


@ends
@pytest.mark.parametrize("piece", ["aB", "a_", "a-1234", "あ", "1", "_-"])
def test_half_a_megabyte_without_an_end_takes_linear_time(piece: str) -> None:
    for word in tokenize(piece * (500_000 // len(piece)), stemmer_for("en")):
        assert word
