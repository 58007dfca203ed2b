"""Finds the code that a person means, however they write it, and the codes that look like it.

1. A text and every code are reduced to a key: compatibility forms made plain, capitals, nothing
   but letters and digits. So `red-520025`, `RED 520025` and "`RED520025`," are all `RED520025`.
2. The digits alone are a key too, and so is what follows the prefix; several codes may share one.
3. Where nothing is found, codes at one typing error are offered: a digit too few or too many, two
   exchanged, `O` for `0`, `l` or `I` for `1`. A long name may have two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from unicodedata import normalize

from errata.data.patterns import compile_late
from errata.values import Record

# As many as fit in a line; the codes of the real articles have at most 3 near them.
MOST_NEAR = 8
# No code is longer; a longer text is prose or data.
_LONGEST = 300
# Fewer digits are as often a page, a line or a year as a code.
_SHORTEST_PART = 3
# So many digits tell a code whatever is before them: no two codes of the real articles share five.
_DISTINCT_DIGITS = 5
# The most codes of a family that are offered where none is at one error: they show how its codes
# look.
_MOST_NUMBERS = 3
# 2 ** 53 has 16 digits.
_EXACT_DIGITS = 15
# What a key leaves out: "-", " ", "_." yes; "a", "1" no
_NOISE = compile_late(r"[\W_]+")
# "RED" of "RED520025" yes; nothing of "520025"
_PREFIX = compile_late(r"[^\W\d_]+")
# What ends a prefix: "-", " ", "_" yes; "D", "5" no
_SEPARATOR = compile_late(r"[^A-Za-z0-9]")
# The end of a time of day directly before a code: "AM" of "AMRED520025" yes; nothing of "AMD1"
_CLOCK = compile_late(r"[AP]M(?=[A-Z]{3}\d)")
# How names of exceptions end, which says nothing of which one is meant: "EXCEPTION" of
# "DEBUGGEREXCEPTION" yes; nothing of "ERRORS"
_ENDING = compile_late(r"(?:EXCEPTION|ERROR|FAILURE|FAULT)$")
# From how many letters on, without its ending, a name may have one typing error, and two. Of the 58
# exceptions of the real articles with one slip at any place, .98 lead to the right name, with two
# slips .97; 16 names of other systems lead to none. "IO" and "SQL" are near everything.
_LONG_NAME, _VERY_LONG_NAME = 4, 8
# Between the words of a question, and between a name and its value: " ", " (", "=", ": " yes;
# "-", "." no
_BETWEEN = compile_late(r"[\s=:()\[\]\"',;<>`?!\u3000-\u3002\u300c-\u300f\uff08\uff09]+")
# "java.lang." of "java.lang.NullPointerException" yes; nothing of "5.7.57"
_PACKAGE = compile_late(r"^(?:[A-Za-z_$][\w$]{0,80}[.$\\]){1,16}(?=[A-Z])")
# The most words of a question that are looked at; a longer text is a log.
_MOST_WORDS = 40
# Letters that are taken for digits, in the capitals of keys
_CONFUSED = str.maketrans("OIL", "011")


class LookupResult(Record, frozen=True):
    """The codes that a text may mean."""

    code: str | None = None
    """The code if there is exactly one; else None."""
    near: tuple[str, ...] = ()
    """Similar codes, sorted; empty if the code itself was found."""
    matches: tuple[str, ...] = ()
    """Every code it could be, sorted: `503` may be the digits of several."""


class CodeLookup:
    """The codes of a library, by every way of writing them."""

    def __init__(
        self, codes: Iterable[str], spellings: Mapping[str, Iterable[str]] = MappingProxyType({})
    ) -> None:
        """Index codes by their keys; `spellings` are other ways to write some, by code."""
        self._codes = frozenset(codes)
        ordered = sorted(self._codes)
        others = ((lookup_key(text), code) for code in ordered for text in spellings.get(code, ()))
        self._by_key = _group((*((lookup_key(code), code) for code in ordered), *others))
        self._by_part = _group((part, code) for code in ordered for part in _parts(code))
        # Only codes that begin alike may be near. To compare each with all others took half of the
        # time of the pages of 100,000 articles.
        self._by_start: dict[str, dict[str, str]] = defaultdict(dict)
        for code in ordered:
            key = lookup_key(code)
            self._by_start[_confusable(_start(key))][code] = _confusable(key)

    def find(self, text: str) -> LookupResult:
        """Find the code that a text spells; fast however long the text is."""
        if len(text) > _LONGEST:
            return LookupResult()
        stripped = text.strip()
        if stripped in self._codes:
            return LookupResult(stripped, matches=(stripped,))
        key = lookup_key(stripped)
        matches = self._matches(key)
        if matches:
            return LookupResult(matches[0] if len(matches) == 1 else None, matches=matches)
        return LookupResult(near=self._find_near(key))

    def find_inside(self, text: str) -> tuple[str, ...]:
        """Find codes in a question: `what does red 520025 mean`, `(iRc=16384)`.

        Few digits and lower-case words do not count, because ordinary texts have them too.
        """
        words = _BETWEEN.split(text[:_LONGEST])[:_MOST_WORDS]
        codes_inside: dict[str, None] = {}
        index = 0
        while index < len(words):
            # The longest codes that people write with spaces have three parts: "AH 00 558".
            together = (
                (n, " ".join(words[index : index + n]))
                for n in (3, 2, 1)
                if index + n <= len(words)
            )
            count, codes = next(
                ((n, codes) for n, piece in together if (codes := self._find_piece(piece, n))),
                (1, ()),
            )
            codes_inside |= dict.fromkeys(codes)
            index += count
        return tuple(codes_inside)

    def _find_piece(self, piece: str, words: int) -> tuple[str, ...]:
        digits = sum(map(str.isdecimal, piece))
        is_few = piece.isdecimal() and digits < _DISTINCT_DIGITS
        if is_few or (piece.islower() and not digits) or (words > 1 and not digits):
            return ()
        # "java.lang.NullPointerException" is known without its package.
        return self.find(piece).matches or self.find(_PACKAGE.sub("", piece)).matches

    def find_near(self, code: str) -> tuple[str, ...]:
        """Return other codes of the same family at one typing error, sorted."""
        return self._find_near(lookup_key(code[:_LONGEST]), excluded=code)

    def _matches(self, key: str) -> tuple[str, ...]:
        if not key:
            return ()
        without_clock = key[2:] if _CLOCK.match(key) else key
        return (
            self._by_key.get(key) or self._by_part.get(key) or self._by_key.get(without_clock, ())
        )

    def _find_near(self, key: str, excluded: str = "") -> tuple[str, ...]:
        if not key:
            return ()
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - takes 8 ms, for unknown codes alone
        from rapidfuzz.process import extract  # noqa: PLC0415 - as above

        folded, most = _confusable(key), 1 if excluded else max(1, _most_errors(key))
        alike = [self._by_start.get(folded[:end], {}) for end in range(len(folded) + 1)]
        candidates = [
            (distance, code)
            for others in filter(None, alike)
            for _, distance, code in extract(
                folded, others, scorer=OSA.distance, score_cutoff=most, limit=None
            )
            if code != excluded and _may_mean(key, code, int(distance))
        ]
        # A code that differs only in letters taken for digits is meant, whatever else is near; of
        # names, those with the fewest errors.
        least = min((distance for distance, _ in candidates), default=0)
        nearest = {code for distance, code in candidates if distance == least}
        digits = "".join(filter(str.isdigit, key))
        if len(digits) >= _DISTINCT_DIGITS:
            nearest.update(self._by_part.get(digits, ()))
        return tuple(sorted(nearest - {excluded}))[:MOST_NEAR]


def _may_mean(key: str, code: str, distance: int) -> bool:
    """Whether the text may mean a code that begins like it, at that distance."""
    if any(map(str.isdecimal, lookup_key(code))):
        return distance <= 1
    return distance <= _most_errors(key)


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, code in pairs:
        if key and code not in groups[key]:
            groups[key].append(code)
    return {key: tuple(codes) for key, codes in groups.items() if codes}


def nearest_numbers(code: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return the few codes with the nearest numbers, sorted, among those that begin alike."""
    number = _number_of(code)
    alike = (other for other in others if other != code and other[:2] == code[:2])
    ranked = sorted((abs(_number_of(other) - number), other) for other in alike)
    return tuple(sorted(other for _, other in ranked[:_MOST_NUMBERS] if number >= 0))


