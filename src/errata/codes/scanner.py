"""Finds error codes in a text: those of the families, then what is known by its form."""

from __future__ import annotations

from bisect import bisect_right
from itertools import product
from operator import attrgetter
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING, Final

from errata.codes.exceptions import find_exceptions
from errata.codes.family_codes import CheckDigitFamilies, FamilyPatterns
from errata.codes.named import find_named_codes
from errata.codes.normalise import blank_out_addresses, to_ascii_forms
from errata.codes.number_forms import NumberFinder
from errata.codes.statuses import find_keyword_statuses, find_statuses
from errata.codes.suspects import SuspectFinder
from errata.data.literals import Literals
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import CodeSpan, Family

# What is somewhere in every text in which a detector other than that of the families finds
# something, besides digits. "Error", "erreur", "Fehler", "エラー", "reason" have one of them.
_QUOTES: Final = "\"'\\"
_WORDS: Final = (
    *("rro", "rreu", "xception", "ehler", "エラー", "错误", "错誤", "錯误", "錯誤", "오류", "에러"),
    *("".join(case) for case in product("fF", "oO", "uU", "tT")),
    *("".join(case) for case in product("fF", "eE", "lL")),
    *("eason", "<Code>", *map("".join, product(_QUOTES, ("Code", "code"), _QUOTES))),
    *map("_".__add__, ascii_uppercase + digits),  # LOGIN_FAILED
    *("0x", "0X", "xxxx", "XXXX", "****", "-#"),  # 0x7B, RED-52xxxx, RED-#code#
)
_HINTS: Final = Literals(_WORDS)
# "404", "5.1", "RED-52#code#" yes; "See the page of 2 users." no
_DIGITS: Final = compile_late(r"\d(?:\d\d|\.\d|#)")


class Scanner:
    """All families and all general detectors; one scanner serves a whole build."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._patterns = FamilyPatterns(families)
        self._suspects = SuspectFinder(families)
        # The special before the general: where two overlap from one place on, the first one stays.
        self._detectors = (
            CheckDigitFamilies(families).find,
            NumberFinder(families).find,
            self._patterns.find,
            find_named_codes,
            find_exceptions,
            find_statuses,
        )

    def scan(self, text: str, where: str = "prose") -> Sequence[CodeSpan]:
        """Every code from left to right; none overlap. `where` as in `TextRun`."""
        text = to_ascii_forms(text)
        # 1. Four texts in five have nothing that a code could begin with.
        is_hinted = _HINTS.are_in(text) or _DIGITS.search(text)
        if not is_hinted and not self._patterns.may_find(text):
            return ()
        # 2. Addresses, paths and GUIDs hold much that looks like a code.
        text = blank_out_addresses(text)
        # 3. Each detector finds its codes by itself.
        detectors = self._detectors if is_hinted else (self._patterns.find,)
        found = [span for detect in detectors for span in detect(text)]
        if where == "keywords":
            found.extend(find_keyword_statuses(text))
        # 4. One place has one code.
        return tuple(_without_overlaps(found))

    def read(self, text: str, where: str = "prose") -> Sequence[CodeSpan]:
        """As `scan`, and what only looks like a code, of kind `suspect` or `unknown`."""
        found = self.scan(text, where)
        suspects = tuple(_apart_from(found, self._suspects.find(text)))
        return tuple(sorted((*found, *suspects), key=_START)) if suspects else found


_START = attrgetter("start")
_END = attrgetter("end")


def _without_overlaps(found: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Left to right; sorting is stable, so the first detector wins."""
    end = 0
    for span in sorted(found, key=_START):
        if span.start >= end:
            yield span
            end = span.end


def _apart_from(found: Sequence[CodeSpan], suspects: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """The suspects that touch none of the codes found."""
    for span in suspects:
        next_at = bisect_right(found, span.start, key=_END)
        if next_at == len(found) or found[next_at].start >= span.end:
            yield span
