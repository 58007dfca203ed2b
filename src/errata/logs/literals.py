"""Looks for many literals in a log at once: codes, beginnings of codes, anchors of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from errata.data import read_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from errata.logs.signals import FamilyPattern

_LIMITS: Final = read_json("log_limits")["reading"]
_LARGE: Final[int] = _LIMITS["LARGE"]
_LARGEST_TABLE: Final[int] = _LIMITS["LARGEST_TABLE"]


class LogLiterals:
    """The literals that a log is read for."""

    def __init__(
        self,
        codes: Collection[bytes],
        families: Mapping[bytes, Sequence[FamilyPattern]],
        anchors: Collection[bytes],
    ) -> None:
        self._literals = sorted({*codes, *families, *anchors})
        self._families = [
            () if text in codes or text in anchors else families.get(text, ())
            for text in self._literals
        ]
        self._automaton = BytesAhoCorasick(self._literals)
        self._may_be_table = sum(map(len, self._literals)) <= _LARGEST_TABLE
        self._read = 0

    def find(self, data: bytes, begin: int, cut: int) -> list[tuple[int, int, bytes]]:
        """Return the end, the start and the literal of those that begin between two places."""
        self._read += cut - begin
        if self._read > _LARGE and self._may_be_table:
            # Twice as fast as what takes no time to make
            self._automaton = BytesAhoCorasick(self._literals, implementation=Implementation.DFA)
            self._may_be_table = False
        return [
            (end, start, self._literals[index])
            for index, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True)
            if begin <= start < cut
            # "ERROR " begins codes of MySQL, and most lines that have it have none.
            and (not (families := self._families[index]) or _begins_code(families, data, start))
        ]


def find_line_end(data: bytes, start: int) -> int:
    """Return where the line ends that has this place."""
    found = data.find(b"\n", start)
    return len(data) if found < 0 else found


def _begins_code(families: Iterable[FamilyPattern], data: bytes, start: int) -> bool:
    end = find_line_end(data, start)
    return any(family.pattern.match(data, start, end) is not None for family in families)
