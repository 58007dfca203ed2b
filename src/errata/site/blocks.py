"""Reads an article's sanitised HTML as blocks of text: paragraphs, steps, items, code, rows.

An outermost item of a list is one block with everything in it, so that no excerpt divides a step.
Code is between the marks of `errata.text.sentences`. Pictures, headings and the titles of callouts
are not text. nh3 has just written this HTML and quotes every attribute, so that a pattern can read
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from html import unescape
from typing import Final

from errata.data.patterns import compile_late
from errata.messages.mask import strip_prefix
from errata.text.sentences import CODE_END, CODE_START
from errata.values import Record

# A tag, whatever its quoted attributes hold: '<a title="a > b">' yes, "</p>" yes; "a < b" no
HTML_TAG: Final = compile_late(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*+)>')
# ' id="x"' yes; ' data-id="x"' no
_ID: Final = compile_late(r' id="([^"]*)"')
# "1. Stop it", "b) Stop it", "2 - Stop it", "• Stop it" yes; "1.5 GB", "A list" no
_MARKED: Final = compile_late(r"(?:\(?(?:\d{1,2}|[A-Za-z])(?:[.)]| ?[-\u2013])|[-\u2022*\u2013])\s")
# The mark of a footnote alone: "[1]" yes; "[a]", "[1] See the log" no
_NOTE: Final = compile_late(r"\[ ?\d{1,2} ?\]")
# The end of a part after which no other mark is needed: "Stop it.", "完了。" yes; "Stop it" no
_ENDED: Final = compile_late(r"[.!?…:;,。！？：；、]\s*$")  # noqa: RUF001 - Chinese and Japanese marks
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT: Final = frozenset({*_HEADINGS, "figcaption", "summary", "svg"})
_LISTS: Final = frozenset({"ol", "ul"})
_CELLS: Final = frozenset({"td", "th"})
_BLOCKS: Final = frozenset(
    {"p", "div", "blockquote", "dt", "dd", "dl", "details", "figure", "table", "section", "hr"}
)
# Elements that begin a block, or a part of an item or a row.
_PARTS: Final = frozenset({"li", "tr", *_CELLS, *_BLOCKS})
# Elements that change nothing; most tags of a real article are among these.
_INLINE: Final = frozenset({"a", "b", "em", "i", "img", "span", "strong"})


class BlockKind(StrEnum):
    """The form of a block on the page."""

    TEXT = "text"
    STEP = "step"
    ITEM = "item"
    LINE = "line"  # with a number or sign that the author typed
    CODE = "code"
    ROW = "row"


class Block(Record, frozen=True):
    """A block of text."""

    kind: BlockKind
    text: str
    """The text on one line, except for code; code in it is between marks."""
    heading: str = ""
    """Id of the heading above."""


def read_html_blocks(html: str) -> Sequence[Block]:
    """Return the blocks in reading order."""
    html = str(html)  # slices of Markup take longer
    reader, offset = _Reader(), 0
    for tag in HTML_TAG.finditer(html):
        start = tag.start()
        if start > offset:
            reader.add(html[offset:start])
        offset = tag.end()
        if tag[1]:
            reader.close(tag[2])
        else:
            reader.open(tag[2], tag[3])
    reader.add(html[offset:])
    reader.flush()
    return reader.blocks


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._lists: list[str] = []
        self._heading = ""
        self._silent = ""
        """Name of the element whose text is left out."""
        self._code = ""
        """Name of the open element of code."""
        self._in_row = False

    def add(self, html: str) -> None:
        if self._silent:
            return
        text = unescape(html) if "&" in html else html
        if CODE_START in text or CODE_END in text:
            text = text.replace(CODE_START, "").replace(CODE_END, "")
        self._text.append(text)

    def open(self, name: str, attributes: str) -> None:
        if self._silent or name in _INLINE:
            return
        if name in _HEADINGS:
            self.flush()
            match = _ID.search(attributes)
            self._heading = match[1] if match else self._heading
        if name in _SILENT or (name == "p" and "-title" in attributes):
            self._silent = name
        elif name == "br":
            self._separate()
        elif name in {"pre", "code"}:
            self._open_code(name)
        elif name in _LISTS:
            self._separate()
            self._lists.append(name)
        elif name in _PARTS:
            self._separate()
            self._in_row = self._in_row or name == "tr"

    def close(self, name: str) -> None:
        if self._silent:
            self._silent = "" if name == self._silent else self._silent
        elif name in _INLINE:
            return
        elif name == self._code:
            self._text.append(CODE_END)
            self._code = ""
            if name == "pre":
                self._separate(BlockKind.CODE)
        elif name == "li":
            self._end_item()
        elif name in _LISTS:
            self._separate()
            del self._lists[-1:]
        elif name == "tr":
            self._in_row = False
            self._separate(BlockKind.ROW)
        elif name in _CELLS:
            self._text.append(" \u00b7 ")
        elif name in _BLOCKS:
            self._separate()

    def flush(self, kind: BlockKind = BlockKind.TEXT) -> None:
        """End the block with what has gathered."""
        if not self._text:
            return
        text, self._text = "".join(self._text), []
        if kind is BlockKind.CODE:
            text = text.strip().removeprefix(CODE_START).removesuffix(CODE_END).strip("\n")
        else:
            text = " ".join(text.split()).strip(" ;\u00b7")
        if text and not text.isspace() and not _NOTE.fullmatch(text):
            kind = _kind_of(text) if kind is BlockKind.TEXT else kind
            self.blocks.append(Block(kind, text, self._heading))

    def _open_code(self, name: str) -> None:
        if self._code:
            return
        if name == "pre":
            self._separate()
        self._code = name
        self._text.append(CODE_START)

    def _separate(self, kind: BlockKind = BlockKind.TEXT) -> None:
        """End a block, or a part of an item or a row."""
        if self._lists or self._in_row:
            self._text.append(" ")
        else:
            self.flush(kind)

    def _end_item(self) -> None:
        if len(self._lists) > 1 or self._in_row:
            last = next((piece for piece in reversed(self._text) if not piece.isspace()), ".")
            self._text.append(" " if _ENDED.search(last) else "; ")
        elif self._lists:
            self.flush(BlockKind.STEP if self._lists[0] == "ol" else BlockKind.ITEM)


def _kind_of(text: str) -> BlockKind:
    """Return the kind of a paragraph, or a line of one: authors paste logs and type numbers."""
    if len(strip_prefix(text)) < len(text) and not _NOTE.match(text):
        return BlockKind.CODE
    return BlockKind.LINE if _MARKED.match(text) else BlockKind.TEXT
