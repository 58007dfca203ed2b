"""One article as it is in an editor, and what is under the cursor.

The text may be half written: front matter is found by its lines alone, links by what is around the
cursor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from errata.editor.positions import TextLines

if TYPE_CHECKING:
    from errata.model import Article

# "---" alone on a line opens and closes front matter; "----" and "--- a" do not.
_FENCE: Final = re.compile(r"---[ \t]*$")
_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*$")
# "title: x", "  'a b' : x" and "- a: b" begin with a key; "a b" and "- a" do not.
_KEY: Final = re.compile(
    r"(?P<indent>[ \t]*)[\"']?(?P<key>[\w.$@-]+(?: [\w.-]+)?)[\"']?[ \t]*:(?=\s|$)"
)
# "tit" and "" may become a key; "tit le" and "- a" not.
_BEGUN: Final = re.compile(r"[\w.-]*$")
# "  - a" and "- " are items of a list; "-a" is not.
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+")
# What stands before an address that is being written, with the address: "[a](b", "[a](<b", "![](",
# "[a]: b", '<a href="b', "[[b". Nothing of "[a](b)" and "f(x".
_ADDRESS: Final = re.compile(
    r"(?:(?P<picture>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?(?P<inline>[^()<>]*)"
    r"|^[ \t]*\[[^\[\]]+\]:[ \t]*<?(?P<defined>[^<>]*)"
    r"|(?P<wiki>!?\[\[)(?P<name>[^\[\]|]*)"
    r"|(?P<tag><(?:a|img)\b[^<>]*?\s(?:href|src)=[\"'])(?P<quoted>[^\"'<>]*))$"
)
# Characters before the cursor in which a link is looked for: work must not grow with long lines.
_REACH: Final = 2000
# Where an address ends that is written already: ")" of "b)", '"' of 'b"', " " of 'b "title")'.
_ADDRESS_END: Final = re.compile(r"[)\s\"'<>\]|]")


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """An address that the cursor is in."""

    typed: str
    """Of it, what stands before the cursor."""
    start: int
    """1-based column of its first character."""
    is_picture: bool
    is_wiki: bool
    is_include: bool


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """A value of the front matter that the cursor is in."""

    key: str
    """As it is written."""
    typed: str
    """Of the item, what stands before the cursor."""
    start: int
    """1-based column of the item."""
    is_first: bool
    """Whether nothing of the value stands before the item."""


@dataclass(frozen=True, eq=False)
class EditedText:
    """A text with its path below the knowledge base."""

    path: str
    text: str
    locale: str = "en"
    article: Article | None = field(default=None, repr=False)
    """What was read from this very text; its links are not resolved."""

    @cached_property
    def lines(self) -> TextLines:
        """Its lines."""
        return TextLines.of(self.text)

    @cached_property
    def front_matter(self) -> range:
        """Numbers of the lines between the fences; empty without them."""
        lines = self.lines.lines
        first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
        if first == len(lines) or not _FENCE.match(lines[first].removeprefix("\ufeff")):
            return range(0)
        below = range(first + 1, len(lines))
        closed = next((at for at in below if _END.match(lines[at])), None)
        if closed is None:  # it is being written: the body begins at a heading or a blank line
            begins = (at for at in below if lines[at].startswith("#") or not lines[at].strip())
            closed = next(begins, len(lines))
        return range(first + 2, closed + 1)

    def key_at(self, line: int) -> str:
        """The key whose line, or an item of whose list, this is; empty where there is none."""
        for number in range(line, self.front_matter.start - 1, -1):
            text = self.lines.line(number)
            if (found := _KEY.match(text)) and not found["indent"]:
                return found["key"]
            if number != line and text.strip() and not text[:1].isspace() and not _ITEM.match(text):
                return ""
        return ""

    def written_keys(self) -> frozenset[str]:
        """The keys at the top of the front matter."""
        found = (_KEY.match(self.lines.line(number)) for number in self.front_matter)
        return frozenset(one["key"] for one in found if one and not one["indent"])

    def begun_key(self, line: int, column: int) -> str | None:
        """The key that is being written; None where no key can be."""
        before = self.lines.line(line)[: column - 1]
        return before if line in self.front_matter and _BEGUN.fullmatch(before) else None

    def value_at(self, line: int, column: int) -> ValuePlace | None:
        """The value that is being written."""
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
        """The address that is being written."""
        before = self.lines.line(line)[max(0, column - 1 - _REACH) : column - 1]
        found = _ADDRESS.search(before)
        if found is None:
            return None
        groups = found.groupdict()
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
            before[: found.start()].lower().endswith("[!include") or text.lower() == "!include",
        )

    def address_end(self, line: int, column: int) -> int:
        """The column behind an address that holds a place."""
        text = self.lines.line(line)
        found = _ADDRESS_END.search(text, column - 1)
        return found.start() + 1 if found else len(text) + 1
