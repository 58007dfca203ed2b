"""Remembers what lines of a log have, since a log repeats itself: lines differ in their digits.

A line is looked up with zeros for its digits, and with those digits that matter:

1. Those of codes, and of what may go on behind the beginning of a family's codes. They are where
   such literals, with zeros for their digits, are found in the line with zeros.
2. Those of words that messages have, such as `sha256`.
3. Numbers of the messages that were found, such as a status.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

from errata.data import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errata.logs.hits import LogHit

_LIMITS: Final = read_json("log_limits")["remembering"]
_MOST_LINES: Final[int] = _LIMITS["MOST_LINES"]
_LONGEST: Final[int] = _LIMITS["LONGEST"]
ZEROS: Final = bytes.maketrans(b"123456789", b"000000000")
# What a code may go on with behind the beginning of its family, in a line with zeros: "00",
# "[000] 0", " ID: 0000" yes; nothing of " is not there"
_REST: Final = re.compile(rb"[^0\n]{0,24}0{1,12}(?:[^0\n]?0{1,12}){0,8}")
# A word with digits, in a line with zeros: "sha000", "0x0b" yes; "000", "sha" no
_MIXED: Final = re.compile(
    rb"(?<![A-Za-z0-9_])(?:[A-Za-z_]{1,40}0|0{1,12}[A-Za-z_])[A-Za-z0-9_]{0,60}"
)
# A number that a message may have, too: "403" of "(403)" yes; "12" of "v12", "1234567" no
_NUMBER: Final = re.compile(rb"(?<![0-9A-Za-z])[0-9]{2,5}(?![0-9A-Za-z])")

# Where digits of a line matter, and which numbers
_Places = tuple[tuple[slice, ...], frozenset[bytes]]


class LineMemory:
    """What was found in lines, which have no line end."""

    def __init__(
        self,
        *,
        literals: Iterable[bytes],
        beginnings: Iterable[bytes],
        words: Iterable[bytes],
        matters: Callable[[bytes, bytes, int, int], bool],
    ) -> None:
        self._matters = matters
        masked = {literal.translate(ZEROS) for literal in literals}
        heads = {beginning.translate(ZEROS) for beginning in beginnings}
        self._literals = sorted(masked | heads)
        self._is_head = [literal in heads for literal in self._literals]
        self._automaton = BytesAhoCorasick(self._literals)
        self._words = frozenset(word.translate(ZEROS) for word in words)
        self._places: dict[bytes, _Places] = {}
        self._once: set[bytes] = set()
        self._found: dict[tuple[bytes, ...], tuple[LogHit, ...]] = {}

    def get(self, line: bytes) -> tuple[LogHit, ...] | None:
        """The hits of a line, without its number; None where it is not remembered."""
        masked = line.translate(ZEROS)
        places = self._places.get(masked)
        return None if places is None else self._found.get(self._key(line, masked, places))

    def add(self, line: bytes, hits: tuple[LogHit, ...], numbers: frozenset[bytes]) -> None:
        """Remember a line that was read; `numbers` are those on which its hits depend."""
        if len(line) > _LONGEST:
            return
        masked = line.translate(ZEROS)
        if len(self._found) + len(self._once) >= _MOST_LINES:
            self._places.clear()
            self._found.clear()
            self._once.clear()
        known = self._places.get(masked)
        # Most lines come once, and finding out where digits matter takes longer than reading one.
        if known is None and masked not in self._once:
            self._once.add(masked)
            return
        slices = known[0] if known else self._slices(masked)
        places = (slices, numbers | known[1] if known else numbers)
        self._places[masked] = places
        self._found[self._key(line, masked, places)] = hits

    @staticmethod
    def _key(line: bytes, masked: bytes, places: _Places) -> tuple[bytes, ...]:
        slices, numbers = places
        digits = [line[place] for place in slices]
        if numbers:
            digits += sorted(numbers.intersection(_NUMBER.findall(line)))
        return (masked, *digits)

    def _slices(self, masked: bytes) -> tuple[slice, ...]:
        """Where digits matter."""
        found = self._automaton.find_matches_as_indexes(masked, overlapping=True)
        places = {
            (start, end)
            for index, start, end in found
            if b"0" in self._literals[index]
            and self._matters(self._literals[index], masked, start, end)
        }
        for index, start, end in found:
            if self._is_head[index] and (rest := _REST.match(masked, end)):
                places.add((start, rest.end()))
        for word in _MIXED.finditer(masked):
            if word[0].lower() in self._words:
                places.add(word.span())
        return tuple(slice(start, end) for start, end in sorted(places))
