"""How numbers are written, and how long and wide a text is on a screen."""

from __future__ import annotations

from typing import Final
from unicodedata import east_asian_width

from errata.data.patterns import compile_late

# Characters that may be wide: "環", "ｱ" and "…" yes; "é" and "a" no.
_MAYBE_WIDE: Final = compile_late("[^\x00-\u02ff]")


def pluralise(number: int, noun: str) -> str:
    """Write `1 error`, `2,412 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


# The most characters of a value in a message, which stays on one line of a terminal or two.
_LONGEST: Final = 60


def shorten_line(text: str, limit: int = _LONGEST) -> str:
    """Return the text on one line, cut after `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def display_width(text: str) -> int:
    """Return the width of a line in a terminal or list, with wide characters counted twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(east_asian_width(char) in "WF" for char in _MAYBE_WIDE.findall(text))
