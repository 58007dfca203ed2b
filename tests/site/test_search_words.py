"""The words of the search box for other sites."""

from __future__ import annotations

import json

from errata.model import PlannedFile
from errata.site.pages.search import emit_box_words
from tests.site.factories import article, context_of, library


def _words(locale: str) -> dict[str, object]:
    linked_articles = library(article("KA-00001", locale))
    (file,) = emit_box_words(context_of(linked_articles))
    assert isinstance(file, PlannedFile)
    assert file.path == f"{locale}/search/words.js"
    content = file.make()
    assert isinstance(content, bytes)
    text = content.decode().removeprefix("errata.say(").removesuffix(")\n")
    results: dict[str, object] = json.loads(text)
    return results


def test_the_box_says_the_words_of_its_locale() -> None:
    words = _words("de")
    assert (words["lang"], words["dir"], words["button"]) == ("de", "ltr", "Suchen")
    assert words["counts"] == {"one": "{n} Ergebnis", "other": "{n} Ergebnisse"}


def test_a_locale_without_words_has_them_in_english_and_is_told_so() -> None:
    words = _words("ar")
    assert (words["lang"], words["dir"], words["intl"]) == ("en", "ltr", "en")
