"""Turns text into words, in Python and in the browser alike.

1. Compatibility forms are made plain (NFKC). A word is a run of letters and digits; letters of
   Chinese, Japanese and Korean are runs of their own.
2. Such a run becomes its pairs of neighbouring letters; a lone letter stands for itself.
3. Any other word: small letters, `ß` as `ss`, accents taken off (NFD without U+0300 to U+036F,
   then NFC), cut at 64 characters, its ending taken off (see `stems`).
4. After an ASCII word with humps come its parts: `PathNotFound` is `pathnotfound path not found`.
5. Letters, one dash and three to eight digits are one more word after the digits: `RED-520025` is
   `red 520025 red520025`. The letters are ASCII, two to twelve.
   After words joined by `_` comes the whole, without endings taken off: `ERR_NO_DISK` is
   `err no disk errnodisk`; it is cut at 64 characters.
6. Left out: a lone ASCII letter or digit, and words of more than eight digits, which are values.

`tests/search/tokens.toml` holds both languages to this.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.search.stems import Stemmer

LONGEST: Final = 64
MOST_DIGITS: Final = 8
_CJK: Final = (
    "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
_RUN: Final = re.compile(f"([{_CJK}]+)|[^\\W_{_CJK}]+")
_HUMPS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_PREFIX: Final = re.compile(r"[A-Za-z]{2,12}")
_NUMBER: Final = re.compile(r"[0-9]{3,8}")
_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")


def words(text: str, stemmer: Stemmer) -> Iterator[str]:
    """The words of a text in reading order."""
    plain = text if text.isascii() else normalize("NFKC", text)
    before, end, name = "", -1, ""
    for found in _RUN.finditer(plain):
        run, joint = found[0], plain[end : found.start()]
        if name and (joint != "_" or found[1]):
            yield from filter(_is_kept, (name[:LONGEST],))
        if found[1]:
            name = ""
            yield from _pairs(run)
        else:
            name = _longer(name or fold(before), run) if joint == "_" and before else ""
            yield from _forms(run, stemmer)
            if joint in _DASHES and _is_code(before, run):
                yield before.lower() + run
        before, end = "" if found[1] else run, found.end()
    yield from filter(_is_kept, (name[:LONGEST],) if name else ())


def spellings(text: str, stemmer: Stemmer) -> dict[str, str]:
    """Word -> as it is spelled, in small letters without accents; whole words of letters only."""
    plain = normalize("NFKC", text)
    runs = (found[0] for found in _RUN.finditer(plain) if not found[1])
    spelled = (fold(run)[:LONGEST] for run in runs)
    return {stemmer.stem(word): word for word in spelled}


def _longer(name: str, run: str) -> str:
    """A whole with one more part, as far as it is kept."""
    return name if len(name) >= LONGEST else name + fold(run)


def _is_code(letters: str, digits: str) -> bool:
    return bool(_NUMBER.fullmatch(digits) and _PREFIX.fullmatch(letters))


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for at in range(len(run) - 1):
        yield run[at : at + 2]


@lru_cache(maxsize=65_536)
def _forms(run: str, stemmer: Stemmer) -> tuple[str, ...]:
    """A word and its parts."""
    found = [_form(run, stemmer)]
    if run.isascii() and not run.islower():
        parts = _HUMPS.findall(run)
        if len(parts) > 1:
            found += [_form(part, stemmer) for part in parts]
    return tuple(word for word in found if _is_kept(word))


def _form(run: str, stemmer: Stemmer) -> str:
    return stemmer.stem(fold(run)[:LONGEST])


def fold(run: str) -> str:
    """Small letters without accents."""
    lower = run.lower()
    if lower.isascii():
        return lower
    return normalize("NFC", _MARKS.sub("", normalize("NFD", lower.replace("ß", "ss"))))


def _is_kept(word: str) -> bool:
    if len(word) < 2:  # noqa: PLR2004 - one
        return not word.isascii()
    return sum(map("0123456789".count, word)) <= MOST_DIGITS
