"""The tables that the search reads from `data/`: facts that a person edits."""

from __future__ import annotations

import re

import pytest

from errata.data import read_word_lists
from errata.search.tokens import Stemmer, stemmer_for, tokenize

SUFFIXES = read_word_lists("stemmer")
# "ies>y", "ss>ss", "ment", "ение"; not "ção", whose accents are gone before it is compared
ENTRY = re.compile(r"[a-zа-я]+(?:>[a-z]+)?")


@pytest.mark.parametrize("language", SUFFIXES)
def test_each_suffix_is_given_once_as_words_are_when_it_is_compared(language: str) -> None:
    entries = SUFFIXES[language]
    assert all(ENTRY.fullmatch(entry) for entry in entries)
    suffixes = [entry.partition(">")[0] for entry in entries]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("deliveries", "delivery"),
        ("stopped", "stop"),
        ("address", "address"),
        ("used", "used"),
        ("red520025", "red520025"),
    ],
)
def test_the_longest_suffix_that_leaves_four_letters_is_taken_off_once(
    word: str, stem: str
) -> None:
    assert stemmer_for("en-GB").stem(word) == stem


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("da", "tilladelse tilladelser tilladelsen"),
        ("fi", "määritys määrittäminen määrityksen"),
        ("nb", "tillatelse tillatelsen tillatelser"),
        ("pl", "udostępnianie udostępnienie Udostepniania"),
        ("ru-RU", "отправка отправить отправки"),
        ("ru-RU", "удаление удалить удалению"),
        ("tr", "yazıcı yazıcılar yazicilarin"),
    ],
)
def test_the_forms_of_a_word_are_one_term(locale: str, forms: str) -> None:
    assert len(set(tokenize(forms, stemmer_for(locale)))) == 1


def test_a_language_without_a_table_keeps_its_words() -> None:
    assert stemmer_for("ja-JP").stem("deliveries") == Stemmer().stem("deliveries") == "deliveries"


def test_words_next_to_a_code_are_in_lower_case_with_straight_apostrophes() -> None:
    words = [word for words in read_word_lists("code_query_words").values() for word in words]
    assert all(word == word.lower() and "\u2019" not in word for word in words)
