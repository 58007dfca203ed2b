"""Phrases of authors in their languages, from `errata/data/author_phrases.toml`."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from errata.data import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping

_AROUND: Final = " \t\r\n.,:;!?()[]{}<>*_`\"'\u00bb\u00ab\u2192\u203a\u2026\u3001\u3002"


def fold_phrase(text: str) -> str:
    """As phrases are compared: without case, width, and punctuation around it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_AROUND)


@cache
def read_phrases(kind: str, locale: str) -> frozenset[str]:
    """The phrases of one kind in a locale's language and in English."""
    table = read_data("author_phrases")[kind]
    assert isinstance(table, dict)  # noqa: S101 - a fact of the file
    phrases: Mapping[str, list[str]] = table
    language = locale.partition("-")[0].lower()
    return frozenset(
        unicodedata.normalize("NFKC", phrase).casefold()
        for name in ("en", language)
        for phrase in phrases.get(name, ())
    )


def has_phrase(text: str, kind: str, locale: str) -> bool:
    """Whether a text has one of the phrases anywhere; words of Latin letters as they begin."""
    folded = f" {' '.join(unicodedata.normalize('NFKC', text).casefold().split())}"
    return any(_begins_word(phrase, folded) for phrase in read_phrases(kind, locale))


def _begins_word(phrase: str, text: str) -> bool:
    # Chinese, Japanese and Thai put no blank before a word.
    return (f" {phrase}" if phrase[:1].isascii() else phrase) in text
