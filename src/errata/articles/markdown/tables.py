"""Makes tables fit a strict page: scrollable, aligned by class, and valid without a header.

A header row of empty cells goes, and a single empty cell in it becomes an ordinary cell; a header
row without a body, which authors use as a box for code, becomes the body. `TableColumns` says what
heads each cell, in markdown and in raw HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.tokens import make_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_HEAD_TO_BODY: Final = {"thead": "tbody", "th": "td"}
_CELLS: Final = frozenset({"th_open", "td_open"})


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("tables", _dress_tables)


def _dress_tables(state: StateCore) -> None:
    if "|" not in state.src or not any(token.type == "table_open" for token in state.tokens):
        return
    made: list[Token] = []
    start = 0
    for token in state.tokens:
        if token.type == "table_open":
            made.append(make_block("table_box_open", "div", 1, class_="table"))
            start = len(made)
        elif token.type in _CELLS:
            _align(token)
        made.append(token)
        if token.type == "table_close":
            made[start:] = _with_valid_head(made[start:])
            made.append(make_block("table_box_close", "div", -1))
    state.tokens = made


def _align(cell: Token) -> None:
    """Replace `text-align` by a class, because the page's policy forbids style attributes."""
    style = str(cell.attrs.pop("style", ""))
    if style:
        cell.attrJoin("class", f"ta-{style.removeprefix('text-align:')}")
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _with_valid_head(table: list[Token]) -> list[Token]:
    end = next(index for index, token in enumerate(table) if token.type == "thead_close") + 1
    head, body = table[:end], table[end:]
    if any(token.type == "tbody_open" for token in body):
        empty = not any(token.children for token in head if token.type == "inline")
        _make_ordinary([at for cell in _empty_cells(head) for at in cell])
        return [table[0], *body] if empty else table
    _make_ordinary(head)
    return table


def _empty_cells(head: list[Token]) -> Iterator[tuple[Token, Token]]:
    for opening, inline, closing in zip(head, head[1:], head[2:], strict=False):
        if opening.type == "th_open" and not inline.children:
            yield opening, closing


class TableColumns:
    """Finds the head of the current cell's column while the tags of a table are read."""

    def __init__(self) -> None:
        self._headings: list[str] = []
        self._cell = -1
        self.in_heading = False

    def follow(self, name: str, *, is_end: bool) -> None:
        """Read the next tag."""
        if name == "table":
            self._headings, self._cell, self.in_heading = [], -1, False
        elif name == "tr":
            self._cell, self.in_heading = -1, False
        elif name in {"td", "th"}:
            self._cell += not is_end
            self.in_heading = name == "th" and not is_end

    def add_heading(self, text: str) -> None:
        """Read the text of a heading cell."""
        self._headings.append(text)

    @property
    def column(self) -> str | None:
        """The head above the open cell; None outside of tables and in their first row."""
        if self._cell < 0 or self.in_heading:
            return None
        return self._headings[self._cell] if self._cell < len(self._headings) else ""


def _make_ordinary(tokens: list[Token]) -> None:
    """Turn header cells and rows into those of the body."""
    for token in tokens:
        if instead := _HEAD_TO_BODY.get(token.tag):
            token.type = token.type.replace(token.tag, instead)
            token.tag = instead
            token.attrs.pop("scope", None)
