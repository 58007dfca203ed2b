"""Guesses the language of a text by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from errata.data import read_word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

# Scripts that one language is written in; kana before ideographs, which Japanese has as well.
_SCRIPTS: Final = (
    # "ひ", "カ" yes; "日" no
    ("ja", re.compile("[\u3041-\u30fa]")),
    # "오" yes; "日" no
    ("ko", re.compile("[\uac00-\ud7a3]")),
    # "們", "這" yes: characters that simplified Chinese writes otherwise; "的" no
    ("zh-Hant", re.compile("[們個這來說時會為對於與問題錯誤檔]")),
    # "日" yes; "ひ" no
    ("zh-Hans", re.compile("[\u4e00-\u9fff]")),
)
# One such character in so many of a text: an English article may quote a Japanese word. Of the
# real Japanese articles the least has one in six.
_RARE: Final = 20
# Common words of a text that tell its language, and how many more they must be than those of the
# next one: languages share short words ("en", "in", "de"), and a log has few of any.
_MIN_WORDS, _MARGIN = 3, 1.2
# "größe", "don" and "é" are words; "_" and "7" are not.
_WORD: Final = re.compile(r"[^\W\d_]+")


def guess_language(texts: Iterable[str], default: str = "en") -> str:
    """The language that most of the texts are in; the default where nothing tells."""
    votes = Counter(filter(None, map(_language_of, texts)))
    return min(votes, key=lambda tag: (-votes[tag], tag)) if votes else default


def _language_of(text: str) -> str:
    for tag, script in _SCRIPTS:
        if len(script.findall(text)) * _RARE > len(text):
            return tag
    words = Counter(_WORD.findall(text.lower()))
    counts = {
        tag: sum(words[word] for word in common)
        for tag, common in sorted(read_word_lists("function_words").items())
    }
    best, second = sorted(counts, key=lambda tag: (-counts[tag], tag))[:2]
    is_clear = counts[best] >= _MIN_WORDS and counts[best] > counts[second] * _MARGIN
    return best if is_clear else ""
