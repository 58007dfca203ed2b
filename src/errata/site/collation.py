"""Sorts titles from A to Z as readers of a language expect, and finds their letter headings.

Unicode's own collation would be a large dependency; titles need less: case and accents aside,
numbers by value, kana as in a dictionary, and the few letters that some languages put at the end of
the alphabet. Chinese characters stay in the order of Unicode: their sounds, by which Japanese and
Chinese readers order them, would need a dictionary.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from errata.site.formatting import natural_key

# The heading of titles that begin with a number.
_DIGITS: Final = "0\u20139"
# Language -> letters that are not accented ones there, after which letter they stand (CLDR).
_OWN_LETTERS: Final = {
    "da": ("z", "æøå"),
    "es": ("n", "ñ"),
    "fi": ("z", "åäö"),
    "nb": ("z", "æøå"),
    "sv": ("z", "åäö"),
}
# Letters that Unicode does not take apart, as languages without them look them up.
_LIGATURES: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
# The first syllable of each initial consonant; Unicode has 588 syllables of each in a row.
_HANGUL: Final = "가까나다따라마바빠사싸아자짜차카타파하"
_SYLLABLES: Final = 588
# Language -> the heading of titles in Chinese characters, where another script is as common.
_HAN: Final = {"ja": "漢字"}
# The rows of the Japanese syllabary, by their first syllable.
_ROWS: Final = "あかさたなはまやらわ"
# The two syllabaries stand 0x60 apart in Unicode.
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWELS: Final = {"A": "あ", "I": "い", "U": "う", "E": "え", "O": "お"}
# Lengthens the vowel before it.
_LONG: Final = "ー"

Key = tuple[tuple[int, int, str], ...]


# A title stands in the lists of several products, and on the page of all titles.
@lru_cache(maxsize=16_384)
def collation_key(title: str, language: str) -> tuple[int, str, Key]:
    """Return a sort key: titles of one letter together, digits first, others last."""
    head = index_letter(title, language)
    text = _fold_for_sorting(_from_letter(title), language)
    return (
        (0 if head == _DIGITS else 1 if head else 2),
        _fold_for_sorting(head, language),
        natural_key(text),
    )


def index_letter(title: str, language: str) -> str:
    """Return a title's heading: a capital, digits, a row of kana, a Korean initial, or empty."""
    first = unicodedata.normalize("NFC", _from_letter(title))[:1]
    if first.isdecimal():
        return _DIGITS
    if "가" <= first <= "힣":
        return _HANGUL[(ord(first) - 0xAC00) // _SYLLABLES]
    _, own = _OWN_LETTERS.get(language, ("", ""))
    if first and first.casefold() in own:
        return first.upper()
    base = _drop_accents(first.casefold())[:1]
    if _is_han(base):
        return _HAN.get(language, "")
    return kana_row(first) or (base.upper() if base.isalpha() else "")


def _from_letter(title: str) -> str:
    """Drop quotes and brackets at the beginning of a title."""
    start = next((i for i, c in enumerate(title) if c.isalnum()), len(title))
    return title[start:]


def _is_han(first: str) -> bool:
    return unicodedata.name(first, "").startswith("CJK ") if first else False


def _fold_for_sorting(text: str, language: str) -> str:
    """Return small letters without accents; a language's own letters sort after the one before."""
    after, own = _OWN_LETTERS.get(language, ("", ""))
    small = text.casefold()
    if small.isascii():
        return small
    for place, own_letter in enumerate(own):
        composed = unicodedata.normalize("NFC", small)
        small = composed.replace(own_letter, f"{after}\U0010fff0{place}")
    return unify_kana(_drop_accents(small))


def _drop_accents(text: str) -> str:
    """Return the text without accents."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in parts if not unicodedata.combining(c))


def kana_row(first: str) -> str:
    """Return the kana row of a word with this first letter; empty if it is not kana."""
    plain = unicodedata.normalize("NFKD", first)[:1].translate(_TO_HIRAGANA)
    if not plain or not "ぁ" <= plain <= "ゖ":
        return ""
    return max((row for row in _ROWS if row <= plain.translate(_SMALL)), default="あ")


def unify_kana(text: str) -> str:
    """Unify kana for sorting: サーバー is さあばあ."""
    large = text.translate(_TO_HIRAGANA).translate(_SMALL)
    if _LONG not in large:
        return large
    letters: list[str] = []
    for letter in large:
        letters.append(_vowel(letters[-1]) if letter == _LONG and letters else letter)
    return "".join(letters)


def _vowel(letter: str) -> str:
    """Return the vowel that a long mark lengthens; the mark itself if there is none."""
    name = unicodedata.name(letter, "")
    return _VOWELS.get(name[-1], _LONG) if name.startswith("HIRAGANA LETTER") else _LONG
