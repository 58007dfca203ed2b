"""What every code of the families begins with, to dismiss a text without trying its places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.model import Family

_LITERAL = re.compile(r"(?:[\w =:#-]|\\[-.])(?![?*{])")
_CHOICE = re.compile(r"\(\?:([\w -]+(?:\|[\w -]+)*)\)(?![?*{])")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escape, a class or one character."""
_SHORTEST = 2
_LONGEST = 12


def build_prefilter(families: Iterable[Family]) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """(a pattern of beginnings in capitals or digits, the other beginnings).

    Capitals are rare in prose, so one pattern finds them; ordinary letters are looked up as they
    are. A family whose beginning cannot be told is in the second as the empty text.
    """
    starts = {start for family in families for start in _starts(family.pattern)}
    rare = sorted(start for start in starts if not start[:1].islower() and start)
    common = sorted(start for start in starts if start[:1].islower() or not start)
    pattern = re.compile("|".join(map(re.escape, rare))) if rare else None
    return pattern, tuple(common)


def _starts(pattern: str) -> Iterator[str]:
    for alternative in _alternatives(pattern):
        if choice := _CHOICE.match(alternative):
            rest = _literal(alternative[choice.end() :])
            found = [part + rest for part in choice[1].split("|")]
        else:
            found = [_literal(alternative)]
        yield from (literal if len(literal) >= _SHORTEST else "" for literal in found)


def _literal(pattern: str) -> str:
    found = ""
    at = 0
    while len(found) < _LONGEST and (match := _LITERAL.match(pattern, at)):
        found += match[0][-1]
        at = match.end()
    return found


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives at a pattern's top; a bar in a class or a group is none."""
    depth, start = 0, 0
    for piece in _PIECE.finditer(pattern):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]
