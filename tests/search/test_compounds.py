"""Compounds are found by the words that they are made of."""

from __future__ import annotations

from errata.model import SearchText
from errata.search.compounds import CompoundWords, split_compounds
from errata.search.document import Document
from errata.search.tokens import join_terms, stemmer_for

GERMAN = stemmer_for("de-DE")


def _document(title: str, body: str = "") -> Document:
    return Document(SearchText(title=join_terms(title, GERMAN), body=join_terms(body, GERMAN)))


ARTICLES = [
    _document("Office-Aktivierungsfehler"),
    _document("Fehler melden", "Aktivierung und Nachricht"),
    _document("Aktivierung", "nach dem Fehler"),
]


def test_a_compound_of_a_title_has_its_parts() -> None:
    first, *others = split_compounds(ARTICLES, "de-DE", GERMAN)
    assert isinstance(first, Document)
    assert first.synonyms == join_terms("Aktivierung Fehler", GERMAN)
    assert all(new is old for new, old in zip(others, ARTICLES[1:], strict=True))


def test_a_part_may_be_a_compound_itself() -> None:
    longer = [*ARTICLES, _document("Fehler der Lizenz"), _document("Lizenz")]
    vocabulary = CompoundWords(longer, "de-DE", GERMAN)
    assert vocabulary.divide("lizenzaktivierungsfehl") == ("lizenz", "aktivier", "fehl")


def test_a_title_with_both_parts_has_the_compound_that_others_make_of_them() -> None:
    named = _document("Fehler bei der Aktivierung")
    *_, last = split_compounds([*ARTICLES, named], "de-DE", GERMAN)
    assert isinstance(last, Document)
    assert last.synonyms == join_terms("Aktivierungsfehler", GERMAN)


def test_both_parts_are_words_of_several_articles_and_none_is_a_stop_word() -> None:
    vocabulary = CompoundWords(ARTICLES, "de-DE", GERMAN)
    assert vocabulary.divide("nachricht") == ()
    assert vocabulary.divide("fehlermeld") == ()


def test_languages_that_write_words_apart_have_no_parts() -> None:
    assert split_compounds(ARTICLES, "en", stemmer_for("en")) is ARTICLES
