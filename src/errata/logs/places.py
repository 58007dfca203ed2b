"""Recognises codes in the bytes of a log, where one may begin."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from errata.data import read_json
from errata.data.patterns import compile_late
from errata.logs.signals import log_families
from errata.text.patterns import canonical_code, literal_prefixes

if TYPE_CHECKING:
    from errata.model import Family, Library

_LIMITS: Final = read_json("log_limits")["reading"]
_REACH: Final[int] = _LIMITS["CUE"]
_SHORTEST_UNKNOWN: Final[int] = _LIMITS["SHORTEST_UNKNOWN"]
# Bytes of a beginning that is looked for as a literal: "SQL", "rc=". To try the patterns of these
# two families at each byte takes twice as long as all literals together (`bench/scan.py`); "C" of
# "C2065" is in every line.
_SHORTEST_BEGINNING = 3
# Before a code of which this is a part: "x", "-" yes; " ", "é" no
_INSIDE = compile_late(rb"[A-Za-z0-9_-]\Z")
# What may be directly before a code all the same: the time of day "10:15AM", the escaped line end
# "\n", a terminal's colour "\x1b[0m" yes; "LAM" no
_GLUE = compile_late(rb"(?:(?<![A-Za-z])[AP]M|\\[nrt]|\x1b\[[0-9;]{0,12}m)\Z")
# Bytes before a code that are compared with them; the longest, a colour, has 15
_LOOK_BACK = 16
# After a code that continues: "5", "_", "-1" yes; "-", ".", " -1" no
_CONTINUES = compile_late(rb"[A-Za-z0-9_]|-[A-Za-z0-9]")
# Before the number of a mail status: "550 ", "550-", "550 #", "#", "dsn=", "SMTP ", "status: " yes;
# "mysql ", "v", "1550 " no. A zero stands for any digit in lines that are remembered.
_BEFORE_MAIL_STATUS = compile_late(
    rb"(?:(?<![0-9.])[045][0-9]{2}[ -]#?|#"
    rb"|(?:SMTP|smtp|DSN|dsn|[Ss]tatus|[Cc]ode|[Ee]rror|[Rr]eply|[Rr]esponse)[ :=]{1,3})\Z"
)


class FamilyPattern:
    """How the codes of a family are recognised in bytes."""

    def __init__(self, family: Family, *, is_distinct: bool) -> None:
        self._family = family
        self._is_distinct = is_distinct
        self._cue = re.compile(family.cue.encode(), re.IGNORECASE) if family.cue else None
        # By `families.toml`: "C2065" for "C[0-9]{4}" yes; "LNK" no
        self.pattern = re.compile(family.pattern.encode())

    def code_at(self, data: bytes, match: re.Match[bytes], bounds: tuple[int, int]) -> str:
        """The canonical form of what was found; empty where it is not a code after all.

        Its cue must be in the same line, which has these bounds.
        """
        start, end = match.span()
        if not stands_alone(data, start, end):
            return ""
        before = data[max(bounds[0], start - _REACH) : start]
        around = before + b" " + data[end : min(bounds[1], end + _REACH)]
        if self._cue and not self._cue.search(around):
            return ""
        return canonical_code(self._family.canonical, match[0].decode("utf-8", "replace"))

    def may_be_unknown(self, surface: str) -> bool:
        """Whether such a text is hardly there by chance."""
        return self._is_distinct or len(surface) >= _SHORTEST_UNKNOWN


def family_patterns(
    library: Library,
) -> tuple[dict[bytes, list[FamilyPattern]], list[FamilyPattern]]:
    """The families by how their codes begin, and those of which too many texts may be a code."""
    by_prefix: dict[bytes, list[FamilyPattern]] = defaultdict(list)
    others: list[FamilyPattern] = []
    for item in log_families(library):
        pattern = FamilyPattern(item.family, is_distinct=bool(item.prefixes))
        prefixes = item.prefixes or tuple(dict.fromkeys(literal_prefixes(item.family.pattern)))
        if any(len(prefix.encode()) < _SHORTEST_BEGINNING for prefix in prefixes):
            others.append(pattern)
            continue
        for prefix in prefixes:
            by_prefix[prefix.encode()].append(pattern)
    return by_prefix, others


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether what is found is not a part of a longer word."""
    if _CONTINUES.match(data, end):
        return False
    before = data[max(0, start - _LOOK_BACK) : start]
    return not _INSIDE.search(before) or bool(_GLUE.search(before))


def has_mail_status(data: bytes, start: int, end: int) -> bool:
    """Whether what stands before a number says that it is the status of a mail."""
    before = data[max(0, start - _LOOK_BACK) : start]
    return not _CONTINUES.match(data, end) and bool(_BEFORE_MAIL_STATUS.search(before))
