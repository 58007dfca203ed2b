"""A pattern of Python as one that JSON Schema has, without regard to case.

`KA-[0-9]{5}` becomes `[Kk][Aa]-[0-9]{5}`: the reader takes numbers in any case, JSON Schema has no
flag for it, and JavaScript, which editors read patterns with, knows a part of Python's syntax.
"""

from __future__ import annotations

import re
from typing import Final

from errata.editor.schema_values import either_case, escape
from errata.text.patterns import pattern_pieces

# "(?P<a>", "(?i)" and "(?>" are Python's alone, or mean something else; "(?:" and "(?=" no.
_FOREIGN_GROUP: Final = re.compile(r"\(\?(?![:=!])")
# "a++", "a?+" and "a{2}+" never give back what they took; "a+" and "\++" no.
_POSSESSIVE: Final = re.compile(r"(?<!\\)(?:[*+?]|\{\d*,?\d*\})\+")
# "\d", "\w" and "\-" are the same in both; "\A", "\Z" and "\N" are not.
_SHARED_ESCAPE: Final = re.compile(r"\\(?:[dwsDWSbB]|[^A-Za-z0-9])")
# "A-Z" and "a-z" of a class; "0-9" and "A-z" no.
_LETTERS: Final = re.compile(r"[A-Z]-[A-Z]|[a-z]-[a-z]")


def portable_pattern(pattern: str) -> str | None:
    """The pattern; None where it has what JavaScript lacks."""
    if _FOREIGN_GROUP.search(pattern) or _POSSESSIVE.search(pattern):
        return None
    written = []
    for piece in pattern_pieces(pattern):
        if piece[0] == "\\":
            if not _SHARED_ESCAPE.fullmatch(piece):
                return None
            written.append(_escape(piece))
        elif piece[0] == "[" and len(piece) > 1:
            written.append(_class(piece))
        else:
            written.append(either_case(piece) if piece.isalpha() else piece)
    return "".join(written)


def _escape(piece: str) -> str:
    """As JavaScript has it, which refuses to escape what needs none, such as a hyphen."""
    if piece == "\\d":
        return "[0-9]"
    return piece if piece[1].isalpha() else escape(piece[1])


def _class(piece: str) -> str:
    """With the letters of both cases."""
    ranges = _LETTERS.findall(piece)
    letters = [char for char in _LETTERS.sub("", piece) if char.isalpha() and char.isascii()]
    if "\\" in piece:
        return piece  # what is a letter there, and what an escape, is not looked at
    folded = {text.swapcase() for text in (*ranges, *letters)} - {*ranges, *letters}
    return f"{piece[:-1]}{''.join(sorted(folded))}]"
