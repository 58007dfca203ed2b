"""One article as it is in an editor, what is under the cursor, and positions as an editor counts.

The text may be incomplete: front matter is found by its lines alone, links by the text around the
cursor. errata counts lines and characters from 1. An editor counts from 0, and within a line in
units of an encoding that both sides agree on: a smiley is two units of UTF-16 and four of UTF-8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from errata.data.patterns import compile_late
from errata.diagnostics import LINE_END
from errata.model import Article

# "---" alone on a line opens and closes front matter; "----" and "--- a" do not.
_FENCE: Final = compile_late(r"---[ \t]*$")
# "..." closes it as well.
_END: Final = compile_late(r"(?:---|\.\.\.)[ \t]*$")
# "title: x", "  'a b' : x" and "- a: b" begin with a key; "a b" and "- a" do not.
_KEY: Final = compile_late(
    r"(?P<indent>[ \t]*)[\"']?(?P<key>[\w.$@-]+(?: [\w.-]+)?)[\"']?[ \t]*:(?=\s|$)"
)
# "tit" and "" may become a key; "tit le" and "- a" not.
_BEGUN: Final = compile_late(r"[\w.-]*$")
# "  - a" and "- " are items of a list; "-a" is not.
_ITEM: Final = compile_late(r"[ \t]*-[ \t]+")
# What stands before an address that is being written, with the address: "[a](b", "[a](<b", "![](",
# "[a]: b", '<a href="b', "[[b". Nothing of "[a](b)" and "f(x".
_ADDRESS: Final = compile_late(
    r"(?:(?P<picture>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?(?P<inline>[^()<>]*)"
    r"|^[ \t]*\[[^\[\]]+\]:[ \t]*<?(?P<defined>[^<>]*)"
    r"|(?P<wiki>!?\[\[)(?P<name>[^\[\]|]*)"
    r"|(?P<tag><(?:a|img)\b[^<>]*?\s(?:href|src)=[\"'])(?P<quoted>[^\"'<>]*))$"
)
# How many characters before the cursor are searched for a link: work must not grow with long lines.
_REACH: Final = 2000
# Where an address ends that is written already: ")" of "b)", '"' of 'b"', " " of 'b "title")'.
_ADDRESS_END: Final = compile_late(r"[)\s\"'<>\]|]")
# A word that begins here: "KA-17" and "Wort" yes; " a" and "" no.
_WORD: Final = compile_late(r"[\w.#/-]+")


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """An address that contains the cursor."""

    typed: str
    """The part of it before the cursor."""
    start: int
    """1-based column of its first character."""
    is_picture: bool
    is_wiki: bool
    is_include: bool


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """A value of the front matter that contains the cursor."""

    key: str
    """The key as written."""
    typed: str
    """The part of the item before the cursor."""
    start: int
    """1-based column of the item."""
    is_first: bool
    """Whether the item is the first of the value."""


@dataclass(frozen=True, eq=False)
class EditedText:
    """A text with its path below the knowledge base."""

    path: str
    text: str
    locale: str = "en"
    article: Article | None = field(default=None, repr=False)
    """The article parsed from this very text; its links are not resolved."""

    @cached_property
    def lines(self) -> TextLines:
        """The lines of the text."""
        return TextLines.of(self.text)

    @cached_property
    def front_matter(self) -> range:
        """Numbers of the lines between the fences; empty without them."""
        lines = self.lines.lines
        first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        if first == len(lines) or not _FENCE.match(lines[first].removeprefix("\ufeff")):
            return range(0)
        below = range(first + 1, len(lines))
        closed = next((number for number in below if _END.match(lines[number])), None)
        if closed is None:  # it is being written: the body begins at a heading or a blank line
            begins = (
                number
                for number in below
                if lines[number].startswith("#") or not lines[number].strip()
            )
            closed = next(begins, len(lines))
        return range(first + 2, closed + 1)

    def key_at(self, line: int) -> str:
        """Return the key of a line, or of the list whose item it is; empty if there is none."""
        for number in range(line, self.front_matter.start - 1, -1):
            text = self.lines.line(number)
            if (match := _KEY.match(text)) and not match["indent"]:
                return match["key"]
            if number != line and text.strip() and not text[:1].isspace() and not _ITEM.match(text):
                return ""
        return ""

    def written_keys(self) -> frozenset[str]:
        """Return the top-level keys of the front matter."""
        matches = (_KEY.match(self.lines.line(number)) for number in self.front_matter)
        return frozenset(match["key"] for match in matches if match and not match["indent"])

    def key_prefix(self, line: int, column: int) -> str | None:
        """Return the key that is being typed; None where no key can be."""
        before = self.lines.line(line)[: column - 1]
        return before if line in self.front_matter and _BEGUN.fullmatch(before) else None

    def value_at(self, line: int, column: int) -> ValuePlace | None:
        """Return the value that is being typed."""
        if line not in self.front_matter or not (key := self.key_at(line)):
            return None
        before = self.lines.line(line)[: column - 1]
        opened = _KEY.match(before) or _ITEM.match(before)
        if opened is None:
            return None
        start = opened.end()
        start = max(start, before.rfind(",", start) + 1, before.rfind("[", start) + 1)
        start += len(before[start:]) - len(before[start:].lstrip(" \t\"'"))
        is_first = not before[opened.end() : start].strip()
        return ValuePlace(key, before[start:], start + 1, is_first)

    def address_at(self, line: int, column: int) -> AddressPlace | None:
        """Return the address that is being typed."""
        before = self.lines.line(line)[max(0, column - 1 - _REACH) : column - 1]
        match = _ADDRESS.search(before)
        if match is None:
            return None
        groups = match.groupdict()
        typed = next(
            groups[name]
            for name in ("inline", "defined", "name", "quoted")
            if groups[name] is not None
        )
        tag, wiki, text = groups["tag"] or "", groups["wiki"] or "", groups["text"] or ""
        return AddressPlace(
            typed,
            column - len(typed),
            bool(groups["picture"]) or wiki.startswith("!") or tag.startswith("<img"),
            bool(wiki),
            before[: match.start()].lower().endswith("[!include") or text.lower() == "!include",
        )

    def address_end(self, line: int, column: int) -> int:
        """Return the column after an address that holds a place."""
        text = self.lines.line(line)
        match = _ADDRESS_END.search(text, column - 1)
        return match.start() + 1 if match else len(text) + 1


class Encoding(StrEnum):
    """The unit of a column."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def units(self, text: str) -> int:
        """Return the length of a text in units."""
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
        """Split a text into lines; there is always at least one."""
        return cls(tuple(LINE_END.split(text)))

    def line(self, number: int) -> str:
        """Return a line by its 1-based number; empty after the last."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def to_editor(self, line: int, column: int, encoding: Encoding) -> tuple[int, int]:
        """Return the editor's line and unit of a place; a place after the text is its end."""
        if line > len(self.lines):
            return len(self.lines) - 1, encoding.units(self.lines[-1])
        return max(line, 1) - 1, encoding.units(self.line(line)[: max(column, 1) - 1])

    def from_editor(self, line: int, unit: int, encoding: Encoding) -> tuple[int, int]:
        """Return the place of an editor's line and unit; within a character, before it."""
        text = self.line(line + 1)
        if encoding is Encoding.UTF32 or text.isascii():
            return line + 1, min(unit, len(text)) + 1
        used = 0
        for index, char in enumerate(text):
            used += encoding.units(char)
            if used > unit:
                return line + 1, index + 1
        return line + 1, len(text) + 1

    def end_of_word(self, line: int, column: int) -> tuple[int, int]:
        """Return where the word at a place ends; without one, where its line ends."""
        text = self.line(line)
        match = _WORD.match(text, column - 1)
        end = match.end() if match and column > 1 else len(text.rstrip())
        return line, max(end + 1, min(column + 1, len(text) + 1))
