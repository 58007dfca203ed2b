"""Splits text into terms, in the same way as the script in the browser.

1. Compatibility forms are normalised (NFKC). A word is a run of letters and digits; Chinese,
   Japanese and Korean letters form runs of their own.
2. Such a run becomes its pairs of neighbouring letters; a single letter stays as it is.
3. Any other word: lower case, `ß` as `ss`, no accents (NFD without U+0300 to U+036F, then NFC),
   cut at 64 characters, without its suffix (see `stemmer`).
4. An ASCII word in camel case is followed by its parts: `PathNotFound` becomes
   `pathnotfound path not found`.
5. Letters, one dash and three to eight digits add one more term after the digits: `RED-520025`
   becomes `red 520025 red520025`. The letters are ASCII, two to twelve.
   Words joined by `_` are followed by the whole with its suffixes: `ERR_NO_DISK` becomes
   `err no disk errnodisk`; it is cut at 64 characters.
6. Left out: a single ASCII letter or digit, and words of more than eight digits, which are values.

`tests/search/tokens.toml` holds both languages to this.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.search.stemmer import Stemmer

# Characters of a term. The longest of the real articles has 41; a longer one is encoded data.
_MAX_TERM: Final = 64
# Digits of a term. Dates (20241122) have eight; what has more is a number of a request or a time in
# milliseconds, other in every log, and each would be a term of one article.
_MAX_DIGITS: Final = 8
# Letters of scripts without spaces: iteration mark, hiragana, katakana, ideographs and hangul, but
# not the middle dot (U+30FB) and the voiced sound marks (U+3099 to U+309C), which separate or
# belong to the letter before.
_CJK: Final = (
    "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
# "使用する" (group 1), "AEM", "520025", "é"; not "_", "-", "・", and "AEMで" is two runs
_RUN: Final = re.compile(f"([{_CJK}]+)|[^\\W_{_CJK}]+")
# "PathNotFound" is Path, Not, Found; "HTTPServer" is HTTP, Server; "iRc" is i, Rc; not "é"
_CAMEL_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
# the combining acute of "é" taken apart; not "é" as one character, not the dakuten of "が"
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
# "RED" and "ERR"; not "A" (A-123 is a version or a grade), not "RÉD", not "R2D"
_CODE_PREFIX: Final = re.compile(r"[A-Za-z]{2,12}")
# "520025" and "404"; not "12" (AB-12 is a model or a page), not "123456789", see `_MAX_DIGITS`
_CODE_NUMBER: Final = re.compile(r"[0-9]{3,8}")
# Hyphen-minus, hyphen, non-breaking hyphen, figure, en and em dash, minus: editors change one into
# the other.
_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")


def tokenize(text: str, stemmer: Stemmer) -> Iterator[str]:
    """The terms of a text in reading order."""
    plain = text if text.isascii() else normalize("NFKC", text)
    before, end, joined = "", -1, ""
    for found in _RUN.finditer(plain):
        run, separator = found[0], plain[end : found.start()]
        if joined and (separator != "_" or found[1]):
            yield from filter(_is_kept, (joined[:_MAX_TERM],))
        if found[1]:
            joined = ""
            yield from _pairs(run)
        else:
            is_part = separator == "_" and before
            joined = _join(joined or _fold(before), run) if is_part else ""
            yield from _terms(run, stemmer)
            if separator in _DASHES and _is_code(before, run):
                yield before.lower() + run
        before, end = "" if found[1] else run, found.end()
    yield from filter(_is_kept, (joined[:_MAX_TERM],) if joined else ())


def _join(whole: str, run: str) -> str:
    """A whole with one more part, as far as it is kept."""
    return whole if len(whole) >= _MAX_TERM else whole + _fold(run)


def _is_code(prefix: str, number: str) -> bool:
    return bool(_CODE_NUMBER.fullmatch(number) and _CODE_PREFIX.fullmatch(prefix))


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for at in range(len(run) - 1):
        yield run[at : at + 2]


# The 1,179 real articles of a locale have some 530,000 words, of which 86,000 are different.
@lru_cache(maxsize=65_536)
def _terms(run: str, stemmer: Stemmer) -> tuple[str, ...]:
    """A word and its parts."""
    found = [_term(run, stemmer)]
    if run.isascii() and not run.islower():
        parts = _CAMEL_PARTS.findall(run)
        if len(parts) > 1:
            found += [_term(part, stemmer) for part in parts]
    return tuple(term for term in found if _is_kept(term))


def _term(run: str, stemmer: Stemmer) -> str:
    return stemmer.stem(_fold(run)[:_MAX_TERM])


def _fold(run: str) -> str:
    """Lower case without accents."""
    lower = run.lower()
    if lower.isascii():
        return lower
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", lower.replace("ß", "ss"))))


def _is_kept(term: str) -> bool:
    if len(term) < 2:  # noqa: PLR2004 - one
        return not term.isascii()
    return sum(map("0123456789".count, term)) <= _MAX_DIGITS
