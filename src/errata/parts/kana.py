"""Japanese syllables as a dictionary has them: one syllabary, long vowels written out."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ROWS: Final = "あかさたなはまやらわ"
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWELS: Final = {"A": "あ", "I": "い", "U": "う", "E": "え", "O": "お"}
_LONG: Final = "ー"


def kana_row(first: str) -> str:
    """The row under which a word with this first letter stands; empty for what is no kana."""
    plain = unicodedata.normalize("NFKD", first)[:1].translate(_TO_HIRAGANA)
    if not plain or not "ぁ" <= plain <= "ゖ":
        return ""
    return max((row for row in _ROWS if row <= plain.translate(_SMALL)), default="あ")


def unify_kana(text: str) -> str:
    """The text with its kana in one form for sorting: サーバー is さあばあ."""
    large = text.translate(_TO_HIRAGANA).translate(_SMALL)
    if _LONG not in large:
        return large
    letters: list[str] = []
    for letter in large:
        letters.append(_vowel(letters[-1]) if letter == _LONG and letters else letter)
    return "".join(letters)


@lru_cache(maxsize=256)
def _vowel(letter: str) -> str:
    """What a long mark after the letter lengthens; the mark itself where there is no vowel."""
    name = unicodedata.name(letter, "")
    return _VOWELS.get(name[-1], _LONG) if name.startswith("HIRAGANA LETTER") else _LONG
