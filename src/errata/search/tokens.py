"""Splits text into terms, in the same way as the script in the browser.

1. Compatibility forms are normalised (NFKC). A word is a run of letters and digits; Chinese,
   Japanese and Korean letters form runs of their own.
2. Such a run becomes its pairs of neighbouring letters; a single letter stays as it is.
3. Any other word: lower case, `ß` as `ss` and others of `_TYPED`, no accents (NFD without U+0300 to
   U+036F, then NFC), cut at 64 characters, without its suffix (see `stemmer`).
4. An ASCII word in camel case is followed by its parts: `PathNotFound` becomes
   `pathnotfound path not found`.
5. Letters, one dash and three to eight digits add one more term after the digits: `RED-520025`
   becomes `red 520025 red520025`. The letters are ASCII, two to twelve. A single letter, or fewer
   digits, add it if rule 8 leaves a part out: `C-8` becomes `c8`, `UTF-8` becomes `utf utf8`.
   Words joined by `_` are followed by the whole with its suffixes: `ERR_NO_DISK` becomes
   `err no disk errnodisk`; it is cut at 64 characters.
   Two or three numbers joined by `.`, at most six digits in all, are one more term: `v7.3.1`
   becomes `v7 7.3.1`.
6. `C++` adds `cpp` after its letters, `C#` adds `csharp`.
7. A hexadecimal number is one term in every form: `0x80070005`, the same in decimal as a signed or
   an unsigned number of 32 bits (`-2147024891`, `2147942405`), and `80070005` are `80070005`.
   One of fewer digits keeps its `0x`, without zeros before it.
8. Left out: a single ASCII letter or digit, and words of more than eight digits, which are values.

`tests/search/tokens.toml` holds both languages to this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import repeat
from typing import Final
from unicodedata import normalize

from errata.data import read_word_lists
from errata.data.patterns import compile_late

# The most characters of a term. The longest of the real articles has 41; a longer one is encoded
# data.
_MAX_TERM: Final = 64
# The most digits of a term. Dates (20241122) have eight; what has more is a number of a request or
# a time in milliseconds, other in every log, and each would be a term of one article.
_MAX_DIGITS: Final = 8
# Letters of scripts without spaces: iteration mark, hiragana, katakana, ideographs and hangul, but
# not the middle dot (U+30FB) and the voiced sound marks (U+3099 to U+309C), which separate or
# belong to the letter before.
_CJK: Final = (
    "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
)
# "使用する" (group 1), "AEM", "520025", "é"; not "_", "-", "・", and "AEMで" is two runs
_RUN: Final = compile_late(f"([{_CJK}]+)|[^\\W_{_CJK}]+")
# "PathNotFound" is Path, Not, Found; "HTTPServer" is HTTP, Server; "iRc" is i, Rc; not "é"
_CAMEL_PARTS: Final = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
# the combining acute of "é" taken apart; not "é" as one character, not the dakuten of "が"
_ACCENTS: Final = compile_late("[\u0300-\u036f]+")
# "RED", "ERR" and "C" (C-8 is a model); not "RÉD", not "R2D"
_CODE_PREFIX: Final = compile_late(r"[A-Za-z]{1,12}")
# "520025" and "8"; not "123456789", see `_MAX_DIGITS`
_CODE_NUMBER: Final = compile_late(r"[0-9]{1,8}")
_MIN_CODE_DIGITS: Final = 3
# "0x80070005" and "0X7b"; not "80070005", not "0xg", not the 128 bits of a key
_HEX: Final = compile_late(r"0[xX]([0-9A-Fa-f]{1,16})")
# "8007042B", "c0000005"; not "DEADBEEF" (a word may be so), nor seven digits
_BARE_HEX: Final = compile_late(r"(?![A-Fa-f]{8})[0-9A-Fa-f]{8}")
# How many digits a hexadecimal number of 32 bits has.
_HEX_DIGITS: Final = 8
# The fewest digits of a hexadecimal number that are recognised without `0x`: results of Windows
# have eight. Fewer are counts and years.
_MIN_BARE_HEX: Final = 6
# How many decimal digits a number of 32 bits has with its highest bit set.
_DECIMAL_RESULT: Final = 10
# Parts of a version and its digits: "7.3.1" and "10.0.19"; not "10.0.0.1" and "14.11.2024".
_VERSION_PARTS, _VERSION_DIGITS = 3, 6
_SIGN, _WORD_SIZE = 1 << 31, 1 << 32
# What a language's name ends with: "++" of "C++" and "C++11", "#" of "C#" and "F#7.0" (after one
# letter: "#" of "page#top" begins a fragment); not "a++b"
_SYMBOLS: Final = compile_late(r"(?:\+\+|#)(?![^\W\d_])")
# Around a word it changes no term, and without it there are half as many different words.
_AROUND: Final = ".,;:!?()[]\"'`"
# Letters that are not another one with an accent, as people type them without one.
_TYPED: Final = str.maketrans(
    {"ß": "ss", "\u0131": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"}
)
# Hyphen-minus, hyphen, non-breaking hyphen, figure, en and em dash, minus: editors change one into
# the other.
_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
# How many letters must be left, so that short words stay as they are: `sing`, `used`, `this`.
_MIN_STEM: Final = 4


def is_pair(term: str) -> bool:
    """Whether a term is made of letters of a script without spaces."""
    match = None if term.isascii() else _RUN.match(term)
    return match is not None and match[1] is not None


def tokenize(text: str, stemmer: Stemmer) -> Iterator[str]:
    """Yield the terms of a text in reading order."""
    return iter(join_terms(text, stemmer).split())


def join_terms(text: str, stemmer: Stemmer) -> str:
    """Return the terms of a text, separated by blanks."""
    plain = text if text.isascii() else normalize("NFKC", text)
    by_word = _terms_by_word(stemmer)
    if len(by_word) > _MOST_WORDS:
        by_word.clear()
    # Without a step in Python for a word that is known.
    words = map(str.strip, plain.split(), repeat(_AROUND))
    return " ".join(filter(None, map(by_word.__getitem__, words)))


# The 1,179 real articles of a locale have some 450,000 words between blanks, of which 60,000 are
# different. What is on the other side of a blank changes no term.
_MOST_WORDS: Final = 65_536


class _WordTerms(dict[str, str]):
    """Word -> its terms, joined by blanks; those of a new word are computed."""

    def __init__(self, stemmer: Stemmer) -> None:
        super().__init__()
        self._stemmer = stemmer

    def __missing__(self, word: str) -> str:
        if len(word) > _MAX_TERM:
            return " ".join(_split(word, self._stemmer))
        # Three of four new words are nothing but letters, and have one part.
        if word.isascii() and word.isalpha() and word[1:].islower():
            terms = self._stemmer.stem(word.lower())
        else:
            terms = " ".join(_split(word, self._stemmer))
        self[word] = terms
        return terms


@lru_cache(maxsize=64)
def _terms_by_word(stemmer: Stemmer) -> _WordTerms:
    return _WordTerms(stemmer)


def _split(plain: str, stemmer: Stemmer) -> Iterator[str]:
    """Yield the terms between two blanks."""
    before, end, joined, version = "", 0, "", ""
    for match in _RUN.finditer(plain):
        run, separator = match[0], plain[end : match.start()]
        if joined and (separator != "_" or match[1]):
            yield from filter(_is_kept, (joined[:_MAX_TERM],))
        if version and separator != ".":
            yield from _versions(version)
            version = ""
        if match[1]:
            joined = version = ""
            yield from _pairs(run)
        else:
            is_part = separator == "_" and before
            joined = _join(joined or _fold(before), run) if is_part else ""
            version = _extend(version, before, run) if separator == "." else ""
            number = ""
            # Before either call, for time: most words are neither.
            if run[0].isdigit() or len(run) == _HEX_DIGITS:
                number = _number(run, is_negative=_is_sign(separator, before))
            yield from (number,) if number else _terms(run, stemmer)
            if separator in _DASHES and _is_code(before, run):
                yield before.lower() + run
            if plain[match.end() : match.end() + 1] in {"+", "#"}:
                yield from _with_symbols(run, plain, match.end())
        before, end = "" if match[1] else run, match.end()
    yield from filter(_is_kept, (joined[:_MAX_TERM],) if joined else ())
    yield from _versions(version)


def _join(word: str, run: str) -> str:
    """Add one more part to a whole, up to the maximum length."""
    return word if len(word) >= _MAX_TERM else word + _fold(run)


def _extend(version: str, before: str, run: str) -> str:
    """Add one more part to a version; an impossible one becomes empty."""
    first = version or before.lower().removeprefix("v")
    is_number = (
        run.isascii() and run.isdigit() and (version or (first.isascii() and first.isdigit()))
    )
    return f"{first}.{run}" if is_number else ""


def _versions(version: str) -> Iterator[str]:
    """Yield a version, unless it has the parts of an address or the digits of a date."""
    parts = version.split(".")
    if 1 < len(parts) <= _VERSION_PARTS and len(version) - len(parts) < _VERSION_DIGITS:
        yield version


def _is_code(prefix: str, number: str) -> bool:
    if not (_CODE_NUMBER.fullmatch(number) and _CODE_PREFIX.fullmatch(prefix)):
        return False
    # "AB-12" may be a page or a count, and has both parts as terms.
    return len(number) >= _MIN_CODE_DIGITS or 1 in {len(prefix), len(number)}


def _is_sign(separator: str, before: str) -> bool:
    """Whether the text before a number makes it negative: `=-1` and `-1`, not `a-1`."""
    return separator[-1:] in _DASHES and (len(separator) > 1 or not before)


def _number(run: str, *, is_negative: bool) -> str:
    """Return the term of a hexadecimal number or a 32-bit decimal; empty for others."""
    if match := _HEX.fullmatch(run):
        digits = match[1].lower().lstrip("0") or "0"
        return digits if len(digits) >= _MIN_BARE_HEX else f"0x{digits}"
    if _BARE_HEX.fullmatch(run):
        return run.lower()
    if len(run) != _DECIMAL_RESULT or not (run.isascii() and run.isdigit()):
        return ""
    value = _WORD_SIZE - int(run) if is_negative else int(run)
    return f"{value:x}" if _SIGN <= value < _WORD_SIZE else ""


def _with_symbols(run: str, plain: str, end: int) -> Iterator[str]:
    """Yield `cpp` for `C++`, `csharp` for `C#`."""
    match = _SYMBOLS.match(plain, end)
    if match and _CODE_PREFIX.fullmatch(run):
        if match[0] == "++":
            yield f"{run.lower()}pp"
        elif len(run) == 1:
            yield f"{run.lower()}sharp"


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for index in range(len(run) - 1):
        yield run[index : index + 2]


# Half of the runs of a new word are known from another one.
@lru_cache(maxsize=65_536)
def _terms(run: str, stemmer: Stemmer) -> tuple[str, ...]:
    """Return the terms of a word and its parts."""
    terms = [_term(run, stemmer)]
    if run.isascii() and not run.islower():
        parts = _CAMEL_PARTS.findall(run)
        if len(parts) > 1:
            terms += [_term(part, stemmer) for part in parts]
    return tuple(term for term in terms if _is_kept(term))


def _term(run: str, stemmer: Stemmer) -> str:
    return stemmer.stem(_fold(run)[:_MAX_TERM])


def _fold(run: str) -> str:
    """Return lower case without accents."""
    lower = run.lower()
    if lower.isascii():
        return lower
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", lower.translate(_TYPED))))


def _is_kept(term: str) -> bool:
    if len(term) < 2:  # noqa: PLR2004 - one
        return not term.isascii()
    return sum(map("0123456789".count, term)) <= _MAX_DIGITS


class Stemmer:
    """The suffixes of one language; none for a language without a table."""

    def __init__(self, suffixes: str = "") -> None:
        """Parse `suffix` or `suffix>replacement`, separated by spaces: as browsers get them."""
        self.suffixes = suffixes
        pairs = (entry.partition(">") for entry in suffixes.split())
        self._replacements = {suffix: replacement for suffix, _, replacement in pairs}
        self._longest = max(map(len, self._replacements), default=0)

    def stem(self, word: str) -> str:
        """Remove a word's longest suffix; only words of letters have one."""
        if not word.isalpha():
            return word
        for length in range(min(self._longest, len(word) - 1), 0, -1):
            replacement = self._replacements.get(word[-length:])
            if replacement is not None and len(word) - length + len(replacement) >= _MIN_STEM:
                return word[:-length] + replacement
        return word


@cache
def stemmer_for(locale: str) -> Stemmer:
    """Return the stemmer of a locale's language."""
    language = locale.partition("-")[0].lower()
    return Stemmer(" ".join(read_word_lists("stemmer").get(language, ())))
