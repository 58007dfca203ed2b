"""Patterns over UTF-8, for logs that are searched as bytes.

A byte is one character, as in Python's `bytes` and in Latin-1, which the log page reads. There a
character outside ASCII is several: it is grouped before a repeat, and leaves its class.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.text.pattern_tree import as_group, is_repeat, pattern_parts, spell_out

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of "[é-ü\\d_]" these: "é-ü", "\\d" and "_"
_MEMBER: Final = compile_late(
    r"(?P<first>\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\.|.)"
    r"(?:-(?P<last>\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\.|[^\\]))?",
    re.DOTALL,
)
# The last characters of one byte, of two, of three and of four
_LAST_OF_LENGTH: Final = (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)


def to_byte_pattern(pattern: str) -> str:
    """Return the pattern with a character of Latin-1 for each byte of UTF-8."""
    found: list[str] = []
    for part, following in pairwise([*pattern_parts(pattern), ""]):
        if part[0] == "[":
            found.append(_class_of_bytes(part))
        else:
            character = spell_out(part)
            encoded = part if character.isascii() else _latin(character)
            found.append(as_group(encoded) if is_repeat(following) else encoded)
    return "".join(found)


def _class_of_bytes(part: str) -> str:
    """Return a class without the characters of several bytes, and these beside it."""
    sign = "^" if part.startswith("[^") else ""
    own, longer = "", list[str]()
    for member in _MEMBER.finditer(part[1 + len(sign) : -1]):
        first, last = spell_out(member["first"]), spell_out(member["last"] or member["first"])
        if last.isascii():
            # Behind what leaves the class, "[[" and "&&" would be the beginning of a set
            own += rf"\{member[0]}" if member[0][0] in "[&~|" else member[0]
            continue
        if first.isascii():
            own += rf"{member['first']}-\x7f"
        longer += _byte_ranges(max(ord(first), 0x80), ord(last))
    if not longer:
        return part
    own = rf"\{own}" if own.startswith("^") else own
    own = own.replace("^", r"\^", 1) if own.startswith("^") else own
    if sign:
        return f"(?:(?!{'|'.join(longer)})[^{own}])" if own else f"(?:(?!{'|'.join(longer)}).)"
    return f"(?:{'|'.join(([f'[{own}]'] if own else []) + longer)})"


def _byte_ranges(first: int, last: int) -> Iterator[str]:
    """Yield patterns that together match the characters from the first to the last."""
    for before, end in pairwise(_LAST_OF_LENGTH):
        low, high = max(first, before + 1), min(last, end)
        if low <= high:
            yield from _split(_latin(chr(low)), _latin(chr(high)))


def _split(low: str, high: str) -> Iterator[str]:
    if low == high:
        yield low
    elif len(low) == 1:
        yield f"[{low}-{high}]"
    elif low[0] == high[0]:
        yield from (low[0] + rest for rest in _split(low[1:], high[1:]))
    else:
        rest = len(low) - 1
        yield from _split(low, low[0] + "\xbf" * rest)
        if ord(low[0]) + 1 < ord(high[0]):
            between = f"[{chr(ord(low[0]) + 1)}-{chr(ord(high[0]) - 1)}]"
            yield between + "[\x80-\xbf]" * rest
        yield from _split(high[0] + "\x80" * rest, high)


def _latin(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")
