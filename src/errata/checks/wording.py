"""Authors' phrases in their languages, and the length of a text as readers perceive it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from html import unescape
from typing import Final

from errata.data import read_table
from errata.data.patterns import compile_late
from errata.model import Article

_AROUND: Final = " \t\r\n.,:;!?()[]{}<>*_`\"'\u00bb\u00ab\u2192\u203a\u2026\u3001\u3002"
# Logs and listings are not read word by word.
_LISTING: Final = compile_late(r"<pre\b.*?</pre>", re.DOTALL)
# "<p>" and "</p>"; not "a < b", which is escaped.
_TAG: Final = compile_late(r"<[^<>]*+>")
# "環" and "が" each; not "a".
_WIDE: Final = compile_late(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]")


def fold_phrase(text: str) -> str:
    """Fold a text to compare it: without case, width, and punctuation around it."""
    return " ".join(_fold(text).split()).strip(_AROUND)


@cache
def read_phrases(kind: str, locale: str) -> frozenset[str]:
    """Return the phrases of one kind in a locale's language and in English."""
    phrases: Mapping[str, list[str]] = read_table("author_phrases", kind)
    language = locale.partition("-")[0].lower()
    return frozenset(_fold(phrase) for name in ("en", language) for phrase in phrases.get(name, ()))


def has_phrase(text: str, kind: str, locale: str) -> bool:
    """Whether a text has one of the phrases anywhere; Latin words only at their beginning."""
    folded = f" {' '.join(_fold(text).split())}"
    return any(_begins_word(phrase, folded) for phrase in read_phrases(kind, locale))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _begins_word(phrase: str, text: str) -> bool:
    # Chinese, Japanese and Thai put no blank before a word.
    return (f" {phrase}" if phrase[:1].isascii() else phrase) in text


def text_of_html(html: str) -> str:
    """Return the text of sanitised HTML without its tags."""
    return unescape(_TAG.sub("", html))


def count_article_words(article: Article) -> int:
    """Count the words of an article without listings; two wide characters are one."""
    html = "".join(article.body.parts)
    text = unescape(_TAG.sub(" ", _LISTING.sub(" ", html) if "<pre" in html else html))
    if text.isascii():
        return len(text.split())
    wide = len(_WIDE.findall(text))
    return len(_WIDE.sub(" ", text).split()) + wide // 2
