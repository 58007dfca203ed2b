"""Places in a text as errata counts them and as an editor does.

errata counts lines and characters from 1. An editor counts from 0, and within a line in units of an
encoding that both sides agree on: a smiley is two units of UTF-16 and four of UTF-8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# LF, CRLF and CR end a line, as the protocol has it; U+2028 and a form feed do not.
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
# A word that begins here: "KA-17" and "Wort" yes; " a" and "" no.
_WORD: Final = re.compile(r"[\w.#/-]+")


class Encoding(StrEnum):
    """What a unit of a column is."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def units(self, text: str) -> int:
        """Units of a text."""
        match self:
            case Encoding.UTF8:
                return len(text.encode("utf-8", "surrogatepass"))
            case Encoding.UTF16:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
            case Encoding.UTF32:
                return len(text)


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of a text, without their ends."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> TextLines:
        """Those of a text; there is always one."""
        return cls(tuple(_LINE_END.split(text)))

    def line(self, number: int) -> str:
        """A line by its 1-based number; empty behind the last."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def to_editor(self, line: int, column: int, encoding: Encoding) -> tuple[int, int]:
        """The editor's line and unit of a place; a place behind the text is its end."""
        if line > len(self.lines):
            return len(self.lines) - 1, encoding.units(self.lines[-1])
        return max(line, 1) - 1, encoding.units(self.line(line)[: max(column, 1) - 1])

    def from_editor(self, line: int, unit: int, encoding: Encoding) -> tuple[int, int]:
        """The place of an editor's line and unit; within a character, before it."""
        text = self.line(line + 1)
        if encoding is Encoding.UTF32 or text.isascii():
            return line + 1, min(unit, len(text)) + 1
        used = 0
        for at, char in enumerate(text):
            used += encoding.units(char)
            if used > unit:
                return line + 1, at + 1
        return line + 1, len(text) + 1

    def end_of_word(self, line: int, column: int) -> tuple[int, int]:
        """Where what begins at a place may end: a word, else the rest of its line."""
        text = self.line(line)
        found = _WORD.match(text, column - 1)
        end = found.end() if found and column > 1 else len(text.rstrip())
        return line, max(end + 1, min(column + 1, len(text) + 1))
