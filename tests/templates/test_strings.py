"""The interface's words."""

from __future__ import annotations

import pytest

from errata.errors import ThemeError
from errata.stages.strings import strings_for
from tests.outputs.factories import shipped_theme

STRINGS = shipped_theme().strings


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_every_language_has_the_same_strings_and_none_is_empty(tag: str) -> None:
    assert set(STRINGS[tag]) == set(STRINGS["en"])
    assert all(text.strip() for text in STRINGS[tag].values())


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_a_translation_has_the_placeholders_of_the_original(tag: str) -> None:
    for name, text in STRINGS[tag].items():
        assert ("{n}" in text) == ("{n}" in STRINGS["en"][name]), name


def test_the_languages_of_the_first_release_are_there() -> None:
    assert set(STRINGS) >= {"en", "pt-BR", "es", "fr", "de", "ja"}


@pytest.mark.parametrize(
    ("tag", "home"), [("pt-BR", "Início"), ("fr-CA", "Accueil"), ("pt-PT", "Home"), ("xx", "Home")]
)
def test_a_locale_falls_back_to_its_language_then_to_english(tag: str, home: str) -> None:
    assert strings_for(tag, STRINGS).home == home


@pytest.mark.parametrize(
    ("tag", "n", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 0, "0 articles"),
        ("en", 1138, "1,138 articles"),
        ("pt-BR", 0, "0 artigo"),
        ("fr", 0, "0 article"),
        ("de", 1138, "1.138 Artikel"),
        ("ja", 1, "1 件の記事"),
    ],
)
def test_a_count_has_the_plural_and_the_digits_of_its_language(tag: str, n: int, text: str) -> None:
    assert strings_for(tag, STRINGS)("article_count", n=n) == text


def test_a_missing_string_is_a_fault_of_the_theme() -> None:
    with pytest.raises(ThemeError, match="no interface string is called `nothing`"):
        strings_for("en", STRINGS)("nothing")