def _number_of(code: str) -> int:
    """Return the number in a code; -1 for none or one that JavaScript cannot count exactly."""
    if code.startswith("0x"):
        return int(code, 16)
    digits = "".join(filter(str.isdecimal, code))
    return int(digits) if 0 < len(digits) <= _EXACT_DIGITS else -1


def lookup_key(text: str) -> str:
    """Reduce a text to capitals and digits; compatibility forms are made plain."""
    return _NOISE.sub("", normalize("NFKC", text)).upper()


def _parts(code: str) -> set[str]:
    """Return other keys of a code: its digits alone, and what follows its prefix."""
    digits = "".join(filter(str.isdecimal, code))
    parts = {digits} if len(digits) >= _SHORTEST_PART else set()
    tail = lookup_key(_SEPARATOR.split(code, maxsplit=1)[-1])
    if len(tail) >= _SHORTEST_PART and any(map(str.isdecimal, tail)):
        parts.add(tail)
    return parts


def _confusable(key: str) -> str:
    """Replace letters that are mistaken for digits by those digits."""
    return key.translate(_CONFUSED)


def _most_errors(key: str) -> int:
    """Return how many typing errors a name may have; 0 if digits tell it from others."""
    if any(map(str.isdecimal, key)):
        return 0
    letters = len(_ENDING.sub("", key))
    return (letters >= _LONG_NAME) + (letters >= _VERY_LONG_NAME)


def _start(key: str) -> str:
    """Return the letters before the first digit of a code; empty for a name, without one."""
    prefix = _PREFIX.match(key) if any(map(str.isdecimal, key)) else None
    return prefix[0] if prefix else ""
