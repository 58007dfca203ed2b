"""Phrases of authors in their languages, from `errata/data/author_phrases.toml`."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from errata.data import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_AROUND: Final = " \t\r\n.,:;!?()[]{}<>*_`\"'\u00bb\u00ab\u2192\u203a\u2026\u3001\u3002"


def fold_phrase(text: str) -> str:
    """As phrases are compared: without case, width, and punctuation around it."""
    return " ".join(_fold(text).split()).strip(_AROUND)


@cache
def read_phrases(kind: str, locale: str) -> frozenset[str]:
    """The phrases of one kind in a locale's language and in English."""
    phrases: Mapping[str, list[str]] = read_table("author_phrases", kind)
    language = locale.partition("-")[0].lower()
    return frozenset(_fold(phrase) for name in ("en", language) for phrase in phrases.get(name, ()))


def has_phrase(text: str, kind: str, locale: str) -> bool:
    """Whether a text has one of the phrases anywhere; words of Latin letters as they begin."""
    folded = f" {' '.join(_fold(text).split())}"
    return any(_begins_word(phrase, folded) for phrase in read_phrases(kind, locale))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _begins_word(phrase: str, text: str) -> bool:
    # Chinese, Japanese and Thai put no blank before a word.
    return (f" {phrase}" if phrase[:1].isascii() else phrase) in text
