"""The parts of a regular expression as a tree that keeps its source text.

Python's own parser forgets how a part was written, and a message has to quote it. Only what can be
in a pattern of a knowledge base is parsed: characters, classes, groups that do not capture,
lookaround, alternatives and repeats. The pattern must compile.

A pattern over UTF-8 is for logs, which are searched as bytes. A byte is one character there, as in
Latin-1, which the log page reads; a character outside ASCII is several: it is grouped before a
repeat, and leaves its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from errata.data.patterns import compile_late
from errata.values import Record

# "\\d", "\\u0416", "[^]a]", "(?:", "(?<!", "{1,9}", "+?" and any other sign. "{" alone is a
# character.
_PART: Final = compile_late(
    r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|N\{[^}]*\}|[0-7]{3}|.)"
    r"|\[\^?\]?(?:\\.|[^\]\\])*+\]|\((?:\?(?:[:=!>]|<[=!]))?|\)"
    r"|(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]?|.",
    re.DOTALL,
)
# "{5}", "{1,9}", "{,9}" and "{2,}", whatever is behind; "{" of "{a}" no.
_COUNTED: Final = compile_late(r"\{(\d*)(,?)(\d*)\}")
# "\\u0416" and "\\xe9" yes; "\\d" no
_NUMBERED: Final = compile_late(r"\\[ux]([0-9A-Fa-f]{2,4})")
# Patterns that match no character: "^", "$", r"\b" and the like.
_EMPTY: Final = frozenset({"^", "$", r"\b", r"\B", r"\A", r"\Z"})
_QUANTIFIERS: Final = frozenset("*+?")


class Atom(Record, frozen=True):
    """One character: a letter, an escape or a class."""

    text: str


class Assertion(Record, frozen=True):
    """A part that takes no character: a border, a lookahead or a lookbehind."""

    text: str
    inner: Tree | None = None


class Sequence(Record, frozen=True):
    """Parts in order."""

    text: str
    items: tuple[Tree, ...]


class Alternation(Record, frozen=True):
    """Alternatives."""

    text: str
    branches: tuple[Tree, ...]


class Repeat(Record, frozen=True):
    """A repeated part."""

    text: str
    body: Tree
    least: int
    most: int | None
    """Maximum number of repetitions; None if unlimited."""


Tree = Atom | Assertion | Sequence | Alternation | Repeat


def parse_pattern(pattern: str) -> Tree:
    """Parse a pattern that compiles into a tree."""
    return _Parser(pattern_parts(pattern)).choice()


def pattern_parts(pattern: str) -> list[str]:
    """List the escapes, classes, brackets, repeats and characters of a pattern, in order."""
    return [match[0] for match in _PART.finditer(pattern)]


def spell_out(part: str) -> str:
    """Return a part with characters in place of the escapes that number them."""
    return _NUMBERED.sub(lambda number: chr(int(number[1], 16)), part)


def is_repeat(part: str) -> bool:
    """Whether a part repeats the one before it."""
    return _limits(part) is not None


def is_unbounded(part: str) -> bool:
    """Whether a part repeats the one before it without a limit."""
    limits = _limits(part)
    return limits is not None and limits[1] is None


class _Parser:
    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._at = 0

    def choice(self) -> Tree:
        start = self._at
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        return (
            branches[0] if len(branches) == 1 else Alternation(self._since(start), tuple(branches))
        )

    def _sequence(self) -> Tree:
        start, items = self._at, list[Tree]()
        while self._peek() not in {"", "|", ")"}:
            begin = self._at
            body = self._one()
            while limits := _limits(self._peek()):
                self._at += 1
                body = Repeat(self._since(begin), body, *limits)
            items.append(body)
        return items[0] if len(items) == 1 else Sequence(self._since(start), tuple(items))

    def _one(self) -> Tree:
        start, part = self._at, self._peek()
        self._at += 1
        if part[0] != "(":
            return Assertion(part) if part in _EMPTY else Atom(part)
        inner = self.choice()
        self._at += 1
        return inner if part in {"(?:", "("} else Assertion(self._since(start), inner)

    def _peek(self) -> str:
        return self._parts[self._at] if self._at < len(self._parts) else ""

    def _since(self, start: int) -> str:
        return "".join(self._parts[start : self._at])


def _limits(part: str) -> tuple[int, int | None] | None:
    if part[:1] in _QUANTIFIERS:
        return (int(part[0] == "+"), 1 if part[0] == "?" else None)
    match = _COUNTED.match(part)
    if not match or not (match[1] or match[3]):
        return None
    least = int(match[1] or 0)
    if not match[2]:
        return (least, least)
    return (least, int(match[3]) if match[3] else None)


def as_group(text: str) -> str:
    """Return the text as one part, to repeat it."""
    return text if len(pattern_parts(text)) == 1 else f"(?:{text})"


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
    pieces: list[str] = []
    for part, following in pairwise([*pattern_parts(pattern), ""]):
        if part[0] == "[":
            pieces.append(_class_of_bytes(part))
        else:
            character = spell_out(part)
            encoded = part if character.isascii() else _latin(character)
            pieces.append(as_group(encoded) if is_repeat(following) else encoded)
    return "".join(pieces)


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
        yield from (low[0] + tail for tail in _split(low[1:], high[1:]))
    else:
        tail_length = len(low) - 1
        yield from _split(low, low[0] + "\xbf" * tail_length)
        if ord(low[0]) + 1 < ord(high[0]):
            between = f"[{chr(ord(low[0]) + 1)}-{chr(ord(high[0]) - 1)}]"
            yield between + "[\x80-\xbf]" * tail_length
        yield from _split(high[0] + "\x80" * tail_length, high)


def _latin(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")
