"""Which literal texts a regular expression can begin with: they are searched before it is tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# "RED-" of "RED-\d", "CVE-" of "CVE\-\d", "ORA" of "ORA-?\d" yes; nothing of "[A-Z]-", "\d"
_LITERAL = re.compile(r"(?:(?:[\w =:#-]|\\[-.])(?![?*{]))*")
# "(?:RED|APP)" yes; "(?:RED|APP)?", "(?:RED|A[PQ]P)" no
_CHOICE = re.compile(r"\(\?:([\w -]+(?:\|[\w -]+)*)\)(?![?*{])")
# An escape, a class or one character: "\|", "[|)]", "|" yes
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def literal_prefixes(pattern: str) -> Iterator[str]:
    """Texts with one of which every match begins; an empty one where an alternative has none."""
    for alternative in _alternatives(pattern):
        choice = _CHOICE.match(alternative)
        literal = _LITERAL.match(alternative, choice.end() if choice else 0)
        rest = literal[0].replace("\\", "") if literal else ""
        yield from (first + rest for first in (choice[1].split("|") if choice else [""]))


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives at a pattern's top; a bar in a class or a group separates none."""
    depth, start = 0, 0
    for piece in _PIECE.finditer(pattern):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]


def pattern_pieces(pattern: str) -> Iterator[str]:
    """The escapes, classes and single characters of a regular expression, in order."""
    return (piece[0] for piece in _PIECE.finditer(pattern))
