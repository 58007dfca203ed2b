"""Reads the text in a block of raw HTML as markdown's text is read: for codes, messages, search.

1. The content of `<pre>` is a text of its own with its lines, like a block of code.
2. Elsewhere each element that makes a block ends a text. Emphasis and code in it become the tokens
   that markdown has for them, and a cell knows the head of its column.
3. The block was repaired before: comments, scripts and styles, which are on no page, are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.tokens import Nesting, make_text
from errata.data import read_table
from errata.data.patterns import compile_late
from errata.values import MutableRecord

if TYPE_CHECKING:
    from errata.articles.markdown.tables import TableColumns

# A tag, with "/" and its name: "</b>", "<td class=\"a\">", "<br/>" yes; "a < b", "<1>" no
_TAG: Final = compile_late(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})(?:[\s/][^<>]{0,1000})?>")
# "a  b", "a\n b" have one
_SPACES: Final = compile_late(r"\s+")
# "<br>" and "<br />"; not "<b>" and "</br>".
_LINE_BREAK: Final = compile_late(r"<br\s{0,100}/?>", re.IGNORECASE)
# Tags within a sentence; all others end it.
_INLINE: Final = frozenset(f"{read_table('html', 'elements')['inline']} tt wbr".split())
_CODE: Final = frozenset({"code", "kbd", "samp", "tt", "var"})
# "</pre>", "</PRE >" yes; "<pre>" no
_PRE_END: Final = compile_late(r"</pre\s{0,100}>", re.IGNORECASE)


class HtmlText(MutableRecord):
    """One text in a block of HTML: of `<pre>`, or the tokens of a paragraph or a cell."""

    above: int
    """Line ends in the block before it."""
    pre: str = ""
    tokens: list[Token] = field(default_factory=list)
    column: str | None = None
    """The head of a cell's column; None outside tables and in headings."""

    @property
    def plain(self) -> str:
        """The text without emphasis."""
        return "".join(token.content for token in self.tokens).strip()


def read_raw_html(html: str, columns: TableColumns) -> Iterator[HtmlText]:
    """Yield each text that is not empty, in reading order.

    A table goes on in the next block where its cells have markdown, so its columns are the page's.
    """
    reader = _Reader(html, columns)
    for match in _TAG.finditer(html):
        if match.start() < reader.offset:
            continue
        reader.add_text(match.start())
        if not reader.take(match):
            return
        yield from reader.take_finished()
    reader.add_text(len(html))
    reader.end_text()
    yield from reader.take_finished()


class _Reader:
    """The position while one block is read."""

    def __init__(self, html: str, columns: TableColumns) -> None:
        self._html = html
        self.offset = 0
        self._lines = 0
        self._counted = 0
        self._open: HtmlText | None = None
        self._done: list[HtmlText] = []
        self._code = 0
        self._columns = columns

    def take(self, tag: re.Match[str]) -> bool:
        """Read a tag; return False if nothing after it is to be read."""
        self.offset = tag.end()
        name = tag[2].lower()
        if name == "pre" and not tag[1]:
            return self._take_preformatted()
        if name in _INLINE:
            self._add_inline(name, -1 if tag[1] else 1)
        else:
            self.end_text()
            self._columns.follow(name, is_end=bool(tag[1]))
        return True

    def _take_preformatted(self) -> bool:
        end = _PRE_END.search(self._html, self.offset)
        if end is None:
            return False
        self.end_text()
        text = _LINE_BREAK.sub("\n", self._html[self.offset : end.start()])
        self._done.append(HtmlText(self._line_of(self.offset), pre=unescape(_TAG.sub("", text))))
        self.offset = end.end()
        return True

    def add_text(self, end: int) -> None:
        """Read the text before a tag."""
        text = _SPACES.sub(" ", unescape(self._html[self.offset : end]))
        if text.strip() or (text and self._open):
            if self._open is None:
                blank = len(self._html[self.offset : end]) - len(
                    self._html[self.offset : end].lstrip()
                )
                self._open = HtmlText(
                    self._line_of(self.offset + blank), column=self._columns.column
                )
            is_code = self._code > 0
            token = Token("code_inline", "code", 0, content=text) if is_code else make_text(text)
            self._open.tokens.append(token)

    def end_text(self) -> None:
        """End the open text; markup without text is dropped."""
        if self._open is not None and self._open.plain:
            self._done.append(self._open)
            if self._columns.in_heading:
                self._columns.add_heading(self._open.plain)
        self._open, self._code = None, 0

    def take_finished(self) -> Iterator[HtmlText]:
        """Yield the texts that have ended since the last call."""
        yield from self._done
        self._done = []

    def _add_inline(self, name: str, nesting: Nesting) -> None:
        if name in _CODE:
            self._code = max(0, self._code + nesting)
        elif self._open is not None or nesting == 1:
            if self._open is None:
                self._open = HtmlText(self._line_of(self.offset), column=self._columns.column)
            self._open.tokens.append(Token(f"html_{name}", name, nesting))

    def _line_of(self, offset: int) -> int:
        self._lines += self._html.count("\n", self._counted, offset)
        self._counted = max(self._counted, offset)
        return self._lines
